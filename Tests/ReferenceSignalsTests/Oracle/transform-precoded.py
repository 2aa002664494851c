"""Reference signals of a PUSCH with transform precoding, written from TS 38.211 §6.4.1.1.1.2, §6.4.1.2.1.2 and §6.4.1.2.2.2.

Usage: transform-precoded.py > transform-precoded-vectors.txt
Lines:
  dmrs KIND IDENTITY N_SCID HOPPING SLOT SYMBOL SYMBOLS-PER-SLOT COUNT | first six values, weighted sum
  ptrs GROUPS SAMPLES IDENTITY RNTI SLOT SYMBOL SYMBOLS-PER-SLOT M_SC | positions | values
  time DENSITY LENGTH DM-RS-SYMBOLS | symbols, all relative to the start of the PUSCH
"""
import importlib.util
import io
import pathlib
import random
from contextlib import redirect_stdout

import numpy as np

specification = importlib.util.spec_from_file_location("low_papr", pathlib.Path(__file__).with_name("low-papr.py"))
low_papr = importlib.util.module_from_spec(specification)
with redirect_stdout(io.StringIO()):
    specification.loader.exec_module(low_papr)


def dmrs(kind, identity, n_scid, hopping, n_s, l, n_symb, count):
    f_gh, v = 0, 0
    if hopping == "group":
        c = low_papr.gold(identity // 30, 8 * (n_symb * n_s + l) + 8)
        f_gh = sum(2**m * c[8 * (n_symb * n_s + l) + m] for m in range(8)) % 30
    elif hopping == "sequence" and count >= 72:
        v = low_papr.gold(identity, n_symb * n_s + l + 1)[-1]
    u = (f_gh + identity) % 30
    if kind == 1:
        return low_papr.type_one(u, v, 0, count)
    c_init = (2**17 * (n_symb * n_s + l + 1) * (2 * identity + 1) + 2 * identity + n_scid) % 2**31
    return low_papr.type_two(c_init, u, count)


def ptrs_positions(groups, samples, m_sc):
    if (groups, samples) == (2, 2):
        return [s * (m_sc // 4) + k - 1 for s in (1, 3) for k in (0, 1)]
    if (groups, samples) == (2, 4):
        return [k for k in (0, 1, 2, 3)] + [m_sc + k for k in (-4, -3, -2, -1)]
    if (groups, samples) == (4, 2):
        return [s * m_sc // 8 + k - 1 for s in (1, 3, 5, 7) for k in (0, 1)]
    if (groups, samples) == (4, 4):
        return [0, 1, 2, 3] + [s * m_sc // 4 + m_sc // 8 + k for s in (1, 2) for k in (-2, -1, 0, 1)] + [m_sc + k for k in (-4, -3, -2, -1)]
    return [0, 1, 2, 3] + [s * m_sc // 8 + m_sc // 16 + k for s in range(1, 7) for k in (-2, -1, 0, 1)] + [m_sc + k for k in (-4, -3, -2, -1)]


W = {2: [[1, 1], [1, -1]], 4: [[1, 1, 1, 1], [1, -1, 1, -1], [1, 1, -1, -1], [1, -1, -1, 1]]}


def ptrs(groups, samples, identity, rnti, n_s, l, n_symb, m_sc):
    positions = ptrs_positions(groups, samples, m_sc)
    c_init = (2**17 * (n_symb * n_s + l + 1) * (2 * identity + 1) + 2 * identity) % 2**31
    c = low_papr.gold(c_init, 64)
    w = W[samples][rnti % samples]
    values = []
    for s in range(groups):
        for k in range(samples):
            m_prime = samples * s + k
            m = positions[m_prime]
            values.append(w[k] * np.exp(1j * np.pi / 2 * (m % 2)) / np.sqrt(2) * ((1 - 2 * c[m_prime]) + 1j * (1 - 2 * c[m_prime])))
    return positions, values


def time_indices(density, length, dmrs_symbols):
    chosen, i, l_ref = [], 0, 0
    while l_ref + i * density < length:
        interval = range(max(l_ref + (i - 1) * density + 1, l_ref), l_ref + i * density + 1)
        hits = [l for l in interval if l in dmrs_symbols]
        if hits and not (i > 0 and hits == [l_ref]):
            l_ref, i = hits[0], 1
            while l_ref + 1 in dmrs_symbols:
                l_ref += 1
            continue
        chosen.append(l_ref + i * density)
        i += 1
    return chosen


generator = random.Random(6411)
regular = [6 * m for m in range(1, 276) if all(p in (2, 3, 5) for p in range(2, m + 1) if m % p == 0 and all(p % d for d in range(2, p)))]
for _ in range(150):
    kind = generator.choice([1, 1, 2])
    identity = generator.randrange(1008 if kind == 1 else 65536)
    n_scid = 0 if kind == 1 else generator.randrange(2)
    hopping = generator.choice(["none", "group", "sequence"])
    n_symb = generator.choice([14, 14, 12])
    n_s, l, count = generator.randrange(80), generator.randrange(n_symb), generator.choice(regular)
    r = dmrs(kind, identity, n_scid, hopping, n_s, l, n_symb, count)
    total = np.sum((np.arange(count) % 7 + 1) * r)
    print("dmrs", kind, identity, n_scid, hopping, n_s, l, n_symb, count, "|", " ".join(f"{z.real:.6f},{z.imag:.6f}" for z in [*r[:6], total]))
for _ in range(150):
    groups, samples = generator.choice([(2, 2), (2, 4), (4, 2), (4, 4), (8, 4)])
    m_sc = 2 * generator.choice([c for c in regular if 2 * c >= 12 * groups * samples // 4 and 2 * c % 12 == 0])
    identity, rnti, n_symb = generator.randrange(1008), generator.randrange(1, 65520), generator.choice([14, 14, 12])
    n_s, l = generator.randrange(80), generator.randrange(n_symb)
    positions, values = ptrs(groups, samples, identity, rnti, n_s, l, n_symb, m_sc)
    print("ptrs", groups, samples, identity, rnti, n_s, l, n_symb, m_sc, "|", *positions, "|", " ".join(f"{z.real:.6f},{z.imag:.6f}" for z in values))
for _ in range(120):
    density, length = generator.choice([1, 2]), generator.randrange(4, 15)
    first = generator.randrange(0, 4)
    symbols = {first} | ({first + 1} if generator.random() < 0.4 else set())
    for extra in (first + generator.randrange(3, 6), first + generator.randrange(7, 11)):
        if extra < length and generator.random() < 0.6:
            symbols |= {extra} | ({extra + 1} if len(symbols) % 2 == 0 and extra + 1 < length else set())
    symbols = sorted(s for s in symbols if s < length)
    print("time", density, length, ",".join(map(str, symbols)), "|", *time_indices(density, length, symbols))
