"""PUSCH from multiplexed bits to the grids of all ports, element by element from TS 38.211 §6.3.1, §6.4.1.1 and §6.4.1.2, TS 38.214 §6.2 and §6.3.

Usage: pusch.py > pusch-vectors.txt
Each line is a JSON object: a configuration, the slot, the seed of the bits (see `bits`), and of what is sent: the number of bits, the elements of
each symbol that have data, 16 elements [port, symbol, subcarrier, real, imaginary], and for each port the sum of (index mod 13 + 1) times the
element, the index counting subcarriers first.
"""
import importlib.util
import io
import json
import pathlib
import random
import sys
from contextlib import redirect_stdout

import numpy as np

here = pathlib.Path(__file__).parent


def load(name):
    path = here / name if (here / name).exists() else here.parent.parent / "ReferenceSignalsTests" / "Oracle" / name
    specification = importlib.util.spec_from_file_location(name.replace("-", "_")[:-3], path)
    module = importlib.util.module_from_spec(specification)
    with redirect_stdout(io.StringIO()):
        specification.loader.exec_module(module)
    return module


# Tables 6.4.1.1.3-3 and -4: the additional positions by l_d, for dmrs-AdditionalPosition 0 to 3.
SINGLE = {
    "a": {4: ([], [], [], []), 5: ([], [], [], []), 6: ([], [], [], []), 7: ([], [], [], []), 8: ([], [7], [7], [7]), 9: ([], [7], [7], [7]),
          10: ([], [9], [6, 9], [6, 9]), 11: ([], [9], [6, 9], [6, 9]), 12: ([], [9], [6, 9], [5, 8, 11]),
          13: ([], [11], [7, 11], [5, 8, 11]), 14: ([], [11], [7, 11], [5, 8, 11])},
    "b": {1: ([], [], [], []), 2: ([], [], [], []), 3: ([], [], [], []), 4: ([], [], [], []), 5: ([], [4], [4], [4]), 6: ([], [4], [4], [4]),
          7: ([], [4], [4], [4]), 8: ([], [6], [3, 6], [3, 6]), 9: ([], [6], [3, 6], [3, 6]), 10: ([], [8], [4, 8], [3, 6, 9]),
          11: ([], [8], [4, 8], [3, 6, 9]), 12: ([], [10], [5, 10], [3, 6, 9]), 13: ([], [10], [5, 10], [3, 6, 9]),
          14: ([], [10], [5, 10], [3, 6, 9])},
}
DOUBLE = {
    "a": {**{d: ([], []) for d in range(4, 10)}, **{d: ([], [8]) for d in range(10, 13)}, 13: ([], [10]), 14: ([], [10])},
    "b": {**{d: ([], []) for d in range(5, 8)}, 8: ([], [5]), 9: ([], [5]), 10: ([], [7]), 11: ([], [7]), **{d: ([], [9]) for d in (12, 13, 14)}},
}


def dmrs_symbols(c):
    """[(symbol, l', hop)], or None."""
    s, length, additional = c["start"], c["length"], c["additional"]
    if c["hopping"][0] == 1:
        if c["dmrsLength"] == 2:
            return None
        found = []
        for hop, (first, count) in enumerate([(s, length // 2), (s + length // 2, length - length // 2)]):
            if c["mapping"] == "a":
                if count < 4:
                    return None
                l0 = c["typeA"] if hop == 0 else 0
                more = additional > 0 and (hop == 0 and l0 == 2 and count == 7 or hop == 1 and count >= 5)
            else:
                if count < 1:
                    return None
                l0, more = 0, additional > 0 and count >= 5
            found += [(first + l0, 0, hop)] + ([(first + l0 + 4, 0, hop)] if more else [])
        return found
    l_d = s + length if c["mapping"] == "a" else length
    table = (SINGLE if c["dmrsLength"] == 1 else DOUBLE)[c["mapping"]]
    if l_d not in table or additional > (3 if c["dmrsLength"] == 1 else 1):
        return None
    if c["mapping"] == "a" and c["typeA"] == 3 and (additional == 3 or c["dmrsLength"] == 2 and l_d == 4):
        return None
    l0, reference = (c["typeA"], 0) if c["mapping"] == "a" else (0, s)
    found = [(reference + l + extra, extra, 0) for l in [l0] + table[l_d][additional] for extra in range(c["dmrsLength"])]
    if any(not s <= l < s + length for l, _, _ in found) or len({l for l, _, _ in found}) < len(found):
        return None
    return found


def time_indices(density, start, stop, dmrs):
    chosen, i, l_ref = [], 0, start
    while l_ref + i * density < stop:
        hits = [l for l in range(max(l_ref + (i - 1) * density + 1, l_ref), l_ref + i * density + 1) if l in dmrs]
        if hits and not (i > 0 and hits == [l_ref]):
            l_ref, i = hits[0], 1
            while l_ref + 1 in dmrs:
                l_ref += 1
            continue
        chosen.append(l_ref + i * density)
        i += 1
    return chosen


RE_OFFSET = {1: [[0, 2, 6, 8], [2, 4, 8, 10], [1, 3, 7, 9], [3, 5, 9, 11]],
             2: [[0, 1, 6, 7], [1, 6, 7, 0], [2, 3, 8, 9], [3, 8, 9, 2], [4, 5, 10, 11], [5, 10, 11, 4]]}


def bits(seed, count):
    out = []
    for _ in range(count):
        seed = (seed * 1103515245 + 12345) % 2**31
        out.append(seed >> 16 & 1)
    return out


def modulate(scrambled, order, is_pi_half):
    b = 1 - 2 * np.array(scrambled).reshape(-1, order)
    if order == 1:
        turn = np.exp(1j * np.pi / 2 * (np.arange(len(b)) % 2)) if is_pi_half else 1
        return turn * (b[:, 0] + 1j * b[:, 0]) / np.sqrt(2)
    axes, scale = [], {2: 2, 4: 10, 6: 42, 8: 170}[order]
    for axis in (0, 1):
        v = 1
        for step, place in enumerate(range(order - 2 + axis, 1, -2)):
            v = 2 ** (step + 1) - b[:, place] * v
        axes.append(b[:, axis] * v)
    return (axes[0] + 1j * axes[1]) / np.sqrt(scale)


def precoding_matrix(c, codebook):
    layers = len(c["ports"])
    if not c["codebook"]:
        return np.eye(layers, dtype=complex)
    return codebook[c["codebook"][0], layers, 1 if c["transform"] else 0, c["codebook"][1]]


def run(c, low, transformed, codebook):
    n_symb = 12 if c["extended"] else 14
    dmrs = dmrs_symbols(c)
    if dmrs is None:
        return None
    s, length, slot, blocks, rnti = c["start"], c["length"], c["slot"], c["blocks"], c["rnti"]
    ports, kind = c["ports"], c["dmrsType"]
    w = precoding_matrix(c, codebook)
    layers, n_rb, m_sc = len(ports), len(blocks), 12 * len(blocks)
    hop_kind, offset, interval = c["hopping"]
    moved = [(blocks[0] + offset) % c["partSize"] + b - blocks[0] for b in blocks] if hop_kind else blocks

    def rows(l):
        second = hop_kind == 1 and l >= s + length // 2 or hop_kind == 2 and slot // interval % 2 == 1
        return [c["partStart"] + b for b in (moved if second else blocks)]

    dmrs_at = {l: (l_prime, hop) for l, l_prime, hop in dmrs}
    groups = 2 if kind == 1 else 3
    group_of = lambda p: p // 2 % groups
    delta = lambda p: group_of(p) * (1 if kind == 1 else 2)
    w_f = lambda p, k: -1 if p % 2 and k else 1
    w_t = lambda p, l: -1 if p >= 2 * groups and l else 1
    beta = 10 ** ({1: 0, 2: 3, 3: 4.77}[c["groups"]] / 20)
    reserved = {k for g in range(c["groups"]) for k in
                ([2 * n + g for n in range(6)] if kind == 1 else [6 * n + i + 2 * g for n in range(2) for i in range(2)])}

    def r(l, group):
        lam = group if c["perGroup"] else 0
        n_scid = 1 - c["scid"] if lam == 1 else c["scid"]
        n_id = c["ids"][n_scid]
        c_init = (2**17 * (n_symb * slot + l + 1) * (2 * n_id + 1) + 2**17 * (lam // 2) + 2 * n_id + n_scid) % 2**31
        g = low.gold(c_init, 2 * 12 * (c["gridStart"] + c["gridSize"]))
        return [((1 - 2 * g[2 * i]) + 1j * (1 - 2 * g[2 * i + 1])) / np.sqrt(2) for i in range(len(g) // 2)]

    per_block = 6 if kind == 1 else 4
    grids = np.zeros((w.shape[0], n_symb, 12 * c["gridSize"]), complex)
    tracked, tracked_symbols = {}, []
    if c["tracking"]:
        t = c["tracking"]
        hops = [(s, s + length // 2), (s + length // 2, s + length)] if hop_kind == 1 else [(s, s + length)]
        short = length <= 4 and t["time"] == 4 or length <= 2 and t["time"] == 2
        for a, b in hops:
            tracked_symbols += [] if short else time_indices(t["time"], a, b, [l for l in dmrs_at if a <= l < b])
        step = t["frequency"]
        first = rnti % (n_rb % step if n_rb % step else step)
        for p in t["ports"]:
            for block in range(first, n_rb, step):
                tracked[block, RE_OFFSET[kind][p][t["offset"]]] = p
    samples, sample_symbols = [], []
    if c["transform"] and c["transform"]["tracking"]:
        g, n, identity, density = c["transform"]["tracking"]
        sample_symbols = time_indices(density, s, s + length, list(dmrs_at))
        if sample_symbols:
            samples, values = transformed.ptrs(g, n, identity, rnti, slot, sample_symbols[0], n_symb, m_sc)
            beta_prime = {1: 1, 2: 1, 4: 3 / np.sqrt(5), 6: 7 / np.sqrt(21), 8: 15 / np.sqrt(85)}[c["order"]]

    def data(l):
        """(place in the allocation, subcarrier of a block) with data."""
        if l in dmrs_at:
            return [] if c["transform"] else [(b, k) for b in range(n_rb) for k in range(12) if k not in reserved]
        return [(b, k) for b in range(n_rb) for k in range(12) if l not in tracked_symbols or (b, k) not in tracked]

    counts = [len(data(l)) - (len(samples) if l in sample_symbols else 0) for l in range(s, s + length)]
    total = sum(counts) * layers * c["order"]
    plain = bits(c["seed"], total)
    scrambled = [a ^ b for a, b in zip(plain, low.gold((rnti << 15) + c["scrambling"], max(31, total)))]
    d = modulate(scrambled, c["order"], c["order"] == 1)
    x = d.reshape(-1, layers).T
    column = lambda l, b: 12 * (rows(l)[b] - c["gridStart"])
    i = 0
    for l in range(s, s + length):
        places = data(l)
        if c["transform"] and places:
            before, taken = np.zeros(m_sc, complex), samples if l in sample_symbols else []
            for m in range(m_sc):
                if m in taken:
                    before[m] = beta_prime * values[taken.index(m)]
                else:
                    before[m], i = x[0, i], i + 1
            n = np.arange(m_sc)
            y = np.exp(-2j * np.pi * np.outer(n, n) / m_sc) @ before / np.sqrt(m_sc)
            for place, (b, k) in enumerate(places):
                grids[:, l, column(l, b) + k] = w[:, 0] * y[place]
        else:
            for b, k in places:
                grids[:, l, column(l, b) + k] = w @ x[:, i]
                i += 1
    assert i == x.shape[1]
    for l, (l_prime, hop) in dmrs_at.items():
        for j, p in enumerate(ports):
            if c["transform"]:
                t = c["transform"]
                sequence = transformed.dmrs(*t["demodulation"], slot, l - l_prime, n_symb, m_sc // 2)
            else:
                sequence = r(l, group_of(p))
            for b, block in enumerate(rows(l)):
                for n in range(per_block // 2):
                    for k in (0, 1):
                        at = 4 * n + 2 * k + delta(p) if kind == 1 else 6 * n + k + delta(p)
                        index = 2 * n + k + per_block * (b if c["transform"] else block)
                        grids[:, l, column(l, b) + at] += w[:, j] * beta * w_f(p, k) * w_t(p, l_prime) * sequence[index]
    for l in tracked_symbols:
        hop = 1 if hop_kind == 1 and l >= s + length // 2 else 0
        first = min(m for m, (_, h) in dmrs_at.items() if h == hop)
        for (b, k), p in tracked.items():
            value = r(first, group_of(p))[per_block * rows(l)[b] + (k // 2 if kind == 1 else 2 * (k // 6) + k % 2)]
            grids[:, l, column(l, b) + k] = w[:, ports.index(p)] * value * c["tracking"]["amplitude"]
    return total, counts, grids


def show(c, total, counts, grids, generator):
    result = dict(c, bits=total, counts=counts)
    weights = np.arange(grids[0].size) % 13 + 1
    result["sums"] = [[round(float(z.real), 5), round(float(z.imag), 5)] for z in (np.sum(weights * g.reshape(-1)) for g in grids)]
    used = [tuple(map(int, p)) for p in np.argwhere(np.abs(grids) > 1e-9)]
    result["elements"] = [[*p, round(float(grids[p].real), 6), round(float(grids[p].imag), 6)] for p in generator.sample(used, 16)]
    print(json.dumps(result, separators=(",", ":")))


def random_configuration(generator):
    extended = generator.random() < 0.1
    mu = 2 if extended else generator.randrange(4)
    n_symb = 12 if extended else 14
    grid_size = generator.choice([4, 6, 11, 24])
    c = dict(mu=mu, extended=extended, gridStart=generator.choice([0, 0, 7, 100]), gridSize=grid_size, cell=generator.randrange(1008))
    c["partSize"] = generator.randrange(max(2, grid_size // 2), grid_size + 1)
    c["partStart"] = c["gridStart"] + generator.randrange(grid_size - c["partSize"] + 1)
    c["slot"] = generator.randrange(10 * 2**mu)
    c["hopping"] = generator.choice([[0, 0, 1], [0, 0, 1], [1, generator.randrange(c["partSize"]), 1],
                                     [2, generator.randrange(c["partSize"]), generator.choice([1, 1, 2, 4])]])
    transform = generator.random() < 0.4
    count = generator.choice([n for n in (1, 2, 3, 4, 5, 6, 8) if n <= c["partSize"]])
    start = generator.randrange(c["partSize"] - count + 1)
    if not transform and c["hopping"][0] == 0 and generator.random() < 0.4:
        c["blocks"] = sorted(generator.sample(range(c["partSize"]), count))
    else:
        c["blocks"] = list(range(start, start + count))
        if c["hopping"][0] and (start + c["hopping"][1]) % c["partSize"] + count > c["partSize"]:
            return None
    c["mapping"] = generator.choice("ab")
    c["start"] = 0 if c["mapping"] == "a" else generator.randrange(n_symb)
    c["length"] = generator.randrange(4 if c["mapping"] == "a" else 1, n_symb + 1)
    if c["start"] + c["length"] > n_symb:
        return None
    c["rnti"], c["scrambling"], c["seed"] = generator.randrange(1, 65520), generator.randrange(1024), generator.randrange(2**31)
    c["dmrsType"] = 1 if transform else generator.choice([1, 2])
    c["dmrsLength"], c["additional"] = generator.choice([1, 1, 2]), generator.randrange(4)
    c["typeA"], c["scid"], c["perGroup"] = generator.choice([2, 3]), generator.randrange(2), not transform and generator.random() < 0.3
    c["ids"] = [generator.randrange(65536), generator.randrange(65536)]
    c["groups"] = 2 if transform else generator.randrange(1, 2 + c["dmrsType"])
    available = [p for p in range((4 if c["dmrsType"] == 1 else 6) * c["dmrsLength"]) if p // 2 % (2 if c["dmrsType"] == 1 else 3) < c["groups"]]
    layers = 1 if transform else generator.randrange(1, min(4, len(available)) + 1)
    c["ports"] = sorted(generator.sample(available, layers))
    c["order"] = generator.choice([1, 2, 4, 6, 8] if transform else [2, 4, 6, 8])
    counts = {(2, 1): 6, (4, 1): 28, (2, 2): 3, (4, 2): 22, (4, 3): 7, (4, 4): 5}
    books = [[p, generator.randrange(n)] for (p, l), n in counts.items() if l == layers]
    c["codebook"] = generator.choice(books) if generator.random() < 0.7 else None
    c["transform"] = c["tracking"] = None
    if transform:
        two = c["order"] == 1 and generator.random() < 0.6
        hopping = generator.choice(["none", "group", "sequence"])
        demodulation = [2, generator.randrange(65536), generator.randrange(2), hopping] if two else [1, generator.randrange(1008), 0, hopping]
        pattern = generator.choice([[2, 2], [2, 4], [4, 2], [4, 4]]) if generator.random() < 0.5 and count >= 2 else None
        c["transform"] = dict(
            demodulation=demodulation, tracking=[*pattern, generator.randrange(1008), generator.choice([1, 2])] if pattern else None)
    elif generator.random() < 0.5:
        tracked = [p for p in c["ports"] if p < (4 if c["dmrsType"] == 1 else 6)]
        if tracked:
            c["tracking"] = dict(time=generator.choice([1, 2, 4]), frequency=generator.choice([2, 4]), offset=generator.randrange(4),
                                 ports=generator.sample(tracked, min(len(tracked), generator.choice([1, 1, 2]))),
                                 amplitude=generator.choice([1, 1.4125, 1.5]))
    return c


def codebook_table():
    table = {}
    for line in (here / "pusch-codebook-vectors.txt").read_text().splitlines():
        ports, layers, transform, tpmi, *weights = line.split()
        values = [complex(*map(float, z.split(","))) for z in weights]
        table[int(ports), int(layers), int(transform), int(tpmi)] = np.array(values).reshape(int(ports), int(layers))
    return table


if __name__ == "__main__":
    low, transformed, codebook = load("low-papr.py"), load("transform-precoded.py"), codebook_table()
    generator = random.Random(631)
    made = 0
    while made < 160:
        c = random_configuration(generator)
        if c is None:
            continue
        result = run(c, low, transformed, codebook)
        if result is None or result[0] == 0 or result[0] > 12000:
            continue
        show(c, *result, generator)
        made += 1
