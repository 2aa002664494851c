"""Samples of whole cells, from the clauses: SS/PBCH blocks, and SIB1's PDCCH and PDSCH as the MIB says; cells.py writes them to files.

Polar code, LDPC, CRCs, PSS, SSS and PBCH are py3gpp's and Sionna's (TS 38.212); CORESETs are those of pdcch.py. Placing in time and frequency, DCI,
DM-RS, the mapping of PDCCH and PDSCH and the sums of exponentials that become samples are written here:
TS 38.211 §5.3.1, §7.3.1, §7.3.2, §7.4.1.1, §7.4.1.3; TS 38.212 §7.3.1.2.1; TS 38.213 §4.1, §13; TS 38.214 §5.1.2.1.1, §5.1.2.2.2, §5.1.3, §5.1.6.2.
"""
import functools
import importlib.util
import math
import pathlib
import sys
from fractions import Fraction

import numpy as np
import py3gpp
import scipy.fft

HERE = pathlib.Path(__file__).parent


def load(name, end):
    """The functions of another script, without what it writes."""
    text = (HERE / name).read_text().rsplit(end, 1)[0]
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader(name, None))
    module.__file__ = str(HERE / name)
    exec(compile(text, name, "exec"), module.__dict__)
    return module


BLOCKS = load("synchronization-signal-block.py", "\nmain()")
PDCCH = load("pdcch.py", "\n\ncoresets()\n")
SHARED = load("shared-channel.py", "\nmcs()\n")

# First symbols of SS/PBCH blocks (TS 38.213 §4.1), by case.
THIN = [n for n in range(19) if n % 5 != 4]
FIRST = {
    "A": (15, [f + 14 * n for n in range(4) for f in (2, 8)]),
    "B": (30, [f + 28 * n for n in range(2) for f in (4, 8, 16, 20)]),
    "C": (30, [f + 14 * n for n in range(4) for f in (2, 8)]),
    "D": (120, [f + 28 * n for n in THIN for f in (4, 8, 16, 20)]),
    "E": (240, [f + 56 * n for n in (0, 1, 2, 3, 5, 6, 7, 8) for f in (8, 12, 16, 20, 32, 36, 40, 44)]),
}
SI_RNTI = 65535
# TS 38.214 table 5.1.3.1-1, QPSK.
RATES = [120, 157, 193, 251, 308, 379, 449, 526, 602, 679]

# TS 38.214 tables 5.1.2.1.1-2, -4 and -5: mapping type, K0, S, L for dmrs-TypeA-Position 2 and 3.
A = [("A", 0, (2, 12), (3, 11)), ("A", 0, (2, 10), (3, 9)), ("A", 0, (2, 9), (3, 8)), ("A", 0, (2, 7), (3, 6)), ("A", 0, (2, 5), (3, 4)),
     ("B", 0, (9, 4), (10, 4)), ("B", 0, (4, 4), (6, 4)), ("B", 0, (5, 7), (5, 7)), ("B", 0, (5, 2), (5, 2)), ("B", 0, (9, 2), (9, 2)),
     ("B", 0, (12, 2), (12, 2)), ("A", 0, (1, 13), (1, 13)), ("A", 0, (1, 6), (1, 6)), ("A", 0, (2, 4), (2, 4)), ("B", 0, (4, 7), (4, 7)),
     ("B", 0, (8, 4), (8, 4))]
TWO = [("B", 0, (s, 2), (s, 2)) for s in (2, 4, 6, 8, 10)]
FOUR = [("B", 0, (s, 4), (s, 4)) for s in (2, 4, 6, 8, 10)]
B = TWO + [("B", 1, (2, 2), (2, 2)), ("B", 1, (4, 2), (4, 2))] + FOUR + [
    ("B", 0, (2, 7), (2, 7)), ("A", 0, (2, 12), (3, 11)), ("B", 1, (2, 4), (2, 4)), None]
C = TWO + [None, None] + FOUR + [("B", 0, (2, 7), (2, 7)), ("A", 0, (2, 12), (3, 11)), ("A", 0, (0, 6), (0, 6)), ("A", 0, (2, 6), (2, 6))]


def sequence(length, state, taps, count=None):
    """py3gpp's _calc_m_seq, as many elements at once as the taps allow."""
    count = 2**length - 1 if count is None else count
    x = np.zeros(count + length, "int32")
    x[:length] = state
    step = length - max(taps)
    for i in range(0, count - length, step):
        x[i + length:i + length + step] = np.bitwise_xor.reduce([x[i + t:i + t + step] for t in taps])
    return x[:count]


SLOW = sys.modules["py3gpp.helper"]._calc_m_seq
for taps in ([0, 3], [0, 1, 2, 3]):
    start = np.random.default_rng(1).integers(0, 2, 31)
    assert np.array_equal(sequence(31, start, taps, 300), SLOW(31, start, taps, 300))
for module in [m for name, m in sys.modules.items() if name.startswith("py3gpp.") and hasattr(m, "_calc_m_seq")]:
    module._calc_m_seq = sequence


@functools.lru_cache(maxsize=4096)
def gold(initial, count):
    return np.ravel(py3gpp.nrPRBS(int(initial), int(count))).astype(int)


def qpsk(bits):
    b = np.reshape(bits, (-1, 2))
    return ((1 - 2 * b[:, 0]) + 1j * (1 - 2 * b[:, 1])) / np.sqrt(2)


class Samples:
    """A receiver's samples of one sender whose clock, for carrier and symbols, is fast by `error`."""

    def __init__(self, rate, carrier_hz, count, start, error):
        self.rate, self.carrier_hz, self.start, self.error = rate, carrier_hz, start, error
        self.values = np.zeros(count, complex)
        self.chirps = {}

    def range(self, begin, end):
        """The samples between two times of the sender, in seconds behind the beginning of its frame 0."""
        place = lambda t: int(math.ceil(self.start + t / (1 + self.error) * self.rate))
        return max(0, place(begin)), min(len(self.values), place(end))

    def add(self, begin, useful, end, spacing, first_hz, row):
        """One symbol: subcarriers from `first_hz` on, counted from the samples' 0 Hz."""
        low, high = self.range(begin, end)
        if low >= high or not np.any(row):
            return
        # Σ a_k exp(2πj (f + k Δ) τ) with τ = τ_0 + n δ.
        delta = (1 + self.error) / self.rate
        tau = (low - self.start) * delta - useful
        used = np.flatnonzero(row)
        row, first_hz = row[used[0]:used[-1] + 1], first_hz + spacing * used[0]
        sums = self.chirp(len(row), spacing * delta)(row * np.exp(2j * np.pi * spacing * tau * np.arange(len(row))), high - low)
        self.values[low:high] += sums * np.exp(2j * np.pi * first_hz * (tau + np.arange(high - low) * delta))

    def chirp(self, rows, step):
        """Σ_k x_k exp(2πj k n step) for n from 0 on, exactly: k n = (k² + n² - (n - k)²) / 2."""
        key = rows, step
        if key not in self.chirps:
            most = int(self.rate / 13000) + 1
            size = scipy.fft.next_fast_len(rows + most)
            turn = np.exp(1j * np.pi * step * np.arange(max(rows, most), dtype=float) ** 2)
            kernel = np.zeros(size, complex)
            kernel[:most] = turn[:most].conj()
            kernel[size - rows + 1:] = turn[1:rows][::-1].conj()
            spectrum = scipy.fft.fft(kernel)

            def sums(x, count):
                return scipy.fft.ifft(scipy.fft.fft(x * turn[:rows], size) * spectrum)[:count] * turn[:count]

            self.chirps[key] = sums
        return self.chirps[key]

    def finish(self):
        return self.values * np.exp(2j * np.pi * self.carrier_hz * self.error * np.arange(len(self.values)) / self.rate)


def symbol_times(khz, symbol):
    """Begin, useful begin and end of a symbol that is counted from the beginning of a frame, in seconds (TS 38.211 §5.3.1)."""
    mu = {15: 0, 30: 1, 60: 2, 120: 3, 240: 4}[khz]
    unit = 1 / (480000 * 4096)
    body, prefix = 2048 * 64 // 2**mu, 144 * 64 // 2**mu
    per_half = 7 * 2**mu
    longer = -(-symbol // per_half)
    begin = symbol * (body + prefix) + longer * 16 * 64
    useful = begin + prefix + (16 * 64 if symbol % per_half == 0 else 0)
    return begin * unit, useful * unit, (useful + body) * unit


class Zero:
    """CORESET 0 and its occasions (TS 38.213 §13), from the tables of pdcch.py."""

    def __init__(self, band, ssb_khz, khz, index, search, k_ssb):
        table = PDCCH.ZERO.get((band, ssb_khz, khz))
        if table is None or index >= len(table):
            raise ValueError("reserved")
        self.pattern, self.blocks, self.symbols, zero, other = table[index]
        self.offset = other if k_ssb else zero
        self.band, self.ssb_khz, self.khz, self.search = band, ssb_khz, khz, search
        self.is_fr1 = band.startswith("fr1")
        source = PDCCH.FR1 if self.is_fr1 else PDCCH.FR2
        if search >= (len(source["O"]) if self.pattern == 1 else 1):
            raise ValueError("reserved")
        # k_SSB counts 15 kHz in FR1, else subcarriers of CORESET 0's spacing (TS 38.211 §7.4.3.1).
        self.k_hz = k_ssb * (15000 if self.is_fr1 else khz * 1000)

    def first_hz(self, ssb_middle_hz):
        """The frequency of its first subcarrier."""
        return ssb_middle_hz - 120 * self.ssb_khz * 1000 - self.k_hz - self.offset * 12 * self.khz * 1000

    def occasions(self, case, block, half):
        """(slots over two frames, with pattern 1; slots of the block's frame), first symbol."""
        mu = {15: 0, 30: 1, 60: 2, 120: 3}[self.khz]
        per_frame = 10 * 2**mu
        if self.pattern == 1:
            source = PDCCH.FR1 if self.is_fr1 else PDCCH.FR2
            position = int(source["O"][self.search] * 2**mu) + math.floor(block * source["M"][self.search])
            first = source["first"][self.search]
            if first in ("n", 7):
                first = 0 if block % 2 == 0 else self.symbols if first == "n" else 7
            n = position // per_frame % 2 * per_frame + position % per_frame
            return [n, (n + 1) % (2 * per_frame)], first
        slot = FIRST[case][1][block] * self.khz // self.ssb_khz // 14 + half * per_frame // 2
        if self.pattern == 3:
            return [slot], [4, 8, 2, 6][block % 4]
        if self.ssb_khz == 120:
            return [slot], [0, 1, 6, 7][block % 4]
        return [slot - (1 if block % 8 in (4, 5) else 0)], [0, 1, 2, 3, 12, 13, 0, 1][block % 8]


def interleave(count):
    """TS 38.211 §7.3.1.6 for DCI format 1_0 of type 0 in CORESET 0: the physical resource block of each virtual one."""
    bundles = [list(range(b, min(b + 2, count))) for b in range(0, count, 2)]
    rows, columns = 2, len(bundles) // 2
    target = {}
    for c in range(columns):
        for r in range(rows):
            target[c * rows + r] = r * columns + c
    target[len(bundles) - 1] = len(bundles) - 1
    return [prb for j in range(len(bundles)) for prb in bundles[target[j]]]


def reference_symbols(mapping, start, length, type_a, delay):
    """Symbols of the slot with DM-RS: single-symbol, additional position 2 (TS 38.211 table 7.4.1.1.2-3, TS 38.214 §5.1.6.2)."""
    if mapping == "A":
        end = start + length
        rest = [] if end <= 7 else [7] if end <= 9 else [6, 9] if end <= 12 else [7, 11]
        return [type_a] + rest
    rest = [4] if length == 7 and delay <= 1 else []
    return [start + delay + l for l in [0] + rest]


class Sib1:
    """One SIB1: a DCI with SI-RNTI and its PDSCH, in the subcarriers of CORESET 0."""

    def __init__(self, rng, zero, cell, type_a, first_symbol, level, limit_mcs=9, overlap=False):
        self.zero, self.cell, self.first_symbol, self.level, self.type_a = zero, cell, first_symbol, level, type_a
        table = {1: A, 2: B, 3: C}[zero.pattern]
        end = first_symbol + zero.symbols
        while True:
            self.row = int(rng.integers(16))
            if table[self.row] is None:
                continue
            self.mapping, self.slot_offset, two, three = table[self.row]
            self.start, self.length = three if type_a == 3 else two
            if self.slot_offset:
                continue
            self.delay = max(0, end - self.start) if self.start >= first_symbol else 0
            if self.mapping == "A" and (self.start > type_a or type_a < end or self.start + self.length <= type_a
                                        or self.start + self.length < 4):
                continue
            if self.mapping == "A" and (self.start == 3) != (type_a == 3) and self.row in (0, 1, 2, 3, 4):
                continue
            overlapping = self.start < end and self.start + self.length > first_symbol
            if overlapping and not overlap:
                continue
            if overlapping and self.mapping == "B" and (self.start < first_symbol or self.delay > {2: 1, 4: 2, 7: 3}[self.length]):
                continue
            if self.mapping == "B" and not overlapping:
                self.delay = 0
            break
        n = zero.blocks
        while True:
            self.count = int(rng.integers(1, n + 1))
            self.first = int(rng.integers(0, n - self.count + 1))
            self.mcs = int(rng.integers(0, limit_mcs + 1))
            self.two_group = not (self.mapping == "B" and self.length == 2)
            self.dmrs = reference_symbols(self.mapping, self.start, self.length, type_a, self.delay)
            free = 12 * self.length - (12 if self.two_group else 6) * len(self.dmrs)
            rate = RATES[self.mcs] / 1024
            self.size = int(py3gpp.nrTBS("QPSK", 1, self.count, free, rate))
            if 80 <= self.size <= 2976:
                break
        self.interleaved = bool(rng.integers(2))
        self.version = int(rng.integers(0, 2)) * 3 if rng.random() < 0.5 else 0
        self.octets = bytes(rng.integers(0, 256, self.size // 8, dtype=np.uint8))
        width = math.ceil(math.log2(n * (n + 1) / 2))
        length = self.count - 1
        riv = n * length + self.first if length <= n // 2 else n * (n - length) + n - 1 - self.first
        number = BLOCKS.number
        self.dci = (number(riv, width) + number(self.row, 4) + [int(self.interleaved)] + number(self.mcs, 5) + number(self.version, 2)
                    + [0] + [0] * 15)
        self.physical = interleave(n) if self.interleaved else list(range(n))

    def candidate(self, rng):
        coreset = PDCCH.Coreset(list(range(self.zero.blocks)), self.zero.symbols, 6, 2, self.cell, True, False, 0)
        counts = {4: 4, 8: 2, 16: 1}[self.level]
        if coreset.cce_count < self.level:
            return None, None
        m = int(rng.integers(counts))
        return coreset, PDCCH.hashed(self.level, m, counts, coreset.cce_count, 0, 0)

    def rows(self, rng, slot):
        """{symbol of the slot: elements of CORESET 0's subcarriers}, for a slot of the frame."""
        zero, width = self.zero, 12 * self.zero.blocks
        grid = {}
        row = lambda l: grid.setdefault(l, np.zeros(width, complex))
        coreset, cce = self.candidate(rng)
        length = 108 * self.level
        coded = coded_dci(tuple(self.dci), length)
        values = qpsk((coded + gold(self.cell, length)) % 2)
        regs = [reg for c in range(cce, cce + self.level) for reg in coreset.regs(c)]
        position = 0
        taken = set()
        for symbol in range(zero.symbols):
            for block in sorted(b for b, s in regs if s == symbol):
                taken.add((block, self.first_symbol + symbol))
                for k in range(12):
                    if k % 4 != 1:
                        row(self.first_symbol + symbol)[12 * block + k] = values[position]
                        position += 1
        for symbol in range(zero.symbols):
            l = self.first_symbol + symbol
            pilots = self.pilots(slot, l, 3 * zero.blocks)
            for block, s in regs:
                if s == symbol:
                    for k in range(3):
                        row(l)[12 * block + 4 * k + 1] = pilots[3 * block + k]
        self.pdsch(row, slot, taken)
        return grid

    def pilots(self, slot, symbol, count):
        initial = (2**17 * (14 * slot + symbol + 1) * (2 * self.cell + 1) + 2 * self.cell) % 2**31
        return qpsk(gold(initial, 2 * count))

    def places(self, taken):
        """(symbol, subcarrier) of the data in their order; `taken` are the resource blocks of the PDCCH, each with its symbol."""
        places = []
        virtual = range(self.first, self.first + self.count)
        for l in range(self.start, self.start + self.length):
            for block in (self.physical[v] for v in virtual):
                if (block, l) in taken:
                    continue
                free = range(12) if l not in self.dmrs else () if self.two_group else range(1, 12, 2)
                places += [(l, 12 * block + k) for k in free]
        return places

    def pdsch(self, row, slot, taken):
        places = self.places(taken)
        virtual = range(self.first, self.first + self.count)
        values = self.coded(2 * len(places))
        for (l, k), value in zip(places, values):
            row(l)[k] = value
        for l in self.dmrs:
            pilots = self.pilots(slot, l, 6 * self.zero.blocks) * (np.sqrt(2) if self.two_group else 1)
            for block in (self.physical[v] for v in virtual):
                row(l)[12 * block:12 * block + 12:2] = pilots[6 * block:6 * block + 6]

    def coded(self, count):
        return qpsk((coded_block(self.octets, RATES[self.mcs], count, self.version) + gold(SI_RNTI * 2**15 + self.cell, count)) % 2)


@functools.lru_cache(maxsize=64)
def coded_block(octets, rate1024, count, version):
    """TS 38.212 §7.2; SIB1 is far below the limited buffer."""
    bits = [int(b) for b in np.unpackbits(np.frombuffer(octets, np.uint8))]
    return np.array(SHARED.dlsch(len(bits), Fraction(rate1024, 1024), 2, 1, count, version, None, None, bits)[0])


@functools.lru_cache(maxsize=64)
def coded_dci(dci, length):
    return PDCCH.polar(PDCCH.attach(list(dci), SI_RNTI), length)


def block_rows(maximum, cell, index, half, sfn, mib, k_ssb):
    """Four symbols of 240 elements."""
    code = BLOCKS.coded(BLOCKS.payload(mib, cell, maximum, index, half, sfn, k_ssb))
    grid = np.zeros(960, complex)
    grid[py3gpp.nrPSSIndices()] = np.ravel(py3gpp.nrPSS(cell))
    grid[py3gpp.nrSSSIndices()] = np.ravel(py3gpp.nrSSS(cell))
    # TS 38.211 §7.3.3.1 and §7.4.1.4.1.
    v, reference = (index, index + 4 * half) if maximum == 4 else (index % 8, index % 8)
    grid[py3gpp.nrPBCHIndices(cell)] = np.ravel(py3gpp.nrPBCH(cell, v, code))
    grid[py3gpp.nrPBCHDMRSIndices(cell)] = np.ravel(py3gpp.nrPBCHDMRS(cell, reference))
    return grid.reshape(4, 240)


class Cell:
    """A random cell whose blocks and SIB1 do not collide, in a carrier of a width around the samples' 0 Hz."""

    def __init__(self, rng, case, band, khz, raster_hz, half_width_hz, maximum, overlap=False, blocks=None, limit_mcs=4):
        self.rng, self.case, self.band, self.khz = rng, case, band, khz
        self.ssb_khz, self.first = FIRST[case][0], FIRST[case][1][:maximum]
        self.identity, self.half, self.sfn = int(rng.integers(1008)), int(rng.integers(2)), int(rng.integers(1024))
        self.is_fr1 = band.startswith("fr1")
        self.half_width_hz = half_width_hz
        while True:
            self.raster_hz = int(rng.choice(raster_hz))
            # Whole subcarriers of the wider spacing, so that blocks and data do not disturb each other.
            step = max(1, khz // 15) if self.is_fr1 else 1
            self.k_ssb = int(rng.integers(0, 12 * khz // 15 // step)) * step if self.is_fr1 else int(rng.integers(12))
            self.index, self.search, self.type_a = int(rng.integers(16)), int(rng.integers(16)), int(rng.integers(2, 4))
            try:
                self.zero = Zero(band, self.ssb_khz, khz, self.index, self.search, self.k_ssb)
            except ValueError:
                continue
            first = self.zero.first_hz(self.raster_hz)
            low = min(first, self.raster_hz - 120000 * self.ssb_khz)
            high = max(first + 12 * self.zero.blocks * khz * 1000, self.raster_hz + 120000 * self.ssb_khz)
            if low < -half_width_hz or high > half_width_hz:
                continue
            count = blocks or int(rng.integers(1, min(len(self.first), 8) + 1))
            self.sent = sorted(int(i) for i in rng.permutation(len(self.first))[:count])
            if self.place(overlap, limit_mcs):
                break
        common = 1 if khz in (30, 120) else 0
        number = BLOCKS.number
        self.tail = ([common] + number(self.k_ssb & 15, 4) + [int(self.type_a == 3)] + number(self.index, 4) + number(self.search, 4)
                     + [int(b) for b in rng.integers(0, 2, 3)])

    def mib(self, sfn):
        return [0] + BLOCKS.number(sfn >> 4, 6) + self.tail

    def place(self, overlap, limit_mcs):
        """Draws SIB1 for each block; false where they cannot all be sent."""
        level = int(self.rng.choice([l for l in (4, 8, 16) if l <= self.zero.blocks * self.zero.symbols // 6] or [0]))
        if level == 0:
            return False
        self.messages = {}
        first_hz = self.zero.first_hz(self.raster_hz)
        # Rectangles of time (seconds in two frames) and frequency.
        taken = []
        for index in self.sent:
            symbol = self.first[index]
            times = [symbol_times(self.ssb_khz, symbol + l) for l in range(4)]
            for frame in (0, 1):
                shift = 0.01 * frame + 0.005 * self.half
                taken.append((times[0][0] + shift, times[3][2] + shift, self.raster_hz - 120000 * self.ssb_khz,
                              self.raster_hz + 120000 * self.ssb_khz))
        for index in self.sent:
            slots, first_symbol = self.zero.occasions(self.case, index, self.half)
            if first_symbol + self.zero.symbols > 14 or min(slots) < 0:
                return False
            for _ in range(20):
                message = Sib1(self.rng, self.zero, self.identity, self.type_a, first_symbol, level, limit_mcs, overlap)
                slot = int(self.rng.choice(slots))
                parts = [(first_symbol, first_symbol + self.zero.symbols, 0, self.zero.blocks)]
                lowest = [message.physical[v] for v in range(message.first, message.first + message.count)]
                parts.append((message.start, message.start + message.length, min(lowest), max(lowest) + 1))
                own = []
                for begin, end, low, high in parts:
                    t = symbol_times(self.khz, 14 * slot + begin)[0], symbol_times(self.khz, 14 * slot + end - 1)[2]
                    f = first_hz + 12000 * self.khz * low, first_hz + 12000 * self.khz * high
                    own.append((*t, *f))
                if not any(a[0] < b[1] and b[0] < a[1] and a[2] < b[3] and b[2] < a[3] for a in own for b in taken):
                    break
            else:
                return False
            taken += own
            self.messages[index] = (slot, message)
        self.taken = taken
        return True

    def samples(self, rate, carrier_hz, count, start, error, load=0.0):
        """Samples of this cell; its frame `sfn` begins at `start` (which may be in front of the first sample)."""
        out = Samples(rate, carrier_hz, count, start, error)
        base_hz = self.zero.first_hz(self.raster_hz)
        per_frame = 10 * self.khz // 15
        frames = range(math.floor(-start / rate / 0.01) - 1, math.ceil((count - start) / rate / 0.01) + 1)
        for frame in frames:
            sfn = (self.sfn + frame) % 1024
            if frame % 2 == 0:
                for index in self.sent:
                    for l, row in enumerate(block_rows(len(self.first), self.identity, index, self.half, sfn, self.mib(sfn), self.k_ssb)):
                        symbol = self.first[index] + l
                        times = [t + 0.01 * frame + 0.005 * self.half for t in symbol_times(self.ssb_khz, symbol)]
                        out.add(*times, self.ssb_khz * 1000, self.raster_hz - 120000 * self.ssb_khz, row)
            for slot, message in self.messages.values():
                own = slot
                if self.zero.pattern == 1:
                    own = slot - sfn % 2 * per_frame
                elif frame % 2:
                    continue
                if not 0 <= own < per_frame:
                    continue
                for l, row in message.rows(self.rng, own).items():
                    times = [t + 0.01 * frame for t in symbol_times(self.khz, 14 * own + l)]
                    out.add(*times, self.khz * 1000, base_hz, row)
        if load > 0:
            self.add_load(out, frames, base_hz, load)
        return out.finish()

    def add_load(self, out, frames, base_hz, load):
        """Random QPSK in resource blocks of other symbols, one block away from what is sent above."""
        width = 12000 * self.khz
        blocks = int(2 * self.half_width_hz // width)
        lowest = math.ceil((-self.half_width_hz - base_hz) / width)
        first_hz = base_hz + lowest * width
        edges = first_hz + width * np.arange(blocks + 1)
        for frame in frames:
            for symbol in range(140 * self.khz // 15):
                times = [t + 0.01 * frame for t in symbol_times(self.khz, symbol)]
                low, high = out.range(times[0], times[2])
                if low >= high:
                    continue
                used = self.rng.random(blocks) < load
                # The parity of the frame's number decides for patterns of two frames.
                places = [times[0] - 0.01 * frame + 0.01 * p for p in ({(self.sfn + frame) % 2} | {frame % 2})]
                for begin, end, f, g in self.taken:
                    if any(p < end and begin < p + times[2] - times[0] for p in places):
                        used &= (edges[1:] <= f - width) | (edges[:-1] >= g + width)
                row = np.repeat(used, 12) * qpsk(self.rng.integers(0, 2, 24 * blocks))
                out.add(*times, self.khz * 1000, first_hz, row)
