#!/usr/bin/env python3
"""Writes vectors of UCI coding, from the clauses of TS 38.212 §6.3.1 and §5; run by hand, the output is committed.

  python uci.py >uci-vectors.txt        needs numpy and py3gpp 0.6.0 (for the polar sequence)
  python uci.py --sionna                holds the codes against Sionna's, which lacks the parity-check bits of 12 to 19 bits

Lines:
  code A E Qm message coded        bits as hexadecimal octets with zeros behind the last; x and y of small codes as a list of places
  split Etot Qm Rmax*100 ACK SR CSI1 CSI2 E1 E2
  multiplex format duration hopping additional prbs-or-nsf Qm G1 order    (runs of the order: a1..b1 of part 1 and 2, see main)
"""
import random
import sys

import numpy as np
from py3gpp.helper import generate_5g_ranking

SEQUENCE = [int(x) for x in generate_5g_ranking(1024, 1024, sort=False)[1]]
SUBBLOCK = [0, 1, 2, 4, 3, 5, 6, 7, 8, 16, 9, 17, 10, 18, 11, 19, 12, 20, 13, 21, 14, 22, 15, 23, 24, 25, 26, 28, 27, 29, 30, 31]
CRC = {6: [1, 1, 0, 0, 0, 0, 1], 11: [1, 1, 1, 0, 0, 0, 1, 0, 0, 0, 0, 1]}
# TS 38.212, table 5.3.3.3-1
BASIS = """11000000001 11100000011 10010010111 10110000101 11110001001 11001011101 10101010111 10011001101 11011001011 10111010011
10100111011 11100110101 10010101111 11010101011 10001101001 11001111011 11101110010 10011100100 11011111000 10000110000 10100010001
11010000011 10001001101 11101000111 11111011110 11000111001 10110100110 11110101110 10101110100 10111111100 11111111111 10000000000""".split()


def crc(bits, length):
    polynomial = CRC[length]
    work = list(bits) + [0] * length
    for i in range(len(bits)):
        if work[i]:
            for k, p in enumerate(polynomial):
                work[i + k] ^= p
    return work[-length:]


def polar(message, E):
    """§5.3.1 and §5.4.1 with the parameters of §6.3.1.3.1 and §6.3.1.4.1."""
    K = len(message)
    n_pc = 3 if 18 <= K <= 25 else 0
    wm = 1 if n_pc and E - K + 3 > 192 else 0
    ceil_log = int(np.ceil(np.log2(E)))
    n1 = ceil_log - 1 if E <= 9 / 8 * 2 ** (ceil_log - 1) and K / E < 9 / 16 else ceil_log
    n = max(min(n1, int(np.ceil(np.log2(8 * K))), 10), 5)
    N = 2**n
    J = [SUBBLOCK[32 * i // N] * (N // 32) + i % (N // 32) for i in range(N)]
    order = [q for q in SEQUENCE if q < N]
    frozen = set()
    if E < N:
        if K / E <= 7 / 16:
            frozen |= {J[i] for i in range(N - E)}
            bound = int(np.ceil(3 * N / 4 - E / 2)) if E >= 3 * N / 4 else int(np.ceil(9 * N / 16 - E / 4))
            frozen |= set(range(bound))
        else:
            frozen |= {J[i] for i in range(E, N)}
    QI = [q for q in order if q not in frozen][-(K + n_pc):]
    Q_pc = set()
    if n_pc:
        Q_pc = set(QI[: n_pc - wm])
        if wm:
            rest = QI[n_pc:]
            weight = {q: 2 ** bin(q).count("1") for q in rest}
            least = min(weight.values())
            Q_pc.add([q for q in rest if weight[q] == least][-1])
    information = set(QI)
    u = np.zeros(N, int)
    y = [0] * 5
    k = 0
    for i in range(N):
        y = y[1:] + y[:1]
        if i in information:
            if i in Q_pc:
                u[i] = y[0]
            else:
                u[i] = message[k]
                k += 1
                y[0] ^= u[i]
    d = u.copy()
    half = 1
    while half < N:
        for start in range(0, N, 2 * half):
            d[start:start + half] ^= d[start + half:start + 2 * half]
        half *= 2
    y = d[J]
    if E >= N:
        e = [y[i % N] for i in range(E)]
    elif K / E <= 7 / 16:
        e = [y[i + N - E] for i in range(E)]
    else:
        e = [y[i] for i in range(E)]
    T = 0
    while T * (T + 1) // 2 < E:
        T += 1
    rows, k = [], 0
    for i in range(T):
        row = []
        for _ in range(T - i):
            row.append(e[k] if k < E else None)
            k += 1
        rows.append(row)
    return [int(rows[i][j]) for j in range(T) for i in range(T - j) if rows[i][j] is not None]


def small(message, E, Qm):
    K = len(message)
    fill = ["x"] * (Qm - 2)
    if K == 1:
        d = [message[0]] if Qm == 1 else [message[0], "y"] + fill
    elif K == 2:
        c0, c1 = message
        c2 = c0 ^ c1
        d = [c0, c1, c2] if Qm == 1 else [c0, c1] + fill + [c2, c0] + fill + [c1, c2] + fill
    else:
        d = [sum(message[k] * int(BASIS[i][k]) for k in range(K)) % 2 for i in range(32)]
    return [d[i % len(d)] for i in range(E)]


def encode(a, E, Qm):
    A = len(a)
    if A <= 11:
        return small(a, E, Qm)
    C = 2 if (A >= 360 and E >= 1088) or A >= 1013 else 1
    L = 6 if A <= 19 else 11
    padded = [0] * (-A % C) + list(a)
    size = len(padded) // C
    g = []
    for r in range(C):
        block = padded[r * size:(r + 1) * size]
        g += polar(block + crc(block, L), E // C)
    return g + [0] * (E - len(g))


def crc_count(A):
    return 0 if A <= 11 else 6 if A <= 19 else 11


def split(E_tot, Qm, rate100, ack, sr, csi1, csi2):
    """Table 6.3.1.4.1-1."""
    if csi2 == 0:
        return E_tot, 0
    A = ack + sr + csi1
    bits = A + crc_count(A)
    need = -(-bits * 100 // (rate100 * Qm)) * Qm
    E1 = min(E_tot, need)
    return E1, E_tot - E1


DMRS = {  # TS 38.211, table 6.4.1.3.3.2-1: length: (no additional: no hopping, hopping), (additional: no hopping, hopping)
    4: [[1], [0, 2], [1], [0, 2]], 5: [[0, 3]] * 4, 6: [[1, 4]] * 4, 7: [[1, 4]] * 4, 8: [[1, 5]] * 4, 9: [[1, 6]] * 4,
    10: [[2, 7]] * 2 + [[1, 3, 6, 8]] * 2, 11: [[2, 7]] * 2 + [[1, 3, 6, 9]] * 2, 12: [[2, 8]] * 2 + [[1, 4, 7, 10]] * 2,
    13: [[2, 9]] * 2 + [[1, 4, 7, 11]] * 2, 14: [[3, 10]] * 2 + [[1, 5, 8, 12]] * 2,
}
SETS = {  # TS 38.212, table 6.3.1.6-1
    (4, (1,)): [[0, 2], [3]], (4, (0, 2)): [[1, 3]], (5, (0, 3)): [[1, 2, 4]], (6, (1, 4)): [[0, 2, 3, 5]],
    (7, (1, 4)): [[0, 2, 3, 5], [6]], (8, (1, 5)): [[0, 2, 4, 6], [3, 7]], (9, (1, 6)): [[0, 2, 5, 7], [3, 4, 8]],
    (10, (2, 7)): [[1, 3, 6, 8], [0, 4, 5, 9]], (10, (1, 3, 6, 8)): [[0, 2, 4, 5, 7, 9]],
    (11, (2, 7)): [[1, 3, 6, 8], [0, 4, 5, 9], [10]], (11, (1, 3, 6, 9)): [[0, 2, 4, 5, 7, 8, 10]],
    (12, (2, 8)): [[1, 3, 7, 9], [0, 4, 6, 10], [5, 11]], (12, (1, 4, 7, 10)): [[0, 2, 3, 5, 6, 8, 9, 11]],
    (13, (2, 9)): [[1, 3, 8, 10], [0, 4, 7, 11], [5, 6, 12]], (13, (1, 4, 7, 11)): [[0, 2, 3, 5, 6, 8, 10, 12], [9]],
    (14, (3, 10)): [[2, 4, 9, 11], [1, 5, 8, 12], [0, 6, 7, 13]], (14, (1, 5, 8, 12)): [[0, 2, 4, 6, 7, 9, 11, 13], [3, 10]],
}


def multiplex(duration, dmrs, N_symbol, Qm, G1):
    """§6.3.1.6: where each bit comes from, part 1 numbered from 0, part 2 from 0 as -1, -2 ..."""
    sets = SETS[duration, tuple(dmrs)]
    j, total = 0, 0
    while True:
        j += 1
        total += len(sets[j - 1]) * N_symbol * Qm
        if total >= G1:
            break
    before = sum(len(s) for s in sets[: j - 1]) * N_symbol * Qm
    rest = (G1 - before) // Qm
    base, M = rest // len(sets[j - 1]), rest % len(sets[j - 1])
    inner = [l for s in sets[: j - 1] for l in s]
    n1 = n2 = 0
    out = []
    for l in range(duration):
        if l in dmrs:
            continue
        if l in inner:
            count = N_symbol
        elif l in sets[j - 1]:
            count = base + (1 if M > 0 else 0)
            M -= 1
        else:
            count = 0
        for k in range(N_symbol):
            for _ in range(Qm):
                if k < count:
                    out.append(n1)
                    n1 += 1
                else:
                    out.append(-1 - n2)
                    n2 += 1
    return out


def hexadecimal(bits):
    return np.packbits(np.array(list(bits) + [0] * (-len(bits) % 8), dtype=np.uint8)).tobytes().hex()


def fnv(values):
    state = 0xCBF29CE484222325
    for value in values:
        state = (state ^ (value & 0xFFFF)) * 0x100000001B3 & 0xFFFFFFFFFFFFFFFF
    return state


def codes(generator):
    for index in range(240):
        Qm = generator.choice([1, 2, 4, 6, 8])
        if index < 60:
            A = 1 + index % 11
            E = generator.randint(1, 40) * Qm * 2
        elif index < 140:
            A = generator.randint(12, 19)
            E = generator.choice([A + 6 + 3 + generator.randint(0, 8), generator.randint(30, 260), generator.randint(190, 800)])
        elif index < 190:
            A = generator.randint(20, 340)
            E = generator.randint(A + 12, 4 * A + 40)
        elif index < 220:
            A = generator.randint(355, 1012)
            E = generator.randint(max(A + 12, 1080), 4000) if generator.random() < 0.8 else generator.randint(A + 12, max(A + 30, 1090))
        else:
            A = generator.randint(1013, 1706)
            E = generator.randint(A + 30, 8000)
        yield A, E, Qm


def main():
    generator = random.Random(38212631)
    for A, E, Qm in codes(generator):
        message = [generator.randint(0, 1) for _ in range(A)]
        if A > 11 and A >= 360 and E >= 1088 or A >= 1013:
            # One that starts with zeros, so that a pad in the wrong place shows.
            message[0] = 1
        coded = encode(message, E, Qm)
        letters = "".join(str(c) for c in coded)
        if A <= 11:
            print("code", A, E, Qm, "".join(map(str, message)), letters)
        else:
            print("code", A, E, Qm, hexadecimal(message), hexadecimal(coded))
    for _ in range(150):
        Qm = generator.choice([1, 2])
        E_tot = generator.choice([16, 24, 12]) * generator.randint(1, 40)
        E_tot -= E_tot % Qm
        rate = generator.choice([8, 15, 25, 35, 45, 60, 80])
        ack, sr = generator.choice([0, 1, 2, 5, 12]), generator.choice([0, 1, 2])
        csi1, csi2 = generator.randint(1, 40), generator.choice([0, 3, 12, 30])
        print("split", E_tot, Qm, rate, ack, sr, csi1, csi2, *split(E_tot, Qm, rate, ack, sr, csi1, csi2))
    for duration in range(4, 15):
        for hopping in (0, 1):
            for additional in (0, 1):
                dmrs = DMRS[duration][2 * additional + hopping]
                for _ in range(3):
                    N_symbol = generator.choice([12, 24, 36, 60, 3, 6, 96])
                    Qm = generator.choice([1, 2])
                    total = (duration - len(dmrs)) * N_symbol * Qm
                    G1 = generator.randint(1, total // Qm) * Qm
                    order = multiplex(duration, dmrs, N_symbol, Qm, G1)
                    print("multiplex", duration, hopping, additional, N_symbol, Qm, G1, f"{fnv(order):016x}")


def sionna():
    import os
    os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
    from sionna.phy.fec.polar import Polar5GEncoder
    generator = random.Random(38212631)
    same = 0
    for A, E, Qm in codes(generator):
        if A < 20 or (A >= 360 and E >= 1088) or A >= 1013:
            continue
        message = [generator.randint(0, 1) for _ in range(A)]
        try:
            theirs = Polar5GEncoder(A, E)(np.array([message], np.float32)).numpy()[0].astype(int)
        except (ValueError, AssertionError) as error:
            print(A, E, error)
            continue
        assert list(theirs) == encode(message, E, Qm), (A, E)
        same += 1
    print(same, "codes agree with Sionna")


if len(sys.argv) > 1:
    sionna()
else:
    main()
