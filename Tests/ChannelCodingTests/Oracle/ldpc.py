#!/usr/bin/env python3
"""Writes vectors of CRC, segmentation, LDPC coding and rate matching with py3gpp; run by hand, the output is committed.

  python ldpc.py >ldpc-vectors.txt        needs py3gpp 0.6.0 and numpy

A line: base graph, bits of the transport block with its CRC, bits after rate matching, redundancy version, bits of a symbol, and the
64-bit FNV-1a hash of the rate-matched bits as octets. The transport block is octets(size), its CRC included as if it were data.
A line of CRCs: its name, the number of octets, the parity bits of octets(count).
"""
import random
import sys

import numpy as np
import py3gpp

MODULATIONS = {1: "BPSK", 2: "QPSK", 4: "16QAM", 6: "64QAM", 8: "256QAM"}


def octets(count):
    return [(index * index * 7 + index * 13 + count) & 0xFF for index in range(count)]


def bits(count):
    return np.unpackbits(np.array(octets((count + 7) // 8), dtype=np.uint8))[:count].astype(int)


def fnv(values):
    padded = np.concatenate([values, np.zeros(-len(values) % 8, int)]).astype(np.uint8)
    state = 0xCBF29CE484222325
    for octet in np.packbits(padded):
        state = (state ^ int(octet)) * 0x100000001B3 & 0xFFFFFFFFFFFFFFFF
    return state


def crcs():
    for name, count in (("24A", 24), ("24B", 24), ("24C", 24), ("16", 16), ("11", 11), ("6", 6)):
        for size in (1, 3, 8, 17, 64, 100):
            coded = py3gpp.nrCRCEncode(bits(8 * size), name)[:, 0]
            print(f"crc {name} {size} {''.join(map(str, coded[-count:].astype(int)))}")


def ldpc(generator, graph, size, version, order):
    blocks = py3gpp.nrCodeBlockSegmentLDPC(bits(size), graph)
    coded = py3gpp.nrLDPCEncode(blocks, graph, "sionna")
    count = blocks.shape[1]
    unit = order * count
    rate = generator.uniform(0.25, 0.93)
    length = max(1, round(size / rate / unit)) * unit
    matched = py3gpp.nrRateMatchLDPC(coded, length, version, MODULATIONS[order], 1)
    print(f"ldpc {graph} {size} {length} {version} {order} {fnv(matched.astype(int)):016x}")


def main():
    crcs()
    generator = random.Random(38212)
    for index in range(150):
        graph = 1 + index % 2
        size = generator.choice([generator.randint(3, 40), generator.randint(41, 480), generator.randint(481, 3000)]) * 8
        if index % 10 == 9:
            size = generator.choice([8448, 16848, 25272, 33696] if graph == 1 else [3840, 7632, 11448, 15264])
        maximum = 8448 if graph == 1 else 3840
        count = 1 if size <= maximum else -(-size // (maximum - 24))
        size -= size % (8 * count)
        try:
            ldpc(generator, graph, size, index // 2 % 4, (1, 2, 4, 6, 8)[index % 5])
        except ValueError as error:
            # py3gpp takes another lifting size for the encoder than for the segmentation of some short blocks.
            print(f"base graph {graph}, {size} bits: {error}", file=sys.stderr)


main()
