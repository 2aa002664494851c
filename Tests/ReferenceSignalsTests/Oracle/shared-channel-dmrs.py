#!/usr/bin/env python3
"""Writes DM-RS and PT-RS of PDSCH and PUSCH (CP-OFDM), made with numpy from TS 38.211 §7.4.1.1, §7.4.1.2, §6.4.1.1 and §6.4.1.2; run by hand.

  python shared-channel-dmrs.py >shared-channel-dmrs-vectors.txt        needs numpy, py3gpp 0.6.0, sionna 1.2.1

Wherever Sionna (PUSCH) or py3gpp (PDSCH: mapping type A, single-symbol, port 1000) have the same signal, it is compared before it is written;
the numbers of comparisons go to standard error. They are not followed in these, the clause decides:
  - Sionna counts l of c_init from the beginning of an allocation of mapping type B; it is the symbol's number in the slot (§6.4.1.1.1.1).
  - Sionna's amplitudes are roots of 2 and 3; TS 38.214 §4.1 and §6.2.2 give 3 dB and 4.77 dB.
  - py3gpp takes the length of the allocation for l_d, which counts from the slot's first symbol; it has symbol 11 where 12 symbols have 9,
    [7, 11] where they have [6, 9], and an additional DM-RS where 8 or 9 symbols have none (table 7.4.1.1.2-3).

Lines, "-" where the standard has no such configuration:
  dmrs channel mapping S L extended typeA duration additional hopping delay: symbol.l'.hop,...
  lte L typeA additional: the same of a PDSCH of mapping type A from symbol 0 on beside LTE
  values type duration id0 id1 n_SCID r16 port slot symbol l' extended: blocks: c_init: quadrants (0: ++, 1: +-, 2: -+, 3: --; in order of k)
  ptrs channel mapping S L typeA duration additional hopping density: symbols
  tones type port offset density rnti id slot symbol: blocks: k in the allocation: quadrants
"""
import random
import sys
import types

import numpy as np
import py3gpp
from py3gpp.nrPDSCHDMRS import PDSCHDMRSSyms
from sionna.phy.nr import CarrierConfig, PUSCHConfig, PUSCHDMRSConfig

G = random.Random(382117)
DASH = None


def columns(text):
    """A table: l_d then a cell for each additional position; 'x' is l0 alone, '-' a dash, otherwise what follows l0."""
    table = {}
    for line in text.strip().splitlines():
        head, *cells = line.split()
        table[int(head)] = [DASH if c == "-" else [] if c == "x" else [int(v) for v in c.split(",")] for c in cells]
    return table


# Tables 7.4.1.1.2-3 and -4, 6.4.1.1.3-3 and -4. 11 of type A is l_1.
SINGLE_A = columns("""
3 x x x x
4 x x x x
5 x x x x
6 x x x x
7 x x x x
8 x 7 7 7
9 x 7 7 7
10 x 9 6,9 6,9
11 x 9 6,9 6,9
12 x 9 6,9 5,8,11
13 x 11 7,11 5,8,11
14 x 11 7,11 5,8,11""")
DOWN_SINGLE_B = columns("""
2 x x x x
3 x x x x
4 x x x x
5 x 4 4 4
6 x 4 4 4
7 x 4 4 4
8 x 6 3,6 3,6
9 x 7 4,7 4,7
10 x 7 4,7 4,7
11 x 8 4,8 3,6,9
12 x 9 5,9 3,6,9
13 x 9 5,9 3,6,9""")
UP_SINGLE_B = columns("""
1 x x x x
2 x x x x
3 x x x x
4 x x x x
5 x 4 4 4
6 x 4 4 4
7 x 4 4 4
8 x 6 3,6 3,6
9 x 6 3,6 3,6
10 x 8 4,8 3,6,9
11 x 8 4,8 3,6,9
12 x 10 5,10 3,6,9
13 x 10 5,10 3,6,9
14 x 10 5,10 3,6,9""")
DOUBLE_A = columns("4 x x\n5 x x\n6 x x\n7 x x\n8 x x\n9 x x\n10 x 8\n11 x 8\n12 x 8\n13 x 10\n14 x 10")
DOWN_DOUBLE_B = columns("5 x x\n6 x x\n7 x x\n8 x 5\n9 x 5\n10 x 7\n11 x 7\n12 x 8\n13 x 8")
UP_DOUBLE_B = columns("5 x x\n6 x x\n7 x x\n8 x 5\n9 x 5\n10 x 7\n11 x 7\n12 x 9\n13 x 9\n14 x 9")
# Table 6.4.1.1.3-6: (mapping and dmrs-TypeA-Position, l_d) -> first and second hop with pos0, then with pos1.
HOPPING = {
    **{("A2", d): ([2], [0], [2], [0]) for d in (4,)},
    **{("A2", d): ([2], [0], [2], [0, 4]) for d in (5, 6)},
    ("A2", 7): ([2], [0], [2, 6], [0, 4]),
    **{("A3", d): ([3], [0], [3], [0]) for d in (4,)},
    **{("A3", d): ([3], [0], [3], [0, 4]) for d in (5, 6, 7)},
    **{("B", d): ([0], [0], [0], [0]) for d in (1, 2, 3, 4)},
    **{("B", d): ([0], [0], [0, 4], [0, 4]) for d in (5, 6, 7)},
}


def is_allocation(channel, mapping, s, length, extended):
    end = 12 if extended else 14
    if s + length > end:
        return False
    if channel == "down" and mapping == "A":
        return s <= 3 and 3 <= length
    if channel == "down":
        return length in ([2, 4, 6] if extended else range(2, 14)) and s <= end - 2
    if mapping == "A":
        return s == 0 and length >= 4
    return length >= 1


def symbols(channel, mapping, s, length, extended, type_a, duration, additional, hopping, delay=0, beside_lte=False):
    """(l, l', hop) of all DM-RS symbols, or None."""
    if not is_allocation(channel, mapping, s, length, extended):
        return DASH
    if hopping:
        if channel == "down" or duration == 2:
            return DASH
        out, start = [], s
        for hop, count in enumerate((length // 2, length - length // 2)):
            row = HOPPING.get((f"A{type_a}" if mapping == "A" else "B", count))
            if row is None:
                return DASH
            out += [(start + p, 0, hop) for p in row[2 * min(additional, 1) + hop]]
            start += count
        return out
    l_d = s + length if mapping == "A" else length
    table = {
        ("A", 1): SINGLE_A, ("A", 2): DOUBLE_A, ("down", 1): DOWN_SINGLE_B, ("down", 2): DOWN_DOUBLE_B, ("up", 1): UP_SINGLE_B,
        ("up", 2): UP_DOUBLE_B}[("A" if mapping == "A" else channel, duration)]
    if channel == "up" and mapping == "A" and l_d == 3:
        return DASH
    if duration == 2 and additional > 1:
        return DASH
    row = table.get(l_d)
    if row is None:
        return DASH
    if mapping == "A":
        if type_a == 3 and (additional == 3 or l_d == (3 if duration == 1 else 4)):
            return DASH
        if s == 3 and type_a == 2:
            return DASH
        positions, origin = [type_a] + row[additional], 0
        if beside_lte and channel == "down" and duration == 1 and additional == 1 and type_a == 3:
            positions = [12 if p == 11 else p for p in positions]
    else:
        positions, origin = [0] + row[additional], s
        if delay:
            if channel != "down":
                return DASH
            first = delay
            if length == 2 and first > 1 or length >= 5 and first > 3:
                return DASH
            if length == 5 and duration == 1 and len(positions) == 2 and first != 0:
                positions = positions[:1]
            if length == (6 if extended else 7) and duration == 1 and len(positions) == 2 and first not in (0, 1):
                positions = positions[:1]
            positions = [p + delay for p in positions]
            # "Not beyond the (l_d - 1):th symbol", which 6 symbols of an extended prefix contradict.
            if length not in (2, 5, 7) and not (extended and length == 6):
                if any(p + d + 1 > length - 1 for p in positions for d in range(duration)):
                    return DASH
            if length in (12, 13) and any(s + p + d >= 12 for p in positions for d in range(duration)):
                return DASH
    out = [(origin + p + d, d, 0) for p in positions for d in range(duration)]
    if any(not s <= l < s + length for l, _, _ in out):
        return DASH
    if any(a[0] >= b[0] for a, b in zip(out, out[1:])):
        return DASH
    return out


def gold(initial, count):
    return py3gpp.nrPRBS(initial, count)


# Tables 7.4.1.1.2-1 and -2: CDM group, Delta, w_f, w_t.
PORTS = {
    1: [(g, g, [1, f], [1, t]) for t in (1, -1) for g in (0, 1) for f in (1, -1)],
    2: [(g, 2 * g, [1, f], [1, t]) for t in (1, -1) for g in (0, 1, 2) for f in (1, -1)],
}


def c_init(ids, n_scid, r16, group, slot, l, extended):
    lam = group if r16 else 0
    n = 1 - n_scid if lam == 1 else n_scid
    count = 12 if extended else 14
    return (2**17 * (count * slot + l + 1) * (2 * ids[n] + 1) + 2**17 * (lam // 2) + 2 * ids[n] + n) % 2**31


def sequence(initial, count):
    c = np.asarray(gold(initial, 2 * count)).astype(int)
    return ((1 - 2 * c[0::2]) + 1j * (1 - 2 * c[1::2])) / np.sqrt(2)


def port_values(kind, port, r, l_prime, blocks):
    """(k, value) in order of k, of the resource blocks."""
    group, delta, w_f, w_t = PORTS[kind][port]
    out = []
    for n in range(len(r) // 2):
        for k_prime in (0, 1):
            k = 4 * n + 2 * k_prime + delta if kind == 1 else 6 * n + k_prime + delta
            if k // 12 in blocks:
                out.append((k, w_f[k_prime] * w_t[l_prime] * r[2 * n + k_prime]))
    return sorted(out, key=lambda pair: pair[0])


def quadrants(values):
    return "".join(str((2 if v.real < 0 else 0) + (1 if v.imag < 0 else 0)) for v in values)


def some_blocks(limit=60):
    first = G.randint(0, limit)
    count = G.randint(1, 12)
    blocks = sorted(G.sample(range(first, first + count + G.randint(0, 6)), count))
    return blocks


REFERENCE = {
    1: ["0 2 6 8", "2 4 8 10", "1 3 7 9", "3 5 9 11"],
    2: ["0 1 6 7", "1 6 7 0", "2 3 8 9", "3 8 9 2", "4 5 10 11", "5 10 11 4"],
}


def ptrs_symbols(channel, s, length, dmrs, hopping, density):
    if channel == "down" and (length == 4 and density == 4 or length == 2 and density in (2, 4)):
        return []
    if channel == "up" and (length <= 4 and density == 4 or length <= 2 and density == 2):
        return []
    ranges = [(s, length // 2), (s + length // 2, length - length // 2)] if hopping else [(s, length)]
    found = []
    for start, count in ranges:
        used = {l - start: second for l, second, _ in dmrs if start <= l < start + count}
        i, ref = 0, 0
        while ref + i * density < count:
            interval = range(max(ref + (i - 1) * density + 1, ref), ref + i * density + 1)
            hit = [l for l in interval if l in used]
            if hit:
                i = 1
                ref = hit[0]
                if ref + 1 in used and used[ref + 1] == 1:
                    ref += 1
                continue
            found.append(start + ref + i * density)
            i += 1
    return found


def compare_sionna(channel, mapping, s, length, type_a, duration, additional, found):
    config = PUSCHDMRSConfig(type_a_position=type_a, additional_position=additional, length=duration)
    pusch = PUSCHConfig(
        pusch_dmrs_config=config, carrier_config=CarrierConfig(n_size_grid=4), mapping_type=mapping, symbol_allocation=[s, length])
    return sorted(pusch.dmrs_symbol_indices) == [l for l, _, _ in found]


def main():
    agreed = {"sionna symbols": 0, "sionna values": 0, "py3gpp symbols": 0, "py3gpp values": 0, "py3gpp ptrs": 0}
    lines = []
    for channel in ("down", "up"):
        for mapping in "AB":
            for duration in (1, 2):
                for length in range(1, 15):
                    s = G.randint(0, 3) if mapping == "A" and channel == "down" else 0 if mapping == "A" else G.randint(0, 14 - length)
                    for additional in range(4):
                        for type_a in (2, 3):
                            found = symbols(channel, mapping, s, length, False, type_a, duration, additional, False)
                            lines.append(("dmrs", channel, mapping, s, length, 0, type_a, duration, additional, 0, 0, found))
                            if channel == "up" and found and additional < (4 if duration == 1 else 2):
                                assert compare_sionna(channel, mapping, s, length, type_a, duration, additional, found), lines[-1]
                                agreed["sionna symbols"] += 1
    for mapping in "AB":
        for length in range(1, 15):
            for additional in range(4):
                for type_a in (2, 3):
                    s = 0 if mapping == "A" else G.randint(0, 14 - length)
                    lines.append(("dmrs", "up", mapping, s, length, 0, type_a, 1, additional, 1, 0,
                                  symbols("up", mapping, s, length, False, type_a, 1, additional, True)))
    for _ in range(300):
        channel, mapping, extended = G.choice(("down", "up")), G.choice("AB"), G.random() < 0.4
        length = G.randint(1, 13)
        s, type_a, duration, additional = G.randint(0, 14 - length), G.choice((2, 3)), G.choice((1, 2)), G.randint(0, 3)
        delay = G.randint(0, 3) if channel == "down" and mapping == "B" else 0
        hopping = channel == "up" and G.random() < 0.3
        lines.append(("dmrs", channel, mapping, s, length, int(extended), type_a, duration, additional, int(hopping), delay,
                      symbols(channel, mapping, s, length, extended, type_a, duration, additional, hopping, delay)))
    # Beside reference signals of LTE: l_1 = 12 of mapping type A.
    for length in range(3, 15):
        for additional in range(4):
            for type_a in (2, 3):
                found = symbols("down", "A", 0, length, False, type_a, 1, additional, False, beside_lte=True)
                lines.append(("lte", length, type_a, additional, found))
    for line in lines:
        found = line[-1]
        text = "-" if found is None else ",".join(".".join(map(str, f)) for f in found)
        print(*line[:-1], text)

    for _ in range(240):
        kind, duration, r16, extended = G.choice((1, 2)), G.choice((1, 2)), G.random() < 0.5, G.random() < 0.2
        ids, n_scid = [G.randint(0, 65535), G.randint(0, 65535)], G.randint(0, 1)
        port, slot, l = G.randrange((4 if kind == 1 else 6) * duration), G.randrange(160), G.randrange(12 if extended else 14)
        l_prime = G.randrange(duration)
        blocks = some_blocks() if G.random() < 0.9 else sorted(G.sample(range(2190, 2475), 4))
        initial = c_init(ids, n_scid, r16, PORTS[kind][port][0], slot, l, extended)
        r = sequence(initial, (blocks[-1] + 1) * (6 if kind == 1 else 4))
        print("values", kind, duration, *ids, n_scid, int(r16), port, slot, l, l_prime, int(extended), ",".join(map(str, blocks)), initial,
              quadrants([v for _, v in port_values(kind, port, r, l_prime, set(blocks))]))
    # Against Sionna: whole grids of a PUSCH.
    for _ in range(40):
        kind, duration, n_scid = G.choice((1, 2)), G.choice((1, 2)), G.randint(0, 1)
        ids = [G.randint(0, 65535), G.randint(0, 65535)]
        slot, additional, type_a = G.randrange(10), G.randint(0, 1), G.choice((2, 3))
        size, length = G.randint(1, 8), G.randint(6, 14)
        mapping = G.choice("AB")
        config = PUSCHDMRSConfig(
            config_type=kind, length=duration, additional_position=additional, type_a_position=type_a, n_id=ids, n_scid=n_scid,
            num_cdm_groups_without_data=2 if kind == 1 else 3)
        allowed = config.allowed_dmrs_ports
        config.dmrs_port_set = sorted(G.sample(allowed, min(G.choice((1, 2, 4)), len(allowed))))
        pusch = PUSCHConfig(
            pusch_dmrs_config=config, carrier_config=CarrierConfig(n_size_grid=size, slot_number=slot), mapping_type=mapping,
            symbol_allocation=[0, length], num_layers=len(config.dmrs_port_set), num_antenna_ports=len(config.dmrs_port_set), precoding="non-codebook")
        grid = pusch.dmrs_grid
        mine = np.zeros_like(grid)
        for l, l_prime, _ in symbols("up", mapping, 0, length, False, type_a, duration, additional, False):
            for index, port in enumerate(config.dmrs_port_set):
                r = sequence(c_init(ids, n_scid, False, 0, slot, l, False), size * (6 if kind == 1 else 4))
                for k, value in port_values(kind, port, r, l_prime, set(range(size))):
                    mine[index, k, l] = value * config.beta
        assert np.allclose(mine, grid), (kind, duration, mapping, length)
        agreed["sionna values"] += 1
    # Against py3gpp: PDSCH, mapping type A, port 1000.
    for _ in range(60):
        kind, additional, length, slot = G.choice((1, 2)), G.randint(0, 3), G.choice((10, 11, 13, 14)), G.randrange(10)
        type_a = 2 if additional == 3 else G.choice((2, 3))
        if additional == 0 or (length == 12):
            continue
        size, rnti, density, spacing, offset = G.randint(4, 40), G.randrange(1, 65536), G.choice((1, 2, 4)), G.choice((2, 4)), G.randrange(4)
        first = G.randint(0, size - 2)
        pdsch, carrier = py3gpp.nrPDSCHConfig(), py3gpp.nrCarrierConfig()
        carrier.NSizeGrid, carrier.NSlot = size, slot
        pdsch.NSizeBWP, pdsch.NStartBWP = size, 0
        pdsch.PRBSet, pdsch.RNTI, pdsch.EnablePTRS = list(range(first, size)), rnti, 1
        pdsch.SymbolAllocation = [0, length]
        pdsch.DMRS.DMRSConfigurationType, pdsch.DMRS.DMRSAdditionalPosition = kind, additional
        pdsch.DMRS.DMRSTypeAPosition, pdsch.DMRS.DMRSLength, pdsch.DMRS.NIDNSCID = type_a, 1, G.randrange(1008)
        pdsch.PTRS.TimeDensity, pdsch.PTRS.FrequencyDensity, pdsch.PTRS.REOffset = density, spacing, format(offset, "02b")
        found = symbols("down", "A", 0, length, False, type_a, 1, additional, False)
        assert [l for l, _, _ in found] == list(PDSCHDMRSSyms(pdsch)), (found, PDSCHDMRSSyms(pdsch))
        agreed["py3gpp symbols"] += 1
        values, indices = py3gpp.nrPDSCHDMRS(pdsch, carrier), py3gpp.nrPDSCHDMRSIndices(carrier, pdsch)
        identity = pdsch.DMRS.NIDNSCID
        blocks = set(range(first, size))
        mine = []
        for l, l_prime, _ in found:
            r = sequence(c_init([identity, identity], 0, False, 0, slot, l, False), size * (6 if kind == 1 else 4))
            mine += [(l * 12 * size + k, v) for k, v in port_values(kind, 0, r, l_prime, blocks)]
        assert [i for i, _ in mine] == list(indices) and np.allclose([v for _, v in mine], values)
        agreed["py3gpp values"] += 1
        if length == 14:
            tones, r0 = tone_places(kind, 0, offset, spacing, rnti, sorted(blocks)), found[0][0]
            r = sequence(c_init([identity, identity], 0, False, 0, slot, r0, False), size * (6 if kind == 1 else 4))
            rows = ptrs_symbols("down", 0, length, found, False, density)
            assert [l * 12 * size + k for l in rows for k in tones] == list(py3gpp.nrPDSCHPTRSIndices(carrier, pdsch))
            assert np.allclose([r[index_of(kind, 0, k)] for _ in rows for k in tones], py3gpp.nrPDSCHPTRS(carrier, pdsch))
            agreed["py3gpp ptrs"] += 1

    made = 0
    while made < 300:
        channel, mapping = G.choice(("down", "up")), G.choice("AB")
        length = G.randint(1, 14)
        s, type_a, duration, additional = G.randint(0, 14 - length), G.choice((2, 3)), G.choice((1, 1, 2)), G.randint(0, 3)
        hopping = channel == "up" and G.random() < 0.4
        found = symbols(channel, mapping, s, length, False, type_a, duration, additional, hopping)
        if not found:
            continue
        density = G.choice((1, 2, 4))
        rows = ptrs_symbols(channel, s, length, found, hopping, density)
        print("ptrs", channel, mapping, s, length, type_a, duration, additional, int(hopping), density, ",".join(map(str, rows)) or "none")
        made += 1
    for _ in range(150):
        kind = G.choice((1, 2))
        port, offset, spacing, rnti = G.randrange(4 if kind == 1 else 6), G.randrange(4), G.choice((2, 4)), G.randrange(65536)
        identity, slot, l, blocks = G.randrange(65536), G.randrange(160), G.randrange(14), some_blocks()
        r = sequence(c_init([identity] * 2, 0, False, 0, slot, l, False), (blocks[-1] + 1) * (6 if kind == 1 else 4))
        tones = tone_places(kind, port, offset, spacing, rnti, blocks)
        print("tones", kind, port, offset, spacing, rnti, identity, slot, l, ",".join(map(str, blocks)),
              ",".join(str(12 * blocks.index(k // 12) + k % 12) for k in tones) or "none",
              quadrants([r[index_of(kind, PORTS[kind][port][1], k)] for k in tones]) or "none")
    print(agreed, file=sys.stderr)


def tone_places(kind, port, offset, spacing, rnti, blocks):
    """k of §7.4.1.2.2, counted from the reference point."""
    n_rb = len(blocks)
    k_rb = rnti % spacing if n_rb % spacing == 0 else rnti % (n_rb % spacing)
    k_re = int(REFERENCE[kind][port].split()[offset])
    out, i = [], 0
    while i * spacing + k_rb < n_rb:
        out.append(12 * blocks[i * spacing + k_rb] + k_re)
        i += 1
    return out


def index_of(kind, delta, k):
    """2n + k' of subcarrier k."""
    for k_prime in (0, 1):
        rest = k - delta - (2 * k_prime if kind == 1 else k_prime)
        if rest % (4 if kind == 1 else 6) == 0:
            return 2 * (rest // (4 if kind == 1 else 6)) + k_prime
    raise AssertionError((kind, delta, k))


if __name__ == "__main__":
    main()
