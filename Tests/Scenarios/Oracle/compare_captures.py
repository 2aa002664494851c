#!/usr/bin/env python3
"""Whether two captures of one run hold the same messages, e.g. one that Vitrum wrote and one of tcpdump.

  compare_captures.py [--interfaces N2,N3,N4] CAPTURE[,CAPTURE...] CAPTURE[,CAPTURE...]

The user messages of N2 (SCTP), and the datagrams of N3 and N4, must be equal byte for byte and in the same order for each pair of ends.
"""
import argparse
import sys

import messages


def flows(paths, interfaces):
  result = {}
  for message in messages.read(paths.split(",")):
    if message.interface in interfaces:
      result.setdefault((message.interface, message.source, message.destination), []).append(message)
  return result


def main():
  parser = argparse.ArgumentParser(description=__doc__)
  parser.add_argument("--interfaces", default="N2,N3,N4")
  parser.add_argument("first")
  parser.add_argument("second")
  arguments = parser.parse_args()
  interfaces = arguments.interfaces.split(",")
  left, right = flows(arguments.first, interfaces), flows(arguments.second, interfaces)
  report = messages.Report("Same messages")
  for key in sorted(set(left) | set(right)):
    name = f"{key[0]} {key[1]} to {key[2]}"
    one, other = left.get(key, []), right.get(key, [])
    report.count(f"{key[0]} messages", len(one))
    report.count("flows")
    if [message.octets for message in one] == [message.octets for message in other]:
      continue
    if sorted(message.octets for message in one) == sorted(message.octets for message in other):
      report.count("flows in another order")
      if key[0] == "N2":
        report.problem(f"{name}: another order", one[0].place)
      continue
    rest = [message.octets for message in other]
    missing = [message for message in one if message.octets not in rest or rest.remove(message.octets)]
    report.problem(f"{name}: {len(missing)} messages only in the first, {len(rest)} only in the second", (missing + other)[0].place,
                   missing[0].octets if missing else rest[0])
  return report.finish()


if __name__ == "__main__":
  sys.exit(main())
