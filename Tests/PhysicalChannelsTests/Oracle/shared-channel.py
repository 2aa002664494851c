#!/usr/bin/env python3
"""Writes MCS, transport block sizes, allocations and coded transport blocks, made from TS 38.214 §5.1, §6.1, TS 38.211 §7.3.1.6 and TS 38.212 §5,
§7.2; run by hand, the output is committed.

  python shared-channel.py | grep -v Warning >shared-channel-vectors.txt        needs numpy, py3gpp 0.6.0, sionna 1.2.1

Wherever py3gpp or Sionna have the same, it is compared before it is written; the numbers of comparisons go to standard error. Not followed:
  - Sionna rounds N'_info of a tie to the even number, in single precision; the clause rounds up (TS 38.214 §5.1.3.2).
  - Sionna's encoder takes the base graph by the code block's size and rate, not by the transport block's target rate (TS 38.212 §7.2.2):
    compared only where both are the same.
  - py3gpp's encoder takes the set of lifting sizes by 6 to 9 columns of base graph 2 times Z instead of by Z: its matrices are used, with the set
    of table 5.3.2-1. Its rate matching has one layer and no limited buffer.

Lines:
  mcs table index q order rate*1024 (r: reserved)
  tbs N_RE order rate*1024 layers 4S size            re symbols demodulation overhead blocks N_RE
  lbrm blocks layers order size
  riv size start length value      rbg start size configuration bounds,...      vrb size start L offset physical,...
  sliv start length value          time channel table extended row position-or-mu mapping slots start length
  layers count: for each layer of 1 to 8 the codeword and its first three symbols
  dlsch A rate order layers G rv N_ref-size blocks seed: size of g, its CRC24A and CRC16, its first 60 bits
"""
import random
import sys
from fractions import Fraction
from math import ceil, floor

import numpy as np
import py3gpp
from py3gpp.nrLDPCEncode import _encode_thangaraj, _load_basegraph
import tensorflow as tf
from sionna.phy.nr import LayerMapper, TBEncoder
from sionna.phy.nr.utils import calculate_tb_size, decode_mcs_index

G = random.Random(38214)

MCS = {
    "qam64": "2:120 2:157 2:193 2:251 2:308 2:379 2:449 2:526 2:602 2:679 4:340 4:378 4:434 4:490 4:553 4:616 4:658 6:438 6:466 6:517 6:567 "
             "6:616 6:666 6:719 6:772 6:822 6:873 6:910 6:948 2:r 4:r 6:r",
    "qam256": "2:120 2:193 2:308 2:449 2:602 4:378 4:434 4:490 4:553 4:616 4:658 6:466 6:517 6:567 6:616 6:666 6:719 6:772 6:822 6:873 "
              "8:682.5 8:711 8:754 8:797 8:841 8:885 8:916.5 8:948 2:r 4:r 6:r 8:r",
    "qam64LowSE": "2:30 2:40 2:50 2:64 2:78 2:99 2:120 2:157 2:193 2:251 2:308 2:379 2:449 2:526 2:602 4:340 4:378 4:434 4:490 4:553 4:616 "
                  "6:438 6:466 6:517 6:567 6:616 6:666 6:719 6:772 2:r 4:r 6:r",
    "qam1024": "2:120 2:193 2:449 4:378 4:490 4:616 6:466 6:517 6:567 6:616 6:666 6:719 6:772 6:822 6:873 8:682.5 8:711 8:754 8:797 8:841 "
               "8:885 8:916.5 8:948 10:805.5 10:853 10:900.5 10:948 2:r 4:r 6:r 8:r 10:r",
    "transformPrecoded": "q:240 q:314 2:193 2:251 2:308 2:379 2:449 2:526 2:602 2:679 4:340 4:378 4:434 4:490 4:553 4:616 4:658 6:466 6:517 "
                         "6:567 6:616 6:666 6:719 6:772 6:822 6:873 6:910 6:948 q:r 2:r 4:r 6:r",
    "transformPrecodedLowSE": "q:60 q:80 q:100 q:128 q:156 q:198 2:120 2:157 2:193 2:251 2:308 2:379 2:449 2:526 2:602 2:679 4:378 4:434 "
                              "4:490 4:553 4:616 4:658 4:699 4:772 6:567 6:616 6:666 6:772 q:r 2:r 4:r 6:r",
}
SIONNA = {"qam64": (1, False), "qam256": (2, False), "qam64LowSE": (3, False), "qam1024": (4, False), "transformPrecoded": (1, True),
          "transformPrecodedLowSE": (2, True)}
TBS = [int(v) for v in """24 32 40 48 56 64 72 80 88 96 104 112 120 128 136 144 152 160 168 176 184 192 208 224 240 256 272 288 304 320 336 352
368 384 408 432 456 480 504 528 552 576 608 640 672 704 736 768 808 848 888 928 984 1032 1064 1128 1160 1192 1224 1256 1288 1320 1352 1416 1480
1544 1608 1672 1736 1800 1864 1928 2024 2088 2152 2216 2280 2408 2472 2536 2600 2664 2728 2792 2856 2976 3104 3240 3368 3496 3624 3752 3824
""".split()]
TIME = {  # TS 38.214: row -> [mapping, K, S, L] for dmrs-TypeA-Position 2 and 3; PUSCH without j
    "down a 0": """A0:2:12/A0:3:11 A0:2:10/A0:3:9 A0:2:9/A0:3:8 A0:2:7/A0:3:6 A0:2:5/A0:3:4 B0:9:4/B0:10:4 B0:4:4/B0:6:4 B0:5:7 B0:5:2 B0:9:2
B0:12:2 A0:1:13 A0:1:6 A0:2:4 B0:4:7 B0:8:4""",
    "down a 1": """A0:2:6/A0:3:5 A0:2:10/A0:3:9 A0:2:9/A0:3:8 A0:2:7/A0:3:6 A0:2:5/A0:3:4 B0:6:4/B0:8:2 B0:4:4/B0:6:4 B0:5:6 B0:5:2 B0:9:2
B0:10:2 A0:1:11 A0:1:6 A0:2:4 B0:4:6 B0:8:4""",
    "down b 0": """B0:2:2 B0:4:2 B0:6:2 B0:8:2 B0:10:2 B1:2:2 B1:4:2 B0:2:4 B0:4:4 B0:6:4 B0:8:4 B0:10:4 B0:2:7 A0:2:12/A0:3:11 B1:2:4 -""",
    "down c 0": """B0:2:2 B0:4:2 B0:6:2 B0:8:2 B0:10:2 - - B0:2:4 B0:4:4 B0:6:4 B0:8:4 B0:10:4 B0:2:7 A0:2:12/A0:3:11 A0:0:6 A0:2:6""",
    "up a 0": """A0:0:14 A0:0:12 A0:0:10 B0:2:10 B0:4:10 B0:4:8 B0:4:6 A1:0:14 A1:0:12 A1:0:10 A2:0:14 A2:0:12 A2:0:10 B0:8:6 A3:0:14 A3:0:10""",
    "up a 1": """A0:0:8 A0:0:12 A0:0:10 B0:2:10 B0:4:4 B0:4:8 B0:4:6 A1:0:8 A1:0:12 A1:0:10 A2:0:6 A2:0:12 A2:0:10 B0:8:4 A3:0:8 A3:0:10""",
}
done = {}


def count(what):
    done[what] = done.get(what, 0) + 1


def number(value):
    return str(int(value)) if value == int(value) else str(float(value))


def mcs():
    for name, text in MCS.items():
        cells = text.split()
        assert len(cells) == 32
        for index, cell in enumerate(cells):
            for q in (1, 2):
                order, rate = cell.split(":")
                value = None if rate == "r" else float(rate) / (q if order == "q" else 1)
                order = q if order == "q" else int(order)
                print("mcs", name, index, q, order, "r" if value is None else number(value))
                if value is not None:
                    table, precoded = SIONNA[name]
                    got = decode_mcs_index(index, table, is_pusch=precoded, transform_precoding=precoded, pi2bpsk=q == 1)
                    assert int(got[0]) == order and abs(float(got[1]) * 1024 - value) < 1e-3, (name, index)
                    count("sionna mcs")


def size(n_info, rate):
    """Steps 2 to 4 of §5.1.3.2, in rational numbers."""
    if n_info <= 3824:
        n = max(3, floor_log2(n_info) - 6)
        quantised = max(24, 2**n * floor(n_info / 2**n))
        return min(v for v in TBS if v >= quantised)
    n = floor_log2(n_info - 24) - 5
    value = (n_info - 24) / 2**n
    quantised = max(3840, 2**n * floor(value + Fraction(1, 2)))
    if rate <= Fraction(1, 4):
        c = ceil(Fraction(quantised + 24, 3816))
    elif quantised > 8424:
        c = ceil(Fraction(quantised + 24, 8424))
    else:
        c = 1
    return 8 * c * ceil(Fraction(quantised + 24, 8 * c)) - 24


def floor_log2(value):
    n = -20
    while Fraction(2) ** (n + 1) <= value:
        n += 1
    return n


def tbs():
    schemes = sorted({tuple(c.split(":")) for t in list(MCS.values())[:4] for c in t.split() if not c.endswith("r")})
    for _ in range(400):
        order, rate = G.choice(schemes)
        order, rate = int(order), Fraction(rate)
        n_re = G.choice((G.randint(1, 200), G.randint(1, 3000), G.randint(1, 42900), 156 * G.randint(1, 275)))
        layers, scaling = G.randint(1, 4), G.choice((4, 4, 2, 1))
        n_info = Fraction(scaling, 4) * n_re * rate / 1024 * order * layers
        value = size(n_info, rate / 1024)
        print("tbs", n_re, order, number(rate), layers, scaling, value)
        # py3gpp takes elements per resource block: one block of all of them, which it limits to 156.
        if n_re <= 156 or n_re % 156 == 0:
            name = {2: "QPSK", 4: "16QAM", 6: "64QAM", 8: "256QAM", 10: "1024QAM"}[order]
            blocks, each = (1, n_re) if n_re <= 156 else (n_re // 156, 156)
            assert py3gpp.nrTBS(name, layers, blocks, each, float(rate / 1024), 0, scaling / 4) == value
            count("py3gpp tbs")
        coded = n_re * order * layers
        if scaling == 4 and coded < 2**20:
            got = int(calculate_tb_size(order, float(rate / 1024), num_coded_bits=coded, num_layers=layers, return_cw_length=False,
                                        target_tb_size=float(n_info), precision="double")[0])
            tie = n_info > 3824 and ((n_info - 24) / 2 ** (floor_log2(n_info - 24) - 5)) % 1 == Fraction(1, 2)
            if not tie and n_info >= 1:
                assert got == value, (n_re, order, rate, layers, got, value)
                count("sionna tbs")
    for _ in range(100):
        symbols, blocks, overhead = G.randint(2, 14), G.randint(1, 275), G.choice((0, 6, 12, 18))
        dmrs = G.choice((4, 6, 8, 12)) * G.randint(1, min(4, symbols))
        if 12 * symbols - dmrs - overhead <= 0:
            continue
        print("re", symbols, dmrs, overhead, blocks, min(156, 12 * symbols - dmrs - overhead) * blocks)
    for _ in range(100):
        blocks, layers, order = G.randint(1, 275), G.randint(1, 8), G.choice((6, 8, 10))
        print("lbrm", blocks, layers, order, lbrm(blocks, layers, order))


def lbrm(blocks, layers, order):
    for low, high, value in ((0, 32, 32), (33, 66, 66), (67, 107, 107), (108, 135, 135), (136, 162, 162), (163, 217, 217), (218, 275, 273)):
        if low <= blocks <= high:
            counted = value
    rate = Fraction(948, 1024)
    return size(156 * counted * rate * order * min(layers, 4), rate)


def allocations():
    for _ in range(100):
        n = G.choice((G.randint(1, 30), G.randint(1, 275)))
        length = G.randint(1, n)
        start = G.randint(0, n - length)
        value = n * (length - 1) + start if length - 1 <= n // 2 else n * (n - length + 1) + (n - 1 - start)
        print("riv", n, start, length, value)
    for _ in range(100):
        n, start, configuration = G.randint(1, 275), G.randint(0, 300), G.choice((1, 2))
        p = {36: (2, 4), 72: (4, 8), 144: (8, 16), 275: (16, 16)}[min(limit for limit in (36, 72, 144, 275) if n <= limit)][configuration - 1]
        groups = ceil(Fraction(n + start % p, p))
        sizes = [p] * groups
        sizes[0] = p - start % p
        sizes[-1] = (start + n) % p if (start + n) % p > 0 else p
        if groups == 1:
            sizes = [n]
        assert sum(sizes) == n
        print("rbg", start, n, configuration, ",".join(map(str, np.cumsum([0] + sizes))))
    for _ in range(150):
        n, start, bundle, offset = G.choice((G.randint(1, 24), G.randint(1, 275))), G.randint(0, 300), G.choice((2, 4)), G.choice((0, 0, 5))
        if offset:
            offset = G.randint(0, 274)
        bundles = ceil(Fraction(n + start % bundle, bundle))
        sizes = [bundle] * bundles
        sizes[0] = bundle - start % bundle
        sizes[-1] = (start + n) % bundle if (start + n) % bundle > 0 else bundle
        if bundles == 1:
            sizes = [n]
        edges = np.cumsum([0] + sizes)
        rows, columns = 2, bundles // 2
        f = {c * rows + r: r * columns + c for r in range(rows) for c in range(columns)}
        f[bundles - 1] = bundles - 1
        # The bundles have the same sizes on both sides but for those at the ends, which stay.
        physical = [block + offset for j in range(bundles) for block in range(edges[f[j]], edges[f[j] + 1])]
        assert sorted(physical) == list(range(offset, n + offset))
        print("vrb", n, start, bundle, offset, ",".join(map(str, physical)))
    for start in range(14):
        for length in range(1, 15 - start):
            value = 14 * (length - 1) + start if length - 1 <= 7 else 14 * (14 - length + 1) + (14 - 1 - start)
            print("sliv", start, length, value)
    for name, text in TIME.items():
        for row, cell in enumerate(text.split(), 1):
            for position in (2, 3) if name.startswith("down") else range(4):
                options = cell.split("/")
                chosen = options[-1] if name.startswith("down") and position == 3 else options[0]
                if chosen == "-":
                    print("time", name, row, position, "- - - -")
                    continue
                head, start, length = chosen.split(":")
                slots = int(head[1:]) + ((1, 1, 2, 3)[position] if name.startswith("up") else 0)
                print("time", name, row, position, head[0], slots, start, length)


def layer_mapping():
    for layers in range(1, 9):
        counts = [layers] if layers < 5 else [layers // 2, layers - layers // 2]
        rows = []
        for codeword, n in enumerate(counts):
            for layer in range(n):
                rows.append((codeword, [n * i + layer for i in range(3)]))
        words = [np.arange(3 * n, dtype=np.complex64)[None] + 1000 * q for q, n in enumerate(counts)]
        got = LayerMapper(num_layers=layers)(words[0] if len(words) == 1 else [tf.constant(w) for w in words]).numpy()[0]
        for (codeword, symbols), row in zip(rows, got):
            assert [1000 * codeword + s for s in symbols] == [int(v.real) for v in row]
        count("sionna layers")
        print("layers", layers, " ".join(f"{q}:{','.join(map(str, s))}" for q, s in rows))


def crc(bits, length, polynomial):
    register = 0
    for bit in bits:
        top = register >> (length - 1) & 1
        register = (register << 1) & ((1 << length) - 1)
        if top != bit:
            register ^= polynomial
    return register


def with_crc(bits, length, polynomial):
    value = crc(bits, length, polynomial)
    return list(bits) + [value >> (length - 1 - i) & 1 for i in range(length)]


CRC24A, CRC24B, CRC16 = 0x864CFB, 0x800063, 0x1021
SETS = [[2, 4, 8, 16, 32, 64, 128, 256], [3, 6, 12, 24, 48, 96, 192, 384], [5, 10, 20, 40, 80, 160, 320], [7, 14, 28, 56, 112, 224],
        [9, 18, 36, 72, 144, 288], [11, 22, 44, 88, 176, 352], [13, 26, 52, 104, 208], [15, 30, 60, 120, 240]]
graphs = {}


def encode(block, graph, z):
    index = next(i for i, s in enumerate(SETS) if z in s)
    key = (graph, index)
    if key not in graphs:
        graphs[key] = _load_basegraph(index, graph)
    base = np.where(graphs[key] >= 0, graphs[key] % z, -1)
    return _encode_thangaraj(base, z, np.array(block)).astype(int)[2 * z:]


def dlsch(a, rate, order, layers, g, rv, n_ref_size, scheduled, transport):
    bits = with_crc(transport, 24, CRC24A) if a > 3824 else with_crc(transport, 16, CRC16)
    b = len(bits)
    graph = 2 if a <= 292 or (a <= 3824 and rate <= Fraction(67, 100)) or rate <= Fraction(1, 4) else 1
    k_cb = 8448 if graph == 1 else 3840
    c = 1 if b <= k_cb else ceil(Fraction(b, k_cb - 24))
    assert b % c == 0
    k_prime = b // c + (24 if c > 1 else 0)
    k_b = 22 if graph == 1 else 10 if b > 640 else 9 if b > 560 else 8 if b > 192 else 6
    z = min(v for s in SETS for v in s if k_b * v >= k_prime)
    k = (22 if graph == 1 else 10) * z
    n = (66 if graph == 1 else 50) * z
    n_cb = n if n_ref_size is None else min(n, floor(Fraction(n_ref_size * 3, 2 * c)))
    k0 = [[0, 17, 33, 56], [0, 13, 25, 43]][graph - 1][rv]
    k0 = floor(Fraction(k0 * n_cb, n)) * z
    used = list(range(c)) if scheduled is None else scheduled
    out, j = [], 0
    for r in used:
        payload = bits[r * (b // c):(r + 1) * (b // c)]
        block = with_crc(payload, 24, CRC24B) if c > 1 else payload
        codeword = encode(block + [0] * (k - k_prime), graph, z)
        null = set(range(k_prime - 2 * z, k - 2 * z))
        units = g // (layers * order)
        e = layers * order * (units // len(used) if j <= len(used) - units % len(used) - 1 else -(-units // len(used)))
        selected, position = [], 0
        while len(selected) < e:
            place = (k0 + position) % n_cb
            if place not in null:
                selected.append(codeword[place])
            position += 1
        out += list(np.reshape(selected, (order, e // order)).T.ravel())
        j += 1
    return [int(v) for v in out], graph, c, z


def transport_blocks():
    for index in range(130):
        kind = index % 5
        order, layers = G.choice((2, 4, 6, 8, 10)), G.randint(1, 4)
        rate = Fraction(G.choice((30, 64, 120, 251, 340, 449, 567, 658, 719, 772, 873, 948)), 1024)
        if kind in (0, 3):
            n_re = G.randint(10, 700)
        elif kind == 1:
            n_re = G.randint(300, 3000)
        else:
            n_re = G.randint(1000, 6000) // layers
        a = size(n_re * rate * order * layers, rate)
        if a > 40000 or a < 24:
            a, n_re = 8456, max(n_re, 2000)
        g = n_re * order * layers
        if kind == 3:
            g = max(layers * order, g // 3 // (layers * order) * (layers * order))
        rv = 0 if kind == 0 else G.randint(0, 3)
        n_ref_size = lbrm(G.randint(1, 20), 1, 6) if kind in (2, 3) and G.random() < 0.6 else None
        seed = G.getrandbits(31)
        transport = [int(v) for v in py3gpp.nrPRBS(seed, a)]
        scheduled = None
        out, graph, c, z = dlsch(a, rate, order, layers, g, rv, n_ref_size, None, transport)
        if c > 2 and kind == 4:
            scheduled = sorted(G.sample(range(c), G.randint(1, c - 1)))
            out, graph, c, z = dlsch(a, rate, order, layers, g, rv, n_ref_size, scheduled, transport)
        print("dlsch", a, number(rate * 1024), order, layers, g, rv, n_ref_size or 0, "-" if scheduled is None else ",".join(map(str, scheduled)),
              seed, len(out), format(crc(out, 24, CRC24A), "06x"), format(crc(out, 16, CRC16), "04x"), "".join(map(str, out[:60])))
        if layers == 1 and n_ref_size is None and scheduled is None and order < 10:
            name = {2: "QPSK", 4: "16QAM", 6: "64QAM", 8: "256QAM"}[order]
            blocks = py3gpp.nrCodeBlockSegmentLDPC(
                py3gpp.nrCRCEncode(np.array(transport), "24A" if a > 3824 else "16")[:, 0], graph)
            coded = np.stack([encode(np.where(blocks[:, r] == -1, 0, blocks[:, r]), graph, z) for r in range(c)], axis=1)
            coded[np.flatnonzero(blocks[:, 0] == -1) - 2 * z, :] = -1
            assert list(py3gpp.nrRateMatchLDPC(coded, g, rv, name, 1)) == out
            count("py3gpp dlsch")
        # Sionna: the transport block with scrambling off.
        if rv == 0 and n_ref_size is None and scheduled is None and order < 10 and a < g and a < 20000 and rate <= Fraction(948, 1024):
            try:
                encoder = TBEncoder(target_tb_size=a, num_coded_bits=g, target_coderate=float(rate), num_bits_per_symbol=order, num_layers=layers,
                                    use_scrambler=False, channel_type="PDSCH")
            except Exception:
                continue
            same = encoder.tb_size == a and encoder.num_cbs == c and int(encoder.ldpc_encoder._bg[-1]) == graph
            if same and int(encoder.ldpc_encoder.z) == z:
                got = encoder(tf.constant([transport], tf.float32)).numpy()[0].astype(int)
                assert list(got) == out, (a, g, order, layers)
                count("sionna dlsch")


mcs()
tbs()
allocations()
layer_mapping()
transport_blocks()
print(done, file=sys.stderr)
