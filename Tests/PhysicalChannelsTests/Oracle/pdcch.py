#!/usr/bin/env python3
"""Writes vectors of the PDCCH from the clauses of TS 38.211, 38.212 and 38.213 with numpy and Sionna's polar encoder; run by hand, the output is
committed.

  python pdcch.py >pdcch-vectors.txt        needs numpy, sionna-no-rt 1.2.1 and tensorflow-cpu 2.19.1

The tables of CORESET 0 and of its monitoring occasions are written down here as MathWorks' examples have them (13-1 to 13-15), the ones for
shared spectrum and FR2-2 as TS 38.213 V18 has them; the Swift tables come from TS 38.213 V18.
"""
import math
import os
import random
import sys

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import numpy as np
from sionna.phy.fec.polar import Polar5GEncoder

generator = random.Random(38211)


def gold(initial, count):
    """TS 38.211 5.2.1, bit for bit."""
    total = 1600 + count + 31
    x1 = np.zeros(total, dtype=np.int64)
    x2 = np.zeros(total, dtype=np.int64)
    x1[0] = 1
    for i in range(31):
        x2[i] = (initial >> i) & 1
    for n in range(total - 31):
        x1[n + 31] = (x1[n + 3] + x1[n]) % 2
        x2[n + 31] = (x2[n + 3] + x2[n + 2] + x2[n + 1] + x2[n]) % 2
    return (x1[1600:1600 + count] + x2[1600:1600 + count]) % 2


def crc24c(bits):
    """TS 38.212 5.1: the remainder, by long division."""
    powers = [24, 23, 21, 20, 17, 15, 13, 12, 8, 4, 2, 1, 0]
    work = list(bits) + [0] * 24
    for i in range(len(bits)):
        if work[i]:
            for power in powers:
                work[i + 24 - power] ^= 1
    return work[-24:]


def attach(payload, rnti):
    """TS 38.212 7.3.2: 24 ones in front of what is checked, the RNTI on the last 16 bits of the check."""
    parity = crc24c([1] * 24 + payload)
    mask = [0] * 8 + [(rnti >> (15 - i)) & 1 for i in range(16)]
    return payload + [p ^ m for p, m in zip(parity, mask)]


def polar(message, length):
    """TS 38.212 7.3.3 and 7.3.4, with Sionna's encoder for what it can do; beyond that the code of 512 bits is repeated."""
    size = len(message) - 24
    # From 576 bits on the mother code has its 512 bits, each of which is there.
    inner = min(length, 576)
    encoder = Polar5GEncoder(size, inner, channel_type="downlink")
    whole = np.array(message, dtype=np.float32)[np.newaxis, :]
    encoder._enc_crc = lambda bits: __import__("tensorflow").constant(whole)
    coded = encoder(whole[:, :size]).numpy()[0].astype(int)
    if length == inner:
        return coded
    assert encoder.n_polar == 512
    return np.array([coded[i % 512] for i in range(length)])


class Coreset:
    """TS 38.211 7.3.2.2."""

    def __init__(self, blocks, symbols, bundle, rows, shift, interleaved, wide, reference):
        self.blocks, self.symbols, self.bundle = blocks, symbols, bundle
        self.rows, self.shift, self.interleaved = rows, shift, interleaved
        self.wide, self.reference = wide, reference
        self.reg_count = len(blocks) * symbols

    @property
    def cce_count(self):
        return self.reg_count // 6

    def f(self, x):
        if not self.interleaved:
            return x
        c_count = self.reg_count // (self.bundle * self.rows)
        c, r = x // self.rows, x % self.rows
        return (r * c_count + c + self.shift) % (self.reg_count // self.bundle)

    def regs(self, cce):
        """(common resource block, symbol of the CORESET) in the order of the bundles."""
        size = self.bundle
        result = []
        for x in range(6 * cce // size, 6 * cce // size + 6 // size):
            bundle = self.f(x)
            for reg in range(bundle * size, bundle * size + size):
                # Time first.
                result.append((self.blocks[reg // self.symbols], reg % self.symbols))
        return result


def random_coreset(grid_start=0, grid_size=275):
    while True:
        start = generator.randint(grid_start, grid_start + grid_size - 6)
        size = generator.randint(6, grid_start + grid_size - start)
        offset = generator.choice([-1, -1, -1] + list(range(6)))
        first = 6 * math.ceil(start / 6) if offset < 0 else start + offset
        groups = (start + size - first) // 6
        if groups < 1:
            continue
        groups = min(groups, 45)
        density = generator.choice([0.3, 0.7, 1.0])
        bits = [1 if generator.random() < density else 0 for _ in range(groups)] + [0] * (45 - groups)
        if not any(bits):
            continue
        blocks = [first + 6 * g + i for g in range(45) if bits[g] for i in range(6)]
        symbols = generator.randint(1, 3)
        interleaved = generator.random() < 0.7
        bundle, rows, shift = 6, 1, 0
        if interleaved:
            bundle = generator.choice([2, 6] if symbols == 1 else [symbols, 6])
            rows = generator.choice([2, 3, 6])
            shift = generator.randint(0, 1007)
            if len(blocks) * symbols % (bundle * rows):
                continue
        wide = generator.random() < 0.3
        runs = 1 + sum(1 for a, b in zip(blocks, blocks[1:]) if b != a + 1)
        if wide and runs > 4:
            continue
        description = [start, size, "".join(map(str, bits)), offset, symbols, int(interleaved), bundle, rows, shift, int(wide)]
        return Coreset(blocks, symbols, bundle, rows, shift, interleaved, wide, 0), description


def coresets():
    for _ in range(150):
        coreset, description = random_coreset()
        total = 0
        for cce in range(coreset.cce_count):
            for index, (block, symbol) in enumerate(coreset.regs(cce)):
                total = (total * 31 + block * 3 + symbol + index) % 1000000007
        sample = generator.randrange(coreset.cce_count)
        regs = ",".join(f"{b}:{s}" for b, s in coreset.regs(sample))
        print("coreset", *description, coreset.cce_count, total, sample, regs)


# {(band, SS/PBCH kHz, PDCCH kHz): rows of (pattern, blocks, symbols, offset, offset with k_SSB > 0)}
def rows(patterns, blocks, symbols, offsets, other=None):
    return [(p, b, s, o, (other or {}).get(i, o)) for i, (p, b, s, o) in enumerate(zip(patterns, blocks, symbols, offsets))]


ZERO = {
    ("fr1", 15, 15): rows([1] * 15, [24] * 6 + [48] * 6 + [96] * 3, [2, 2, 2, 3, 3, 3, 1, 1, 2, 2, 3, 3, 1, 2, 3],
                          [0, 2, 4, 0, 2, 4, 12, 16, 12, 16, 12, 16, 38, 38, 38]),
    ("fr1", 15, 30): rows([1] * 14, [24] * 8 + [48] * 6, [2, 2, 2, 2, 3, 3, 3, 3, 1, 1, 2, 2, 3, 3],
                          [5, 6, 7, 8, 5, 6, 7, 8, 18, 20, 18, 20, 18, 20]),
    ("fr1", 30, 15): rows([1] * 9, [48] * 6 + [96] * 3, [1, 1, 2, 2, 3, 3, 1, 2, 3], [2, 6, 2, 6, 2, 6, 28, 28, 28]),
    ("fr1-40", 30, 15): rows([1] * 9, [48] * 3 + [96] * 6, [1, 2, 3, 1, 1, 2, 2, 3, 3], [4, 4, 4, 0, 56, 0, 56, 0, 56]),
    ("fr1", 30, 30): rows([1] * 16, [24] * 10 + [48] * 6, [2] * 5 + [3] * 5 + [1, 1, 1, 2, 2, 2],
                          [0, 1, 2, 3, 4, 0, 1, 2, 3, 4, 12, 14, 16, 12, 14, 16]),
    ("fr1-40", 30, 30): rows([1] * 10, [24] * 4 + [48] * 6, [2, 2, 3, 3, 1, 1, 2, 2, 3, 3], [0, 4, 0, 4, 0, 28, 0, 28, 0, 28]),
    ("fr1-shared", 15, 15): rows([1] * 8, [96] * 8, [1] * 4 + [2] * 4, [10, 12, 14, 16] * 2),
    ("fr1-shared", 30, 30): rows([1] * 8, [48] * 8, [1] * 4 + [2] * 4, [0, 1, 2, 3] * 2),
    ("fr2-1", 120, 60): rows([1] * 8 + [2] * 4, [48] * 6 + [96] * 2 + [48, 48, 96, 96], [1, 1, 2, 2, 3, 3, 1, 2, 1, 1, 1, 1],
                             [0, 8, 0, 8, 0, 8, 28, 28, -41, 49, -41, 97], {8: -42, 10: -42}),
    ("fr2-1", 120, 120): rows([1] * 4 + [3] * 4, [24, 24, 48, 48, 24, 24, 48, 48], [2, 2, 1, 2, 2, 2, 2, 2],
                              [0, 4, 14, 14, -20, 24, -20, 48], {4: -21, 6: -21}),
    ("fr2-1", 240, 60): rows([1] * 4, [96] * 4, [1, 1, 2, 2], [0, 16, 0, 16]),
    ("fr2-1", 240, 120): rows([1] * 4 + [2] * 4, [48] * 4 + [24, 24, 48, 48], [1, 1, 2, 2, 1, 1, 1, 1],
                              [0, 8, 0, 8, -41, 25, -41, 49], {4: -42, 6: -42}),
    ("fr2-2", 120, 120): rows([1] * 12 + [3] * 4, [24, 24] + [48] * 6 + [96] * 4 + [24, 24, 48, 48],
                              [2, 2, 1, 1, 1, 2, 2, 2, 1, 1, 2, 2, 2, 2, 2, 2],
                              [0, 4, 0, 14, 28, 0, 14, 28, 0, 76, 0, 76, -20, 24, -20, 48], {12: -21, 14: -21}),
}
BANDS = ["fr1", "fr1-40", "fr1-shared", "fr2-1", "fr2-2"]


def zeros():
    for band in BANDS:
        for ssb in [15, 30, 60, 120, 240]:
            for pdcch in [15, 30, 60, 120, 240]:
                table = ZERO.get((band, ssb, pdcch))
                # TS 38.213 tables 13-1 and 13-2: bands of 40 MHz have no SS/PBCH blocks of 15 kHz.
                for index in range(16):
                    if table is None:
                        continue
                    for k in (0, 1):
                        row = table[index] if index < len(table) else None
                        text = "reserved" if row is None else f"{row[0]} {row[1]} {row[2]} {row[4] if k else row[3]}"
                        print("zero", band, ssb, pdcch, index, k, text)


FR1 = dict(O=[0, 0, 2, 2, 5, 5, 7, 7, 0, 5, 0, 0, 2, 2, 5, 5], M=[1, .5, 1, .5, 1, .5, 1, .5, 2, 2, 1, 1, 1, 1, 1, 1],
           first=[0, "n", 0, "n", 0, "n", 0, "n", 0, 0, 1, 2, 1, 2, 1, 2])
FR2 = dict(O=[0, 0, 2.5, 2.5, 5, 5, 0, 2.5, 5, 7.5, 7.5, 7.5, 0, 5], M=[1, .5, 1, .5, 1, .5, .5, .5, .5, 1, .5, .5, 2, 2],
           first=[0, 7, 0, 7, 0, 7, "n", "n", "n", 0, 7, "n", 0, 0])


def occasions():
    exponents = {15: 0, 30: 1, 60: 2, 120: 3, 240: 4}
    for (band, ssb, pdcch), table in ZERO.items():
        for _ in range(30):
            index = generator.randrange(len(table))
            pattern, _, symbols, _, _ = table[index]
            search = generator.randrange(16)
            block = generator.randrange(8 if band.startswith("fr1") else 64)
            mu = exponents[pdcch]
            per_frame = 10 * 2 ** mu
            head = ["occasion", band, ssb, pdcch, index, search, block]
            if pattern == 1:
                source = FR1 if band.startswith("fr1") else FR2
                if search >= len(source["O"]):
                    print(*head, "reserved")
                    continue
                position = int(source["O"][search] * 2 ** mu) + math.floor(block * source["M"][search])
                first = source["first"][search]
                first = {"n": symbols, 7: 7}.get(first, first) if block % 2 or first not in ("n", 7) else 0
                parity = position // per_frame % 2
                slot = position % per_frame
                second = (parity * per_frame + slot + 1) % (2 * per_frame)
                print(*head, first, parity * per_frame + slot, second)
            else:
                if search > 0:
                    print(*head, "reserved")
                    continue
                # TS 38.213 4.1: first symbols of cases D (120 kHz) and E (240 kHz).
                if ssb == 120:
                    start = [4, 8, 16, 20][block % 4] + 28 * [0, 1, 2, 3, 5, 6, 7, 8, 10, 11, 12, 13, 15, 16, 17, 18][block // 4]
                else:
                    start = [8, 12, 16, 20, 32, 36, 40, 44][block % 8] + 56 * [0, 1, 2, 3, 5, 6, 7, 8][block // 8]
                slot = start * pdcch // ssb // 14
                if pattern == 3:
                    first, n = [4, 8, 2, 6][block % 4], slot
                elif ssb == 120:
                    first, n = [0, 1, 6, 7][block % 4], slot
                else:
                    first, n = [0, 1, 2, 3, 12, 13, 0, 1][block % 8], slot - (1 if block % 8 in (4, 5) else 0)
                print(*head, first, n, slot)


LEVELS = [1, 2, 4, 8, 16]


def hashed(level, candidate, most, cces, y, indicator):
    return level * ((y + candidate * cces // (level * most) + indicator) % (cces // level))


def y_value(rnti, identifier, slot):
    y = rnti
    for _ in range(slot + 1):
        y = [39827, 39829, 39839][identifier % 3] * y % 65537
    return y


def searches():
    for _ in range(200):
        common = generator.random() < 0.3
        identifier = generator.randint(0, 11)
        rnti = generator.randint(1, 65519)
        slot = generator.randrange(generator.choice([10, 20, 40, 80]))
        level = generator.choice(LEVELS)
        cces = generator.randint(max(level, 2), 135)
        count = generator.choice([1, 2, 3, 4, 5, 6, 8])
        indicator = 0 if common else generator.choice([0, 0, 0, 1, 2, 7])
        y = 0 if common else y_value(rnti, identifier, slot)
        firsts = [hashed(level, m, count, cces, y, indicator) for m in range(count)]
        print("search", int(common), identifier, rnti, slot, level, cces, count, indicator, ",".join(map(str, firsts)))


PERIODS = [1, 2, 4, 5, 8, 10, 16, 20, 40, 80, 160, 320, 640, 1280, 2560]


def monitors():
    for _ in range(150):
        mu = generator.randrange(4)
        period = generator.choice(PERIODS)
        offset = generator.randrange(period)
        duration = generator.randint(1, max(1, period - 1))
        per_frame = 10 * 2 ** mu
        slots = []
        frame = generator.randrange(1024)
        for slot in range(4 * per_frame):
            # Monitored if one of the T slots up to this one begins a period.
            number = (frame + slot // per_frame) % 1024 * per_frame + slot % per_frame
            if any((number - t - offset) % period == 0 for t in range(duration)):
                slots.append(slot)
        print("monitor", mu, period, offset, duration, frame, len(slots), sum((s + 1) * (s + 3) for s in slots) % 1000003)


def budget():
    """TS 38.213 10.1: sets of common search spaces first, then sets of the UE's while there is room."""
    for _ in range(150):
        mu = generator.randrange(4)
        most, cces = [44, 36, 22, 20][mu], [56, 56, 48, 32][mu]
        counts = [generator.randint(12, 48) for _ in range(3)]
        rnti = generator.randint(1, 65519)
        slot = generator.randrange(10 * 2 ** mu)
        sets = []
        for identifier in generator.sample(range(1, 40), generator.randint(2, 6)):
            coreset = generator.randrange(3)
            common = generator.random() < 0.3
            candidates = [generator.choice([0, 0, 1, 2, 2, 3, 4, 6]) if counts[coreset] >= level else 0 for level in LEVELS]
            if common:
                candidates = [0, 0] + [min(c, 2) for c in candidates[2:]]
            sizes = generator.sample([40, 44, 52], generator.choice([1, 1, 2]))
            firsts = generator.choice([[0], [0], [0, 7]])
            sets.append((identifier, coreset, common, candidates, sizes, firsts))
        sets.sort()

        def measure(entry, seen):
            identifier, coreset, common, candidates, sizes, firsts = entry
            keys, blocks = [], set()
            for symbol in firsts:
                for level, count in zip(LEVELS, candidates):
                    y = 0 if common else y_value(rnti, coreset, slot)
                    for m in range(count):
                        first = hashed(level, m, count, counts[coreset], y, 0)
                        blocks |= {(coreset, symbol, c) for c in range(first, first + level)}
                        for size in sizes:
                            key = (coreset, symbol, level, first, 0 if common else rnti, size)
                            if key not in seen and key not in keys:
                                keys.append(key)
            return keys, blocks

        seen, used, monitored = [], set(), []
        for entry in sets:
            if entry[2]:
                keys, blocks = measure(entry, seen)
                seen += keys
                used |= blocks
                monitored.append(entry[0])
        if len(seen) > most or len(used) > cces:
            # A gNB never configures this.
            print("budget", mu, rnti, slot, ",".join(map(str, counts)), describe(sets), "refused")
            continue
        for entry in sets:
            if not entry[2]:
                keys, blocks = measure(entry, seen)
                if len(seen) + len(keys) > most or len(used | blocks) > cces:
                    break
                seen += keys
                used |= blocks
                monitored.append(entry[0])
        print("budget", mu, rnti, slot, ",".join(map(str, counts)), describe(sets), len(seen), len(used), ",".join(map(str, sorted(monitored))))


def describe(sets):
    return "|".join(
        f"{i}:{c}:{int(common)}:{'.'.join(map(str, k))}:{'.'.join(map(str, sizes))}:{'.'.join(map(str, firsts))}"
        for i, c, common, k, sizes, firsts in sets)


def channels():
    done = 0
    while done < 160:
        mu = generator.randrange(4)
        extended = mu == 2 and generator.random() < 0.5
        per_slot = 12 if extended else 14
        grid_start = generator.randint(0, 300)
        grid_size = generator.randint(24, 275)
        cell = generator.randint(0, 1007)
        is_zero = generator.random() < 0.3
        if is_zero:
            count = generator.choice([24, 48, 96])
            if count > grid_size:
                continue
            symbols = generator.randint(1, 3)
            start = generator.randint(grid_start, grid_start + grid_size - count)
            coreset = Coreset(list(range(start, start + count)), symbols, 6, 2, cell, True, False, start)
            if coreset.reg_count % 12:
                continue
            description = [start, count, symbols]
            identifier = 0
        else:
            coreset, description = random_coreset(grid_start, grid_size)
            identifier = generator.randint(1, 11)
        level = generator.choice(LEVELS)
        if coreset.cce_count < level:
            continue
        first_cce = level * generator.randrange(coreset.cce_count // level)
        first_symbol = generator.randint(0, per_slot - coreset.symbols)
        slot = generator.randrange(10 * 2 ** mu)
        size = generator.randint(12, 140 if level > 1 else 70)
        payload = [generator.randint(0, 1) for _ in range(size)]
        rnti = generator.randint(1, 65535)
        # TS 38.211 7.3.2.3 and 7.4.1.3.1: pdcch-DMRS-ScramblingID is for the data of UE-specific search spaces, for the signal of all.
        specific = generator.random() < 0.6
        configured = generator.randint(0, 65535) if not is_zero and generator.random() < 0.7 else None
        own = specific and configured is not None
        data_identity = configured if own else cell
        scrambling_rnti = rnti if own else 0
        pilot_identity = cell if configured is None else configured
        # TS 38.212 7.3.2 to 7.3.4, TS 38.211 7.3.2.3 and 7.3.2.4
        length = 108 * level
        coded = polar(attach(payload, rnti), length)
        scrambled = (coded + gold((scrambling_rnti * 65536 + data_identity) % 2 ** 31, length)) % 2
        # TS 38.211 7.3.2.5: first k, then l
        regs = [reg for cce in range(first_cce, first_cce + level) for reg in coreset.regs(cce)]
        grid = {}
        position = 0
        for symbol in range(coreset.symbols):
            for block in sorted(b for b, s in regs if s == symbol):
                for k in range(12):
                    if k % 4 == 1:
                        continue
                    grid[(12 * block + k, first_symbol + symbol)] = (1 - 2 * int(scrambled[position]), 1 - 2 * int(scrambled[position + 1]))
                    position += 2
        assert position == length
        # TS 38.211 7.4.1.3
        pilots = set(regs)
        if coreset.wide:
            runs, run = [], []
            for block in coreset.blocks:
                if run and block != run[-1] + 1:
                    runs.append(run)
                    run = []
                run.append(block)
            runs.append(run)
            used = {b for b, _ in regs}
            pilots = {(b, s) for run in runs if used & set(run) for b in run for s in range(coreset.symbols)}
        for symbol in range(coreset.symbols):
            l = first_symbol + symbol
            initial = (2 ** 17 * (per_slot * slot + l + 1) * (2 * pilot_identity + 1) + 2 * pilot_identity) % 2 ** 31
            highest = max(coreset.blocks) - coreset.reference
            c = gold(initial, 6 * (highest + 1))
            for block, s in pilots:
                if s == symbol:
                    n = block - coreset.reference
                    for kp in range(3):
                        m = 3 * n + kp
                        grid[(12 * block + 4 * kp + 1, l)] = (1 - 2 * int(c[2 * m]), 1 - 2 * int(c[2 * m + 1]))
        total = [0, 0]
        for (k, l), value in grid.items():
            weight = 1 + ((k - 12 * grid_start) * 31 + l * 17) % 1009
            total[0] += weight * value[0]
            total[1] += weight * value[1]
        print("pdcch", mu, int(extended), grid_start, grid_size, cell, identifier, ";".join(map(str, description)), first_cce, level,
              first_symbol, slot, "".join(map(str, payload)), rnti, int(specific), -1 if configured is None else configured,
              np.packbits(scrambled.astype(np.uint8)).tobytes().hex(), len(grid), total[0], total[1])
        done += 1


coresets()
zeros()
occasions()
searches()
monitors()
budget()
channels()
