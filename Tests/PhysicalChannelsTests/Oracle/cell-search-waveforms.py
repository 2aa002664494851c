#!/usr/bin/env python3
"""Writes waveforms for cell search; run by hand, the output is not committed (10 MB for each 100 MHz file).

  python cell-search-waveforms.py FOLDER MHZ FIRST LAST [SNR [LOAD [CHANNEL]]]        needs py3gpp 0.6.0 and numpy
  CELL_SEARCH_WAVEFORMS=FOLDER swift test --filter CellSearchWaveformTests

Carriers of 20 or 100 MHz with 30 kHz at 3.5 GHz, sampled at 30.72 or 122.88 MHz; seeds FIRST to LAST; each file is 21 ms. A cell has a burst of
up to 8 blocks (case C) at one of the synchronization raster's frequencies; the other elements are random QPSK with probability LOAD
(0 to 1) for each resource block and symbol. Sender's carrier and clock are both off by 5 ppm up or down; the delay is random, so that the
burst is anywhere in the file. SNR in dB is for each resource element; "none" makes files that are noise only. CHANNEL: "awgn", or "paths" for five random paths within 1 µs.

Lines of FOLDER/list.txt: file, sample rate, carrier frequency, raster offsets that are to be searched, cell (-1: none), MIB, SFN, the sample at
which the frame of the SFN begins, frequency offset in Hz.
"""
import importlib.util
import pathlib
import sys

import numpy as np
import py3gpp

SPACING = 30000
CARRIER = 3.5e9


def number(value, count):
    return [value >> (count - 1 - i) & 1 for i in range(count)]


def blocks_module():
    path = pathlib.Path(__file__).with_name("synchronization-signal-block.py")
    text = path.read_text().rsplit("\nmain()", 1)[0]
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("blocks", None))
    exec(compile(text, str(path), "exec"), module.__dict__)
    return module


BLOCKS = blocks_module()


def block(cell, index, half, sfn, mib):
    code = BLOCKS.coded(BLOCKS.payload(mib, cell, 8, index, half, sfn, 0))
    grid = np.zeros(960, complex)
    grid[py3gpp.nrPSSIndices()] = np.ravel(py3gpp.nrPSS(cell))
    grid[py3gpp.nrSSSIndices()] = np.ravel(py3gpp.nrSSS(cell))
    grid[py3gpp.nrPBCHIndices(cell)] = np.ravel(py3gpp.nrPBCH(cell, index % 8, code))
    grid[py3gpp.nrPBCHDMRSIndices(cell)] = np.ravel(py3gpp.nrPBCHDMRS(cell, index % 8))
    return grid.reshape(4, 240)


def waveform(rng, rate, count, carriers, raster, load, channel):
    """Samples, the cell, the MIB, the SFN, where its frame begins, the frequency offset."""
    size = rate // SPACING
    cell, half, sfn = rng.integers(1008), int(rng.integers(2)), int(rng.integers(1024))
    mib = [0] + number(sfn >> 4, 6) + [int(b) for b in rng.integers(0, 2, 17)]
    mib[8:12] = [0, 0, 0, 0]
    sent = rng.permutation(8)[: rng.integers(1, 9)]
    error = 5e-6 * rng.choice([-1, 1])
    start = (rng.uniform(0, 0.021 - 0.0045) - 0.005 * half / (1 + error)) * rate
    first = raster // SPACING + carriers // 2 - 120
    place = {}
    for index in sent:
        symbol = 2 + 6 * (index % 2) + 14 * (index // 2)
        for l, row in enumerate(block(int(cell), int(index), half, sfn, mib)):
            place[symbol + l] = row
    paths = [(0.0, 1.0)]
    if channel == "paths":
        gains = (rng.normal(size=5) + 1j * rng.normal(size=5)) * 10 ** (-np.arange(5) / 5)
        gains /= np.sqrt(np.sum(abs(gains) ** 2))
        paths = list(zip(np.concatenate(([0], np.sort(rng.uniform(0, 1e-6, 4)))), gains))
    tones = np.arange(carriers) - carriers // 2
    response = sum(g * np.exp(-2j * np.pi * tones * SPACING * d) for d, g in paths)
    samples = np.zeros(count, complex)
    prefix, longer = 144 / 2048 / SPACING, 16 / 30.72e6
    # All symbols carry data, from long before the burst to long behind it.
    time = -0.04
    for number_ in range(-40 * 28, 40 * 28):
        extra = longer if number_ % 14 == 0 else 0.0
        duration = extra + prefix + 1 / SPACING
        begin = start + time / (1 + error) * rate
        useful = begin + (extra + prefix) / (1 + error) * rate
        end = begin + duration / (1 + error) * rate
        time += duration
        low, high = max(0, int(np.ceil(begin))), min(count, int(np.ceil(end)))
        if low >= high:
            continue
        row = np.repeat(rng.random(carriers // 12) < load, 12) * (rng.choice([-1, 1], carriers) + 1j * rng.choice([-1, 1], carriers)) / np.sqrt(2)
        # One burst is sent: the next, 20 ms later, would have another SFN.
        if number_ - 140 * half in place:
            row[first : first + 240] = place[number_ - 140 * half]
        base = int(np.floor(useful))
        spectrum = np.zeros(size, complex)
        spectrum[tones % size] = row * response * np.exp(-2j * np.pi * tones * (useful - base) / size)
        body = np.fft.ifft(spectrum) * size
        n = np.arange(low, high)
        samples[low:high] = body[(n - base) % size]
    offset = CARRIER * error
    samples *= np.exp(2j * np.pi * offset * np.arange(count) / rate)
    return samples, int(cell), mib, sfn, start, offset


def main():
    folder, mhz, low, high = pathlib.Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
    snr = sys.argv[5] if len(sys.argv) > 5 else "0"
    load = float(sys.argv[6]) if len(sys.argv) > 6 else 0.0
    channel = sys.argv[7] if len(sys.argv) > 7 else "awgn"
    rate, carriers = {20: (30720000, 612), 100: (122880000, 3276)}[mhz]
    count = int(0.021 * rate)
    folder.mkdir(parents=True, exist_ok=True)
    # Raster entries in steps of 1.44 MHz around 3499.68 MHz (GSCN 7846) that leave the block within the carrier.
    reach = carriers // 2 * SPACING - 120 * SPACING
    raster = [n * 1440000 for n in range(-40, 41) if abs(n * 1440000) <= reach]
    with open(folder / "list.txt", "w") as lines:
        for seed in range(low, high + 1):
            rng = np.random.default_rng([mhz, seed])
            own = int(rng.choice(raster))
            samples, cell, mib, sfn, start, offset = np.zeros(count, complex), -1, [0] * 24, 0, 0.0, 0.0
            noise = 1.0
            if snr != "none":
                samples, cell, mib, sfn, start, offset = waveform(rng, rate, count, carriers, own, load, channel)
                noise = 10 ** (-float(snr) / 10)
            level = np.sqrt(noise * (rate // SPACING) / 2)
            samples = samples + level * (rng.normal(size=count) + 1j * rng.normal(size=count))
            peak = np.sqrt(np.mean(abs(samples) ** 2)) * 5
            whole = np.round(np.column_stack((samples.real, samples.imag)) / peak * 32767).clip(-32768, 32767).astype(np.int16)
            name = f"{mhz}-{seed}.iq"
            whole.tofile(folder / name)
            near = sorted({own, int(rng.choice(raster)), int(rng.choice(raster))})
            offset *= (CARRIER + own) / CARRIER
            print(name, rate, CARRIER, ",".join(map(str, near)), cell, BLOCKS.hexadecimal(mib), sfn, start, offset, file=lines)


main()
