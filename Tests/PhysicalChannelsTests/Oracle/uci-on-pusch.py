"""Rate matching of UCI on a PUSCH (TS 38.212 §6.3.2.4) and its multiplexing with data (§6.2.7), step by step as the clauses have them.

Usage: uci-on-pusch.py > uci-on-pusch-vectors.txt
A line has
  elements of each symbol that can have data, with a * behind those of DM-RS symbols; symbols of the first hop (0: no hopping); N_L; Q_m;
  bits of HARQ-ACK, CSI part 1, CSI part 2; bits of the code blocks (0: no UL-SCH); R · 2048; indices of β_offset of the three; α in percent
  | G of HARQ-ACK, CSI part 1, CSI part 2, UL-SCH
  | for each of UL-SCH, HARQ-ACK, CSI part 1, CSI part 2 and nothing: how many elements have it, and the sum of
    (element mod 997 + 1) · (number of the kind's N_L Q_m bits + 1)
"""
import random
from fractions import Fraction
from math import ceil, floor

ACK_OFFSETS = "1 2 2.5 3.125 4 5 6.25 8 10 12.625 15.875 20 31 50 80 126".split()
CSI_OFFSETS = "1.125 1.25 1.375 1.625 1.75 2 2.25 2.5 2.875 3.125 3.5 4 5 6.25 8 10 12.625 15.875 20".split()


def crc_bits(count):
    if count >= 360:
        return 11
    return 0 if count <= 11 else 6 if count <= 19 else 11


def first_l0(dmrs):
    """The first symbol without DM-RS behind the first DM-RS symbols."""
    l = dmrs.index(True)
    while l < len(dmrs) and dmrs[l]:
        l += 1
    return l


def run(case, generator):
    data, dmrs, hop, n_l, q_m = case["data"], case["dmrs"], case["hop"], case["n_l"], case["q_m"]
    o_ack, o_1, o_2, k_sum = case["o_ack"], case["o_1"], case["o_2"], case["k_sum"]
    if not k_sum and o_1 and not o_2:
        o_ack = max(2, o_ack)  # 6.3.2.1.1: a_1, or a_0 and a_1, are 0
    rate = Fraction(case["rate"], 2048)
    alpha = Fraction(case["alpha"], 100)
    b_ack, b_1, b_2 = Fraction(ACK_OFFSETS[case["b_ack"]]), Fraction(CSI_OFFSETS[case["b_1"]]), Fraction(CSI_OFFSETS[case["b_2"]])
    n_all = len(data)
    phi_ulsch = [list(range(m)) for m in data]
    phi_uci = [[] if d else list(range(m)) for m, d in zip(data, dmrs)]
    m_uci = [len(p) for p in phi_uci]
    all_uci, l0 = sum(m_uci), first_l0(dmrs)

    def first_term(o, beta):
        if k_sum:
            return ceil((o + crc_bits(o)) * beta * all_uci / k_sum)
        return ceil((o + crc_bits(o)) * beta / (rate * q_m))

    def q_ack(o):
        return min(first_term(o, b_ack), ceil(alpha * sum(m_uci[l0:])))

    # 6.2.7, step 1, asks for the reserved elements; 6.3.2.4.1.2 asks for their number
    unit = n_l * q_m
    g_ack = q_ack(o_ack) * unit if o_ack else 0
    g_rvd = q_ack(2) * unit if o_ack <= 2 else 0

    hops = 2 if hop else 1
    starts = [0, hop] if hop else [0]
    ends = [hop, n_all] if hop else [n_all]
    l_1, l_csi = [], []
    for start, end in zip(starts, ends):
        l_1.append(start + first_l0(dmrs[start:end]))
        l_csi.append(next((l for l in range(start, end) if not dmrs[l]), end))

    def halves(g):
        return [unit * floor(Fraction(g, 2 * unit)), unit * ceil(Fraction(g, 2 * unit))] if hop else [g]

    rvd = [set() for _ in range(n_all)]
    bar_uci, bar_ulsch = [list(p) for p in phi_uci], [list(p) for p in phi_ulsch]
    if o_ack <= 2:
        g_rvd_hop = halves(g_rvd)
        for i in range(hops):
            l, m_count = l_1[i], 0
            while m_count < g_rvd_hop[i]:
                if len(bar_uci[l]) > 0:
                    left = g_rvd_hop[i] - m_count
                    if left >= len(bar_uci[l]) * unit:
                        d, m_re = 1, len(bar_uci[l])
                    else:
                        d, m_re = floor(Fraction(len(bar_uci[l]) * unit, left)), ceil(Fraction(left, unit))
                    for j in range(m_re):
                        rvd[l].add(bar_ulsch[l][j * d])
                        m_count += unit
                l += 1
    reserved = sum(len(r) for r in rvd)

    # 6.3.2.4.1.2 and 6.3.2.4.1.3
    g_1 = g_2 = 0
    if o_1:
        taken = g_ack // unit if o_ack > 2 else reserved
        if k_sum:
            q = min(first_term(o_1, b_1), ceil(alpha * all_uci) - taken)
        elif o_2:
            q = min(first_term(o_1, b_1), all_uci - taken)
        else:
            q = all_uci - taken
        g_1 = q * unit
    if o_2:
        taken = g_ack // unit if o_ack > 2 else 0
        if k_sum:
            q = min(first_term(o_2, b_2), ceil(alpha * all_uci) - taken - g_1 // unit)
        else:
            q = all_uci - taken - g_1 // unit
        g_2 = q * unit
    if g_1 < 0 or g_2 < 0:
        return None

    # How the hops share them
    if not hop:
        g_ack_hop, g_1_hop, g_2_hop = [g_ack], [g_1], [g_2]
    elif k_sum:
        g_ack_hop, g_1_hop, g_2_hop = halves(g_ack), halves(g_1), halves(g_2)
    else:
        m1, m2, m3 = sum(m_uci[:hop]), sum(m_uci[hop:]), sum(m_uci[l_1[0]:hop])
        half = lambda g: unit * floor(Fraction(g, 2 * unit))
        first_ack = min(half(g_ack), m3 * unit)
        g_ack_hop = [first_ack, g_ack - first_ack]
        if o_1 and not o_2:
            first = m1 * unit - first_ack
        elif o_ack > 2:
            first = min(half(g_1), m1 * unit - first_ack)
        else:
            first = min(half(g_1), m1 * unit - half(g_rvd))
        g_1_hop = [first, g_1 - first]
        if o_ack > 2:
            g_2_hop = [m1 * unit - first_ack - first, m2 * unit - g_ack_hop[1] - g_1_hop[1]]
        else:
            g_2_hop = [m1 * unit - first, m2 * unit - g_1_hop[1]]
        if not o_2:
            g_2_hop = [0, 0]
    if min(g_ack_hop + g_1_hop + g_2_hop) < 0:
        return None

    g_bar = {}

    def place(name, g_hop, l_start, choose, drop):
        count_all = 0
        for i in range(hops):
            l, m_count = l_start[i], 0
            while m_count < g_hop[i]:
                if l == n_all:
                    return False
                elements = choose(l)
                if len(elements) > 0:
                    left = g_hop[i] - m_count
                    if left >= len(elements) * unit:
                        d, m_re = 1, len(elements)
                    else:
                        d, m_re = floor(Fraction(len(elements) * unit, left)), ceil(Fraction(left, unit))
                    used = set()
                    for j in range(m_re):
                        k = elements[j * d]
                        for v in range(unit):
                            g_bar[l, k, v] = (name, count_all)
                            count_all += 1
                            m_count += 1
                        used.add(k)
                    if drop:
                        bar_uci[l] = [k for k in bar_uci[l] if k not in used]
                        bar_ulsch[l] = [k for k in bar_ulsch[l] if k not in used]
                l += 1
        return True

    fits = True
    if o_ack > 2:
        fits &= place("A", g_ack_hop, l_1, lambda l: bar_uci[l], True)
    if o_1:
        fits &= place("1", g_1_hop, l_csi, lambda l: [k for k in bar_uci[l] if k not in rvd[l]], True)
    if o_2:
        fits &= place("2", g_2_hop, l_csi, lambda l: bar_uci[l], True)
    g_ulsch = 0
    if k_sum:
        for l in range(n_all):
            for k in bar_ulsch[l]:
                for v in range(unit):
                    g_bar[l, k, v] = ("U", g_ulsch)
                    g_ulsch += 1
    if 0 < o_ack <= 2:
        fits &= place("A", g_ack_hop, l_1, lambda l: sorted(rvd[l]), False)
    if not fits or k_sum and not g_ulsch:
        return None

    # Step 6; an element has one kind, and its bits follow one another
    t, counts, sums = 0, dict.fromkeys("UA12-", 0), dict.fromkeys("UA12-", 0)
    for l in range(n_all):
        for k in phi_ulsch[l]:
            kind, first = g_bar.get((l, k, 0), ("-", 0))
            for v in range(unit):
                assert g_bar.get((l, k, v), ("-", v)) == (kind, first + v)
            assert first % unit == 0
            counts[kind] += 1
            sums[kind] += (t % 997 + 1) * (first // unit + 1)
            t += 1
    return [g_ack, g_1, g_2, g_ulsch], counts, sums


generator = random.Random(627)
made = {}
lines = []
while len(lines) < 400:
    blocks, n_all = generator.choice([1, 2, 3, 5, 8, 11, 25]), generator.randrange(4, 15)
    hop = n_all // 2 if generator.random() < 0.45 else 0
    dmrs = [False] * n_all
    for start, end in ([(0, hop), (hop, n_all)] if hop else [(0, n_all)]):
        first = start + (generator.randrange(0, 3) if start == 0 and end - start > 4 else 0)
        double = not hop and n_all > 6 and generator.random() < 0.3
        for position in [first] + [first + 4 + 2 * double] * (generator.random() < 0.5) + [first + 9] * (generator.random() < 0.3):
            for l in (position, position + 1) if double else (position,):
                if l < end:
                    dmrs[l] = True
    if all(dmrs):
        continue
    in_dmrs, ptrs = generator.choice([0, 0, 6, 4]), generator.choice([0, 0, 0, 1])
    data = [blocks * (in_dmrs if d else 12) - (ptrs if not d and generator.random() < 0.5 else 0) for d in dmrs]
    case = dict(
        data=data, dmrs=dmrs, hop=hop, n_l=generator.choice([1, 1, 2, 3, 4]), q_m=generator.choice([1, 2, 4, 6, 8]),
        o_ack=generator.choice([0, 0, 1, 1, 2, 3, 4, 11, 12, 19, 20, 40]), o_1=generator.choice([0, 0, 1, 2, 4, 11, 14, 25, 60]),
        k_sum=generator.choice([0, generator.randrange(24, 9000), generator.randrange(24, 60000)]), rate=generator.randrange(60, 1900),
        b_ack=generator.randrange(16), b_1=generator.randrange(19), b_2=generator.randrange(19), alpha=generator.choice([50, 65, 80, 100]),
    )
    case["o_2"] = generator.choice([0, 0, 1, 2, 6, 11, 15, 30, 130]) if case["o_1"] else 0
    if case["n_l"] > 1 and case["q_m"] == 1 or not (case["o_ack"] or case["o_1"]) or not case["k_sum"] and not case["o_1"]:
        continue
    result = run(case, generator)
    if result is None:
        continue
    kind = (bool(hop), bool(case["k_sum"]), min(case["o_ack"], 3), bool(case["o_1"]), bool(case["o_2"]))
    if made.get(kind, 0) >= 14:
        continue
    made[kind] = made.get(kind, 0) + 1
    gs, counts, sums = result
    layout = ",".join(f"{m}{'*' if d else ''}" for m, d in zip(data, dmrs))
    lines.append(" ".join(map(str, [
        layout, hop, case["n_l"], case["q_m"], case["o_ack"], case["o_1"], case["o_2"], case["k_sum"], case["rate"],
        case["b_ack"], case["b_1"], case["b_2"], case["alpha"], "|", *gs, "|", *(f"{counts[k]} {sums[k]}" for k in "UA12-")])))
print("\n".join(lines))
