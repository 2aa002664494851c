"""Precoding matrices of CSI codebooks, from TS 38.214 §5.2.2.2.1 (Type I single panel), §5.2.2.2.2 (multiple panels), §5.2.2.2.3 (Type II),
§5.2.2.2.4 (its port selection), §5.2.2.2.5 (enhanced Type II) and §5.2.2.2.6 (its port selection), with numpy alone.

Usage: csi-codebook.py KIND > csi-codebook-KIND-vectors.txt for each of the kinds of lines:
  single PORTS N1 N2 MODE RANK i11 i12 i13 i2 | MATRIX      (N1 = N2 = 1 for two ports, where i2 is the codebook index)
  multi NG N1 N2 MODE RANK i11 i12 i13 i14,... i2,... | MATRIX
  two N1 N2 L NPSK SUBBAND RANK q1 q2 i12 {i13 k1,... k2,... c,...} for each layer | MATRIX    (k2 and c for all 2L coefficients)
  ports of both: two-ports P d L NPSK SUBBAND RANK i11 {...}, enhanced-ports P d COMBINATION N3 R RANK i11 i15 t {...} with layers as here
  enhanced N1 N2 COMBINATION N3 R RANK q1 q2 i12 i15 t {i16 f* i* k1 bitmap k2,... c,...} for each layer | MATRIX of precoder t
MATRIX is a sample: sum over all elements of element * exp(1j * 0.7 * (1 + row)) * (1 + 0.31 * column), then the first
column's first two elements, then the last element, as real,imaginary.
"""
import itertools
import math
import random
import sys

import numpy as np

random.seed(38214)
pi = np.pi
e = lambda x: np.exp(1j * x)

# Table 5.2.2.2.1-2.
SINGLE = {
    (2, 1): (4, 1), (2, 2): (4, 4), (4, 1): (4, 1), (3, 2): (4, 4), (6, 1): (4, 1), (4, 2): (4, 4), (8, 1): (4, 1),
    (4, 3): (4, 4), (6, 2): (4, 4), (12, 1): (4, 1), (4, 4): (4, 4), (8, 2): (4, 4), (16, 1): (4, 1),
}
# Table 5.2.2.2.2-1.
MULTI = {
    (2, 2, 1): (4, 1), (2, 4, 1): (4, 1), (4, 2, 1): (4, 1), (2, 2, 2): (4, 4), (2, 8, 1): (4, 1), (4, 4, 1): (4, 1),
    (2, 4, 2): (4, 4), (4, 2, 2): (4, 4),
}


def beam(n1, n2, o1, o2, l, m):
    """v_{l,m}."""
    u = np.array([e(2 * pi * m * k / (o2 * n2)) for k in range(n2)])
    return np.concatenate([e(2 * pi * l * k / (o1 * n1)) * u for k in range(n1)])


def half_beam(n1, n2, o1, o2, l, m):
    """v-tilde_{l,m}."""
    u = np.array([e(2 * pi * m * k / (o2 * n2)) for k in range(n2)])
    return np.concatenate([e(4 * pi * l * k / (o1 * n1)) * u for k in range(n1 // 2)])


def phi(n):
    return e(pi * n / 2)


def k_rank2(n1, n2, o1, o2, i13):
    """Table 5.2.2.2.1-3."""
    if n1 > n2 > 1:
        return [(0, 0), (o1, 0), (0, o2), (2 * o1, 0)][i13]
    if n1 == n2:
        return [(0, 0), (o1, 0), (0, o2), (o1, o2)][i13]
    if n1 == 2 and n2 == 1:
        return [(0, 0), (o1, 0)][i13]
    return [(0, 0), (o1, 0), (2 * o1, 0), (3 * o1, 0)][i13]


def count_k_rank2(n1, n2):
    return 2 if (n1, n2) == (2, 1) else 4


# Tables 5.2.2.2.1-4 and 5.2.2.2.2-2, in units of (O1, O2).
K34_SINGLE = {
    (2, 1): [(1, 0)], (4, 1): [(1, 0), (2, 0), (3, 0)], (6, 1): [(1, 0), (2, 0), (3, 0), (4, 0)],
    (2, 2): [(1, 0), (0, 1), (1, 1)], (3, 2): [(1, 0), (0, 1), (1, 1), (2, 0)],
}
K34_MULTI = {
    (2, 1): [(1, 0)], (4, 1): [(1, 0), (2, 0), (3, 0)], (8, 1): [(1, 0), (2, 0), (3, 0), (4, 0)],
    (2, 2): [(1, 0), (0, 1), (1, 1)], (4, 2): [(1, 0), (0, 1), (1, 1), (2, 0)],
}


def columns(rows):
    return np.array([np.concatenate(c) for c in rows]).T


def single_ranges(n1, n2, mode, rank):
    """Numbers of values of i11, i12, i13, i2."""
    o1, o2 = SINGLE[n1, n2]
    p = 2 * n1 * n2
    a, b = n1 * o1, n2 * o2
    if rank == 1:
        if mode == 1:
            return a, b, 1, 4
        return (a // 2, b // 2, 1, 16) if n2 > 1 else (a // 2, 1, 1, 16)
    if rank == 2:
        k = count_k_rank2(n1, n2)
        if mode == 1:
            return a, b, k, 2
        return (a // 2, b // 2, k, 8) if n2 > 1 else (a // 2, 1, k, 8)
    if rank in (3, 4):
        if p < 16:
            return a, b, len(K34_SINGLE[n1, n2]), 2
        return a // 2, b, 4, 2
    if rank in (5, 6):
        return (a, b, 1, 2) if n2 > 1 else (a, 1, 1, 2)
    if (n1, n2) == (4, 1):
        return a // 2, 1, 1, 2
    if n2 == 1:
        return a, 1, 1, 2
    if (n1, n2) == (2, 2):
        return a, b, 1, 2
    if n2 == 2:
        return a, b // 2, 1, 2
    return a, b, 1, 2


def max_rank(n1, n2):
    return 4 if (n1, n2) == (2, 1) else 8


def single(n1, n2, mode, rank, i11, i12, i13, i2):
    o1, o2 = SINGLE[n1, n2]
    p = 2 * n1 * n2
    v = lambda l, m: beam(n1, n2, o1, o2, l, m)
    if rank == 1:
        if mode == 1:
            l, m, n = i11, i12, i2
        else:
            n, part = i2 % 4, i2 // 4
            if n2 > 1:
                l, m = [(2 * i11, 2 * i12), (2 * i11 + 1, 2 * i12), (2 * i11, 2 * i12 + 1), (2 * i11 + 1, 2 * i12 + 1)][part]
            else:
                l, m = 2 * i11 + part, 0
        return columns([[v(l, m), phi(n) * v(l, m)]]) / np.sqrt(p)
    if rank == 2:
        k1, k2 = k_rank2(n1, n2, o1, o2, i13)
        if mode == 1:
            l, m, n = i11, i12, i2
        else:
            n, part = i2 % 2, i2 // 2
            if n2 > 1:
                l, m = [(2 * i11, 2 * i12), (2 * i11 + 1, 2 * i12), (2 * i11, 2 * i12 + 1), (2 * i11 + 1, 2 * i12 + 1)][part]
            else:
                l, m = 2 * i11 + part, 0
        a, b = v(l, m), v(l + k1, m + k2)
        return columns([[a, phi(n) * a], [b, -phi(n) * b]]) / np.sqrt(2 * p)
    f = phi(i2)
    if rank in (3, 4) and p < 16:
        k1, k2 = K34_SINGLE[n1, n2][i13]
        a, b = v(i11, i12), v(i11 + k1 * o1, i12 + k2 * o2)
        if rank == 3:
            return columns([[a, f * a], [b, f * b], [a, -f * a]]) / np.sqrt(3 * p)
        return columns([[a, f * a], [b, f * b], [a, -f * a], [b, -f * b]]) / np.sqrt(4 * p)
    if rank in (3, 4):
        h = half_beam(n1, n2, o1, o2, i11, i12)
        t = e(pi * i13 / 4)
        parts = [[h, t * h, f * h, f * t * h], [h, -t * h, f * h, -f * t * h], [h, t * h, -f * h, -f * t * h]]
        if rank == 4:
            parts.append([h, -t * h, -f * h, f * t * h])
        return columns(parts) / np.sqrt(rank * p)
    if n2 > 1:
        b1, b2, b3 = (i11, i12), (i11 + o1, i12), (i11 + o1, i12 + o2)
    else:
        b1, b2, b3 = (i11, 0), (i11 + o1, 0), (i11 + 2 * o1, 0)
    if rank == 5:
        a, b, c = v(*b1), v(*b2), v(*b3)
        return columns([[a, f * a], [a, -f * a], [b, b], [b, -b], [c, c]]) / np.sqrt(5 * p)
    if rank == 6:
        a, b, c = v(*b1), v(*b2), v(*b3)
        return columns([[a, f * a], [a, -f * a], [b, f * b], [b, -f * b], [c, c], [c, -c]]) / np.sqrt(6 * p)
    if n2 > 1:
        a, b, c, d = v(i11, i12), v(i11 + o1, i12), v(i11, i12 + o2), v(i11 + o1, i12 + o2)
    else:
        a, b, c, d = v(i11, 0), v(i11 + o1, 0), v(i11 + 2 * o1, 0), v(i11 + 3 * o1, 0)
    if rank == 7:
        return columns([[a, f * a], [a, -f * a], [b, f * b], [c, c], [c, -c], [d, d], [d, -d]]) / np.sqrt(7 * p)
    return columns([[a, f * a], [a, -f * a], [b, f * b], [b, -f * b], [c, c], [c, -c], [d, d], [d, -d]]) / np.sqrt(8 * p)


def two_ports(rank, index):
    """Table 5.2.2.2.1-1."""
    if rank == 1:
        return np.array([[1], [[1, 1j, -1, -1j][index]]]) / np.sqrt(2)
    return np.array([[1, 1], [[1, -1], [1j, -1j]][index]]) / 2


def multi_ranges(ng, n1, n2, mode, rank):
    o1, o2 = MULTI[ng, n1, n2]
    i13 = 1 if rank == 1 else count_k_rank2(n1, n2) if rank == 2 else len(K34_MULTI[n1, n2])
    first = 4 if rank == 1 else 2
    return n1 * o1, n2 * o2, i13, [4] * (ng - 1 if mode == 1 else 2), [first] if mode == 1 else [first, 2, 2]


def multi(ng, n1, n2, mode, rank, i11, i12, i13, i14, i2):
    o1, o2 = MULTI[ng, n1, n2]
    p = 2 * ng * n1 * n2

    def w(kind, l, m):
        v = beam(n1, n2, o1, o2, l, m)
        sign = 1 if kind == 1 else -1
        if mode == 1:
            n = i2[0]
            parts = [v, sign * phi(n) * v]
            for q in i14:
                parts += [phi(q) * v, sign * phi(n) * phi(q) * v]
        else:
            a = lambda x: e(pi / 4) * e(pi * x / 2)
            b = lambda x: e(-pi / 4) * e(pi * x / 2)
            parts = [v, sign * phi(i2[0]) * v, a(i14[0]) * b(i2[1]) * v, sign * a(i14[1]) * b(i2[2]) * v]
        return np.concatenate(parts) / np.sqrt(p)

    if rank == 1:
        return w(1, i11, i12)[:, None]
    if rank == 2:
        k1, k2 = k_rank2(n1, n2, o1, o2, i13)
        return np.array([w(1, i11, i12), w(2, i11 + k1, i12 + k2)]).T / np.sqrt(2)
    k1, k2 = K34_MULTI[n1, n2][i13]
    x, y = (i11, i12), (i11 + k1 * o1, i12 + k2 * o2)
    parts = [w(1, *x), w(1, *y), w(2, *x)] + ([w(2, *y)] if rank == 4 else [])
    return np.array(parts).T / np.sqrt(rank)


def combination(index, n, count):
    """The ascending n^(i) of a combinatorial index, by the algorithm of §5.2.2.2.3."""
    c = lambda x, y: math.comb(x, y) if x >= y else 0
    s, chosen = 0, []
    for i in range(count):
        x = max(x for x in range(count - 1 - i, n - i) if index - s >= c(x, count - i))
        s += c(x, count - i)
        chosen.append(n - 1 - x)
    return chosen


P1 = [0] + [math.sqrt(1 / 2 ** (7 - k)) for k in range(1, 8)]
P2 = [math.sqrt(1 / 2), 1]
K2 = {2: 4, 3: 4, 4: 6}


def strongest(k1, i13, count):
    """Which reported coefficients but the strongest are among the min(M, K2) - 1 strongest: by k1, then by index."""
    others = [i for i in range(len(k1)) if i != i13 and k1[i] > 0]
    others.sort(key=lambda i: (-k1[i], i))
    return others[: count - 1], others[count - 1 :]


def beams(n1, n2, L, q1, q2, i12):
    o1, o2 = SINGLE[n1, n2]
    return [beam(n1, n2, o1, o2, o1 * (x % n1) + q1, o2 * (x // n1) + q2) for x in combination(i12, n1 * n2, L)]


def port_vectors(p, d, L, i11):
    """v_m of §5.2.2.2.4: a one in element m mod P/2, m = i11 d + i."""
    return [np.eye(p // 2)[(i11 * d + i) % (p // 2)] for i in range(L)]


def type_two(v, power, L, npsk, subband, rank, layers):
    result = []
    for i13, k1, k2, c in layers:
        weak = []
        if subband:
            m = sum(k > 0 for k in k1)
            weak = strongest(k1, i13, min(m, K2[L]))[1]
        a = [P1[k1[i]] * P2[k2[i]] for i in range(2 * L)]
        x = [a[i] * e(2 * pi * c[i] / (4 if i in weak else npsk)) for i in range(2 * L)]
        top = sum(x[i] * v[i] for i in range(L))
        bottom = sum(x[L + i] * v[i] for i in range(L))
        result.append(np.concatenate([top, bottom]) / math.sqrt(power * sum(y * y for y in a)))
    return np.array(result).T / math.sqrt(rank)


COMBINATIONS = {
    1: (2, 1 / 4, 1 / 8, 1 / 4), 2: (2, 1 / 4, 1 / 8, 1 / 2), 3: (4, 1 / 4, 1 / 8, 1 / 4), 4: (4, 1 / 4, 1 / 8, 1 / 2),
    5: (4, 1 / 4, 1 / 4, 3 / 4), 6: (4, 1 / 2, 1 / 4, 1 / 2), 7: (6, 1 / 4, None, 1 / 2), 8: (6, 1 / 4, None, 3 / 4),
}
E1 = [None] + [2 ** (-(15 - k) / 4) for k in range(1, 16)]
E2 = [2 ** (-(7 - k) / 2) for k in range(8)]


def enhanced_size(combo, n3, r, rank):
    L, p12, p34, beta = COMBINATIONS[combo]
    pv = p12 if rank <= 2 else p34
    m = math.ceil(pv * n3 / r)
    m1 = math.ceil(p12 * n3 / r)
    return L, m, math.ceil(beta * 2 * L * m1)


def delays(n3, m, i15, i16):
    """n3^(f), f = 0 ... M - 1."""
    if n3 <= 19:
        return [0] + [1 + x for x in combination(i16, n3 - 1, m - 1)]
    chosen = [1 + x for x in combination(i16, 2 * m - 1, m - 1)]
    initial = 0 if i15 == 0 else i15 - 2 * m
    return [0] + [x if x <= initial + 2 * m - 1 else x + n3 - 2 * m for x in chosen]


def enhanced(v, power, combo, n3, r, rank, i15, t, layers):
    L, m, _ = enhanced_size(combo, n3, r, rank)
    result = []
    for i16, istar, k1, bitmap, k2, c in layers:
        taus = delays(n3, m, i15, i16)
        p = [0, 0]
        p[istar // L] = 1
        p[1 - istar // L] = E1[k1]
        x = np.zeros(2 * L, complex)
        for f in range(m):
            for i in range(2 * L):
                if bitmap[f][i]:
                    x[i] += e(2 * pi * t * taus[f] / n3) * E2[k2[f][i]] * e(2 * pi * c[f][i] / 16)
        x = np.array([p[i // L] * x[i] for i in range(2 * L)])
        gamma = sum(abs(x) ** 2)
        top = sum(x[i] * v[i] for i in range(L))
        bottom = sum(x[L + i] * v[i] for i in range(L))
        result.append(np.concatenate([top, bottom]) / math.sqrt(power * gamma))
    return np.array(result).T / math.sqrt(rank)


def show(w):
    total = sum(w[i, j] * e(0.7 * (1 + i)) * (1 + 0.31 * j) for i in range(w.shape[0]) for j in range(w.shape[1]))
    picked = [total] + [w[i, 0] for i in range(2)] + [w[-1, -1]]
    return " ".join(f"{z.real:.6f},{z.imag:.6f}" for z in picked)


def commas(values):
    return ",".join(map(str, values))


def single_lines():
    for rank, count in ((1, 4), (2, 2)):
        for index in range(count):
            print("single 2 1 1 1", rank, 0, 0, 0, index, "|", show(two_ports(rank, index)))
    for (n1, n2) in SINGLE:
        for mode, rank in itertools.product((1, 2), range(1, max_rank(n1, n2) + 1)):
            ranges = single_ranges(n1, n2, mode, rank)
            every = list(itertools.product(*map(range, ranges)))
            for i in random.sample(every, min(len(every), 6)) + [tuple(x - 1 for x in ranges)]:
                print("single", 2 * n1 * n2, n1, n2, mode, rank, *i, "|", show(single(n1, n2, mode, rank, *i)))


def multi_lines():
    for (ng, n1, n2) in MULTI:
        for mode, rank in itertools.product((1, 2) if ng == 2 else (1,), range(1, 5)):
            a, b, c, d, f = multi_ranges(ng, n1, n2, mode, rank)
            for _ in range(6):
                i = [random.randrange(a), random.randrange(b), random.randrange(c)]
                i14, i2 = [random.randrange(x) for x in d], [random.randrange(x) for x in f]
                print("multi", ng, n1, n2, mode, rank, *i, commas(i14), commas(i2), "|",
                      show(multi(ng, n1, n2, mode, rank, *i, i14, i2)))


def two_layers(L, npsk, subband, rank):
    layers = []
    for _ in range(rank):
        i13 = random.randrange(2 * L)
        k1 = [7 if i == i13 else random.choice((0, random.randrange(8), random.randrange(8))) for i in range(2 * L)]
        k2, c = [1] * (2 * L), [0] * (2 * L)
        strong, weak = strongest(k1, i13, min(sum(k > 0 for k in k1), K2[L])) if subband else (
            [i for i in range(2 * L) if i != i13 and k1[i] > 0], [])
        for i in strong:
            c[i] = random.randrange(npsk)
            k2[i] = random.randrange(2) if subband else 1
        for i in weak:
            c[i] = random.randrange(4)
        layers.append((i13, k1, k2, c))
    return layers


def two_lines():
    for _ in range(160):
        n1, n2 = random.choice(list(SINGLE))
        o1, o2 = SINGLE[n1, n2]
        L = 2 if n1 * n2 == 2 else random.choice([x for x in (2, 3, 4) if x <= n1 * n2])
        npsk, subband, rank = random.choice((4, 8)), random.choice((0, 1)), random.choice((1, 2))
        q1, q2, i12 = random.randrange(o1), random.randrange(o2), random.randrange(math.comb(n1 * n2, L))
        layers = two_layers(L, npsk, subband, rank)
        text = " ".join(f"{i13} {commas(k1)} {commas(k2)} {commas(c)}" for i13, k1, k2, c in layers)
        print("two", n1, n2, L, npsk, subband, rank, q1, q2, i12, text, "|",
              show(type_two(beams(n1, n2, L, q1, q2, i12), n1 * n2, L, npsk, subband, rank, layers)))


def enhanced_layers(L, m, k0, n3, rank):
    choices = math.comb(n3 - 1, m - 1) if n3 <= 19 else math.comb(2 * m - 1, m - 1)
    left = 2 * k0 if rank > 1 else k0
    layers = []
    for layer in range(rank):
        istar = random.randrange(2 * L)
        bitmap = [[0] * (2 * L) for _ in range(m)]
        bitmap[0][istar] = 1
        most = min(k0, left - (rank - layer - 1), 2 * L * m)
        count = random.randrange(1, most + 1)
        left -= count
        for f, i in random.sample([(f, i) for f in range(m) for i in range(2 * L) if (f, i) != (0, istar)], count - 1):
            bitmap[f][i] = 1
        k2 = [[random.randrange(8) if bitmap[f][i] else 0 for i in range(2 * L)] for f in range(m)]
        c = [[random.randrange(16) if bitmap[f][i] else 0 for i in range(2 * L)] for f in range(m)]
        k2[0][istar], c[0][istar] = 7, 0
        layers.append((random.randrange(choices), istar, random.randrange(1, 16), bitmap, k2, c))
    return layers


def enhanced_lines():
    made = 0
    while made < 160:
        n1, n2 = random.choice(list(SINGLE))
        o1, o2 = SINGLE[n1, n2]
        combo, rank, r = random.randrange(1, 9), random.randrange(1, 5), random.choice((1, 2))
        n3 = random.randrange(3, 20) if r == 1 else random.randrange(6, 38)
        L = COMBINATIONS[combo][0]
        if L > n1 * n2 or (L == 6 and (2 * n1 * n2 < 32 or r == 2 or rank > 2)) or (2 * n1 * n2 == 4 and combo > 2):
            continue
        L, m, k0 = enhanced_size(combo, n3, r, rank)
        if 2 * k0 < rank:
            continue
        made += 1
        q1, q2, i12 = random.randrange(o1), random.randrange(o2), random.randrange(math.comb(n1 * n2, L))
        i15 = random.randrange(2 * m) if n3 > 19 else 0
        layers = enhanced_layers(L, m, k0, n3, rank)
        t = random.randrange(n3)
        flat = lambda rows: commas([x for row in rows for x in row])
        text = " ".join(f"{i16} {istar} {k1} {flat(b)} {flat(k2)} {flat(c)}" for i16, istar, k1, b, k2, c in layers)
        print("enhanced", n1, n2, combo, n3, r, rank, q1, q2, i12, i15, t, text, "|",
              show(enhanced(beams(n1, n2, L, q1, q2, i12), n1 * n2, combo, n3, r, rank, i15, t, layers)))


def ports_lines():
    for _ in range(100):
        p = random.choice((4, 8, 12, 16, 24, 32))
        L = 2 if p == 4 else random.choice((2, 3, 4))
        d = random.randrange(1, min(4, p // 2, L) + 1)
        npsk, subband, rank = random.choice((4, 8)), random.choice((0, 1)), random.choice((1, 2))
        i11 = random.randrange(math.ceil(p / (2 * d)))
        layers = two_layers(L, npsk, subband, rank)
        text = " ".join(f"{i13} {commas(k1)} {commas(k2)} {commas(c)}" for i13, k1, k2, c in layers)
        print("two-ports", p, d, L, npsk, subband, rank, i11, text, "|",
              show(type_two(port_vectors(p, d, L, i11), 1, L, npsk, subband, rank, layers)))
    for _ in range(100):
        p = random.choice((4, 8, 12, 16, 24, 32))
        combo, rank, r = random.randrange(1, 3 if p == 4 else 7), random.randrange(1, 5), random.choice((1, 2))
        n3 = random.randrange(6, 20) if r == 1 else random.randrange(12, 38)
        L, m, k0 = enhanced_size(combo, n3, r, rank)
        d = random.randrange(1, min(4, p // 2, L) + 1)
        i11 = random.randrange(math.ceil(p / (2 * d)))
        i15 = random.randrange(2 * m) if n3 > 19 else 0
        layers = enhanced_layers(L, m, k0, n3, rank)
        t = random.randrange(n3)
        flat = lambda rows: commas([x for row in rows for x in row])
        text = " ".join(f"{i16} {istar} {k1} {flat(b)} {flat(k2)} {flat(c)}" for i16, istar, k1, b, k2, c in layers)
        print("enhanced-ports", p, d, combo, n3, r, rank, i11, i15, t, text, "|",
              show(enhanced(port_vectors(p, d, L, i11), 1, combo, n3, r, rank, i15, t, layers)))


if __name__ == "__main__":
    {"single": single_lines, "multi": multi_lines, "two": two_lines, "enhanced": enhanced_lines, "ports": ports_lines}[sys.argv[1]]()
