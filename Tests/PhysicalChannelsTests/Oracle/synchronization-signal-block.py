#!/usr/bin/env python3
"""Writes SS/PBCH blocks, their places and frequencies; run by hand, the output is committed.

  python synchronization-signal-block.py >synchronization-signal-block-vectors.txt        needs py3gpp 0.6.0 and numpy

The payload (TS 38.212 §7.1.1, §7.1.2) is written from the clauses here, because py3gpp has neither k_SSB nor the index of a block in it; where
it has all that a block needs (k_SSB below 16, index below 8, at most 4, 8 or 64 blocks), both must agree. Sequences, polar code, symbols and
indices are py3gpp's.

Lines:
  block: N_ID^cell, L_max, index, half-frame, SFN, k_SSB, the MIB's fields (TS 38.331 §6.2.2: subCarrierSpacingCommon, dmrs-TypeA-Position,
    pdcch-ConfigSIB1, cellBarred, intraFreqReselection, spare), the MIB (24 bits), the scrambled payload (32 bits), the coded bits (864), and
    the elements of four symbols of 240: . is zero, p and m are 1 and -1, a b c d are QPSK with the signs ++ +- -+ --.
  places: case, L_max, first symbols within a half-frame (TS 38.213 §4.1).
  gscn, arfcn: number, frequency in Hz (TS 38.101-1 §5.4.2.1, §5.4.3.1).
"""
import random

import numpy as np
import py3gpp

PATTERN = [16, 23, 18, 17, 8, 30, 10, 6, 24, 7, 0, 5, 3, 2, 1, 4, 9, 11, 12, 13, 14, 15, 19, 20, 21, 22, 25, 26, 27, 28, 29, 31]


def number(value, count):
    return [value >> (count - 1 - i) & 1 for i in range(count)]


def payload(mib, cell, blocks, index, half, sfn, k_ssb):
    """TS 38.212 §7.1.1 and §7.1.2."""
    msb = k_ssb >> 4 & 1
    last = {64: number(index >> 3, 3), 20: [msb] + number(index >> 3, 2), 10: [msb, 0, index >> 3 & 1]}.get(blocks, [msb, 0, 0])
    a = mib + number(sfn & 15, 4) + [half] + last
    out = [0] * 32
    kind = [""] * 32
    places = {"sfn": 0, "half": 10, "ssb": 11, "other": 14}
    for i, bit in enumerate(a):
        which = "sfn" if 1 <= i <= 6 or 24 <= i <= 27 else "half" if i == 28 else "ssb" if i >= 29 else "other"
        place = PATTERN[places[which]]
        places[which] += 1
        out[place] = bit
        kind[place] = which
        if i in (25, 26):
            kind[place] = "clear"
        if which == "ssb" and {64: True, 20: i >= 30, 10: i == 31}.get(blocks, False):
            kind[place] = "clear"
        if which == "half":
            kind[place] = "clear"
    m = {10: 28, 20: 27, 64: 26}.get(blocks, 29)
    assert m == sum(k != "clear" for k in kind)
    v = (sfn >> 2 & 1) * 2 + (sfn >> 1 & 1)
    c = np.ravel(py3gpp.nrPRBS(cell, 200)).astype(int)
    j = 0
    for i in range(32):
        if kind[i] != "clear":
            out[i] ^= int(c[j + v * m])
            j += 1
    return out


def coded(bits):
    full = np.ravel(py3gpp.nrCRCEncode(np.array(bits), "24C")).astype(int)
    return np.ravel(py3gpp.nrRateMatchPolar(py3gpp.nrPolarEncode(full, 0, nmax=9, iil=True), 0, 864, ibil=False)).astype(int)


def hexadecimal(bits):
    return "%0*x" % (len(bits) // 4, int("".join(map(str, bits)), 2))


def block(generator, blocks):
    cell, index = generator.randrange(1008), generator.randrange(blocks)
    half, sfn = generator.randrange(2), generator.randrange(1024)
    k_ssb = generator.randrange(16 if blocks == 64 else 32)
    fields = [generator.randrange(n) for n in (2, 2, 256, 2, 2, 2)]
    common, dmrs, sib1, barred, reselection, spare = fields
    mib = [0] + number(sfn >> 4, 6) + [common] + number(k_ssb & 15, 4) + [dmrs] + number(sib1, 8) + [barred, reselection, spare]
    assert len(mib) == 24
    bits = payload(mib, cell, blocks, index, half, sfn, k_ssb)
    code = coded(bits)
    if blocks in (4, 8, 64) and k_ssb < 16 and index < 8:
        theirs = np.ravel(py3gpp.nrBCH(np.array(mib), sfn, half, blocks, 0, cell)).astype(int)
        assert np.array_equal(theirs, code)
    low = index % 4 + 4 * half if blocks == 4 else index % 8
    v = index % 4 if blocks == 4 else index % 8
    grid = np.zeros(960, complex)
    grid[py3gpp.nrPSSIndices()] = np.ravel(py3gpp.nrPSS(cell))
    grid[py3gpp.nrSSSIndices()] = np.ravel(py3gpp.nrSSS(cell))
    grid[py3gpp.nrPBCHIndices(cell)] = np.ravel(py3gpp.nrPBCH(cell, v, code))
    grid[py3gpp.nrPBCHDMRSIndices(cell)] = np.ravel(py3gpp.nrPBCHDMRS(cell, low))
    text = ""
    for z in grid:
        if z == 0:
            text += "."
        elif abs(z.imag) < 1e-6:
            assert abs(abs(z.real) - 1) < 1e-6
            text += "p" if z.real > 0 else "m"
        else:
            assert abs(abs(z) - 1) < 1e-6 and abs(abs(z.real) - abs(z.imag)) < 1e-6
            text += "abcd"[2 * (z.real < 0) + (z.imag < 0)]
    print("block", cell, blocks, index, half, sfn, k_ssb, *fields, hexadecimal(mib), hexadecimal(bits), hexadecimal(list(code)), text)


def main():
    generator = random.Random(38212)
    for i in range(120):
        block(generator, (4, 8, 64, 4, 8, 64, 10, 20)[i % 8])
    thin = [n for n in range(19) if n % 5 != 4]
    for name, blocks, first, step, numbers in [
        ("A", 4, [2, 8], 14, range(2)), ("A", 8, [2, 8], 14, range(4)), ("A", 10, [2, 8], 14, range(5)),
        ("B", 4, [4, 8, 16, 20], 28, range(1)), ("B", 8, [4, 8, 16, 20], 28, range(2)),
        ("C", 4, [2, 8], 14, range(2)), ("C", 8, [2, 8], 14, range(4)), ("C", 20, [2, 8], 14, range(10)),
        ("D", 64, [4, 8, 16, 20], 28, thin), ("E", 64, [8, 12, 16, 20, 32, 36, 40, 44], 56, [0, 1, 2, 3, 5, 6, 7, 8]),
    ]:
        symbols = [f + step * n for n in numbers for f in first]
        assert len(symbols) == blocks
        print("places", name, blocks, ",".join(map(str, symbols)))
    for _ in range(60):
        n, m = generator.randint(1, 2499), generator.choice((1, 3, 5))
        print("gscn", 3 * n + (m - 3) // 2, n * 1200000 + m * 50000)
        n = generator.randint(0, 14756)
        print("gscn", 7499 + n, 3000000000 + n * 1440000)
        n = generator.randint(0, 4383)
        print("gscn", 22256 + n, 24250080000 + n * 17280000)
        for low, high, start, step in ((0, 599999, 0, 5000), (600000, 2016666, 3000000000, 15000), (2016667, 3279165, 24250080000, 60000)):
            n = generator.randint(low, high)
            print("arfcn", n, start + step * (n - low))


main()
