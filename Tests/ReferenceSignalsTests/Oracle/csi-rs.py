"""CSI-RS, CSI-IM and tracking signals, written from TS 38.211 §7.4.1.5 and TS 38.214 §5.2.2.4. Usage: csi-rs.py > csi-rs-vectors.txt

`csi`: a configuration, then for each port `count,real,imaginary` of the elements' weighted sum (see `weight`), then `elements,checksum` of all.
`im`: a CSI-IM resource and its `elements,checksum`.
"""
import numpy as np

rng = np.random.default_rng(7415)

FD2, FD2TD2, FD2TD4 = "fd-CDM2", "cdm4-FD2-TD2", "cdm8-FD2-TD4"
# Table 7.4.1.5.3-1: ports, densities, cdm-Type, [(index of k_i, added, index of l_i, added)] in the order of j.
ROWS = {
    1: (1, [3], "noCDM", [(0, 0, 0, 0), (0, 4, 0, 0), (0, 8, 0, 0)]),
    2: (1, [1, 0.5], "noCDM", [(0, 0, 0, 0)]),
    3: (2, [1, 0.5], FD2, [(0, 0, 0, 0)]),
    4: (4, [1], FD2, [(0, 0, 0, 0), (0, 2, 0, 0)]),
    5: (4, [1], FD2, [(0, 0, 0, 0), (0, 0, 0, 1)]),
    6: (8, [1], FD2, [(i, 0, 0, 0) for i in range(4)]),
    7: (8, [1], FD2, [(0, 0, 0, 0), (1, 0, 0, 0), (0, 0, 0, 1), (1, 0, 0, 1)]),
    8: (8, [1], FD2TD2, [(0, 0, 0, 0), (1, 0, 0, 0)]),
    9: (12, [1], FD2, [(i, 0, 0, 0) for i in range(6)]),
    10: (12, [1], FD2TD2, [(i, 0, 0, 0) for i in range(3)]),
    11: (16, [1, 0.5], FD2, [(i, 0, 0, t) for t in (0, 1) for i in range(4)]),
    12: (16, [1, 0.5], FD2TD2, [(i, 0, 0, 0) for i in range(4)]),
    13: (24, [1, 0.5], FD2, [(i, 0, s, t) for s in (0, 1) for t in (0, 1) for i in range(3)]),
    14: (24, [1, 0.5], FD2TD2, [(i, 0, s, 0) for s in (0, 1) for i in range(3)]),
    15: (24, [1, 0.5], FD2TD4, [(i, 0, 0, 0) for i in range(3)]),
    16: (32, [1, 0.5], FD2, [(i, 0, s, t) for s in (0, 1) for t in (0, 1) for i in range(4)]),
    17: (32, [1, 0.5], FD2TD2, [(i, 0, s, 0) for s in (0, 1) for i in range(4)]),
    18: (32, [1, 0.5], FD2TD4, [(i, 0, 0, 0) for i in range(4)]),
}
CODES = {  # tables 7.4.1.5.3-2 to -5: w_f, w_t by s
    "noCDM": [([1], [1])],
    FD2: [([1, 1], [1]), ([1, -1], [1])],
    FD2TD2: [([1, 1], [1, 1]), ([1, -1], [1, 1]), ([1, 1], [1, -1]), ([1, -1], [1, -1])],
    FD2TD4: [([1, 1], [1, 1, 1, 1]), ([1, -1], [1, 1, 1, 1]), ([1, 1], [1, -1, 1, -1]), ([1, -1], [1, -1, 1, -1]),
             ([1, 1], [1, 1, -1, -1]), ([1, -1], [1, 1, -1, -1]), ([1, 1], [1, -1, -1, 1]), ([1, -1], [1, -1, -1, 1])],
}


def gold(c_init, count):
    x1, x2 = [1] + [0] * 30, [c_init >> i & 1 for i in range(31)]
    for n in range(1600 + count):
        x1.append(x1[n + 3] ^ x1[n])
        x2.append(x2[n + 3] ^ x2[n + 2] ^ x2[n + 1] ^ x2[n])
    return np.array([x1[n + 1600] ^ x2[n + 1600] for n in range(count)])


def pilots(c_init, count):
    c = gold(c_init, 2 * count)
    return ((1 - 2 * c[0::2]) + 1j * (1 - 2 * c[1::2])) / np.sqrt(2)


def weight(k, l):
    return ((3 * k + 7 * l) % 11 - 5) + 1j * ((k + 5 * l) % 7 - 3)


def checksum(elements):
    return sum((31 * k + 977 * l + 1) * (k % 13 + l + 1) for k, l in elements) % 1000003


def k_values(row, bits):
    """k_i: f(i) is the number of the i-th bit that is set."""
    f = [i for i in range(12) if bits >> i & 1]
    return [4 * i for i in f] if row == 4 else f if row in (1, 2) else [2 * i for i in f]


def csi():
    for number in range(216):
        row = number % 18 + 1
        ports, densities, cdm, groups = ROWS[row]
        density = densities[rng.integers(len(densities))]
        parity = int(rng.integers(2))
        width = {1: 4, 2: 12, 4: 3}.get(row, 6)
        needed = max(g[0] for g in groups) + 1
        bits = sum(1 << int(i) for i in rng.choice(width, needed, replace=False))
        k = k_values(row, bits)
        extended = int(rng.random() < 0.1)
        symbols = 12 if extended else 14
        span = max(g[3] for g in groups) + len(CODES[cdm][0][1])
        two = any(g[2] for g in groups)
        while True:
            l = [int(rng.integers(0, symbols)), int(rng.integers(2, 13))]
            used = [set(range(x, x + span)) for x in l[:2 if two else 1]]
            if all(max(u) < symbols for u in used) and (not two or not used[0] & used[1]):
                break
        mu = 2 if extended else int(rng.integers(4))
        grid_start, grid = int(rng.integers(40)), int(rng.integers(24, 276))
        first = grid_start + int(rng.integers(0, grid - 3))
        last = int(rng.integers(first + 4, grid_start + grid + 1))
        identity, slot = int(rng.integers(1024)), int(rng.integers(10 << mu))
        alpha = density if ports == 1 else 2 * density
        text, everything = [], set()
        r = {}
        for port in range(ports):
            code = CODES[cdm]
            s, j = port % len(code), port // len(code)
            w_f, w_t = code[s]
            elements = {}
            for ki, dk, li, dl in (groups if row == 1 else [groups[j]]):
                for t, wt in enumerate(w_t):
                    symbol = l[li] + dl + t
                    if symbol not in r:
                        c_init = (2 ** 10 * (symbols * slot + symbol + 1) * (2 * identity + 1) + identity) % 2 ** 31
                        r[symbol] = pilots(c_init, 3 * (grid_start + grid) + 4)
                    for n in range(first, last):
                        if density == 0.5 and n % 2 != parity:
                            continue
                        for f, wf in enumerate(w_f):
                            k_bar = k[ki] + dk
                            m = int(np.floor(n * alpha)) + f + int(np.floor(k_bar * density / 12))
                            elements[12 * (n - grid_start) + k_bar + f, symbol] = wf * wt * r[symbol][m]
            total = sum(value * weight(*place) for place, value in elements.items()) + 0j
            text.append(f"{len(elements)},{total.real:.4f},{total.imag:.4f}")
            everything |= set(elements)
        print("csi", row, ports, cdm, density, parity, bits, l[0], l[1] if two else -1, identity, mu, extended, grid_start, grid, first, last, slot,
              *text, f"{len(everything)},{checksum(everything)}")


def im():
    for _ in range(100):
        pattern = int(rng.integers(2))
        k = int(rng.choice([0, 2, 4, 6, 8, 10] if pattern == 0 else [0, 4, 8]))
        l = int(rng.integers(0, 13 if pattern == 0 else 14))
        grid_start, grid = int(rng.integers(40)), int(rng.integers(24, 276))
        first = grid_start + int(rng.integers(0, grid - 3))
        last = int(rng.integers(first + 4, grid_start + grid + 1))
        # §5.2.2.4: two subcarriers of two symbols, or four of one.
        places = [(0, 0), (0, 1), (1, 0), (1, 1)] if pattern == 0 else [(i, 0) for i in range(4)]
        elements = {(12 * (n - grid_start) + k + a, l + b) for n in range(first, last) for a, b in places}
        print("im", pattern, k, l, grid_start, grid, first, last, f"{len(elements)},{checksum(elements)}")


if __name__ == "__main__":
    csi()
    im()
