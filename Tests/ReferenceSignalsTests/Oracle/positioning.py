"""Downlink positioning reference signals, written from TS 38.211 §7.4.1.7. Usage: positioning.py > positioning-vectors.txt

`prs`: a configuration, then `count,real,imaginary` of the elements' weighted sum by symbol. `slots`: a schedule and the slots of its first
frames.
"""
import importlib.util
import pathlib

import numpy as np

rng = np.random.default_rng(7417)
spec = importlib.util.spec_from_file_location("csi_rs", pathlib.Path(__file__).with_name("csi-rs.py"))
csi_rs = importlib.util.module_from_spec(spec)
spec.loader.exec_module(csi_rs)

# Table 7.4.1.7.3-1: k' by comb and l - l_start.
OFFSETS = {
    2: [0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1], 4: [0, 2, 1, 3, 0, 2, 1, 3, 0, 2, 1, 3], 6: [0, 3, 1, 4, 2, 5, 0, 3, 1, 4, 2, 5],
    12: [0, 6, 3, 9, 1, 7, 4, 10, 2, 8, 5, 11],
}
PAIRS = [(2, 2), (4, 2), (6, 2), (12, 2), (4, 4), (12, 4), (6, 6), (12, 6), (12, 12)]


def prs():
    for number in range(126):
        length, comb = PAIRS[number % 9]
        mu = int(rng.integers(4))
        start = int(rng.integers(0, min(12, 14 - length) + 1))
        offset, identity = int(rng.integers(comb)), int(rng.integers(4096))
        first = int(rng.integers(0, 60))
        blocks = 4 * int(rng.integers(6, 30))
        grid_start = int(rng.integers(0, first + 1))
        grid = int(rng.integers(first + blocks - grid_start, min(276, first + blocks - grid_start + 40)))
        slot = int(rng.integers(10 << mu))
        text = []
        for l in range(start, start + length):
            n = identity % 1024
            c_init = (2 ** 22 * (identity // 1024) + 2 ** 10 * (14 * slot + l + 1) * (2 * n + 1) + n) % 2 ** 31
            r = csi_rs.pilots(c_init, 12 * (first + blocks) // comb)
            total, count = 0j, 0
            for m in range(len(r)):
                k = m * comb + (offset + OFFSETS[comb][l - start]) % comb
                if 12 * first <= k < 12 * (first + blocks):
                    total += r[m] * csi_rs.weight(k - 12 * grid_start, l)
                    count += 1
            text.append(f"{count},{total.real:.4f},{total.imag:.4f}")
        print("prs", length, comb, start, offset, identity, first, blocks, mu, grid_start, grid, slot, *text)


def slots():
    for _ in range(110):
        mu = int(rng.integers(4))
        period = int(rng.choice([4, 5, 8, 10, 16, 20, 32, 40, 64])) << mu
        offset, own = int(rng.integers(period)), int(rng.integers(0, min(512, period)))
        while True:
            repetition, gap = int(rng.choice([1, 2, 4, 6, 8])), int(rng.choice([1, 2, 4, 8]))
            if (repetition - 1) * gap < period:
                break
        one = [int(b) for b in rng.integers(0, 2, int(rng.choice([2, 4, 6, 8])))] if rng.random() < 0.5 else []
        factor = int(rng.choice([1, 2, 4, 8]))
        two = [int(b) for b in rng.integers(0, 2, repetition)] if rng.random() < 0.5 and repetition > 1 else []
        per_frame, found = 10 << mu, []
        for frame in range(24):
            for slot in range(per_frame):
                t = per_frame * frame + slot - offset - own
                if t % period not in [i * gap for i in range(repetition)]:
                    continue
                if one and not one[t // (factor * period) % len(one)]:
                    continue
                if two and not two[t % period // gap % repetition]:
                    continue
                found.append(per_frame * frame + slot)
        join = lambda values: ",".join(map(str, values)) or "-"
        print("slots", mu, period, offset, own, repetition, gap, join(one), factor, join(two), join(found[:80]))


if __name__ == "__main__":
    prs()
    slots()
