#!/usr/bin/env python3
"""Writes the annexes' known-answer data (JSON) as Swift text tables.

Usage: convert_vectors.py DIRECTORY_OF_JSON OUTPUT_DIRECTORY
"""
import json
import pathlib
import sys

SOURCES = {
    "milenage": ("MilenageVectors", "TS 35.207 §4 to §6"),
    "tuak": ("TUAKVectors", "TS 35.232 and TS 35.233"),
    "suci": ("SUCIVectors", "TS 33.501 §C.4"),
    "nea_nia": ("AlgorithmVectors", "TS 35.217, TS 35.223, TS 33.401 Annex C"),
}
# Test set 6 of TUAK uses two iterations; its answers stand in TS 35.233 only.
SUPPLEMENT = {
    "tuak_testset_66": {
        "KeccakIterations": 2,
        "TOPc": "b04a66f26c62fcd6c82de22a179ab65506ecf47f56245cd149966cfa9cec7a51",
        "f1": "90d2289ed1ca1c3dbc2247bb480d431ac71d2e4a7677f6e997cfddb0cbad88b7",
        "f1*": "427355dbac30e825063aba61b556e87583abac638e3ab01c4c884ad9d458dc2f",
    },
    "tuak_testset_76": {
        "KeccakIterations": 2,
        "f2_f3_f4_f5": [
            "d67e6e64590d22eecba7324afa4af4460c93f01b24506d6e12047d789a94c867",
            "ede57edfc57cdffe1aae75066a1b7479bbc3837438e88d37a801cccc9f972b89",
            "48ed9299126e5057402fe01f9201cf25249f9c5c0ed2afcf084755daff1d3999",
            "6aae8d18c448",
        ],
        "f5*": "8c5f33b61f4e",
    },
}
NAMES = {"f2_f3_f4_f5": ["f2", "f3", "f4", "f5"], "output": ["output", "output2"]}


def lines(name, value):
    text = str(value)
    pieces = [text[i : i + 112] for i in range(0, len(text), 112)]
    yield f"      {name} {pieces[0]}"
    for piece in pieces[1:]:
        yield f"        {piece}"


def main():
    source, target = map(pathlib.Path, sys.argv[1:3])
    for stem, (type_name, origin) in SOURCES.items():
        records = json.loads((source / f"{stem}.json").read_text())
        out = [f"/// Known answers of {origin}, written by Oracle/convert_vectors.py.", f"enum {type_name} {{"]
        out += ['  static let text = """']
        for record, fields in records.items():
            out.append(f"    {record}")
            for name, value in (fields | SUPPLEMENT.get(record, {})).items():
                if isinstance(value, list):
                    for part, item in zip(NAMES[name], value):
                        out += lines(part, item)
                else:
                    out += lines(name, value)
        out += ['    """', "}", ""]
        (target / f"{type_name}.swift").write_text("\n".join(out))


main()
