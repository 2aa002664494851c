#!/usr/bin/env python3
"""Writes OFDM signals, by the formulas of TS 38.211 and with py3gpp; run by hand, the output is committed.

  python ofdm.py >ofdm-vectors.txt        needs numpy and py3gpp 0.6.0

Elements and noise are those of a generator that the tests have too: s' = 1664525 s + 1013904223 mod 2^32, and of each s' the upper 24
bits as a number from -1 to 1: real part, imaginary part, and so on.

signal: mu, prefix (0 normal, 1 extended), N, start and size of the grid, mu0 with start and size of its grid, carrier frequency in Hz,
        slot, generator's start, how many samples the slot has; energy of all samples; sum of x[n] exp(2 pi j n^2 / 4099); then
        n:real:imaginary of some samples. Elements are those of the slot, symbol by symbol. Samples are the clause's signal times
        1 / sqrt(N).
py3gpp-modulate: mu, N, resource blocks, carrier frequency, generator's start, samples; then n:real:imaginary, times sqrt(N).
py3gpp-demodulate: mu, N, resource blocks, carrier frequency, generator's start, samples, fraction of the prefix in hundredths that the
        window begins behind; then symbol:subcarrier:real:imaginary, times 1 / sqrt(N). The samples are noise.

py3gpp 0.6.0 has wrong prefixes for other spacings than 15 and 30 kHz, and counts the first slot in symbols: slot 0 of these two is used.
"""
import random
from fractions import Fraction
from math import sqrt

import numpy as np
import py3gpp
from py3gpp.configs.nrCarrierConfig import nrCarrierConfig

KAPPA_TC = Fraction(1, 30720000)
SIZES = [128, 256, 384, 512, 768, 1024, 1536, 2048, 3072, 4096, 6144]


def values(state, count):
    numbers = np.empty(2 * count)
    s = state
    for i in range(2 * count):
        s = (1664525 * s + 1013904223) & 0xFFFFFFFF
        numbers[i] = (s >> 8) / 2**23 - 1
    return numbers[0::2] + 1j * numbers[1::2]


def pairs(samples, places):
    return " ".join(f"{n}:{samples[n].real:.6f}:{samples[n].imag:.6f}" for n in places)


def prefix(mu, extended, symbol):
    """N_CP,l in units of kappa Tc, l counted in the subframe (clause 5.3.1)."""
    if extended:
        return Fraction(512, 2**mu)
    return Fraction(144, 2**mu) + (16 if symbol in (0, 7 * 2**mu) else 0)


def starts(mu, extended):
    """t_start,l in units of kappa Tc for the symbols of a subframe and for what is behind it."""
    count = (12 if extended else 14) * 2**mu
    times = [Fraction(0)]
    for symbol in range(count):
        times.append(times[-1] + Fraction(2048, 2**mu) + prefix(mu, extended, symbol))
    assert times[-1] * KAPPA_TC == Fraction(1, 1000)
    return times


def signal(generator):
    mu = generator.randrange(5)
    extended = mu == 2 and generator.random() < 0.4
    size = generator.choice([1, 4, 11, 20, 24, 25, 32, 51, 52, 66, 79, 106, 133, 135, 160, 216, 217, 270, 273, 275])
    start = generator.randrange(40)
    if generator.random() < 0.5:
        mu0, start0, size0, k0 = mu, start, size, 0
    else:
        mu0 = generator.randrange(mu, 5)
        while True:
            size0 = generator.randint(1, 275)
            start0 = generator.randrange(40)
            # Clause 5.3.1; a half resource block is whole subcarriers.
            k0 = (start + Fraction(size, 2)) * 12 - (start0 + Fraction(size0, 2)) * 12 * 2 ** (mu0 - mu)
            if abs(k0) + 6 * size <= 3072:
                break
        assert k0.denominator == 1
        k0 = int(k0)
    n_min = 2 * (6 * size + abs(k0))
    n = generator.choice([x for x in SIZES if x >= n_min][:3])
    low, high = 5000 * generator.randrange(100_000, 1_400_000), generator.randrange(24_250_000_000, 52_600_000_000)
    frequency = generator.choice([0, 3_500_000_000, low, high])
    slot = generator.randrange(10 * 2**mu)
    symbols = 12 if extended else 14
    seed = generator.getrandbits(32)
    elements = values(seed, symbols * 12 * size).reshape(symbols, 12 * size)
    rate = n * 15000 * 2**mu
    per_unit = Fraction(rate, 30720000)
    times = starts(mu, extended)
    k = np.arange(12 * size)
    spacing = 15000 * 2**mu
    in_subframe = slot % 2**mu * symbols
    samples = []
    for symbol in range(symbols):
        l = in_subframe + symbol
        begin, cp = times[l] * per_unit, prefix(mu, extended, l) * per_unit
        assert begin.denominator == 1 and cp.denominator == 1
        # The clause's exponential at whole samples: (k + k0 - 6 size) (t - N_CP - t_start) df is (k + k0 - 6 size) (m - cp) / n turns.
        bins = np.zeros(n, complex)
        np.add.at(bins, (k + k0 - 6 * size) % n, elements[symbol])
        wave = np.fft.ifft(bins) * n
        whole = np.concatenate([wave[n - int(cp):], wave])
        # Clause 5.4: exp(2 pi j f0 (t - t_start - N_CP)) where a mixer has exp(2 pi j f0 t): the difference is the signal's.
        moment = (times[l] + prefix(mu, extended, l)) * KAPPA_TC
        turns = float(-frequency * moment % 1)
        whole = whole * np.exp(2j * np.pi * turns) / sqrt(n)
        for m in generator.sample(range(len(whole)), 3):
            # The formula itself, with times in seconds.
            t = float((m - cp) / rate)
            direct = np.sum(elements[symbol] * np.exp(2j * np.pi * (k + k0 - 6 * size) * spacing * t))
            assert abs(direct * np.exp(2j * np.pi * turns) / sqrt(n) - whole[m]) < 1e-8
        samples.append(whole)
    samples = np.concatenate(samples)
    first = times[in_subframe] * per_unit
    assert len(samples) == (times[in_subframe + symbols] * per_unit) - first
    index = np.arange(len(samples), dtype=np.int64)
    chirped = np.sum(samples * np.exp(2j * np.pi * (index * index % 4099) / 4099))
    places = sorted(generator.sample(range(len(samples)), 12))
    print("signal", mu, int(extended), n, start, size, mu0, start0, size0, frequency, slot, seed, len(samples),
          f"{np.sum(np.abs(samples) ** 2):.4f}", f"{chirped.real:.4f}", f"{chirped.imag:.4f}", pairs(samples, places))


def carrier(mu, blocks):
    return nrCarrierConfig(NSizeGrid=blocks, SubcarrierSpacing=15 << mu)


def reference(generator):
    mu = generator.randrange(2)
    blocks = generator.choice([11, 24, 25, 51, 52, 66, 79, 106, 133, 160, 217, 273])
    n = generator.choice([x for x in SIZES if x >= 12 * blocks][:3])
    frequency = generator.choice([0, 5000 * generator.randrange(100_000, 1_400_000)])
    seed = generator.getrandbits(32)
    grid = values(seed, 14 * 12 * blocks).reshape(14, 12 * blocks).T
    wave, _ = py3gpp.nrOFDMModulate(carrier(mu, blocks), grid, Nfft=n, SampleRate=n * 15000 << mu, CarrierFrequency=frequency)
    wave = wave * sqrt(n)
    print("py3gpp-modulate", mu, n, blocks, frequency, seed, len(wave), pairs(wave, sorted(generator.sample(range(len(wave)), 12))))
    seed, hundredths = generator.getrandbits(32), generator.choice([0, 25, 50, 75, 100])
    noise = values(seed, len(wave))
    found = py3gpp.nrOFDMDemodulate(
        carrier(mu, blocks), noise, Nfft=n, SampleRate=n * 15000 << mu, CarrierFrequency=frequency, CyclicPrefixFraction=hundredths / 100)
    found = found / sqrt(n)
    assert found.shape == (12 * blocks, 14)
    places = [(symbol, generator.randrange(12 * blocks)) for symbol in range(14)]
    print("py3gpp-demodulate", mu, n, blocks, frequency, seed, len(wave), hundredths,
          " ".join(f"{l}:{k}:{found[k, l].real:.6f}:{found[k, l].imag:.6f}" for l, k in places))


def main():
    generator = random.Random(38211531)
    for _ in range(150):
        signal(generator)
    for _ in range(50):
        reference(generator)


main()
