#!/usr/bin/env python3
"""Reference values of the link-level channels, from the clauses and apart from the Swift code; numpy and scipy.

  channel-models.py FOLDER > channel-models-vectors.txt       FOLDER has CDL-A.json ... TDL-C300.json (tables of TR 38.901 and TS 38.104)
"""
import json
import sys
from pathlib import Path

import numpy as np
from scipy.special import j0

FOLDER = Path(sys.argv[1])
random = np.random.default_rng(38901)
OFFSETS = np.array([s * v for v in (0.0447, 0.1413, 0.2492, 0.3715, 0.5129, 0.6797, 0.8844, 1.1481, 1.5195, 2.1551) for s in (1, -1)])


def text(values):
    return ",".join(f"{v:.9g}" for v in np.ravel(values))


# TS 38.104 annex G.2.3, TS 38.101-4 annex B.2.3

def side(count, value):
    """Correlation of the antennas of one side: the exponent is the distance over the array's length, squared."""
    if count == 1:
        return np.ones((1, 1))
    index = np.arange(count)
    return float(value) ** (((index[:, None] - index[None, :]) / (count - 1)) ** 2) if value else np.eye(count)


LEVELS = {("downlink", "uniform"): {"low": (0, 0), "medium": (0.3, 0.9), "mediumA": (0.3, 0.3874), "high": (0.9, 0.9)},
          ("uplink", "uniform"): {"low": (0, 0), "medium": (0.9, 0.3), "high": (0.9, 0.9)},
          ("downlink", "crossPolarised"): {"low": (0, 0, 0), "mediumA": (0.3, 0.6, 0.2), "high": (0.9, 0.9, 0.3)},
          ("uplink", "crossPolarised"): {"low": (0, 0, 0)}}
# The published matrices of these have had a multiple of the identity added, so that four digits leave them semidefinite.
ADJUSTED = {("downlink", "uniform", "high", 4, 2): 1e-4, ("downlink", "uniform", "high", 4, 4): 1.2e-4,
            ("downlink", "uniform", "medium", 2, 4): 1e-4, ("downlink", "uniform", "medium", 4, 4): 1.2e-4,
            ("uplink", "uniform", "high", 2, 4): 1e-4, ("uplink", "uniform", "high", 4, 4): 1.2e-4,
            ("uplink", "uniform", "medium", 4, 4): 1.2e-4, ("downlink", "crossPolarised", "high", 8, 2): 1e-4}


def correlation(direction, array, level, tx, rx):
    values = LEVELS[direction, array][level]
    at_tx, at_rx = (values[0], values[1]) if direction == "downlink" else (values[1], values[0])
    if array == "uniform":
        matrix = np.kron(side(tx, at_tx), side(rx, at_rx))
    else:
        g = values[2]
        if direction == "downlink":
            gamma = np.array([[1, 0, -g, 0], [0, 1, 0, g], [-g, 0, 1, 0], [0, g, 0, 1]])
        elif tx == 1:
            gamma = np.array([[1, -g], [-g, 1]])
        else:
            gamma = np.array([[1, -g, 0, 0], [-g, 1, 0, 0], [0, 0, 1, g], [0, 0, g, 1]])
        inner = np.kron(np.kron(side(max(1, tx // 2), at_tx), gamma), side(rx // 2, at_rx))
        p = np.zeros((tx * rx, tx * rx))
        half = -(-tx // 2)
        for i in range(1, rx + 1):
            for j in range(1, tx + 1):
                b = 2 * (j - 1) * rx + i if j <= half else 2 * (j - tx // 2) * rx - rx + i
                p[(j - 1) * rx + i - 1, b - 1] = 1
        matrix = p @ inner @ p.T
    a = ADJUSTED.get((direction, array, level, tx, rx), 0)
    return (matrix + a * np.eye(tx * rx)) / (1 + a)


def published():
    """Rows of the published tables."""
    def is_row(row, *arguments):
        assert np.abs(correlation(*arguments)[0] - row).max() < 1.01e-4, arguments
    is_row([1, .8999, .9883, .8894, .9542, .8587, .8999, .8099], "downlink", "uniform", "high", 4, 2)
    is_row([1, .9882, .9541, .8999, .9882, .9767, .9430, .8894, .9541, .9430, .9105, .8587, .8999, .8894, .8587, .8099],
           "downlink", "uniform", "high", 4, 4)
    is_row([1, .9, .6561, .3874, .3, .27, .1968, .1162], "downlink", "uniform", "mediumA", 2, 4)
    is_row([1, .9, .8748, .7873, .5856, .5271, .3, .27], "downlink", "uniform", "medium", 4, 2)
    is_row([1, .9883, .9542, .8999, .8999, .8894, .8587, .8099], "uplink", "uniform", "high", 2, 4)
    is_row([1, .9884, .9543, .9, .3, .2965, .2863, .27], "uplink", "uniform", "medium", 2, 4)
    is_row([1, 0, .9, 0, -.3, 0, -.27, 0], "downlink", "crossPolarised", "high", 4, 2)


def correlations():
    published()
    for (direction, array), levels in LEVELS.items():
        for level in levels:
            for tx in (1, 2, 4, 8):
                for rx in (1, 2, 4, 8):
                    if array == "crossPolarised" and (rx == 1 or (direction == "downlink" and tx == 1)):
                        continue
                    matrix = correlation(direction, array, level, tx, rx)
                    assert np.linalg.eigvalsh(matrix).min() > -1e-9
                    weights = np.cos(0.7 * np.arange(tx * rx))
                    print("correlation", direction, array, level, tx, rx, text(matrix[0]), text(weights @ matrix))


# TR 38.901 §7.7

def tables(name):
    table = json.loads((FOLDER / f"{name}.json").read_text())
    return {key: np.array(value) if isinstance(value, list) else value for key, value in table.items()}


def scaled(table, spread, k):
    """Delays in seconds and powers, the specular path first where there is one (§7.7.3, §7.7.6)."""
    delays, power = table["delays"].copy(), table["powers"].copy()
    if k is not None:
        model = power[0] - 10 * np.log10(np.sum(10 ** (power[1:] / 10)))
        power[1:] += model - k
    power = 10 ** (power / 10)
    power /= power.sum()
    if k is not None:
        delays /= np.sqrt(power @ delays ** 2 - (power @ delays) ** 2)
    return delays * spread, power


def profiles():
    for name in [f"{kind}-{letter}" for kind in ("TDL", "CDL") for letter in "ABCDE"]:
        table = tables(name)
        for case in range(10):
            spread = 10 ** random.uniform(-8.5, -6)
            k = random.uniform(-5, 30) if table["los"] and case else None
            delays, power = scaled(table, spread, k)
            print("profile", name, f"{spread:.9g}", "-" if k is None else f"{k:.9g}", text(delays * 1e9), text(power))
    for name in ("TDL-A30", "TDL-B100", "TDL-C300"):
        delays, power = scaled(tables(name), 1e-9, None)
        print("profile", name, "-", "-", text(delays * 1e9), text(power))


def spread_and_mean(angles, power):
    """Annex A: of angles in degrees."""
    mean = np.sum(np.exp(1j * np.radians(angles)) * power) / power.sum()
    return np.degrees(np.sqrt(-2 * np.log(np.abs(mean)))), np.degrees(np.angle(mean))


def folded(zenith):
    zenith = np.mod(zenith, 360)
    return np.where(zenith > 180, 360 - zenith, zenith)


def rays(table, power, scaling):
    """Angles [cluster, ray] of the four kinds; the specular path has one angle, twenty times."""
    result = {}
    for kind, column, width in (("aod", "aod", "cASD"), ("aoa", "aoa", "cASA"), ("zod", "zod", "cZSD"), ("zoa", "zoa", "cZSA")):
        offsets = np.tile(table[width] * OFFSETS, (len(power), 1))
        if table["los"]:
            offsets[0] = 0
        angles = table[column][:, None] + offsets
        if kind in scaling:
            wanted, centre = scaling[kind]
            spread, mean = spread_and_mean(angles, np.repeat(power[:, None] / 20, 20, axis=1))
            centre = mean if centre is None else centre
            angles = wanted / spread * (np.mod(angles - mean + 180, 360) - 180) + centre
            if kind[0] == "z":
                angles = np.clip(angles, 0, 180)
        elif kind[0] == "z":
            angles = folded(angles)
        result[kind] = angles
    return result


def array_of(panels, elements, panel_spacing, spacing, slants):
    """(position in wavelengths, slant): panel by panel, polarisation, column, row; the row is the quickest."""
    return [(np.array([0, pc * panel_spacing[1] + c * spacing[1], pr * panel_spacing[0] + r * spacing[0]]), slant)
            for pc in range(panels[1]) for pr in range(panels[0]) for slant in slants
            for c in range(elements[1]) for r in range(elements[0])]


def unit(zenith, azimuth):
    t, p = np.radians(zenith), np.radians(azimuth)
    return np.stack([np.sin(t) * np.cos(p), np.sin(t) * np.sin(p), np.cos(t)], -1)


def field(zenith, azimuth, slant, pattern, orientation):
    """§7.1 and §7.3: components along the global zenith and azimuth."""
    t, p, z = np.radians(zenith), np.radians(azimuth), np.radians(slant)
    a, b, g = np.radians(orientation)
    local_t = np.degrees(np.arccos(np.clip(
        np.cos(b) * np.cos(g) * np.cos(t) + (np.sin(b) * np.cos(g) * np.cos(p - a) - np.sin(g) * np.sin(p - a)) * np.sin(t), -1, 1)))
    local_p = np.degrees(np.angle(
        np.cos(b) * np.sin(t) * np.cos(p - a) - np.sin(b) * np.cos(t)
        + 1j * (np.cos(b) * np.sin(g) * np.cos(t) + (np.sin(b) * np.sin(g) * np.cos(p - a) + np.cos(g) * np.sin(p - a)) * np.sin(t))))
    psi = np.angle(np.sin(g) * np.cos(t) * np.sin(p - a) + np.cos(g) * (np.cos(b) * np.sin(t) - np.sin(b) * np.cos(t) * np.cos(p - a))
                   + 1j * (np.sin(g) * np.cos(p - a) + np.sin(b) * np.cos(g) * np.sin(p - a)))
    if pattern == "directional":
        vertical = np.minimum(12 * ((local_t - 90) / 65) ** 2, 30)
        horizontal = np.minimum(12 * (local_p / 65) ** 2, 30)
        amplitude = 10 ** ((8 - np.minimum(vertical + horizontal, 30)) / 20)
    else:
        amplitude = np.ones_like(local_t)
    ft, fp = amplitude * np.cos(z), amplitude * np.sin(z)
    return np.stack([np.cos(psi) * ft - np.sin(psi) * fp, np.sin(psi) * ft + np.cos(psi) * fp], -1)


def rotation(orientation):
    a, b, g = np.radians(orientation)
    z = np.array([[np.cos(a), -np.sin(a), 0], [np.sin(a), np.cos(a), 0], [0, 0, 1]])
    y = np.array([[np.cos(b), 0, np.sin(b)], [0, 1, 0], [-np.sin(b), 0, np.cos(b)]])
    x = np.array([[1, 0, 0], [0, np.cos(g), -np.sin(g)], [0, np.sin(g), np.cos(g)]])
    return z @ y @ x


def responses(array, zenith, azimuth, pattern, orientation):
    """[..., element, component]: the field with the phase of the position."""
    r = unit(zenith, azimuth) @ rotation(orientation)
    return np.stack([field(zenith, azimuth, slant, pattern, orientation) * np.exp(2j * np.pi * (r @ position))[..., None]
                     for position, slant in array], -2)


def random_end(most):
    while True:
        panels, elements = random.integers(1, 3, 2), random.integers(1, 4, 2)
        slants = [[0.0], [90.0], [45.0, -45.0], [0.0, 90.0]][random.integers(4)]
        if panels.prod() * elements.prod() * len(slants) <= most:
            break
    end = dict(panels=[int(v) for v in panels], elements=[int(v) for v in elements],
               panel_spacing=[round(v, 3) for v in random.uniform(1, 3, 2)], spacing=[round(v, 3) for v in random.uniform(0.4, 1, 2)],
               slants=slants, pattern=["isotropic", "directional"][random.integers(2)],
               orientation=[round(v, 2) for v in random.uniform((-180, -40, -30), (180, 40, 30))])
    end["array"] = array_of(end["panels"], end["elements"], end["panel_spacing"], end["spacing"], end["slants"])
    return end


def end_text(end):
    return " ".join([text(end["panels"]), text(end["elements"]), text(end["panel_spacing"]), text(end["spacing"]), text(end["slants"]),
                     end["pattern"], text(end["orientation"])])


def of_end(end, zenith, azimuth):
    return responses(end["array"], zenith, azimuth, end["pattern"], end["orientation"])


def complex_text(values):
    return text(np.stack([np.real(values), np.imag(values)], -1))


def coefficients():
    """(7.5-22) and (7.5-29) of one ray."""
    for _ in range(100):
        tx, rx = random_end(16), random_end(8)
        aod, aoa = np.round(random.uniform(-180, 180, 2), 2)
        zod, zoa = np.round(random.uniform(5, 175, 2), 2)
        kappa_db, phases = round(random.uniform(3, 12), 2), np.round(random.uniform(-np.pi, np.pi, 4), 4)
        k = 10 ** (kappa_db / 10)
        m = np.exp(1j * phases.reshape(2, 2)) * np.array([[1, k ** -0.5], [k ** -0.5, 1]])
        ray = of_end(rx, zoa, aoa) @ m @ of_end(tx, zod, aod).T
        specular = of_end(rx, zoa, aoa) @ np.diag([1, -1]) @ of_end(tx, zod, aod).T
        speed, heading = round(random.uniform(0, 100), 2), [round(random.uniform(-180, 180), 2), round(random.uniform(0, 180), 2)]
        doppler = speed * unit(heading[1], heading[0]) @ unit(zoa, aoa) * 3.5e9 / 299792458
        # All elements by two sums that a wrong one changes, and the corners.
        weights = np.exp(1j * (np.arange(ray.shape[0])[:, None] * 0.9 + np.arange(ray.shape[1])[None, :] * 0.4))
        print("coefficient", end_text(tx), end_text(rx), text([aod, zod, aoa, zoa, kappa_db]), text(phases),
              text([speed, *heading]), complex_text([ray[0, 0], ray[-1, -1], np.sum(ray * weights)]),
              complex_text([specular[-1, 0], np.sum(specular * weights)]), f"{doppler:.9g}")


def covariances():
    """Of H[u, s] over all phases and couplings, in closed form: each ray's four angles are independent and uniform on the twenty."""
    for case in range(40):
        letter = "ABCDE"[case % 5]
        table = tables(f"CDL-{letter}")
        tx, rx = random_end(8), random_end(4)
        scaling = {}
        if case % 2:
            for kind, low, high in (("aod", 5, 60), ("aoa", 10, 80), ("zod", 1, 5), ("zoa", 3, 15)):
                if random.random() < 0.7:
                    scaling[kind] = (round(random.uniform(low, high), 2),
                                     None if random.random() < 0.5 else round(random.uniform(70, 110) if kind[0] == "z"
                                                                              else random.uniform(-90, 90), 2))
        k_factor = round(random.uniform(0, 20), 2) if table["los"] and case % 3 else None
        _, power = scaled(table, 1e-7, k_factor)
        angles = rays(table, power, scaling)
        kappa = 10 ** (table["xpr"] / 10)
        strength = np.array([[1, 1 / kappa], [1 / kappa, 1]])
        size = len(rx["array"]) * len(tx["array"])
        total = np.zeros((size, size), complex)
        for n, p in enumerate(power):
            if n == 0 and table["los"]:
                h = (of_end(rx, angles["zoa"][0, 0], angles["aoa"][0, 0]) @ np.diag([1, -1])
                     @ of_end(tx, angles["zod"][0, 0], angles["aod"][0, 0]).T)
                vector = h.reshape(-1)
                total += p * np.outer(vector, vector.conj())
                continue
            def mean(end, zeniths, azimuths):
                f = of_end(end, *np.meshgrid(zeniths, azimuths))
                return np.einsum("abui,abvi->iuv", f, f.conj()) / 400
            at_rx, at_tx = mean(rx, angles["zoa"][n], angles["aoa"][n]), mean(tx, angles["zod"][n], angles["aod"][n])
            total += p * np.einsum("ij,iuv,jst->usvt", strength, at_rx, at_tx).reshape(size, size)
        total /= np.trace(total).real / size
        weights = np.exp(0.6j * np.arange(size))
        print("covariance", letter, "-" if k_factor is None else k_factor,
              ";".join(f"{kind}:{w}:{'-' if c is None else c}" for kind, (w, c) in scaling.items()) or "-",
              end_text(tx), end_text(rx), complex_text(total[0]), complex_text(weights @ total),
              text([angles[kind][n, m] for kind in ("aod", "zod", "aoa", "zoa") for n in (0, 1, len(power) - 1) for m in (0, 19)]))


def doppler():
    """Of the specular path."""
    for case in range(20):
        letter = "DE"[case % 2]
        table = tables(f"CDL-{letter}")
        speed, azimuth, zenith = np.round(random.uniform((1, -180, 0), (150, 180, 180)), 2)
        carrier = round(random.uniform(0.5e9, 60e9))
        shift = speed * unit(zenith, azimuth) @ unit(table["zoa"][0], table["aoa"][0]) * carrier / 299792458
        print("doppler", letter, text([speed, azimuth, zenith]), carrier, f"{shift:.9g}")


def bessel():
    for x in np.linspace(0, 20, 101):
        print("bessel", f"{x:.3f}", f"{j0(x):.9g}")


correlations()
profiles()
coefficients()
covariances()
doppler()
bessel()
