"""Mutual information of bit-interleaved square QAM over white noise, by integration: bits of a symbol, exact demapper.

Usage: mutual-information.py > mutual-information-vectors.txt
A line has the bits of a symbol, the SNR in decibels, and the information in bits.
"""
import numpy as np

NODES, WEIGHTS = np.polynomial.hermite.hermgauss(96)


def gray(bits):
    """Levels of an axis by their bits (TS 38.211 §5.1), and each level's bits."""
    table = []
    for value in range(2 ** bits):
        b = [value >> (bits - 1 - i) & 1 for i in range(bits)]
        level = 1
        for i in range(bits - 1, 0, -1):
            level = 2 ** (bits - i) - (1 - 2 * b[i]) * level
        table.append(((1 - 2 * b[0]) * level, b))
    return np.array([x[0] for x in table], float), np.array([x[1] for x in table])


def information(order, snr):
    """order: bits of a symbol; snr: linear."""
    bits = order // 2
    levels, labels = gray(bits)
    levels = levels / np.sqrt(2 * np.mean(levels ** 2))
    noise = 1 / snr / 2
    total = 0.0
    for level, label in zip(levels, labels):
        y = level + np.sqrt(2 * noise) * NODES
        metric = -((y[:, None] - levels[None, :]) ** 2) / (2 * noise)
        metric -= metric.max(axis=1, keepdims=True)
        p = np.exp(metric)
        everything = p.sum(axis=1)
        for i in range(bits):
            own = p[:, labels[:, i] == label[i]].sum(axis=1)
            loss = np.log2(everything / np.maximum(own, 1e-300))
            total += 1 - (WEIGHTS * loss).sum() / np.sqrt(np.pi)
    return 2 * total / len(levels)


if __name__ == "__main__":
    for order in (2, 4, 6, 8, 10):
        for snr in np.arange(-20, 45.1, 1.25):
            print(order, f"{snr:.2f} {information(order, 10 ** (snr / 10)):.6f}")
