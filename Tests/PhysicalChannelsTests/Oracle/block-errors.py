#!/usr/bin/env python3
"""Chooses points of reference block-error curves of a PDSCH in white noise; run by hand, the output is committed.

  python block-errors.py FOLDER >block-errors-vectors.txt        FOLDER has PDSCH_table1.json and PDSCH_table2.json: Sionna's curves,
                                                                 by MCS, bits of the code block and ratio of symbol energy to noise

Lines: table, MCS, bits of the code block, dB, share of wrong blocks: for each MCS the point between 0.1 and 0.9 that is nearest to a half.
"""
import json
import sys

for table in (1, 2):
    with open(f"{sys.argv[1]}/PDSCH_table{table}.json") as file:
        curves = json.load(file)["category"]["1"]["index"][str(table)]["MCS"]
    for mcs, curve in curves.items():
        if int(mcs) % 2 == 0:
            continue
        points = [(abs(share - 0.5), size, decibels, share) for size, values in curve["CBS"].items() if 100 <= int(size) <= 2000
                  for decibels, share in zip(curve["SNR_db"], values["BLER"]) if 0.1 <= share <= 0.9]
        if points:
            _, size, decibels, share = min(points)
            print(table, mcs, size, f"{decibels:.4f}", f"{share:.4f}")
