#!/usr/bin/env python3
"""Writes receiver-vectors.txt: linear minimum mean square error equalisation and interpolation by numpy in double precision.

equalizer: the textbook form in the space of the antennas, x = H* (H H* + K)^-1 y, divided by its bias, and the variance of what is left.
interpolation: E[h z*] E[z z*]^-1 of covariance matrices that are written out element by element from the delays' density.
bound: the error of such an interpolation that knows the taps of TS 38.104 annex G.2.1 and uses many pilots.
"""
import numpy as np
from pathlib import Path

rng = np.random.default_rng(38211)
lines = []


def text(values):
    return ",".join(f"{v.real:.7g}:{v.imag:.7g}" for v in np.ravel(values))


def gaussian(*shape):
    return (rng.standard_normal(shape) + 1j * rng.standard_normal(shape)) / np.sqrt(2)


shapes = [(1, 1), (1, 2), (1, 4), (2, 2), (2, 4), (3, 4), (4, 4), (4, 8), (2, 3), (1, 8), (5, 6), (6, 8), (8, 8), (7, 8), (2, 1), (4, 2), (1, 16)]
for index in range(120):
    layers, antennas = shapes[index % len(shapes)]
    level = 10 ** (rng.uniform(-30, 15) / 10)
    interferers = gaussian(antennas, 2) * 10 ** (rng.uniform(-20, 10) / 20)
    covariance = level * (np.diag(rng.uniform(0.5, 2, antennas)) + interferers @ interferers.conj().T)
    channel = gaussian(antennas, layers) * 10 ** (rng.uniform(-5, 5, layers) / 20)
    received = gaussian(antennas)
    total = channel @ channel.conj().T + covariance
    weights = channel.conj().T @ np.linalg.inv(total)
    bias = np.real(np.diag(weights @ channel))
    variance = np.real(np.diag(weights @ total @ weights.conj().T)) - bias**2
    symbols = weights @ received / bias
    precision = bias**2 / variance
    lines.append(" ".join(["equalizer", str(layers), str(antennas), text(channel.T), text(covariance), text(received), text(symbols),
                           ",".join(f"{p:.7g}" for p in precision)]))


def correlation(distance, spread):
    """E h(k + n) h(n)*: the transform of the density of delays, integrated numerically."""
    t = (np.arange(20_000) + 0.5) / 20_000 * 40
    decaying = np.exp(-t) / np.sum(np.exp(-t))
    u = (np.arange(4000) + 0.5) / 4000
    near = min(144 / 2048, 12 * spread) * (u - 0.25)
    far = min(180 / 2048, max(36 / 2048, 20 * spread)) * (u - 0.1)
    return (0.967 * np.sum(decaying * np.exp(-2j * np.pi * distance * spread * (t - 1)))
            + 0.03 * np.mean(np.exp(-2j * np.pi * distance * near)) + 0.003 * np.mean(np.exp(-2j * np.pi * distance * far)))


patterns = {"one0": ([0, 2, 4, 6, 8, 10], True), "one1": ([1, 3, 5, 7, 9, 11], True), "two0": ([0, 1, 6, 7], True),
            "two2": ([4, 5, 10, 11], True), "fourth1": ([1, 5, 9], False), "fourth3": ([3, 7, 11], False)}
tables = {}
for index in range(100):
    name = list(patterns)[index % len(patterns)]
    offsets, paired = patterns[name]
    # Pilots whose mean is a tap.
    merged = [1, 2 if paired else 1, len(offsets)][int(rng.integers(3))]
    step = int(rng.integers(0, 13))
    ratio = int(rng.integers(0, 23))
    window = int(rng.integers(1, 33)) if merged == len(offsets) else int(rng.integers(1, 48 // len(offsets) + 1))
    spread = 2e-4 * 1.5**step
    if step not in tables:
        tables[step] = np.array([correlation(d, spread) for d in range(12 * 32 + 1)])
    table = lambda d: np.where(d >= 0, tables[step][np.abs(d)], np.conj(tables[step][np.abs(d)]))
    places = np.array([12 * b + o for b in range(window) for o in offsets])
    codes = np.array([(-1) ** (i % 2) for i in range(len(places))])
    rr = table(places[:, None] - places[None, :])
    if paired:
        rr = rr * (1 + codes[:, None] * codes[None, :])
    rr = rr + np.eye(len(places)) * 10 ** (-(ratio * 2.5 - 20) / 10)
    # Pilots become taps.
    taps = np.kron(np.eye(len(places) // merged), np.ones((1, merged)) / merged)
    block = int(rng.integers(0, window))
    outs = 12 * block + np.arange(12)
    hr = table(outs[:, None] - places[None, :])
    w = (hr @ taps.T) @ np.linalg.inv(taps @ rr @ taps.T)
    error = np.mean(1 - np.real(np.sum(w * (hr @ taps.T).conj(), axis=1)))
    full = w @ taps
    leverage = np.mean([full[o, block * len(offsets) + i].real for i, o in enumerate(offsets)])
    picks = [(int(rng.integers(0, 12)), int(rng.integers(0, w.shape[1]))) for _ in range(6)]
    lines.append(" ".join(["interpolation", ",".join(map(str, offsets)), str(int(paired)), str(merged), str(window), str(step),
                           str(ratio), str(block), f"{error:.6e}", f"{leverage:.6e}",
                           ",".join(f"{l}:{t}:{w[l, t].real:.7g}:{w[l, t].imag:.7g}" for l, t in picks), text([np.sum(w)])]))

# The least error that is possible with the mean powers and delays of the taps known: 40 resource blocks of DM-RS of type 1, 30 kHz.
profiles = {
    "tdla30": ([0, 10, 15, 20, 25, 50, 65, 75, 105, 135, 150, 290], [-15.5, 0, -5.1, -5.1, -9.6, -8.2, -13.1, -11.5, -11.0, -16.2, -16.6, -26.2]),
    "tdlb100": ([0, 10, 20, 30, 35, 45, 55, 120, 170, 245, 330, 480], [0, -2.2, -0.6, -0.6, -0.3, -1.2, -5.9, -2.2, -0.8, -6.3, -7.5, -7.1]),
    "tdlc300": ([0, 65, 70, 190, 195, 200, 240, 325, 520, 1045, 1510, 2595], [-6.9, 0, -7.7, -2.5, -2.4, -9.9, -8.0, -6.6, -7.1, -13.0, -14.2, -16.0]),
}
for name, (delays, powers) in profiles.items():
    delays = np.array(delays) * 1e-9 * 30e3
    powers = 10 ** (np.array(powers) / 10)
    powers /= powers.sum()
    taps = lambda d: np.sum(powers * np.exp(-2j * np.pi * d[..., None] * delays), axis=-1)
    places = 2 * np.arange(240)
    outs = 240 + np.arange(12)
    inner = taps(places[:, None] - places[None, :])
    cross = taps(outs[:, None] - places[None, :])
    for ratio in (-10, -8, -5, 0, 9, 20, 30):
        # Two symbols with DM-RS.
        solved = np.linalg.solve(inner + np.eye(240) * 10 ** (-ratio / 10) / 2, cross.conj().T)
        error = np.mean(1 - np.real(np.sum(cross.T * solved, axis=0)))
        lines.append(f"bound {name} {ratio} {10 * np.log10(error):.3f}")

Path(__file__).with_name("receiver-vectors.txt").write_text("\n".join(lines) + "\n")
