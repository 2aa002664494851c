#!/usr/bin/env python3
"""Writes pseudo-random sequences and symbols with py3gpp; run by hand, the output is committed.

  python modulation.py >modulation-vectors.txt        needs py3gpp 0.6.0 and numpy

Lines: sequence, c_init, the bits; symbols, bits of a symbol (0: pi/2-BPSK), the bits, real and imaginary parts in ten-thousandths.
"""
import random

import numpy as np
import py3gpp

NAMES = {"pi/2-BPSK": 0, "BPSK": 1, "QPSK": 2, "16QAM": 4, "64QAM": 6, "256QAM": 8}


def text(bits):
    return "".join(str(int(bit)) for bit in np.ravel(bits))


def main():
    generator = random.Random(38211)
    for _ in range(100):
        initial, count = generator.getrandbits(31), generator.randint(1, 200)
        print("sequence", initial, text(py3gpp.nrPRBS(initial, count)))
    for name, order in NAMES.items():
        bits = np.array([generator.getrandbits(1) for _ in range(max(1, order) * 100)])
        symbols = py3gpp.nrSymbolModulate(bits, name).ravel()
        print("symbols", order, text(bits), ",".join(f"{round(1e4 * s.real)}:{round(1e4 * s.imag)}" for s in symbols))


main()
