#!/usr/bin/env python3
"""Writes whole slots of a PDSCH, made with numpy from TS 38.211 §7.3.1 and §7.4.1; run by hand, the output is committed.

  python pdsch.py >pdsch-vectors.txt        needs numpy, py3gpp 0.6.0, sionna 1.2.1

DM-RS and PT-RS come from ../../ReferenceSignalsTests/Oracle/shared-channel-dmrs.py. For one layer, mapping type A and one port py3gpp's nrPDSCH,
nrPDSCHDMRS and nrPDSCHIndices make the same slot, which is compared before it is written. The data of a layer have amplitude `amplitude`; the matrix
of group g takes layer v to port p by exp(j (1.1 g + 0.7 p + 2.3 p v + 0.4 v)) / sqrt(ports). Codeword q has the bits of a pseudo-random sequence
with c_init `seed` + q.

A line has name=value for each parameter, then results: `elements` of each layer, `tbs` of MCS 5 of a table up to 64QAM for codeword 0 in QPSK, `bits` of each codeword,
`sum` = sum of x_i exp(0.37 j i) over the grid (by port, symbol, subcarrier), `energy`, and some elements index:real:imaginary.
"""
import importlib.util
import os
import random
import sys
from fractions import Fraction

import numpy as np
import py3gpp

path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../ReferenceSignalsTests/Oracle/shared-channel-dmrs.py")
spec = importlib.util.spec_from_file_location("dmrs", path)
dmrs = importlib.util.module_from_spec(spec)
spec.loader.exec_module(dmrs)

G = random.Random(38211731)
LEVELS = {2: 2, 4: 10, 6: 42, 8: 170, 10: 682}
agreed = {"py3gpp slots": 0}


def gold(initial, count):
    """§5.2.1, in pieces of 28 bits."""
    total = 1600 + count + 31
    x1, x2 = np.zeros(total + 60, np.uint8), np.zeros(total + 60, np.uint8)
    x1[0] = 1
    x2[:31] = [initial >> i & 1 for i in range(31)]
    for n in range(0, total, 28):
        x1[n + 31:n + 59] = x1[n + 3:n + 31] ^ x1[n:n + 28]
        x2[n + 31:n + 59] = x2[n + 3:n + 31] ^ x2[n + 2:n + 30] ^ x2[n + 1:n + 29] ^ x2[n:n + 28]
    return (x1[1600:1600 + count] ^ x2[1600:1600 + count]).astype(int)


assert list(gold(1234567, 500)) == list(np.ravel(py3gpp.nrPRBS(1234567, 500)))


def modulate(bits, order):
    """§5.1.3 to §5.1.7: (1 - 2 b)(2^k - (1 - 2 b')(2^(k-1) - ...)) on each axis."""
    b = np.reshape(bits, (-1, order))
    axes = []
    for first in (0, 1):
        columns = [1 - 2 * b[:, i] for i in range(first, order, 2)]
        value = 1
        for power, column in enumerate(reversed(columns[1:])):
            value = 2 ** (power + 1) - column * value
        axes.append(columns[0] * value)
    return (axes[0] + 1j * axes[1]) / np.sqrt(LEVELS[order])


def interleaved(n, start, bundle):
    edges = [0] + [e for e in range(bundle - start % bundle, n, bundle)] + [n]
    edges = sorted(set(edges))
    bundles = len(edges) - 1
    columns = bundles // 2
    f = {c * 2 + r: r * columns + c for r in range(2) for c in range(columns)}
    f[bundles - 1] = bundles - 1
    return [b for j in range(bundles) for b in range(edges[f[j]], edges[f[j] + 1])]


def tbs(n_re_block, blocks, order, layers, rate):
    name = {2: "QPSK"}[order]
    return py3gpp.nrTBS(name, layers, blocks, min(156, n_re_block), rate)


def make():
    numerology, extended = G.choice((0, 1, 2, 3)), False
    if numerology == 2 and G.random() < 0.5:
        extended = True
    end = 12 if extended else 14
    grid_start, grid_size = G.choice((0, G.randint(0, 100))), G.randint(4, 24)
    size = G.randint(2, grid_size)
    start = grid_start + G.randint(0, grid_size - size)
    bundle = G.choice((0, 0, 2, 4))
    physical = interleaved(size, start, bundle) if bundle else list(range(size))
    count = G.randint(1, size)
    if G.random() < 0.5:
        first = G.randint(0, size - count)
        virtual = list(range(first, first + count))
    else:
        virtual = sorted(G.sample(range(size), count))
    kind, duration, additional, type_a = G.choice((1, 2)), G.choice((1, 1, 2)), G.randint(0, 3), G.choice((2, 3))
    mapping = G.choice("AB")
    s, length = G.randint(0, 3 if mapping == "A" else end - 2), G.randint(2, end)
    found = dmrs.symbols("down", mapping, s, length, extended, type_a, duration, additional, False)
    if not found:
        return None
    wanted = G.choice((1, 1, 2, 2, 3, 4, 5, 6, 7, 8))
    limit = (4 if kind == 1 else 6) * duration
    tracking = None
    usable = limit
    if G.random() < 0.4:
        usable = 4 if kind == 1 else 6
        tracking = True
    if wanted > usable:
        return None
    ports = G.sample(range(usable), wanted)
    groups = max(dmrs.PORTS[kind][p][0] for p in ports) + 1
    groups = G.randint(groups, 2 if kind == 1 else 3)
    ids, n_scid, r16 = [G.randint(0, 65535), G.randint(0, 65535)], G.randint(0, 1), G.randint(0, 1)
    reference = G.choice((0, 0, start))
    rnti, identity, slot = G.randint(1, 65535), G.randint(0, 1023), G.randrange(10 * 2**numerology)
    orders = [G.choice((2, 2, 4, 6, 8, 10)) for _ in range(2 if wanted > 4 else 1)]
    amplitude = G.choice((1.0, 0.5, 1.25))
    antennas = G.choice((wanted, G.randint(wanted, 8)))
    prg = G.choice((0, 2, 4))
    plain = antennas == wanted and G.random() < 0.5
    seed = G.randint(0, 2**31 - 2)
    ptrs = None
    if tracking:
        ptrs = (G.choice((1, 2, 4)), G.choice((2, 4)), G.randrange(4), G.choice(ports), G.choice((1.0, 1.4125375)))
    # Reserved: rectangles that leave DM-RS alone.
    rectangles = []
    if G.random() < 0.5:
        busy = {l for l, _, _ in found}
        for _ in range(G.randint(1, 3)):
            l, b = G.randrange(end), G.randrange(grid_size)
            b2, mask = G.randint(b + 1, grid_size), G.choice((0xFFF, 1 << G.randrange(12), 0x111, G.randrange(1, 4096)))
            if l not in busy:
                rectangles.append((l, l + 1, b, b2, mask))
    return dict(
        mu=numerology, ext=int(extended), gridStart=grid_start, gridSize=grid_size, start=start, size=size, bundle=bundle, vrb=virtual, map=mapping,
        S=s, L=length, type=kind, duration=duration, additional=additional, typeA=type_a, ports=ports, groups=groups, ids=ids, nscid=n_scid, r16=r16,
        reference=reference, ptrs=ptrs, orders=orders, rnti=rnti, nid=identity, slot=slot, amplitude=amplitude, antennas=antennas, prg=prg,
        plain=int(plain), seed=seed, reserved=rectangles), found, physical


def slot_of(c, found, physical):
    end, width = (12 if c["ext"] else 14), 12 * c["gridSize"]
    layers = len(c["ports"])
    counts = [layers] if layers < 5 else [layers // 2, layers - layers // 2]
    blocks = [c["start"] + physical[v] for v in c["vrb"]]
    ordered = sorted(blocks)
    free = np.ones((end, width), bool)
    for l0, l1, b0, b1, mask in c["reserved"]:
        for b in range(b0, b1):
            for k in range(12):
                if mask >> k & 1:
                    free[l0:l1, 12 * b + k] = False
    usable = free.copy()
    x = np.zeros((layers, end, width), complex)
    delta_groups = {g: dmrs.PORTS[c["type"]][2 * g][1] for g in range(2 if c["type"] == 1 else 3)}
    beta = {1: 1, 2: 10 ** (3 / 20), 3: 10 ** (4.77 / 20)}[c["groups"]]
    for l, l_prime, _ in found:
        for v, port in enumerate(c["ports"]):
            group = dmrs.PORTS[c["type"]][port][0]
            r = dmrs.sequence(dmrs.c_init(c["ids"], c["nscid"], c["r16"], group, c["slot"], l, c["ext"]),
                              (max(ordered) - c["reference"] + 1) * (6 if c["type"] == 1 else 4))
            for k, value in dmrs.port_values(c["type"], port, r, l_prime, {b - c["reference"] for b in blocks}):
                x[v, l, k + 12 * (c["reference"] - c["gridStart"])] = beta * value
        for b in blocks:
            for k in range(12):
                g = k % 2 if c["type"] == 1 else k % 6 // 2
                if g < c["groups"]:
                    usable[l, 12 * (b - c["gridStart"]) + k] = False
    if c["ptrs"]:
        density, spacing, offset, port, gain = c["ptrs"]
        tones = dmrs.tone_places(c["type"], port, offset, spacing, c["rnti"], ordered)
        delta = dmrs.PORTS[c["type"]][port][1]
        first = found[0][0]
        r = dmrs.sequence(dmrs.c_init(c["ids"], c["nscid"], c["r16"], dmrs.PORTS[c["type"]][port][0], c["slot"], first, c["ext"]),
                          (max(ordered) - c["reference"] + 1) * (6 if c["type"] == 1 else 4))
        for l in dmrs.ptrs_symbols("down", c["S"], c["L"], found, False, density):
            for k in tones:
                at = k - 12 * c["gridStart"]
                usable[l, at] = False
                if free[l, at]:
                    x[c["ports"].index(port), l, at] = gain * r[dmrs.index_of(c["type"], delta, k - 12 * c["reference"])]
    places = [(l, 12 * (b - c["gridStart"]) + k) for l in range(c["S"], c["S"] + c["L"]) for b in blocks for k in range(12)]
    places = [p for p in places if usable[p]]
    bits = []
    for q, n in enumerate(counts):
        count = len(places) * n * c["orders"][q]
        bits.append(count)
        raw = gold(c["seed"] + q, count)
        d = modulate(raw ^ gold(c["rnti"] * 2**15 + q * 2**14 + c["nid"], count), c["orders"][q])
        for i, (l, k) in enumerate(places):
            for layer in range(n):
                x[sum(counts[:q]) + layer, l, k] = d[n * i + layer]
    x *= c["amplitude"]
    y = np.zeros((c["antennas"], end, width), complex)
    for b in range(c["gridSize"]):
        crb = b + c["gridStart"]
        group = crb // c["prg"] - c["start"] // c["prg"] if c["prg"] else 0
        if c["plain"]:
            w = np.eye(layers)
        else:
            p, v = np.meshgrid(range(c["antennas"]), range(layers), indexing="ij")
            w = np.exp(1j * (1.1 * group + 0.7 * p + 2.3 * p * v + 0.4 * v)) / np.sqrt(c["antennas"])
        y[:, :, 12 * b:12 * b + 12] = np.einsum("pv,vlk->plk", w, x[:, :, 12 * b:12 * b + 12])
    return y, len(places), bits, blocks


def compare_py3gpp():
    """One layer over a whole carrier."""
    for _ in range(20):
        length, additional = G.choice((10, 11, 13, 14)), G.randint(1, 2)
        size, order, rnti, identity, slot = G.randint(4, 20), G.choice((2, 4, 6, 8)), G.randint(1, 65535), G.randint(0, 1007), G.randrange(10)
        c = dict(mu=0, ext=0, gridStart=0, gridSize=size, start=0, size=size, bundle=0, vrb=list(range(size)), map="A", S=0, L=length, type=1,
                 duration=1, additional=additional, typeA=2, ports=[0], groups=2, ids=[identity, identity], nscid=0, r16=0, reference=0, ptrs=None,
                 orders=[order], rnti=rnti, nid=identity, slot=slot, amplitude=1, antennas=1, prg=0, plain=1, seed=99, reserved=[])
        found = dmrs.symbols("down", "A", 0, length, False, 2, 1, additional, False)
        y, elements, bits, _ = slot_of(c, found, list(range(size)))
        carrier, pdsch = py3gpp.nrCarrierConfig(), py3gpp.nrPDSCHConfig()
        carrier.NSizeGrid, carrier.NSlot = size, slot
        pdsch.NSizeBWP, pdsch.NStartBWP, pdsch.PRBSet, pdsch.SymbolAllocation = size, 0, list(range(size)), [0, length]
        pdsch.DMRS.DMRSConfigurationType, pdsch.DMRS.DMRSAdditionalPosition, pdsch.DMRS.DMRSTypeAPosition = 1, additional, 2
        pdsch.DMRS.DMRSLength, pdsch.DMRS.NIDNSCID = 1, identity
        name = {2: "QPSK", 4: "16QAM", 6: "64QAM", 8: "256QAM"}[order]
        data = py3gpp.nrPDSCH([gold(99, bits[0])], [name], 1, identity, rnti)[0]
        grid = np.zeros(14 * 12 * size, complex)
        grid[py3gpp.nrPDSCHIndices(carrier, pdsch)] = data
        grid[py3gpp.nrPDSCHDMRSIndices(carrier, pdsch)] = 10 ** (3 / 20) * py3gpp.nrPDSCHDMRS(pdsch, carrier)
        assert np.allclose(y.ravel(), grid), (length, additional)
        agreed["py3gpp slots"] += 1


def text(value):
    if value is None or value == []:
        return "-"
    if isinstance(value, (list, tuple)):
        return ",".join("/".join(map(str, v)) if isinstance(v, tuple) else str(v) for v in value)
    return str(value)


compare_py3gpp()
made = 0
while made < 160:
    result = make()
    if result is None:
        continue
    c, found, physical = result
    y, elements, bits, blocks = slot_of(c, found, physical)
    flat = y.ravel()
    total = np.sum(flat * np.exp(0.37j * np.arange(flat.size)))
    overhead = len(found) * (6 if c["type"] == 1 else 4) * c["groups"]
    counts = len(c["ports"]) if len(c["ports"]) < 5 else len(c["ports"]) // 2
    each = 12 * c["L"] - overhead
    block = tbs(each, len(c["vrb"]), 2, counts, 379 / 1024) if c["orders"][0] == 2 and each > 0 else 0
    chosen = sorted(G.sample(list(np.flatnonzero(np.abs(flat) > 1e-9)), 10))
    print(*[f"{k}={text(v)}" for k, v in c.items()], f"elements={elements}", f"tbs={block}", f"bits={text(bits)}",
          f"sum={total.real:.5f}/{total.imag:.5f}", f"energy={np.sum(np.abs(flat)**2):.5f}",
          "at=" + ",".join(f"{i}/{flat[i].real:.6f}/{flat[i].imag:.6f}" for i in chosen))
    made += 1
print(agreed, file=sys.stderr)
