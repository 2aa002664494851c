#!/usr/bin/env python3
"""NGAP and the N2 information that the SBI carries, read by pycrate with NGAP compiled from the standard's modules.

  check_ngap.py --asn1 FOLDER [--vitrum PROGRAM] CAPTURE-OR-TRACE...

Each message is decoded and encoded again: the octets must be the same. With --vitrum its JSON (X.697) must equal ours, and ours must
give the octets back.
"""
import argparse
import importlib.util
import json
import os
import sys
import tempfile

import messages
import sbi

# Octets that a test sends on purpose and that are no NGAP are refused by both.
TRANSFERS = {
    "PDU_RES_SETUP_REQ": "PDUSessionResourceSetupRequestTransfer", "PDU_RES_SETUP_RSP": "PDUSessionResourceSetupResponseTransfer",
    "PDU_RES_SETUP_FAIL": "PDUSessionResourceSetupUnsuccessfulTransfer", "PDU_RES_REL_CMD": "PDUSessionResourceReleaseCommandTransfer",
    "PDU_RES_REL_RSP": "PDUSessionResourceReleaseResponseTransfer", "PDU_RES_MOD_REQ": "PDUSessionResourceModifyRequestTransfer",
    "PDU_RES_MOD_RSP": "PDUSessionResourceModifyResponseTransfer", "PDU_RES_MOD_FAIL": "PDUSessionResourceModifyUnsuccessfulTransfer",
    "PDU_RES_NTY": "PDUSessionResourceNotifyTransfer", "PDU_RES_NTY_REL": "PDUSessionResourceNotifyReleasedTransfer",
    "PDU_RES_MOD_IND": "PDUSessionResourceModifyIndicationTransfer", "PDU_RES_MOD_CFM": "PDUSessionResourceModifyConfirmTransfer",
}


def compile_modules(folder):
  """NGAP as a Python module, made in a temporary folder."""
  from pycrate_asn1c.asnproc import GLOBAL, PycrateGenerator, compile_text, generate_modules
  texts = [open(os.path.join(folder, name), encoding="utf-8").read() for name in sorted(os.listdir(folder)) if name.endswith(".asn")]
  with tempfile.TemporaryDirectory() as work:
    path = os.path.join(work, "ngap_modules.py")
    output, sys.stdout = sys.stdout, open(os.devnull, "w")
    try:
      compile_text(texts)
      generate_modules(PycrateGenerator, path)
    finally:
      sys.stdout = output
    GLOBAL.clear()
    spec = importlib.util.spec_from_file_location("ngap_modules", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
  return module


def differences(ours, theirs, path=""):
  """Paths where two JSON values differ."""
  if isinstance(ours, dict) and isinstance(theirs, dict):
    for key in sorted(set(ours) | set(theirs)):
      if key not in ours or key not in theirs:
        yield f"{path}/{key}: only {'theirs' if key in theirs else 'ours'}"
      else:
        yield from differences(ours[key], theirs[key], f"{path}/{key}")
  elif isinstance(ours, list) and isinstance(theirs, list) and len(ours) == len(theirs):
    for index, pair in enumerate(zip(ours, theirs)):
      yield from differences(*pair, f"{path}/{index}")
  elif ours != theirs or isinstance(ours, bool) != isinstance(theirs, bool):
    yield f"{path}: ours {json.dumps(ours)[:80]}, theirs {json.dumps(theirs)[:80]}"


def name_of(value):
  kind = next(iter(value))
  return f"{kind} {value[kind].get('procedureCode')}" if isinstance(value[kind], dict) else kind


def main():
  parser = argparse.ArgumentParser(description=__doc__)
  parser.add_argument("--asn1", required=True)
  parser.add_argument("--vitrum")
  parser.add_argument("files", nargs="+")
  arguments = parser.parse_args()
  module = compile_modules(arguments.asn1)
  pdu = module.NGAP_PDU_Descriptions.NGAP_PDU
  report = messages.Report("NGAP (pycrate)")
  refused, kinds, read = [], {}, []
  for message in messages.read(arguments.files):
    if message.interface == "SBI":
      transfers(module, message, report)
    if message.interface != "N2":
      continue
    report.count("messages")
    if message.ppid not in (60, None):
      report.problem(f"payload protocol identifier {message.ppid} (TS 38.412 §7: 60)", message.place)
    try:
      pdu.from_aper(message.octets)
      theirs = json.loads(pdu.to_jer())
      again = pdu.to_aper()
    except Exception as error:  # pycrate raises many kinds
      refused.append((message, f"{type(error).__name__}: {error}"))
      continue
    kinds[name_of(theirs)] = kinds.get(name_of(theirs), 0) + 1
    read.append((message, theirs))
    if again != message.octets:
      report.problem(f"pycrate encodes {name_of(theirs)} differently", message.place, message.octets)
  report.count("kinds", len(kinds))
  if arguments.vitrum:
    codec = messages.Codec(arguments.vitrum)
    for (message, theirs), ours in zip(read, codec.decode("ngap", [one[0].octets for one in read])):
      if isinstance(ours, str):
        report.problem(f"only pycrate reads it: {ours}", message.place, message.octets)
        continue
      report.count("compared")
      for text in differences(ours, theirs):
        report.problem(f"{name_of(theirs)} {text}", message.place, message.octets)
    values = [ours for ours in codec.decode("ngap", [one[0].octets for one in read]) if not isinstance(ours, str)]
    for (message, _), again in zip(read, codec.encode("ngap", values)):
      if again != message.octets:
        report.problem("our encoding of our JSON differs", message.place, message.octets)
    for (message, reason), ours in zip(refused, codec.decode("ngap", [one[0].octets for one in refused])):
      if isinstance(ours, str):
        report.count("refused by both")
      else:
        report.problem(f"only ours reads it: {reason}", message.place, message.octets)
  else:
    for message, reason in refused:
      report.problem(f"pycrate does not read it: {reason}", message.place, message.octets)
  print("kinds: " + ", ".join(f"{name} {number}" for name, number in sorted(kinds.items())))
  return report.finish()


def transfers(module, message, report):
  """N2 SM information in multipart bodies (TS 29.502 §6.1.6.4.3, TS 29.518 §6.1.6.4.3)."""
  for kind, octets in sbi.n2_information(message):
    if kind not in TRANSFERS:
      report.problem(f"n2SmInfoType {kind} is none that is checked", message.place, octets)
      continue
    kind_of = getattr(module.NGAP_IEs, TRANSFERS[kind])
    report.count("transfers on the SBI")
    try:
      kind_of.from_aper(octets)
      again = kind_of.to_aper()
    except Exception as error:
      report.problem(f"{TRANSFERS[kind]}: {type(error).__name__}: {error}", message.place, octets)
      continue
    if again != octets:
      report.problem(f"pycrate encodes {TRANSFERS[kind]} differently", message.place, octets)


if __name__ == "__main__":
  sys.exit(main())
