"""Gain of a panel's beams, from TR 38.901 §7.3 by numpy alone; written apart from the Swift code.

    python3 panel.py > panel-vectors.txt

The default panel: 8 columns and 12 rows of elements for each of two polarisations at +45 and -45 degrees, half a wavelength apart
horizontally and 0.7 vertically, three elements of a column for each transceiver, tilted to a zenith angle of 96 degrees, 1.5 dB of losses.
All fields are scaled so that no excitation radiates more than it is fed with: by the largest eigenvalue of the radiation matrix, here of
its exact 64 x 64 form.

Lines: "eirp ZENITH AZIMUTH DBM" of 320 W, both polarisations; "gain ZENITH AZIMUTH POLARISATION ZENITH AZIMUTH DBI" of a beam in a
direction, for those above the beam's peak - 30 dB.
"""

import numpy as np

COLUMNS, ROWS, GROUP = 8, 12, 3
DH, DV, TILT, LOSS = 0.5, 0.7, 96.0, 1.5


def element_power(theta, phi):
    """Table 7.3-1, degrees, as a factor."""
    vertical = -np.minimum(12 * ((theta - 90) / 65) ** 2, 30)
    horizontal = -np.minimum(12 * (phi / 65) ** 2, 30)
    return 10 ** ((8 - np.minimum(-(vertical + horizontal), 30)) / 10)


def fields(theta, phi):
    """[direction, transceiver, part]: theta and phi parts; transceivers by polarisation, column, height."""
    theta, phi = np.atleast_1d(theta), np.atleast_1d(phi)
    t, p = np.radians(theta), np.radians(phi)
    ry, rz = np.sin(t) * np.sin(p), np.cos(t)
    amplitude = np.sqrt(element_power(theta, phi))
    result = []
    for slant in np.radians([45, -45]):
        for column in range(COLUMNS):
            for group in range(ROWS // GROUP):
                total = np.zeros(len(t), complex)
                for k in range(GROUP):
                    row = group * GROUP + k
                    weight = np.exp(-2j * np.pi * k * DV * np.cos(np.radians(TILT))) / np.sqrt(GROUP)
                    total += weight * np.exp(2j * np.pi * (column * DH * ry + row * DV * rz))
                total *= amplitude
                result.append(np.stack([total * np.cos(slant), total * np.sin(slant)], -1))
    return np.stack(result, 1)


zeniths = np.arange(0.5, 180, 1)
azimuths = np.arange(-179.5, 180, 1)
matrix = np.zeros((64, 64), complex)
total = 0
for zenith in zeniths:
    f = fields(np.full(len(azimuths), zenith), azimuths)
    share = np.sin(np.radians(zenith))
    matrix += share * np.einsum("dpk,dqk->pq", f.conj(), f)
    total += share * len(azimuths)
matrix /= total
largest = np.linalg.eigvalsh(matrix)[-1]
efficiency = min(1, 1 / largest) * 10 ** (-LOSS / 10)


def beam(zenith, azimuth, polarisation):
    f = fields(zenith, azimuth)[0]
    phase = f[:, 0] / np.abs(f[:, 0])
    w = np.conj(phase) / np.sqrt(32)
    w[np.arange(64) // 32 != polarisation] = 0
    return w


def gain(w, zenith, azimuth):
    f = np.einsum("p,dpk->dk", w, fields(zenith, azimuth))
    return 10 * np.log10(np.sum(np.abs(f) ** 2, -1) * efficiency + 1e-30)


print(f"coupling {10 * np.log10(min(1, 1 / largest)):.4f}")
for zenith, azimuth in [(96, 0), (96, 30), (100, -45), (90, 10)]:
    both = np.mean([10 ** (gain(beam(zenith, azimuth, k), [zenith], [azimuth])[0] / 10) for k in range(2)])
    print(f"eirp {zenith} {azimuth} {10 * np.log10(320e3) + 10 * np.log10(both):.3f}")
rng = np.random.default_rng(3)
for zenith, azimuth, polarisation in [(96, 0, 0), (96, 30, 1), (100, -45, 0), (90, 10, 1)]:
    w = beam(zenith, azimuth, polarisation)
    cut = [(zenith, a) for a in range(-90, 91, 5)] + [(z, azimuth) for z in range(60, 131, 5)]
    cut += [(float(round(np.degrees(np.arccos(1 - 2 * u)), 2)), float(round(v, 2)))
            for u, v in zip(rng.random(150), rng.uniform(-180, 180, 150))]
    g = gain(w, [c[0] for c in cut], [c[1] for c in cut])
    peak = gain(w, [zenith], [azimuth])[0]
    for (z, a), value in zip(cut, g):
        if value > peak - 30:
            print(f"gain {zenith} {azimuth} {polarisation} {z} {a} {value:.3f}")
