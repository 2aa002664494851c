"""Bits of CSI reports, from TS 38.212 §6.3.1.1.2 (PUCCH) and §6.3.2.1.2 (PUSCH) and TS 38.214 §5.2.2 and §5.2.3, with numpy for the codebooks.

Usage: csi-report.py > csi-report-vectors.txt
Lines of fields name=value; lists have commas, lists of lists semicolons. Configuration: codebook, n (N1,N2 or NG,N1,N2), mode, L, psk, sbamp, combo,
n3, r; channel (pucch, pusch), pmi and cqi (wide, sub), subbands, resources, quantity, ranks (bit v - 1 for rank v). Content: cri, rank, li, wcqi,
scqi (a list for each codeword), i1, i14, i2 (by subband) of type I; q, i12, layers of type II and enhanced; with port selection n is 0,P,d
and q i_1,1 and 0. At the end the bits
of part 2 by priority (whole band, even and odd subbands, or groups 0 to 2), and part1 and part2 as bits, - for none.
"""
import importlib.util
import math
import pathlib
import random

spec = importlib.util.spec_from_file_location("codebook", pathlib.Path(__file__).with_name("csi-codebook.py"))
codebook = importlib.util.module_from_spec(spec)
spec.loader.exec_module(codebook)
random.seed(38212)


def width(count):
    return math.ceil(math.log2(count)) if count > 1 else 0


def bits(value, n):
    assert 0 <= value < 2 ** n or (n == 0 and value == 0), (value, n)
    return format(value, f"0{n}b") if n else ""


def single_widths(n1, n2, mode, rank):
    """(i11, i12, i13), i2 as table 6.3.1.1.2-1 writes them out."""
    o1, o2 = codebook.SINGLE[n1, n2]
    a, b, p = n1 * o1, n2 * o2, 2 * n1 * n2
    log = lambda x: math.ceil(math.log2(x))
    if rank == 1:
        if mode == 1:
            return (log(a), log(b), 0), 2
        return (log(a / 2), log(b / 2) if n2 > 1 else 0, 0), 4
    if rank == 2:
        i13 = 1 if p == 4 else 2
        if mode == 1:
            return (log(a), log(b), i13), 1
        return (log(a / 2), log(b / 2) if n2 > 1 else 0, i13), 3
    if rank in (3, 4):
        if p == 4:
            return (log(a), log(b), 0), 1
        if p < 16:
            return (log(a), log(b), 2), 1
        return (log(a / 2), log(b), 2), 1
    if rank in (5, 6):
        return (log(a), log(b), 0), 1
    if (n1, n2) == (4, 1):
        return (log(a / 2), log(b), 0), 1
    if n1 > 2 and n2 == 2:
        return (log(a), log(b / 2), 0), 1
    return (log(a), log(b), 0), 1


def multi_widths(ng, n1, n2, mode, rank):
    """(i11, i12, i13, i14...), (i2...) as table 6.3.1.1.2-2 writes them out."""
    o1, o2 = codebook.MULTI[ng, n1, n2]
    x = [width(n1 * o1), width(n2 * o2)]
    if rank == 1:
        x.append(0)
    elif rank == 2:
        x.append(1 if n1 * n2 == 2 else 2)
    else:
        x.append(0 if n1 * n2 == 2 else 2)
    x += [2] * {(2, 1): 1, (4, 1): 3, (2, 2): 2}[ng, mode]
    first = 2 if rank == 1 else 1
    return x, [first] if mode == 1 else [first, 1, 1]


def emit(fields):
    print(" ".join(f"{k}={v}" for k, v in fields.items()))


def commas(values):
    return ",".join(map(str, values))


def layer_width(ports, rank):
    return 0 if ports == 1 else min(2, width(rank))


def rank_width(kind, ports, allowed):
    n = width(len(allowed))
    if kind in ("port", "two"):
        return 0 if ports == 1 else min(1, n)
    if kind == "single":
        return min(2, n) if ports == 4 else n
    if kind == "multi":
        return min(2, n)
    if kind == "typeii":
        return min(1, n)
    return n


def type_one():
    kind = random.choice(["two", "single", "single", "single", "multi"])
    channel = random.choice(["pucch", "pusch"])
    pmi, cqi = random.choice([("wide", "wide"), ("wide", "wide"), ("sub", "sub"), ("wide", "sub"), ("sub", "wide")])
    quantity = random.choice(["cri-RI-PMI-CQI"] * 3 + ["cri-RI-LI-PMI-CQI"] * 2 + ["cri-RI-i1-CQI", "cri-RI-i1", "cri-RI-CQI"])
    if kind == "two" and "i1" in quantity:
        quantity = "cri-RI-PMI-CQI"
    subbands = random.randrange(3, 19)
    resources = random.choice([1, 1, 2, 4, 8])
    mode, ng, n1, n2 = random.choice([1, 2]), 1, 1, 1
    most = 2
    if kind == "single":
        n1, n2 = random.choice(list(codebook.SINGLE))
        most = codebook.max_rank(n1, n2)
    if kind == "multi":
        ng, n1, n2 = random.choice(list(codebook.MULTI))
        mode = random.choice([1, 2]) if ng == 2 else 1
        most = 4
    ports = 2 if kind == "two" else 2 * ng * n1 * n2
    allowed = sorted(random.sample(range(1, most + 1), random.randrange(1, most + 1)))
    rank = random.choice(allowed)

    def widths(v):
        if kind == "two":
            return [], [2 if v == 1 else 1]
        if kind == "single":
            x, y = single_widths(n1, n2, mode, v)
            return list(x), [y]
        return multi_widths(ng, n1, n2, mode, v)

    has_li, has_cqi = "LI" in quantity, "CQI" in quantity
    has_x1, has_x2 = "PMI" in quantity or "i1" in quantity, "PMI" in quantity
    # What is not reported does not make a report one of subbands (TS 38.214 §5.2.1.4).
    pmi, cqi = pmi if has_x2 else "wide", cqi if has_cqi else "wide"
    words = 2 if rank > 4 else 1
    cri, li = random.randrange(resources), random.randrange(rank) if has_li else 0
    li = min(li, 3)
    wcqi = [random.randrange(16) for _ in range(words)] if has_cqi else []
    scqi = [[random.randrange(4) for _ in range(subbands)] for _ in range(words)] if has_cqi and cqi == "sub" else []
    x1w, x2w = widths(rank)
    sizes = [1] * len(x1w)
    if kind == "single":
        a, b, c, d = codebook.single_ranges(n1, n2, mode, rank)
        x1, second = [random.randrange(s) for s in (a, b, c)], [d]
    elif kind == "multi":
        a, b, c, d, f = codebook.multi_ranges(ng, n1, n2, mode, rank)
        x1, second = [random.randrange(s) for s in (a, b, c, *d)], f
    else:
        x1, second = [], [4 if rank == 1 else 2]
    if not has_x1:
        x1 = []
    count = (subbands if pmi == "sub" else 1) if has_x2 else 0
    x2 = [[random.randrange(s) for s in second] for _ in range(count)]
    b1 = bits(cri, width(resources)) + bits(allowed.index(rank), rank_width(kind, ports, allowed))
    b_li = bits(li, layer_width(ports, rank)) if has_li else ""
    b_x1 = "".join(bits(v, w) for v, w in zip(x1, x1w))
    b_x2 = ["".join(bits(v, w) for v, w in zip(s, x2w)) for s in x2]
    diff = lambda word, places: "".join(bits(scqi[word][s], 2) for s in places) if scqi and word < words else ""
    if channel == "pucch" and pmi == "wide" and cqi == "wide":
        def size(v):
            y1, y2 = widths(v)
            return ((sum(y1) if has_x1 else 0) + (sum(y2) if has_x2 else 0) + (4 * (2 if v > 4 else 1) if has_cqi else 0)
                    + (layer_width(ports, v) if has_li else 0))
        padding = max(size(v) for v in allowed) - size(rank)
        part1 = b1 + b_li + "0" * padding + b_x1 + "".join(b_x2) + "".join(bits(q, 4) for q in wcqi)
        part2, lengths = "", [0, 0, 0]
    else:
        part1 = b1 + "".join(bits(q, 4) for q in wcqi[:1]) + diff(0, range(subbands))
        part2 = "".join(bits(q, 4) for q in wcqi[1:]) + b_li + b_x1
        if pmi == "wide":
            part2 += "".join(b_x2)
        lengths = [len(part2)]
        for start in (0, 1):
            own = diff(1, range(start, subbands, 2))
            if pmi == "sub":
                own += "".join(b_x2[start::2])
            part2 += own
            lengths.append(len(own))
    emit({
        "codebook": kind, "n": commas([ng, n1, n2]), "mode": mode, "channel": channel, "pmi": pmi, "cqi": cqi, "subbands": subbands,
        "resources": resources, "quantity": quantity, "ranks": sum(1 << v - 1 for v in allowed), "cri": cri, "rank": rank, "li": li,
        "wcqi": commas(wcqi), "scqi": ";".join(map(commas, scqi)), "i1": commas(x1), "i2": ";".join(map(commas, x2)), "lengths": commas(lengths),
        "part1": part1 or "-", "part2": part2 or "-"})


def some_ports(L):
    """Of port selection: the fields n, the widths and values of i_1,1, and i_1,2."""
    p = 4 if L == 2 and random.random() < 0.2 else random.choice([x for x in (8, 12, 16, 24, 32) if x >= 2 * L])
    d = random.randrange(1, min(4, p // 2, L) + 1)
    count = math.ceil(p / (2 * d))
    return [0, p, d], count, random.randrange(count)


def type_two(has_ports=False):
    n1, n2 = random.choice(list(codebook.SINGLE))
    o1, o2 = codebook.SINGLE[n1, n2]
    n = [1, n1, n2]
    L = 2 if n1 * n2 == 2 else random.choice([x for x in (2, 3, 4) if x <= n1 * n2])
    psk, sbamp = random.choice((4, 8)), random.choice((0, 1))
    pmi, cqi = random.choice([("wide", "wide"), ("sub", "sub"), ("sub", "sub"), ("wide", "sub"), ("sub", "wide")])
    quantity = random.choice(["cri-RI-PMI-CQI", "cri-RI-LI-PMI-CQI"])
    subbands, resources = random.randrange(3, 19), random.choice([1, 1, 2, 4])
    allowed = random.choice([[1], [2], [1, 2], [1, 2]])
    rank = random.choice(allowed)
    has_li = "LI" in quantity
    cri, li = random.randrange(resources), random.randrange(rank) if has_li else 0
    wcqi = [random.randrange(16)]
    scqi = [random.randrange(4) for _ in range(subbands)] if cqi == "sub" else []
    q1, q2, i12 = random.randrange(o1), random.randrange(o2), random.randrange(math.comb(n1 * n2, L))
    count = subbands if pmi == "sub" else 1
    layers, x1, numbers = [], bits(q1 * o2 + q2, width(o1 * o2)) + bits(i12, width(math.comb(n1 * n2, L))), []
    if has_ports:
        n, groups, q1 = some_ports(L)
        q2, i12, x1 = 0, 0, bits(q1, width(groups))
    x21, x22 = [""] * count, [""] * count
    text = []
    for _ in range(rank):
        i13 = random.randrange(2 * L)
        k1 = [7 if i == i13 else random.choice((0, random.randrange(8), random.randrange(8))) for i in range(2 * L)]
        m = sum(k > 0 for k in k1)
        numbers.append(m)
        if sbamp:
            strong, weak = codebook.strongest(k1, i13, min(m, codebook.K2[L]))
        else:
            strong, weak = [i for i in range(2 * L) if i != i13 and k1[i] > 0], []
        x1 += bits(i13, width(2 * L)) + "".join(bits(k1[i], 3) for i in range(2 * L) if i != i13)
        k2s, cs = [], []
        for s in range(count):
            k2, c = [1] * (2 * L), [0] * (2 * L)
            for i in strong:
                c[i] = random.randrange(psk)
                k2[i] = random.randrange(2) if sbamp else 1
            for i in weak:
                c[i] = random.randrange(4)
            x21[s] += "".join(bits(c[i], width(psk) if i in strong else 2) for i in range(2 * L) if i in strong or i in weak)
            if sbamp:
                x22[s] += "".join(bits(k2[i], 1) for i in range(2 * L) if i in strong)
            k2s += k2
            cs += c
        text.append(":".join([str(i13), commas(k1), commas(k2s), commas(cs)]))
    x2 = [a + b for a, b in zip(x21, x22)]
    w = width(2 * L - 1)
    part1 = bits(cri, width(resources)) + bits(allowed.index(rank), min(1, width(len(allowed)))) + bits(wcqi[0], 4)
    part1 += "".join(bits(d, 2) for d in scqi) + bits(numbers[0] - 1, w)
    if 2 in allowed:
        part1 += bits(numbers[1] - 1 if rank == 2 else 0, w)
    pieces = [(bits(li, layer_width(2 * n1 * n2, rank)) if has_li else "") + x1, "", ""]
    if pmi == "wide":
        pieces[0] += x2[0]
    else:
        pieces[1:] = ["".join(x2[0::2]), "".join(x2[1::2])]
    part2, lengths = "".join(pieces), [len(p) for p in pieces]
    emit({
        "codebook": "typeii", "n": commas(n), "L": L, "psk": psk, "sbamp": sbamp, "channel": "pusch", "pmi": pmi, "cqi": cqi,
        "subbands": subbands, "resources": resources, "quantity": quantity, "ranks": sum(1 << v - 1 for v in allowed), "cri": cri,
        "rank": rank, "li": li, "wcqi": commas(wcqi), "scqi": commas(scqi), "q": commas([q1, q2]), "i12": i12,
        "layers": ";".join(text), "lengths": commas(lengths), "part1": part1, "part2": part2})


def enhanced(has_ports=False):
    while True:
        n1, n2 = random.choice(list(codebook.SINGLE))
        combo, r = random.randrange(1, 9), random.choice((1, 2))
        subbands = random.randrange(3, 19)
        n3 = subbands * r
        L = codebook.COMBINATIONS[combo][0]
        if L > n1 * n2 or (L == 6 and (2 * n1 * n2 < 32 or r == 2)) or (2 * n1 * n2 == 4 and combo > 2):
            continue
        if has_ports and combo > 6:
            continue
        most = 2 if L == 6 else 4
        allowed = sorted(random.sample(range(1, most + 1), random.randrange(1, most + 1)))
        rank = random.choice(allowed)
        L, m, k0 = codebook.enhanced_size(combo, n3, r, rank)
        if 2 * k0 >= rank:
            break
    o1, o2 = codebook.SINGLE[n1, n2]
    resources = random.choice([1, 2])
    cri, wcqi = random.randrange(resources), [random.randrange(16)]
    scqi = [random.randrange(4) for _ in range(subbands)]
    q1, q2, i12 = random.randrange(o1), random.randrange(o2), random.randrange(math.comb(n1 * n2, L))
    i15 = random.randrange(2 * m) if n3 > 19 else 0
    choices = math.comb(n3 - 1, m - 1) if n3 <= 19 else math.comb(2 * m - 1, m - 1)
    left, layers = 2 * k0 if rank > 1 else k0, []
    for layer in range(rank):
        istar = random.randrange(2 * L)
        bitmap = [[0] * (2 * L) for _ in range(m)]
        bitmap[0][istar] = 1
        count = random.randrange(1, min(k0, left - (rank - layer - 1), 2 * L * m) + 1)
        left -= count
        for f, i in random.sample([(f, i) for f in range(m) for i in range(2 * L) if (f, i) != (0, istar)], count - 1):
            bitmap[f][i] = 1
        k2 = [[random.randrange(8) if bitmap[f][i] else 0 for i in range(2 * L)] for f in range(m)]
        c = [[random.randrange(16) if bitmap[f][i] else 0 for i in range(2 * L)] for f in range(m)]
        k2[0][istar], c[0][istar] = 7, 0
        layers.append((random.randrange(choices), istar, random.randrange(1, 16), bitmap, k2, c))
    total = sum(sum(map(sum, x[3])) for x in layers)
    x1 = bits(q1 * o2 + q2, width(o1 * o2)) + bits(i12, width(math.comb(n1 * n2, L)))
    n = [1, n1, n2]
    if has_ports:
        n, groups, q1 = some_ports(4 if combo > 2 else L)
        q2, i12, x1 = 0, 0, bits(q1, width(groups))
    for i16, istar, k1, bitmap, k2, c in layers:
        x1 += bits(sum(bitmap[0][: istar + 1]) - 1, width(total)) if rank == 1 else bits(istar, width(2 * L))
    one = "".join(bits(x[2], 4) for x in layers)
    one += bits(i15, width(2 * m)) if n3 > 19 else ""
    one += "".join(bits(x[0], width(choices)) for x in layers)
    order = []
    for l, (i16, istar, k1, bitmap, k2, c) in enumerate(layers):
        taus = codebook.delays(n3, m, i15, i16)
        for f in range(m):
            pi = min(2 * taus[f], 2 * (n3 - taus[f]) - 1)
            order += [(2 * L * rank * pi + rank * i + l, l, f, i) for i in range(2 * L)]
    order.sort()
    bitmap_bits = [str(layers[l][3][f][i]) for _, l, f, i in order]
    reported = [(l, f, i) for _, l, f, i in order if layers[l][3][f][i] and (f, i) != (0, layers[l][1])]
    amplitudes = [bits(layers[l][4][f][i], 3) for l, f, i in reported]
    phases = [bits(layers[l][5][f][i], 4) for l, f, i in reported]
    low, high = total // 2, -(-total // 2)
    cut = len(bitmap_bits) - low
    # Table 6.3.2.1.2-5A: X2 from left to right as in table 6.3.2.1.2-1A, where i_1,7 is the last.
    own = max(0, high - rank)
    group1 = one + "".join(amplitudes[:own]) + "".join(phases[:own]) + "".join(bitmap_bits[:cut])
    group2 = "".join(amplitudes[own:]) + "".join(phases[own:]) + "".join(bitmap_bits[cut:])
    part1 = bits(cri, width(resources)) + bits(allowed.index(rank), width(len(allowed))) + bits(wcqi[0], 4)
    part1 += "".join(bits(d, 2) for d in scqi) + bits(total - 1, width(k0 if max(allowed) == 1 else 2 * k0))
    flat = lambda rows: commas([x for row in rows for x in row])
    emit({
        "codebook": "enhanced", "n": commas(n), "combo": combo, "n3": n3, "r": r, "channel": "pusch", "pmi": "sub", "cqi": "sub",
        "subbands": subbands, "resources": resources, "quantity": "cri-RI-PMI-CQI", "ranks": sum(1 << v - 1 for v in allowed), "cri": cri,
        "rank": rank, "li": 0, "wcqi": commas(wcqi), "scqi": commas(scqi), "q": commas([q1, q2]), "i12": i12, "i15": i15,
        "layers": ";".join(":".join([str(a), str(b), str(k), flat(m1), flat(k2), flat(c)]) for a, b, k, m1, k2, c in layers),
        "lengths": commas([len(x1), len(group1), len(group2)]), "part1": part1, "part2": x1 + group1 + group2})


for _ in range(150):
    type_one()
for _ in range(100):
    type_two()
for _ in range(100):
    enhanced()
for _ in range(60):
    type_two(has_ports=True)
for _ in range(60):
    enhanced(has_ports=True)
