#!/usr/bin/env python3
"""Gives NAS messages (hexadecimal, last column of each line on stdin) to tshark and reports what it calls malformed or unknown.

    cut -f2 Tests/NASTests/Oracle/messages.tsv | python3 Tests/NASTests/Oracle/check_tshark.py
"""
import re
import struct
import subprocess
import sys
import tempfile

lines = [line.rstrip("\n").split("\t") for line in sys.stdin if line.strip()]
with tempfile.NamedTemporaryFile(suffix=".pcap") as file:
    file.write(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 147))
    for line in lines:
        octets = bytes.fromhex(line[-1])
        file.write(struct.pack("<IIII", 0, 0, len(octets), len(octets)) + octets)
    file.flush()
    table = 'uat:user_dlts:"User 0 (DLT=147)","nas-5gs","0","","0",""'
    text = subprocess.run(["tshark", "-r", file.name, "-o", table, "-V"], capture_output=True, text=True, check=True).stdout
reports = re.split(r"^Frame \d+:", text, flags=re.M)[1:]
bad = 0
for line, frame in zip(lines, reports):
    for word in ("Malformed", "Extraneous", "not dissected", "Expert Info"):
        if word in frame:
            bad += 1
            print("\t".join(line)[:200], *[t.strip() for t in frame.splitlines() if word in t][:3], sep="\n    ")
            break
print(len(lines), "messages,", bad, "with remarks")
