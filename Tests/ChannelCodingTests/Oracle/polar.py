#!/usr/bin/env python3
"""Writes vectors of polar coding and its rate matching with Sionna; run by hand, the output is committed.

  python polar.py >polar-vectors.txt        needs sionna-no-rt 1.2.1 and tensorflow-cpu 2.19.1

A line: uplink or downlink, bits of the message without its CRC (CRC11 in the uplink, CRC24C without leading ones in the downlink), bits after
rate matching, and the 64-bit FNV-1a hash of these as octets. The message is the bits of octets(size), see ldpc.py.
"""
import os
import random
import sys

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import numpy as np
from sionna.phy.fec.polar import Polar5GEncoder


def bits(count):
    size = (count + 7) // 8
    octets = [(index * index * 7 + index * 13 + size) & 0xFF for index in range(size)]
    return np.unpackbits(np.array(octets, dtype=np.uint8))[:count]


def fnv(values):
    padded = np.concatenate([values, np.zeros(-len(values) % 8, int)]).astype(np.uint8)
    state = 0xCBF29CE484222325
    for octet in np.packbits(padded):
        state = (state ^ int(octet)) * 0x100000001B3 & 0xFFFFFFFFFFFFFFFF
    return state


def main():
    generator = random.Random(38212)
    written = {"uplink": 0, "downlink": 0}
    while min(written.values()) < 60:
        use = min(written, key=written.get)
        size = generator.randint(20, 700) if use == "uplink" else generator.randint(12, 140)
        crc = 11 if use == "uplink" else 24
        length = generator.randint(size + crc + 1, min(1088 if use == "uplink" else 864, 5 * (size + crc)))
        try:
            coded = Polar5GEncoder(size, length, channel_type=use)(bits(size)[np.newaxis, :].astype(np.float32)).numpy()[0]
        except (ValueError, AssertionError) as error:
            print(f"{use} {size} {length}: {error}", file=sys.stderr)
            continue
        written[use] += 1
        print(f"{use} {size} {length} {fnv(coded.astype(int)):016x}")


main()
