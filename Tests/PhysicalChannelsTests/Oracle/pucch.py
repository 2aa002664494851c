#!/usr/bin/env python3
"""Writes vectors of the PUCCH formats, from the clauses of TS 38.211 §6.3.2 and §6.4.1.3 and TS 38.213 §9.2; run by hand, the output is committed.

  python pucch.py >pucch-vectors.txt        needs numpy and py3gpp 0.6.0; sequences and UCI come from low-papr.py and uci.py

A line of a format: its number, mu, extended prefix, grid start and size, cell, slot, group hopping (0 neither, 1 enable, 2 disable), hopping
identity or -1, first symbol, symbols, first block, first block of the second hop or -1, then what the format has, the bits, and three sums of
the elements at subcarrier k of symbol l with weights exp(j (a k + b l)) as real,imaginary.
  0  initial cyclic shift, HARQ-ACK or -, scheduling request
  1  initial cyclic shift, orthogonal sequence, HARQ-ACK or - (then it is a scheduling request)
  2  blocks, RNTI, scrambling identity or -1, DM-RS identity or -1, then UCI
  3  blocks, RNTI, scrambling identity, DM-RS identity, pi/2-BPSK, additional DM-RS, DM-RS of type 2, then UCI
  4  spreading factor, orthogonal sequence, RNTI, scrambling identity, DM-RS identity, pi/2-BPSK, additional DM-RS, type 2, then UCI
  UCI is: hundredths of the code rate, HARQ-ACK, SR, CSI part 1, CSI part 2, each as bits or -
Lines `blocks`: format, blocks configured, symbols with UCI, bits of a symbol, hundredths of the code rate, bits, blocks used.
Lines `common`: index, size of the bandwidth part, r_PUCCH, format, first symbol, symbols, first block, second, initial cyclic shift.
"""
import importlib.util
import io
import pathlib
import random
from contextlib import redirect_stdout

import numpy as np

HERE = pathlib.Path(__file__).parent


def load(path):
    spec = importlib.util.spec_from_file_location(path.stem.replace("-", "_"), path)
    module = importlib.util.module_from_spec(spec)
    with redirect_stdout(io.StringIO()):
        spec.loader.exec_module(module)
    return module


papr = load(HERE.parent.parent / "ReferenceSignalsTests" / "Oracle" / "low-papr.py")
uci = load(HERE / "uci.py")
gold = papr.gold


def hopping(c, slot, hop):
    """u and v of §6.3.2.2.1."""
    n_id = c["hopping_id"] if c["hopping_id"] >= 0 else c["cell"]
    f_ss = n_id % 30
    if c["group"] == 0:
        return f_ss, 0
    if c["group"] == 1:
        bits = gold(n_id // 30, 8 * (2 * slot + hop) + 8)
        f_gh = sum(2**m * int(bits[8 * (2 * slot + hop) + m]) for m in range(8)) % 30
        return (f_gh + f_ss) % 30, 0
    bits = gold(2**5 * (n_id // 30) + f_ss, 2 * slot + hop + 1)
    return f_ss, int(bits[2 * slot + hop])


def alpha(c, slot, l, m0, m_cs):
    """§6.3.2.2.2; l is counted from the first symbol of the PUCCH."""
    n_id = c["hopping_id"] if c["hopping_id"] >= 0 else c["cell"]
    n_symb = 12 if c["extended"] else 14
    at = 8 * n_symb * slot + 8 * (l + c["first"])
    bits = gold(n_id, at + 8)
    n_cs = sum(2**m * int(bits[at + m]) for m in range(8))
    return 2 * np.pi / 12 * ((m0 + m_cs + n_cs) % 12)


def sequence(u, v, a, count):
    # Only lengths from 72 on have a second sequence.
    return papr.type_one(u, v if count >= 72 else 0, a, count)


def hops(c):
    """The hop of each symbol, and the first block of each."""
    n = c["length"]
    if c["second"] < 0:
        return [0] * n, [c["block"]]
    return [0 if l < n // 2 else 1 for l in range(n)], [c["block"], c["second"]]


def put(grid, c, l, block, values, offsets=None):
    start = 12 * block
    places = range(len(values)) if offsets is None else offsets
    for k, value in zip(places, values):
        assert grid[c["first"] + l, start + k] == 0
        grid[c["first"] + l, start + k] = value


def format0(grid, c):
    table = {(): {1: 0}, (0,): {0: 0, 1: 3}, (1,): {0: 6, 1: 9}, (0, 0): {0: 0, 1: 1}, (0, 1): {0: 3, 1: 4}, (1, 1): {0: 6, 1: 7},
             (1, 0): {0: 9, 1: 10}}
    m_cs = table[tuple(c["ack"])][c["sr"]]
    hop, blocks = hops(c)
    for l in range(c["length"]):
        u, v = hopping(c, c["slot"], hop[l])
        put(grid, c, l, blocks[hop[l]], sequence(u, v, alpha(c, c["slot"], l, c["shift"], m_cs), 12))


PHI = {
    1: [[0]], 2: [[0, 0], [0, 1]], 3: [[0, 0, 0], [0, 1, 2], [0, 2, 1]],
    4: [[0, 0, 0, 0], [0, 2, 0, 2], [0, 0, 2, 2], [0, 2, 2, 0]],
    5: [[0, 0, 0, 0, 0], [0, 1, 2, 3, 4], [0, 2, 4, 1, 3], [0, 3, 1, 4, 2], [0, 4, 3, 2, 1]],
    6: [[0, 0, 0, 0, 0, 0], [0, 1, 2, 3, 4, 5], [0, 2, 4, 0, 2, 4], [0, 3, 0, 3, 0, 3], [0, 4, 2, 0, 4, 2], [0, 5, 4, 3, 2, 1]],
    7: [[0] * 7, [0, 1, 2, 3, 4, 5, 6], [0, 2, 4, 6, 1, 3, 5], [0, 3, 6, 2, 5, 1, 4], [0, 4, 1, 5, 2, 6, 3], [0, 5, 3, 1, 6, 4, 2],
        [0, 6, 5, 4, 3, 2, 1]],
}
# Tables 6.3.2.4.1-1 and 6.4.1.3.1.1-1: no hopping, first hop, second hop.
DATA = {4: (2, 1, 1), 5: (2, 1, 1), 6: (3, 1, 2), 7: (3, 1, 2), 8: (4, 2, 2), 9: (4, 2, 2), 10: (5, 2, 3), 11: (5, 2, 3), 12: (6, 3, 3),
        13: (6, 3, 3), 14: (7, 3, 4)}
REFERENCE = {4: (2, 1, 1), 5: (3, 1, 2), 6: (3, 2, 1), 7: (4, 2, 2), 8: (4, 2, 2), 9: (5, 2, 3), 10: (5, 3, 2), 11: (6, 3, 3), 12: (6, 3, 3),
             13: (7, 3, 4), 14: (7, 4, 3)}


def format1(grid, c):
    ack = c["ack"] or [0]
    s = 1 / np.sqrt(2)
    if len(ack) == 1:
        d = s * ((1 - 2 * ack[0]) + 1j * (1 - 2 * ack[0]))
    else:
        d = s * ((1 - 2 * ack[0]) + 1j * (1 - 2 * ack[1]))
    hop, blocks = hops(c)
    hopped = c["second"] >= 0
    for table, first, symbol in ((DATA, 1, d), (REFERENCE, 0, 1)):
        symbols = list(range(first, c["length"], 2))
        for m_prime in range(2 if hopped else 1):
            count = table[c["length"]][1 + m_prime if hopped else 0]
            for m in range(count):
                l = symbols.pop(0)
                assert hop[l] == m_prime
                w = np.exp(2j * np.pi * PHI[count][c["cover"]][m] / count)
                u, v = hopping(c, c["slot"], hop[l])
                put(grid, c, l, blocks[hop[l]], symbol * w * sequence(u, v, alpha(c, c["slot"], l, c["shift"], 0), 12))
        assert not symbols


def coded(c, total, order, sets=None):
    ack, sr, csi1, csi2 = c["uci"]
    E1, E2 = uci.split(total, order, c["rate"], len(ack), len(sr), len(csi1), len(csi2))
    first = uci.encode(ack + sr + csi1, E1, order)
    if not csi2:
        return first
    second = uci.encode(csi2, E2, order)
    if sets is None:
        return first + second
    length, dmrs, per_symbol = sets
    return [first[i] if i >= 0 else second[-1 - i] for i in uci.multiplex(length, dmrs, per_symbol, order, E1)]


def scramble(c, bits):
    identity = c["scrambling"] if c["scrambling"] >= 0 else c["cell"]
    sequence = gold((c["rnti"] << 15) + identity, len(bits))
    return [(b + int(s)) % 2 for b, s in zip(bits, sequence)]


def qpsk(bits):
    return np.array([((1 - 2 * bits[i]) + 1j * (1 - 2 * bits[i + 1])) / np.sqrt(2) for i in range(0, len(bits), 2)])


def half_bpsk(bits):
    return np.array([np.exp(1j * np.pi / 2 * (i % 2)) / np.sqrt(2) * ((1 - 2 * b) + 1j * (1 - 2 * b)) for i, b in enumerate(bits)])


def dmrs_init(c, l):
    identity = c["dmrs"] if c["dmrs"] >= 0 else c["cell"]
    n_symb = 12 if c["extended"] else 14
    return (2**17 * (n_symb * c["slot"] + l + 1) * (2 * identity + 1) + 2 * identity) % 2**31


def format2(grid, c):
    total = 16 * c["length"] * c["blocks"]
    d = list(qpsk(scramble(c, coded(c, total, 2))))
    hop, blocks = hops(c)
    for l in range(c["length"]):
        block = blocks[hop[l]]
        bits = gold(dmrs_init(c, c["first"] + l), 2 * 4 * (c["start"] + block + c["blocks"]))
        r = qpsk([int(b) for b in bits])
        for k in range(12 * c["blocks"]):
            place = 12 * (c["start"] + block) + k
            value = r[(place - 1) // 3] if place % 3 == 1 else d.pop(0)
            grid[c["first"] + l, 12 * block + k] = value
    assert not d


W2 = [[1] * 12, [1] * 6 + [-1] * 6]
W4 = [[1] * 12, [1] * 3 + [-1j] * 3 + [-1] * 3 + [1j] * 3, [1] * 3 + [-1] * 3 + [1] * 3 + [-1] * 3, [1] * 3 + [1j] * 3 + [-1] * 3 + [-1j] * 3]


def long(grid, c, factor):
    order = 1 if c["half"] else 2
    dmrs = uci.DMRS[c["length"]][2 * c["additional"] + (1 if c["second"] >= 0 else 0)]
    n = c["length"] - len(dmrs)
    per_symbol = 12 * c["blocks"] // factor
    bits = scramble(c, coded(c, n * per_symbol * order, order, (c["length"], dmrs, per_symbol)))
    d = list(half_bpsk(bits) if c["half"] else qpsk(bits))
    hop, blocks = hops(c)
    size = 12 * c["blocks"]
    m0 = 0
    if factor == 2:
        m0 = [0, 6][c["cover"]]
    if factor == 4:
        m0 = [0, 6, 3, 9][c["cover"]]
    for l in range(c["length"]):
        u, v = hopping(c, c["slot"], hop[l])
        if l in dmrs:
            if c["type2"] and c["half"]:
                r = papr.type_two(dmrs_init(c, c["first"] + l), u, size)
            else:
                r = sequence(u, v, alpha(c, c["slot"], l, m0, 0), size)
            put(grid, c, l, blocks[hop[l]], r)
            continue
        part, d = d[:per_symbol], d[per_symbol:]
        if factor == 1:
            y = np.array(part)
        else:
            w = (W2 if factor == 2 else W4)[c["cover"]]
            y = np.array([w[k] * part[k % (12 // factor)] for k in range(12)])
        z = np.array([sum(y[m] * np.exp(-2j * np.pi * m * k / size) for m in range(size)) for k in range(size)]) / np.sqrt(size)
        put(grid, c, l, blocks[hop[l]], z)
    assert not d


WEIGHTS = [(0.0173, 1.31), (0.731, 0.417), (2.113, 2.71)]


def sums(grid):
    L, K = grid.shape
    out = []
    for a, b in WEIGHTS:
        s = (grid * np.exp(1j * (a * np.arange(K)[None, :] + b * np.arange(L)[:, None]))).sum()
        out.append(f"{s.real:.5f},{s.imag:.5f}")
    return " ".join(out)


def text(bits):
    return "".join(map(str, bits)) or "-"


def some(generator, count):
    return [generator.randint(0, 1) for _ in range(count)]


def base(generator, lengths, blocks):
    mu = generator.choice([0, 1, 2, 3])
    extended = mu == 2 and generator.random() < 0.4
    n_symb = 12 if extended else 14
    length = generator.choice([n for n in lengths if n <= n_symb])
    size = generator.randint(max(blocks, 2) + 1, 60)
    hopped = generator.random() < 0.5 and length > 1
    return dict(
        mu=mu, extended=int(extended), start=generator.choice([0, 0, generator.randint(1, 200)]), size=size,
        cell=generator.randint(0, 1007), slot=generator.randrange(10 << mu), group=generator.randint(0, 2),
        hopping_id=generator.choice([-1, generator.randint(0, 1023)]), first=generator.randint(0, n_symb - length), length=length,
        block=generator.randint(0, size - blocks), second=generator.randint(0, size - blocks) if hopped else -1)


def head(number, c):
    names = ["mu", "extended", "start", "size", "cell", "slot", "group", "hopping_id", "first", "length", "block", "second"]
    return " ".join([f"format{number}"] + [str(c[n]) for n in names])


def control(generator, capacity):
    """UCI that fits: sizes of HARQ-ACK, SR, CSI part 1 and 2."""
    rate = generator.choice([8, 15, 25, 35, 45, 60, 80])
    while True:
        two = generator.random() < 0.5
        limit = max(3, int(capacity * generator.choice([0.1, 0.25, 0.5])) // (2 if two else 1))
        ack, sr = generator.randint(0, min(6, limit)), generator.randint(0, 1)
        csi1 = generator.randint(1 if two else 0, max(1, min(300, limit)))
        csi2 = generator.randint(1, max(1, min(60, limit))) if two else 0
        A = ack + sr + csi1
        if A < 3 or (csi2 in (1, 2)):
            continue
        return rate, ack, sr, csi1, csi2


def fits(A, E):
    return E >= 1 if A <= 11 else E >= A + uci.crc_count(A) + 3


def payload(generator, c, total, order):
    for _ in range(1000):
        rate, ack, sr, csi1, csi2 = control(generator, total)
        E1, E2 = uci.split(total, order, rate, ack, sr, csi1, csi2)
        if fits(ack + sr + csi1, E1) and (csi2 == 0 or E2 > 0 and fits(csi2, E2)):
            break
    else:
        raise ValueError("no payload fits")
    c["rate"], c["uci"] = rate, [some(generator, n) for n in (ack, sr, csi1, csi2)]


def uci_text(c):
    return " ".join([str(c["rate"])] + [text(b) for b in c["uci"]])


def empty(c):
    return np.zeros((12 if c["extended"] else 14, 12 * c["size"]), complex)


def check_example():
    """The symbols that MathWorks' documentation shows for PUCCH format 0 (nrPUCCH)."""
    c = dict(mu=0, extended=0, start=0, size=52, cell=490, slot=57 % 10, group=1, hopping_id=-1, first=11, length=2, block=0, second=1, shift=7,
             ack=[], sr=1)
    grid = empty(c)
    format0(grid, c)
    shown = [-0.7071 - 0.7071j, -0.9659 + 0.2588j, -0.9659 - 0.2588j, 0.7071 - 0.7071j, -0.2588 - 0.9659j, -0.9659 - 0.2588j,
             -0.7071 - 0.7071j]
    assert np.abs(grid[11, :7] - shown).max() < 1e-3, grid[11, :7]


def blocks_for(number, configured, symbols, order, rate, bits):
    """TS 38.213 §9.2.5.2."""
    per = (8 if number == 2 else 12) * symbols * order
    bits += uci.crc_count(bits)
    for m in range(1, configured + 1):
        if bits * 100 <= m * per * rate:
            break
    if number == 3:
        while not any(2**a * 3**b * 5**k == m for a in range(5) for b in range(3) for k in range(2)):
            m += 1
    return m


COMMON = [(0, 12, 2, 0, [0, 3]), (0, 12, 2, 0, [0, 4, 8]), (0, 12, 2, 3, [0, 4, 8]), (1, 10, 4, 0, [0, 6]), (1, 10, 4, 0, [0, 3, 6, 9]),
          (1, 10, 4, 2, [0, 3, 6, 9]), (1, 10, 4, 4, [0, 3, 6, 9]), (1, 4, 10, 0, [0, 6]), (1, 4, 10, 0, [0, 3, 6, 9]), (1, 4, 10, 2, [0, 3, 6, 9]),
          (1, 4, 10, 4, [0, 3, 6, 9]), (1, 0, 14, 0, [0, 6]), (1, 0, 14, 0, [0, 3, 6, 9]), (1, 0, 14, 2, [0, 3, 6, 9]), (1, 0, 14, 4, [0, 3, 6, 9]),
          (1, 0, 14, None, [0, 3, 6, 9])]


def main():
    check_example()
    generator = random.Random(38211632)
    for _ in range(120):
        c = base(generator, [1, 2], 1)
        c["shift"], c["ack"] = generator.randint(0, 11), some(generator, generator.randint(0, 2))
        c["sr"] = 1 if not c["ack"] else generator.randint(0, 1)
        grid = empty(c)
        format0(grid, c)
        print(head(0, c), c["shift"], text(c["ack"]), c["sr"], sums(grid))
    for _ in range(160):
        c = base(generator, list(range(4, 15)), 1)
        hopped = c["second"] >= 0
        least = min(DATA[c["length"]][1:] + REFERENCE[c["length"]][1:]) if hopped else min(DATA[c["length"]][0], REFERENCE[c["length"]][0])
        c["shift"], c["cover"], c["ack"] = generator.randint(0, 11), generator.randrange(least), some(generator, generator.randint(0, 2))
        grid = empty(c)
        format1(grid, c)
        print(head(1, c), c["shift"], c["cover"], text(c["ack"]), sums(grid))
    for _ in range(120):
        blocks = generator.randint(1, 16)
        c = base(generator, [1, 2], blocks)
        c.update(blocks=blocks, rnti=generator.randint(1, 65519), scrambling=generator.choice([-1, generator.randint(0, 1023)]),
                 dmrs=generator.choice([-1, generator.randint(0, 65535)]))
        payload(generator, c, 16 * c["length"] * blocks, 2)
        if c["uci"][3]:
            # CSI of two parts is for formats 3 and 4.
            c["uci"][3] = []
        grid = empty(c)
        format2(grid, c)
        print(head(2, c), blocks, c["rnti"], c["scrambling"], c["dmrs"], uci_text(c), sums(grid))
    for _ in range(120):
        blocks = generator.choice([1, 2, 3, 4, 5, 6, 8, 9, 10, 12, 15, 16])
        c = base(generator, list(range(4, 15)), blocks)
        c.update(blocks=blocks, rnti=generator.randint(1, 65519), scrambling=generator.choice([-1, generator.randint(0, 1023)]),
                 dmrs=generator.choice([-1, generator.randint(0, 65535)]), half=generator.randint(0, 1), additional=generator.randint(0, 1))
        c["type2"] = generator.randint(0, 1) if c["half"] else 0
        order = 1 if c["half"] else 2
        dmrs = uci.DMRS[c["length"]][2 * c["additional"] + (1 if c["second"] >= 0 else 0)]
        payload(generator, c, (c["length"] - len(dmrs)) * 12 * blocks * order, order)
        grid = empty(c)
        long(grid, c, 1)
        print(head(3, c), blocks, c["rnti"], c["scrambling"], c["dmrs"], c["half"], c["additional"], c["type2"], uci_text(c), sums(grid))
    for _ in range(140):
        c = base(generator, list(range(4, 15)), 1)
        factor = generator.choice([2, 4])
        c.update(blocks=1, cover=generator.randrange(factor), rnti=generator.randint(1, 65519),
                 scrambling=generator.choice([-1, generator.randint(0, 1023)]), dmrs=generator.choice([-1, generator.randint(0, 65535)]),
                 half=generator.randint(0, 1), additional=generator.randint(0, 1))
        c["type2"] = generator.randint(0, 1) if c["half"] else 0
        order = 1 if c["half"] else 2
        dmrs = uci.DMRS[c["length"]][2 * c["additional"] + (1 if c["second"] >= 0 else 0)]
        payload(generator, c, (c["length"] - len(dmrs)) * 12 // factor * order, order)
        grid = empty(c)
        long(grid, c, factor)
        print(head(4, c), factor, c["cover"], c["rnti"], c["scrambling"], c["dmrs"], c["half"], c["additional"], c["type2"], uci_text(c),
              sums(grid))
    for _ in range(150):
        number, configured = generator.choice([2, 3]), generator.choice([1, 2, 3, 4, 5, 6, 8, 9, 10, 12, 15, 16])
        symbols = generator.choice([1, 2]) if number == 2 else generator.randint(3, 12)
        order, rate, bits = 2 if number == 2 else generator.choice([1, 2]), generator.choice([8, 15, 25, 35, 45, 60, 80]), generator.randint(3, 200)
        print("blocks", number, configured, symbols, order, rate, bits, blocks_for(number, configured, symbols, order, rate, bits))
    for index, (number, first, symbols, offset, shifts) in enumerate(COMMON):
        for _ in range(8):
            size = generator.randint(24, 275)
            r = generator.randint(0, 15)
            base_offset = size // 4 if offset is None else offset
            low = base_offset + (r % 8) // len(shifts)
            high = size - 1 - low
            first_block, second_block = (low, high) if r // 8 == 0 else (high, low)
            print("common", index, size, r, number, first, symbols, first_block, second_block, shifts[(r % 8) % len(shifts)])


main()
