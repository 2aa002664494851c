#!/usr/bin/env python3
"""Whole captures in tshark: nothing malformed, no wrong SCTP checksum, and how many UEs registered and got a session.

  check_tshark.py [--accepts NUMBER] CAPTURE-OR-TRACE...

With --accepts exactly so many Registration Accepts and PDU Session Establishment Accepts must be there (runs with NEA0 only). The N2
messages of a trace are packed into SCTP by text2pcap first; N3 and N4 of traces are read by check_pfcp_gtpu.py.
"""
import argparse
import os
import subprocess
import sys
import tempfile

import messages

# SCTP checksums, as tshark versions spell the preference.
CHECKSUM = ["-o", "sctp.checksum:CRC-32C"]
NEA0 = ["-o", "nas-5gs.null_decipher:TRUE"]


def tshark(path, *arguments):
  done = subprocess.run(["tshark", "-r", path, *CHECKSUM, *arguments], capture_output=True, text=True)
  if done.returncode != 0:
    sys.exit(f"tshark: {done.stderr.strip()}")
  return done.stdout


def fields(path, condition, *names, preferences=()):
  """The fields of the packets that fit a condition, one list for each."""
  options = [part for name in names for part in ("-e", name)]
  return [line.split("\t") for line in tshark(path, *preferences, "-Y", condition, "-T", "fields", *options).splitlines()]


def is_readable(path):
  """Whether every UE was told to use NEA0: SECURITY MODE COMMAND is not ciphered itself (TS 24.501 §4.4.5)."""
  found = fields(path, "nas_5gs.mm.nas_sec_algo_enc", "nas_5gs.mm.nas_sec_algo_enc")
  return all(int(one, 0) == 0 for line in found for one in line[0].split(","))


def packed(path, folder):
  """A capture of a trace's N2 messages; `None` if it has none."""
  text = os.path.join(folder, "hex.txt")
  number = 0
  with open(text, "w") as file:
    for message in messages.read([path]):
      if message.interface == "N2":
        number += 1
        file.write("000000 " + message.octets.hex(" ") + "\n")
  if number == 0:
    return None
  output = os.path.join(folder, "n2.pcap")
  subprocess.run(["text2pcap", "-q", "-S", "38412,38412,60", text, output], check=True, capture_output=True)
  return output


def main():
  parser = argparse.ArgumentParser(description=__doc__)
  parser.add_argument("--accepts", type=int)
  parser.add_argument("files", nargs="+")
  arguments = parser.parse_args()
  report = messages.Report("Captures (tshark)")
  accepts = [0, 0]
  with tempfile.TemporaryDirectory() as folder:
    for path in arguments.files:
      with open(path, "rb") as file:
        is_capture = file.read(4) in messages.PCAP_MAGICS
      source = path if is_capture else packed(path, folder)
      if source is not None:
        check(source, os.path.basename(path), is_capture, report, accepts)
  report.count("Registration Accepts", accepts[0])
  report.count("PDU Session Establishment Accepts", accepts[1])
  if arguments.accepts is not None and accepts != [arguments.accepts] * 2:
    report.problem(f"{arguments.accepts} of each accept expected", "all files")
  return report.finish()


def check(path, name, is_capture, report, accepts):
  report.count("packets", len(fields(path, "frame", "frame.number")))
  preferences = NEA0 if is_readable(path) else []
  for number, layers in fields(path, "_ws.malformed", "frame.number", "frame.protocols", preferences=preferences):
    report.problem(f"malformed {layers}", f"{name}, packet {number}")
  # 2: unverified is as bad as wrong here, for a checksum over IP fragments is the only one that cannot be verified.
  for number, status in fields(path, "sctp", "frame.number", "sctp.checksum.status"):
    report.count("SCTP packets")
    if status != "1":
      report.problem(f"sctp.checksum.status {status}", f"{name}, packet {number}")
  # Each message in its own packet of a packed trace; several in one packet of a capture are a list.
  for number, kinds, sessions in fields(path, "nas-5gs", "frame.number", "nas_5gs.mm.message_type", "nas_5gs.sm.message_type",
                                        preferences=preferences):
    report.count("packets with NAS")
    accepts[0] += kinds.split(",").count("0x42") + kinds.split(",").count("66")
    accepts[1] += sessions.split(",").count("0xc2") + sessions.split(",").count("194")
  for number, texts in fields(path, "ngap && _ws.expert.severity >= 6291456", "frame.number", "_ws.expert.message",
                              preferences=preferences):
    report.problem(f"expert remark: {texts}", f"{name}, packet {number}")


if __name__ == "__main__":
  sys.exit(main())
