"""Sounding reference signals, written from TS 38.211 §6.4.1.4. Usage: sounding.py > sounding-vectors.txt

A line has a configuration, then after `|` for each symbol and port `l',port,k0,count,` the weighted sum of the values and the third value; or
`outside` where the signal does not lie within the bandwidth part.
"""
import contextlib
import importlib.util
import io
import pathlib

import numpy as np

rng = np.random.default_rng(6414)
spec = importlib.util.spec_from_file_location("low_papr", pathlib.Path(__file__).with_name("low-papr.py"))
low_papr = importlib.util.module_from_spec(spec)
with contextlib.redirect_stdout(io.StringIO()):  # it prints its own vectors
    spec.loader.exec_module(low_papr)

# Table 6.4.1.4.3-1: (m_SRS,b), (N_b).
TABLE = [
    ((4, 4, 4, 4), (1, 1, 1, 1)), ((8, 4, 4, 4), (1, 2, 1, 1)), ((12, 4, 4, 4), (1, 3, 1, 1)), ((16, 4, 4, 4), (1, 4, 1, 1)),
    ((16, 8, 4, 4), (1, 2, 2, 1)), ((20, 4, 4, 4), (1, 5, 1, 1)), ((24, 4, 4, 4), (1, 6, 1, 1)), ((24, 12, 4, 4), (1, 2, 3, 1)),
    ((28, 4, 4, 4), (1, 7, 1, 1)), ((32, 16, 8, 4), (1, 2, 2, 2)), ((36, 12, 4, 4), (1, 3, 3, 1)), ((40, 20, 4, 4), (1, 2, 5, 1)),
    ((48, 16, 8, 4), (1, 3, 2, 2)), ((48, 24, 12, 4), (1, 2, 2, 3)), ((52, 4, 4, 4), (1, 13, 1, 1)), ((56, 28, 4, 4), (1, 2, 7, 1)),
    ((60, 20, 4, 4), (1, 3, 5, 1)), ((64, 32, 16, 4), (1, 2, 2, 4)), ((72, 24, 12, 4), (1, 3, 2, 3)), ((72, 36, 12, 4), (1, 2, 3, 3)),
    ((76, 4, 4, 4), (1, 19, 1, 1)), ((80, 40, 20, 4), (1, 2, 2, 5)), ((88, 44, 4, 4), (1, 2, 11, 1)), ((96, 32, 16, 4), (1, 3, 2, 4)),
    ((96, 48, 24, 4), (1, 2, 2, 6)), ((104, 52, 4, 4), (1, 2, 13, 1)), ((112, 56, 28, 4), (1, 2, 2, 7)), ((120, 60, 20, 4), (1, 2, 3, 5)),
    ((120, 40, 8, 4), (1, 3, 5, 2)), ((120, 24, 12, 4), (1, 5, 2, 3)), ((128, 64, 32, 4), (1, 2, 2, 8)), ((128, 64, 16, 4), (1, 2, 4, 4)),
    ((128, 16, 8, 4), (1, 8, 2, 2)), ((132, 44, 4, 4), (1, 3, 11, 1)), ((136, 68, 4, 4), (1, 2, 17, 1)), ((144, 72, 36, 4), (1, 2, 2, 9)),
    ((144, 48, 24, 12), (1, 3, 2, 2)), ((144, 48, 16, 4), (1, 3, 3, 4)), ((144, 16, 8, 4), (1, 9, 2, 2)), ((152, 76, 4, 4), (1, 2, 19, 1)),
    ((160, 80, 40, 4), (1, 2, 2, 10)), ((160, 80, 20, 4), (1, 2, 4, 5)), ((160, 32, 16, 4), (1, 5, 2, 4)), ((168, 84, 28, 4), (1, 2, 3, 7)),
    ((176, 88, 44, 4), (1, 2, 2, 11)), ((184, 92, 4, 4), (1, 2, 23, 1)), ((192, 96, 48, 4), (1, 2, 2, 12)), ((192, 96, 24, 4), (1, 2, 4, 6)),
    ((192, 64, 16, 4), (1, 3, 4, 4)), ((192, 24, 8, 4), (1, 8, 3, 2)), ((208, 104, 52, 4), (1, 2, 2, 13)), ((216, 108, 36, 4), (1, 2, 3, 9)),
    ((224, 112, 56, 4), (1, 2, 2, 14)), ((240, 120, 60, 4), (1, 2, 2, 15)), ((240, 80, 20, 4), (1, 3, 4, 5)), ((240, 48, 16, 8), (1, 5, 3, 2)),
    ((240, 24, 12, 4), (1, 10, 2, 3)), ((256, 128, 64, 4), (1, 2, 2, 16)), ((256, 128, 32, 4), (1, 2, 4, 8)), ((256, 16, 8, 4), (1, 16, 2, 2)),
    ((264, 132, 44, 4), (1, 2, 3, 11)), ((272, 136, 68, 4), (1, 2, 2, 17)), ((272, 68, 4, 4), (1, 4, 17, 1)), ((272, 16, 8, 4), (1, 17, 2, 2)),
]
assert len(TABLE) == 64
POSITIONING = {  # table 6.4.1.4.3-2
    (2, 1): [0], (2, 2): [0, 1], (2, 4): [0, 1, 0, 1], (4, 2): [0, 2], (4, 4): [0, 2, 1, 3], (4, 8): [0, 2, 1, 3, 0, 2, 1, 3],
    (4, 12): [0, 2, 1, 3, 0, 2, 1, 3, 0, 2, 1, 3], (8, 4): [0, 4, 2, 6], (8, 8): [0, 4, 2, 6, 1, 5, 3, 7],
    (8, 12): [0, 4, 2, 6, 1, 5, 3, 7, 0, 4, 2, 6],
}


def gold(c_init, count):
    x1, x2 = [1] + [0] * 30, [c_init >> i & 1 for i in range(31)]
    for n in range(1600 + count):
        x1.append(x1[n + 3] ^ x1[n])
        x2.append(x2[n + 3] ^ x2[n + 2] ^ x2[n + 1] ^ x2[n])
    return [x1[n + 1600] ^ x2[n + 1600] for n in range(count)]


def base(u, v, M):
    n = np.arange(M)
    if M in low_papr.PHI:
        return np.exp(1j * np.array(low_papr.PHI[M][u]) * np.pi / 4)
    if M == 30:
        return np.exp(-1j * np.pi * (u + 1) * (n + 1) * (n + 2) / 31)
    N = max(p for p in range(2, M) if all(p % d for d in range(2, int(p ** 0.5) + 1)))
    q_bar = N * (u + 1) / 31
    q = int(np.floor(q_bar + 0.5)) + v * (-1) ** int(np.floor(2 * q_bar))
    m = n % N
    return np.exp(-1j * np.pi * ((q * m * (m + 1)) % (2 * N)) / N)


def product(values):
    result = 1
    for value in values:
        result *= value
    return result


def signal(c):
    """[(l', port, k0, values)] with k0 from common resource block 0."""
    m, N = TABLE[c["C"]]
    B, bhop, K, R = c["B"], c["bhop"], c["comb"], c["R"]
    n_max = {2: 8, 4: 12, 8: 6}[K]
    M = m[B] * 12 // (K * c["PF"])
    slots = 10 << c["mu"]
    n_symb_slot = 12 if c["extended"] else 14
    l0 = n_symb_slot - 1 - c["loffset"]
    result = []
    for l in range(c["symbols"]):
        if c["hopping"] == "neither":
            u, v = c["id"] % 30, 0
        elif c["hopping"] == "group":
            bits = gold(c["id"], 8 * (c["slot"] * n_symb_slot + l0 + l) + 8)[-8:]
            u, v = (sum(b << i for i, b in enumerate(bits)) % 30 + c["id"]) % 30, 0
        else:
            u, v = c["id"] % 30, gold(c["id"], c["slot"] * n_symb_slot + l0 + l + 1)[-1] if M >= 72 else 0
        if c["T"] < 0:
            n_srs = l // R
        else:
            n_srs = (slots * c["frame"] + c["slot"] - c["Toffset"]) // c["T"] * (c["symbols"] // R) + l // R
        for p in range(c["ports"]):
            if c["ports"] == 4 and n_max == 6:
                cs = (c["cs"] + n_max * (p // 2) // 2) % n_max
            else:
                cs = (c["cs"] + n_max * p // c["ports"]) % n_max
            k_tc = c["offset"]
            if c["ports"] == 4 and p in (1, 3) and (n_max == 6 or c["cs"] >= n_max / 2):
                k_tc = (k_tc + K // 2) % K
            k_l = POSITIONING[K, c["symbols"]][l] if c["positioning"] else 0
            k0 = c["nshift"] * 12 + (k_tc + k_l) % K
            for b in range(B + 1):
                if bhop >= B or b <= bhop:
                    nb = 4 * c["nRRC"] // m[b] % N[b]
                else:
                    n_of = lambda i: 1 if i == bhop else N[i]
                    upper = product(n_of(i) for i in range(bhop, b + 1))
                    lower = product(n_of(i) for i in range(bhop, b))
                    if N[b] % 2 == 0:
                        F = N[b] // 2 * (n_srs % upper // lower) + n_srs % upper // (2 * lower)
                    else:
                        F = N[b] // 2 * (n_srs // lower)
                    nb = (F + 4 * c["nRRC"] // m[b]) % N[b]
                k0 += 12 * m[b] * nb
            k_hop = 0
            if c["khop"]:
                whole = product(1 if i == bhop else N[i] for i in range(bhop, B + 1)) if bhop <= B else 1
                k_bar = n_srs // whole % c["PF"]
                k_hop = {1: [0], 2: [0, 1], 4: [0, 2, 1, 3]}[c["PF"]][k_bar]
            k0 += 12 * m[B] * ((c["kF"] + k_hop) % c["PF"]) // c["PF"]
            if c["bwp"] > c["nshift"]:
                k0 += 12 * c["bwp"]
            r = base(u, v, M) * np.exp(2j * np.pi * cs / n_max * np.arange(M))
            result.append((l, p, k0, r))
    return result


def random_configuration():
    while True:
        c = {"positioning": int(rng.random() < 0.15)}
        c["comb"] = int(rng.choice([2, 4, 8]))
        n_max = {2: 8, 4: 12, 8: 6}[c["comb"]]
        c["ports"] = 1 if c["positioning"] else int(rng.choice([1, 2, 4]))
        c["offset"], c["cs"] = int(rng.integers(c["comb"])), int(rng.integers(n_max))
        c["symbols"] = int(rng.choice([1, 2, 4, 8, 12] if c["positioning"] else [1, 2, 4, 4, 8, 10, 12]))
        if c["positioning"] and (c["comb"], c["symbols"]) not in POSITIONING:
            continue
        c["R"] = int(rng.choice([r for r in range(1, c["symbols"] + 1) if c["symbols"] % r == 0]))
        c["mu"] = int(rng.integers(4))
        c["extended"] = int(c["mu"] == 2 and rng.random() < 0.5)
        if c["extended"] and c["symbols"] > 12:
            continue
        c["loffset"] = int(rng.integers(c["symbols"] - 1, 12 if c["extended"] else 14))
        c["C"], c["B"], c["bhop"] = int(rng.integers(64)), 0 if c["positioning"] else int(rng.integers(4)), int(rng.integers(4))
        c["PF"] = int(rng.choice([1, 1, 1, 2, 4]))
        if TABLE[c["C"]][0][c["B"]] * 12 % (c["comb"] * c["PF"] * 6):
            continue
        c["kF"], c["khop"] = int(rng.integers(c["PF"])), int(rng.random() < 0.5)
        c["nRRC"] = int(rng.integers(68))
        c["id"] = int(rng.integers(65536))
        c["hopping"] = ["neither", "group", "sequence"][rng.integers(3)]
        c["slot"], c["frame"] = int(rng.integers(10 << c["mu"])), int(rng.integers(1024))
        if rng.random() < 0.3:
            c["T"], c["Toffset"] = -1, 0
        else:
            c["T"] = int(rng.choice([1, 2, 4, 5, 8, 10, 16, 20, 32, 40, 64, 80, 160, 320, 640, 1280, 2560]))
            c["Toffset"] = ((10 << c["mu"]) * c["frame"] + c["slot"]) % c["T"]
        c["gridstart"], c["grid"] = int(rng.integers(20)), int(rng.integers(TABLE[c["C"]][0][0], 276))
        c["bwpsize"] = int(rng.integers(TABLE[c["C"]][0][0], c["grid"] + 1))
        c["bwp"] = c["gridstart"] + int(rng.integers(c["grid"] - c["bwpsize"] + 1))
        free = c["bwpsize"] - TABLE[c["C"]][0][0]
        if rng.random() < 0.5:
            c["nshift"] = c["bwp"] + int(rng.integers(free + 1))
        else:
            c["nshift"] = int(rng.integers(free + 2))
        if c["nshift"] <= 268:
            return c


KEYS = ["ports", "comb", "offset", "cs", "symbols", "loffset", "R", "C", "B", "bhop", "nRRC", "nshift", "PF", "kF", "khop", "id", "hopping", "T",
        "Toffset", "positioning", "mu", "extended", "slot", "frame", "gridstart", "grid", "bwp", "bwpsize"]


def main():
    for _ in range(220):
        c = random_configuration()
        parts = []
        for l, p, k0, r in signal(c):
            if k0 // 12 < c["bwp"] or (k0 + (len(r) - 1) * c["comb"]) // 12 >= c["bwp"] + c["bwpsize"]:
                parts = ["outside"]
                break
            n = np.arange(len(r))
            total = np.sum(r * ((n % 7 - 3) + 1j * (n % 5 - 2)))
            # Few symbols have their values written: positions are written of all.
            values = [f"{total.real:.3f}", f"{total.imag:.3f}", f"{r[2].real:.6f}", f"{r[2].imag:.6f}"] if l in (0, c["symbols"] - 1) or l == c["R"] else []
            parts.append(",".join([str(l), str(p), str(k0), str(len(r))] + values))
        print("srs", *(c[k] for k in KEYS), "|", *parts)


if __name__ == "__main__":
    main()
