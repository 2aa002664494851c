#!/usr/bin/env python3
"""Whole cells as IQ files, and what a program of ours finds in them; made with cell_waveforms.py, run by hand.

  python cells.py measure PROGRAM MHZ FIRST LAST NOISE     counts: seeds FIRST to LAST of a cell each, and NOISE files of noise only
  python cells.py system PROGRAM FIRST LAST                SIB1 of cells of all bands, spacings and multiplexing patterns
  python cells.py write FOLDER MHZ FIRST LAST              keeps the files, with what is in them in truth.txt
  python cells.py vectors >cells-vectors.txt               a few of both, short ones; the output is committed
  python cells.py places >system-information-vectors.txt   where SIB1 is, and what its DCI says; the output is committed

needs numpy, scipy, py3gpp 0.6.0, sionna-no-rt 1.2.1. PROGRAM is vitrum-radio. Files are complex float32 and temporary.

`measure`: carriers of 20 or 100 MHz with 30 kHz or 15 kHz at 3.5 GHz, 30.72 or 122.88 Msample/s, 21 ms. Blocks of case C at an entry of the
synchronization raster, 1 to 8 in a burst, SIB1 for each; other resource elements have random QPSK with probability 0, 0.5 or 1 for each resource
block. Carrier and sample clock of the sender are 5 ppm fast or slow, its frame begins anywhere, noise is 0 dB to each resource element.

`system`: 41 ms, noise of 10 dB, nothing else is sent; PDSCHs may overlap their CORESET.

Lines of cells-vectors.txt: what (ssb, system), sample rate, carrier frequency, case, L_max, frequency of the block's middle, cell (-1 for none), MIB,
SFN, half-frame, indices that are sent, the sample at which the SFN's frame begins, frequency offset at the block's middle, samples of the file,
pieces `start:base64` of 8-bit real and imaginary parts in steps of `step`; between the pieces is noise of a variance; SIB1's octets or -.
"""
import base64
import json
import pathlib
import subprocess
import sys
import tempfile

import numpy as np

import cell_waveforms as waveforms

RATES = {20: (30720000, 51), 100: (122880000, 273)}
CARRIER = 3500000000
# Case, band, spacing of CORESET 0, carrier frequency, sample rate, half of the carrier's width in Hz.
SYSTEMS = [
    ("C", "fr1", 30, 3500000000, 30720000, 9180000), ("C", "fr1", 15, 3500000000, 30720000, 9540000),
    ("A", "fr1", 15, 2140000000, 30720000, 9540000), ("A", "fr1", 30, 2140000000, 30720000, 9180000),
    ("B", "fr1", 30, 872000000, 15360000, 7000000), ("C", "fr1-40", 30, 4700000000, 61440000, 24000000),
    ("C", "fr1-40", 15, 4700000000, 61440000, 24000000), ("D", "fr2-1", 120, 28000000000, 122880000, 57000000),
    ("D", "fr2-1", 60, 28000000000, 122880000, 57000000), ("E", "fr2-1", 120, 28000000000, 122880000, 60000000),
    ("E", "fr2-1", 60, 28000000000, 122880000, 60000000),
]


def raster(carrier_hz, reach):
    """TS 38.101-1 and -2, §5.4.3.1, in Hz from the carrier frequency."""
    if carrier_hz < 3000000000:
        all_hz = [n * 1200000 + m * 50000 for n in range(1, 2500) for m in (1, 3, 5)]
    elif carrier_hz < 24250080000:
        all_hz = [3000000000 + 1440000 * n for n in range(14757)]
    else:
        all_hz = [24250080000 + 17280000 * n for n in range(4384)]
    return [f - carrier_hz for f in all_hz if abs(f - carrier_hz) <= reach]


def maximum(case, carrier_hz):
    """L_max of TS 38.213 §4.1, of bands with time division duplex."""
    return 64 if case in "DE" else 4 if carrier_hz <= (1880000000 if case == "C" else 3000000000) else 8


def noisy(rng, samples, symbol_length, snr_db):
    level = np.sqrt(10 ** (-snr_db / 10) * symbol_length / 2)
    return samples + level * (rng.normal(size=len(samples)) + 1j * rng.normal(size=len(samples)))


def write(path, samples, rate, carrier_hz):
    samples = samples / np.sqrt(np.mean(abs(samples) ** 2)) / 4
    np.column_stack((samples.real, samples.imag)).astype("<f4").tofile(path)
    description = {"format": "cf32_le", "sampleRateHz": rate, "carrierFrequencyHz": carrier_hz, "antennaCount": 1,
                   "sampleCount": len(samples), "fullScale": 1}
    pathlib.Path(f"{path}.json").write_text(json.dumps(description))


def cell(mhz, seed):
    """A generator, a cell, its samples, start, error; noise is still to be added."""
    rate, blocks = RATES[mhz]
    rng = np.random.default_rng([38213, mhz, seed])
    khz = 15 if mhz == 20 and rng.random() < 0.2 else 30
    width = blocks * 180000
    made = waveforms.Cell(rng, "C", "fr1", khz, raster(CARRIER, width - 3600000), width, 8)
    error = 5e-6 * rng.choice([-1, 1])
    start = rng.uniform(-0.02, 0.02) * rate
    load = (0.0, 0.5, 1.0)[rng.integers(3)]
    return rng, made, made.samples(rate, CARRIER, int(0.021 * rate), start, error, load), start, error


def system(seed, blocks=1):
    case, band, khz, carrier_hz, rate, width = SYSTEMS[seed % len(SYSTEMS)]
    rng = np.random.default_rng([38331, seed])
    spacing = waveforms.FIRST[case][0] * 1000
    made = waveforms.Cell(rng, case, band, khz, raster(carrier_hz, width - 120 * spacing), width,
                          maximum(case, carrier_hz), overlap=True, blocks=blocks, limit_mcs=9)
    error = 5e-6 * rng.choice([-1, 1])
    start = rng.uniform(-0.02, 0.0) * rate
    return rng, made, rate, carrier_hz, start, error


def find(program, path, *options):
    done = subprocess.run([program, "waveform", "find-cells", str(path), "--json", *options], capture_output=True, text=True)
    if done.returncode not in (0, 1):
        raise SystemExit(done.stderr)
    return json.loads(done.stdout)["cells"]


def check(made, found, start, error, rate, carrier_hz):
    """Whether the right cell is there, wrong ones, whether SIB1 is right, wrong, missing."""
    wrong = sum(c["cellIdentity"] != made.identity for c in found)
    right = sib = bad = False
    reason = ""
    for c in found:
        if c["cellIdentity"] != made.identity:
            continue
        number = c["systemFrameNumber"]
        frames = (number - made.sfn + 512) % 1024 - 512
        place = start + frames * 0.01 * rate / (1 + error)
        right = (int(c["masterInformationBlock"]["bits"], 16) == int(waveforms.BLOCKS.hexadecimal(made.mib(number)), 16)
                 and c["masterInformationBlock"]["ssbSubcarrierOffset"] == made.k_ssb and c["halfFrame"] == made.half
                 and {b["index"] for b in c["blocks"]} <= set(made.sent) and abs(c["frameStartSample"] - place) < 1e-7 * rate + 1
                 and abs(c["frequencyOffsetHz"] - error * (carrier_hz + made.raster_hz)) < 0.02 * 1000 * made.ssb_khz)
        if not right:
            wrong += 1
        if "sib1" in c:
            sib = bytes.fromhex(c["sib1"]["octets"]) in [m.octets for _, m in made.messages.values()]
            bad = not sib
        else:
            reason = c["sib1Missing"]
    return right, wrong, sib, bad, reason


def measure(program, mhz, first, last, noise):
    counts = dict(files=0, found=0, wrong=0, sib1=0, wrongSIB1=0, noiseFiles=0, foundInNoise=0)
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "cell.cf32"
        for seed in range(first, last + 1):
            rng, made, samples, start, error = cell(mhz, seed)
            rate = RATES[mhz][0]
            write(path, noisy(rng, samples, rate // 30000, 0), rate, CARRIER)
            right, wrong, sib, bad, reason = check(made, find(program, path), start, error, rate, CARRIER)
            for name, value in (("files", 1), ("found", right), ("wrong", wrong), ("sib1", sib), ("wrongSIB1", bad)):
                counts[name] += int(value)
            if not right or wrong or not sib:
                print(f"seed {seed}: found {right}, wrong {wrong}, SIB1 {sib} {reason}", file=sys.stderr)
        for seed in range(noise):
            rate = RATES[mhz][0]
            rng = np.random.default_rng([6, mhz, seed])
            write(path, noisy(rng, np.zeros(int(0.021 * rate)), rate // 30000, 0), rate, CARRIER)
            counts["noiseFiles"] += 1
            counts["foundInNoise"] += len(find(program, path))
    print(json.dumps({"MHz": mhz, **counts}))


def systems(program, first, last):
    counts = {}
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "cell.cf32"
        for seed in range(first, last + 1):
            rng, made, rate, carrier_hz, start, error = system(seed)
            samples = noisy(rng, made.samples(rate, carrier_hz, int(0.041 * rate), start, error), rate // (1000 * made.khz), 10)
            write(path, samples, rate, carrier_hz)
            right, wrong, sib, bad, reason = check(
                made, find(program, path, "--case", made.case), start, error, rate, carrier_hz)
            key = f"case {made.case}, {made.khz} kHz, {made.band}, pattern {made.zero.pattern}"
            entry = counts.setdefault(key, dict(files=0, found=0, wrong=0, sib1=0, wrongSIB1=0))
            for name, value in (("files", 1), ("found", right), ("wrong", wrong), ("sib1", sib), ("wrongSIB1", bad)):
                entry[name] += int(value)
            if not right or wrong or not sib:
                message = next(iter(made.messages.values()))
                print(f"seed {seed}: {key}: found {right}, wrong {wrong}, SIB1 {sib} {reason}",
                      {k: v for k, v in message[1].__dict__.items() if k not in ("physical", "octets", "dci", "zero")},
                      "slot", message[0], made.zero.__dict__, file=sys.stderr)
    print(json.dumps(counts, indent=2))


def keep(folder, mhz, first, last):
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / "truth.txt", "w") as lines:
        for seed in range(first, last + 1):
            rng, made, samples, start, error = cell(mhz, seed)
            rate = RATES[mhz][0]
            write(folder / f"{mhz}-{seed}.cf32", noisy(rng, samples, rate // 30000, 0), rate, CARRIER)
            print(f"{mhz}-{seed}.cf32", made.identity, made.sfn, waveforms.BLOCKS.hexadecimal(made.mib(made.sfn)), start, error, file=lines)


def piece(samples, low, high, step):
    low, high = max(0, low), min(len(samples), high)
    part = np.column_stack((samples[low:high].real, samples[low:high].imag)) / step
    return f"{low}:" + base64.b64encode(np.round(part).clip(-127, 127).astype(np.int8).tobytes()).decode()


def vector(what, made, samples, rate, carrier_hz, start, error, parts, variance, octets):
    """Parts are times of the sender in seconds."""
    step = np.sqrt(np.mean(abs(samples) ** 2)) / 25
    pieces = [piece(samples, int(start + a / (1 + error) * rate), int(start + b / (1 + error) * rate), step) for a, b in parts]
    print(what, rate, carrier_hz, made.case, len(made.first), carrier_hz + made.raster_hz, made.identity,
          waveforms.BLOCKS.hexadecimal(made.mib(made.sfn)), made.sfn, made.half, ",".join(map(str, made.sent)), start,
          error * (carrier_hz + made.raster_hz), len(samples), step, variance, ";".join(pieces), octets)


SHORT = [("A", "fr1", 15, 2140000000, 7680000, 3700000, 1), ("C", "fr1", 30, 3500000000, 15360000, 7300000, 1),
         ("C", "fr1", 15, 3500000000, 15360000, 7300000, 1), ("D", "fr2-1", 120, 28000000000, 122880000, 57000000, 3),
         ("D", "fr2-1", 60, 28000000000, 122880000, 57000000, 2), ("E", "fr2-1", 120, 28000000000, 122880000, 60000000, 2)]


def vectors():
    for seed, mhz in [(1, 20), (2, 20), (5, 100)]:
        rate = RATES[mhz][0]
        rng = np.random.default_rng([4, seed])
        width = RATES[mhz][1] * 180000
        made = waveforms.Cell(rng, "C", "fr1", 30, raster(CARRIER, width - 3600000), width, 8, blocks=1)
        error = 5e-6 * rng.choice([-1, 1])
        begin, _, _ = waveforms.symbol_times(30, made.first[made.sent[0]])
        begin += 0.005 * made.half
        start = (rng.uniform(0.0002, 0.0004) - begin) * rate
        count = int(0.0008 * rate)
        samples = noisy(rng, made.samples(rate, CARRIER, count, start, error), rate // 30000, 0)
        parts = [(begin - 0.00001, begin + 4 / 28000 + 0.00001)]
        vector("ssb", made, samples, rate, CARRIER, start, error, parts, rate // 30000, "-")
    for case, band, khz, carrier_hz, rate, width, pattern in SHORT:
        rng = np.random.default_rng([5, khz, rate, pattern])
        spacing = waveforms.FIRST[case][0]
        while True:
            made = waveforms.Cell(rng, case, band, khz, raster(carrier_hz, width - 120000 * spacing), width,
                                  maximum(case, carrier_hz), overlap=True, blocks=1)
            index = made.sent[0]
            slot, message = made.messages[index]
            # The block comes in the frame of `sfn`, SIB1 in a frame of its slot's parity, or in that of the block.
            shift = 0 if made.zero.pattern > 1 else (slot // (10 * khz // 15) - made.sfn) % 2
            own = slot % (10 * khz // 15) if made.zero.pattern == 1 else slot
            parts = []
            for spacing_, first, count in ((spacing, made.first[index] + 70 * made.half * spacing // 15, 4),
                                           (khz, 14 * own + message.first_symbol, made.zero.symbols),
                                           (khz, 14 * own + message.start, message.length)):
                late = 0.01 * shift * (spacing_ == khz and (first, count) != (made.first[index] + 70 * made.half * spacing // 15, 4))
                parts.append((waveforms.symbol_times(spacing_, first)[0] + late - 1e-6,
                              waveforms.symbol_times(spacing_, first + count - 1)[2] + late + 1e-6))
            slots = [waveforms.symbol_times(khz, 14 * own + s)[0] + 0.01 * shift for s in (0, 14)]
            low, high = min(min(p[0] for p in parts), slots[0]), max(max(p[1] for p in parts), slots[1])
            if made.zero.pattern == pattern and high - low < 0.004 and sum(b - a for a, b in parts) * rate < 14000:
                break
        error = 5e-6 * rng.choice([-1, 1])
        start = (2 / rate + 0.0001 - low) * rate
        count = int((high - low + 0.0002) * rate)
        variance = 10 ** -1.5 * rate / (1000 * khz)
        samples = noisy(rng, made.samples(rate, carrier_hz, count, start, error), rate // (1000 * khz), 15)
        vector("system", made, samples, rate, carrier_hz, start, error, parts, variance, message.octets.hex())


def places():
    """`resources` case band L_max kHz k_SSB CORESET-0 search-space-0 index half: pattern, blocks, symbols, first subcarrier in Hz from the
    block's middle, slots, first symbol; or reserved."""
    rng = np.random.default_rng(7)
    for number in range(300):
        case, band, khz = SYSTEMS[number % len(SYSTEMS)][:3]
        first = waveforms.FIRST[case][1][:maximum(case, SYSTEMS[number % len(SYSTEMS)][3])]
        is_fr1 = band.startswith("fr1")
        k_ssb = int(rng.integers(24 if is_fr1 else 12)) if rng.random() < 0.7 else 0
        control, search = int(rng.integers(16)), int(rng.integers(16)) if is_fr1 or rng.random() < 0.5 else 0
        index, half = int(rng.integers(len(first))), int(rng.integers(2))
        head = ["resources", case, band, len(first), khz, k_ssb, control, search, index, half]
        try:
            zero = waveforms.Zero(band, waveforms.FIRST[case][0], khz, control, search, k_ssb)
        except ValueError:
            print(*head, "reserved")
            continue
        slots, symbol = zero.occasions(case, index, half)
        print(*head, zero.pattern, zero.blocks, zero.symbols, zero.first_hz(0), ",".join(map(str, slots)), symbol)


def assignments():
    """`assignment` case band L_max kHz CORESET-0 search-space-0 index half dmrs-TypeA-Position cell level first-CCE DCI: mapping type, S, L, symbols
    with DM-RS, bits of the transport block, data elements, a sum over their places."""
    rng = np.random.default_rng(8)
    done = 0
    while done < 200:
        case, band, khz, carrier_hz = SYSTEMS[int(rng.integers(len(SYSTEMS)))][:4]
        first = waveforms.FIRST[case][1][:maximum(case, carrier_hz)]
        control, search = int(rng.integers(16)), int(rng.integers(16)) if rng.random() < 0.5 else 0
        index, half, cell_identity = int(rng.integers(len(first))), int(rng.integers(2)), int(rng.integers(1008))
        type_a, level = int(rng.integers(2, 4)), int(rng.choice([4, 8, 16]))
        try:
            zero = waveforms.Zero(band, waveforms.FIRST[case][0], khz, control, search, 0)
        except ValueError:
            continue
        _, symbol = zero.occasions(case, index, half)
        if zero.blocks * zero.symbols < 6 * level or symbol + zero.symbols > 14:
            continue
        message = waveforms.Sib1(rng, zero, cell_identity, type_a, symbol, level, overlap=True)
        coreset, cce = message.candidate(rng)
        taken = {(block, symbol + s) for c in range(cce, cce + level) for block, s in coreset.regs(c)}
        found = message.places(taken)
        total = sum((i + 1) * (5000 * l + k) for i, (l, k) in enumerate(found)) % 1000003
        print("assignment", case, band, len(first), khz, control, search, index, half, type_a, cell_identity, level, cce,
              "".join(map(str, message.dci)), message.mapping, message.start, message.length, ",".join(map(str, message.dmrs)), message.size,
              len(found), total)
        done += 1


if __name__ == "__main__":
    command, arguments = sys.argv[1], sys.argv[2:]
    if command == "vectors":
        vectors()
    elif command == "places":
        places()
        assignments()
    elif command == "measure":
        measure(arguments[0], *map(int, arguments[1:]))
    elif command == "system":
        systems(arguments[0], *map(int, arguments[1:]))
    elif command == "write":
        keep(arguments[0], *map(int, arguments[1:]))
