#!/usr/bin/env python3
"""Compares the NAS codec with pycrate: random messages of every type, both ways.

  differential.py --program PROGRAM [--count N] [--seed N] [--only TEXT] [--flips] [--vectors N]

PROGRAM has the commands `decode nas --json --lines -` and `encode nas --lines -` (vitrum). For each message type:

pycrate to the program: N messages with a random set of optional IEs and random contents, built by pycrate. Each has to be read without
anything unknown or malformed, and the JSON has to give the same octets again.

The program to pycrate: N messages recombined from the JSON of IEs of those messages, encoded by the program. pycrate has to read exactly
the wanted IEs with the octets that they had, and write the message identically.

--flips: N messages of each type with flipped bits besides. Both have to refuse one, or both read the same optional IEs of it.

--vectors N prints N messages of each type for messages.tsv instead. Exit status 1: a disagreement about an IE that is not in
ERRATA, or about flipped bits that is not in FLIPS_EXPLAINED.
"""
import argparse
import json
import os
import random
import re
import subprocess
import sys
import tempfile

from pycrate_core.base import Buf, Uint
from pycrate_core.elt import Alt, Array, Envelope, Sequence
from pycrate_mobile import TS24007
from pycrate_mobile.NAS5G import parse_NAS5G
from pycrate_mobile.TS24501_FGMM import FGMMTypeClasses
from pycrate_mobile.TS24501_FGSM import FGSMTypeClasses

# IEs whose coding in pycrate 0.8.1 is not that of TS 24.501 Release 17, with the clause that decides.
ERRATA = {
  "N5GCInd": "§8.2.6.1: a type 1 IE with IEI A-; pycrate has a type 2 IE",
  ("5GMMRegistrationAccept", "PEIPSAssistInfo"): "§8.2.7.1: IEI 33",
  ("5GMMRegistrationAccept", "5GSAddReqResult"): "§8.2.7.1: IEI 35",
  ("5GSMPDUSessionEstabReject", "ReattemptInd"): "§8.3.3.1: IEI 1D",
  ("5GSMPDUSessionModifReject", "ReattemptInd"): "§8.3.8.1: IEI 1D",
  "CAGInfoList": "figure 9.11.3.18A.2: an octet with CAG only stands before the CAG-IDs",
  "ExtCAGInfoList": "figure 9.11.3.86.2: the length of an entry has two octets",
  "ExtRejectedNSSAI": "figure 9.11.3.75.2: type and number share the first octet, the timer follows it",
  "NSSRGInfo": "figure 9.11.3.82.2: the length counts the S-NSSAI with its length octet",
  "NSAGInfo": "figure 9.11.3.87.2: the length has one octet (3143 = 3 + 32 x 84 + 4 x 113), the lists have their own",
  "CipheringKeyData": "figure 9.11.3.18C.2: five octets of start time, two of duration, and the TAI list has its own length",
  "MappedEPSBearerCtxt": "figure 9.11.4.8.2: identity in bits 8 to 5; E is bit 5, the number bits 4 to 1",
  "RemoteUECtxtCon": "figure 9.11.4.29.2: three spare bits in front of UPRI4; pycrate's is not whole octets",
  "RemoteUECtxtDiscon": "as RemoteUECtxtCon",
  "RequestedMBSContainer": "table 9.11.4.30.1: types 1 to 3; a TMGI has its length",
  "ReceivedMBSContainer": "figure 9.11.4.31.2: a TMGI has its length",
  "PortMgmtInfoContainer": "TS 24.539: opaque to NAS; pycrate fails on most contents (a TypeError)",
  "NID": "TS 24.502 §9.2.7: bits 8 to 5 of the last octet are spare",
}

# Disagreements about flipped bits that are no errors of the program, by how they are reported, with the clause that decides.
OPTIONAL = "accepted without an optional IE, pycrate refuses"
FLIPS_EXPLAINED = {
  OPTIONAL: "§7.7.1: an optional IE that is not correct is treated as absent",
  "mandatory mobileIdentity incorrect": "§9.11.3.4: type, number of digits, end mark",
  "mandatory fiveGSTMSI incorrect": "§9.11.3.4: another type of identity",
  "mandatory authorizedQoSRules incorrect": "figure 9.11.4.13.2: a rule beyond the IE, or filters that do not fill it",
  "mandatory serviceLevelAAContainer incorrect": "figure 9.11.2.10.2: a parameter beyond the IE",
  "optional serviceLevelAAContainer incorrect": "figure 9.11.2.10.2: a parameter beyond the IE",
  "optional operatorDefinedAccessCategoryDefinitions incorrect": "figure 9.11.3.38.2: a definition beyond the IE",
  "optional pduSessionStatus incorrect": "§9.11.3.44: at least two octets",
  "optional fullNameForNetwork incorrect": "TS 24.008 figure 10.5.80: bit 8 of octet 3 is 1",
  "optional ladnInformation incorrect": "figure 9.11.3.30.2: a LADN beyond the IE",
  "optional forbiddenTAIsForRegionalProvisionOfService incorrect": "figure 9.11.3.9.1: a list beyond the IE",
  "optional forbiddenTAIsForRoaming incorrect": "figure 9.11.3.9.1: a list beyond the IE",
  "optional additionalGUTI incorrect": "§9.11.3.4: another type of identity",
  "optional uplinkDataStatus incorrect": "§9.11.3.57: at most 32 octets",
  "optional requestedMappedNSSAI incorrect": "figure 9.11.3.31B.1: an S-NSSAI beyond the IE",
  "optional pagingRestriction incorrect": "figure 9.11.3.77.1: PSI 0 to 15 take two octets",
  "optional authorizedQoSRules incorrect": "figure 9.11.4.13.2: a rule beyond the IE, or filters that do not fill it",
  "optional rejectedNSSAI incorrect": "figure 9.11.3.46.2: an S-NSSAI beyond the IE",
  "optional allowedPDUSessionStatus incorrect": "§9.11.3.13: at least two octets",
  "optional requestedQoSRules incorrect": "figure 9.11.4.13.2: a rule beyond the IE, or filters that do not fill it",
  "optional imeisv incorrect": "§9.11.3.4: 16 digits",
  "optional nonIMEISVPEI incorrect": "§9.11.3.4: the digits of the type",
  "optional extendedProtocolConfigurationOptions incorrect": "TS 24.008 §10.5.6.3: a container beyond the IE",
}

# IEs whose numbers the program puts together from fields of pycrate's, or the other way round; their octets are compared.
COMPOSED = {
  "PDUSessStat": "§9.11.3.44: bits for pycrate, session identities for the program",
  "5GSTAIList": "figure 9.11.3.9.1: the number of elements is coded as one less",
  "PagingRestriction": "as PDUSessStat",
  "LADNInfo": "as 5GSTAIList",
  "EmergNumList": "TS 24.008 figure 10.5.4.33: flags for pycrate, the category's value for the program",
  "ServiceLevelAAContainer": "§9.11.2.10: pycrate reads no container of these parameters and keeps the octets",
  "SAList": "as 5GSTAIList",
  "ForbiddenTAIListRoaming": "as 5GSTAIList",
  "ForbiddenTAIListRegional": "as 5GSTAIList",
}

# What pycrate says of IEs of the last message that it cannot read and keeps as octets.
UNREAD = []
TS24007._logger.addFilter(lambda record: UNREAD.append(record.getMessage()))

# Contents that are octets to pycrate, or that it fills with values that the clause forbids: what is put in instead.
def digits(chance, count):
  return [chance.randrange(10) for _ in range(count)]

def packed(nibbles):
  nibbles = nibbles + [15] * (len(nibbles) % 2)
  return bytes(nibbles[i] | nibbles[i + 1] << 4 for i in range(0, len(nibbles), 2))

def plmn(chance):
  mcc, mnc = digits(chance, 3), digits(chance, chance.choice((2, 3)))
  third = mnc[2] if len(mnc) == 3 else 15
  return bytes((mcc[1] << 4 | mcc[0], third << 4 | mcc[2], mnc[1] << 4 | mnc[0]))

def tac(chance):
  return chance.randbytes(3)

def identity(chance, kinds=(1, 2, 3, 4, 5, 6, 7)):
  kind = chance.choice(kinds)
  if kind == 1:
    scheme = chance.choice((0, 1, 2))
    routing = digits(chance, chance.randint(1, 4))
    output = packed(digits(chance, chance.randint(5, 10))) if scheme == 0 else chance.randbytes(chance.randint(1, 60))
    return b"\x01" + plmn(chance) + packed(routing + [15] * (4 - len(routing))) + bytes((scheme, chance.randrange(256))) + output
  if kind == 2:
    return b"\xf2" + plmn(chance) + chance.randbytes(7)
  if kind == 3:
    d = digits(chance, 15)
    return bytes((d[0] << 4 | 0xB,)) + packed(d[1:])
  if kind == 4:
    return b"\xf4" + chance.randbytes(6)
  if kind == 5:
    d = digits(chance, 16)
    return bytes((d[0] << 4 | 0x5,)) + packed(d[1:])
  if kind == 6:
    return bytes((chance.choice((0x06, 0x0E)),)) + chance.randbytes(6)
  return b"\x07" + chance.randbytes(8)

def snssai(chance):
  return chance.randbytes(chance.choice((1, 2, 4, 5, 8)))

def counted(value):
  return bytes((len(value),)) + value

def many(chance, make, most=4):
  return b"".join(make(chance) for _ in range(chance.randint(1, most)))

def nssai(chance):
  return many(chance, lambda c: counted(snssai(c)))

def rejected(chance):
  def one(c):
    long = c.random() < 0.5
    return bytes(((4 if long else 1) << 4 | c.randrange(4),)) + c.randbytes(4 if long else 1)
  return many(chance, one)

def tai_list(chance):
  def part(c):
    kind, count = c.randrange(3), c.randint(1, 5)
    body = plmn(c) + b"".join(tac(c) for _ in range(count)) if kind == 0 else plmn(c) + tac(c) if kind == 1 else b"".join(
      plmn(c) + tac(c) for _ in range(count))
    return bytes((kind << 5 | count - 1,)) + body
  return many(chance, part, 3)

def dnn(chance):
  labels = [bytes(chance.choices(b"abcdefghijklmnopqrstuvwxyz0123456789-", k=chance.randint(1, 12))) for _ in range(chance.randint(1, 4))]
  return b"".join(counted(label) for label in labels)

def eap(chance):
  code = chance.randint(1, 4)
  body = chance.randbytes(chance.randint(1, 40)) if code < 3 else b""
  return bytes((code, chance.randrange(256))) + (len(body) + 4).to_bytes(2, "big") + body

def flow_description(chance):
  def one(c):
    parameters = [c.choice((bytes((1, 1)) + c.randbytes(1), bytes((c.randint(2, 5), 3)) + c.randbytes(3), b"\x06\x02" + c.randbytes(2),
                            bytes((7, 1, c.randint(5, 15) << 4)))) for _ in range(c.randrange(4))]
    return bytes((c.randrange(64), c.randint(1, 3) << 5, (0x40 if parameters else 0) | len(parameters))) + b"".join(parameters)
  return many(chance, one)

COMPONENTS = {0x10: 8, 0x11: 8, 0x21: 17, 0x23: 17, 0x30: 1, 0x40: 2, 0x41: 4, 0x50: 2, 0x51: 4, 0x60: 4, 0x70: 2, 0x81: 6, 0x82: 6, 0x87: 2}

def qos_rules(chance):
  def filter_(c):
    kinds = c.sample(sorted(COMPONENTS), c.randint(1, 3))
    body = b"".join(bytes((kind,)) + c.randbytes(COMPONENTS[kind]) for kind in kinds) if c.random() < 0.8 else b"\x01"
    return bytes((c.randint(1, 3) << 4 | c.randrange(16),)) + counted(body)
  def rule(c):
    operation = c.randint(1, 6)
    count = c.randint(1, 3) if operation in (1, 3, 4, 5) else 0
    filters = b"".join(bytes((c.randrange(16),)) if operation == 5 else filter_(c) for _ in range(count))
    tail = b"" if operation == 2 else bytes((c.randrange(256), c.randrange(128)))
    body = bytes((operation << 5 | c.randrange(2) << 4 | count,)) + filters + tail
    return bytes((c.randrange(256),)) + len(body).to_bytes(2, "big") + body
  return many(chance, rule, 3)

def options(chance):
  return b"\x80" + many(chance, lambda c: c.choice((0x0001, 0x0003, 0x000A, 0x000C, 0x000D, 0x0010)).to_bytes(2, "big") + counted(c.randbytes(c.randrange(8))))

def address(chance):
  kind = chance.choice((1, 2, 3))
  return bytes((kind,)) + chance.randbytes({1: 4, 2: 8, 3: 12}[kind])

def octets(low, high):
  return lambda chance: chance.randbytes(chance.randint(low, high))

def masked(*masks):
  return lambda chance: bytes(chance.randrange(256) & mask for mask in masks)

def service_areas(chance):
  def part(c):
    kind, count = c.randrange(4), c.randint(1, 5)
    body = plmn(c)
    if kind == 0:
      body += b"".join(tac(c) for _ in range(count))
    elif kind == 1:
      body += tac(c)
    elif kind == 2:
      body = b"".join(plmn(c) + tac(c) for _ in range(count))
    return bytes((c.randrange(2) << 7 | kind << 5 | (count - 1 if kind < 3 else 0),)) + body
  return many(chance, part, 3)

def service_level(chance):
  return many(chance, lambda c: c.choice((b"\x10" + counted(c.randbytes(4)), b"\x40\x01" + bytes((c.randint(1, 2),)),
                                          b"\x30\x01" + bytes((c.randrange(16),)), b"\x70\x00\x05" + c.randbytes(5))))

def steering(chance):
  if chance.random() < 0.3:
    return b"\x01" + chance.randbytes(16)
  return bytes((0x06 | chance.randrange(2) << 3,)) + chance.randbytes(18) + many(chance, lambda c: plmn(c) + c.randbytes(2))

CONTENTS = {
  "SAList": service_areas, "ServiceLevelAAContainer": service_level, "SORTransContainer": steering,
  "5GSID": identity, "GUTI": lambda c: identity(c, (2,)), "AddGUTI": lambda c: identity(c, (2,)), "IMEISV": lambda c: identity(c, (5,)),
  "PEI": lambda c: identity(c, (3, 5, 6, 7)), "NSSAI": nssai, "AllowedNSSAI": nssai, "ConfiguredNSSAI": nssai, "PendingNSSAI": nssai,
  "MappedNSSAI": nssai, "SNSSAI": snssai, "RejectedNSSAI": rejected, "5GSTAIList": tai_list, "ForbiddenTAIListRoaming": tai_list,
  "ForbiddenTAIListRegional": tai_list, "TAI": lambda c: plmn(c) + tac(c), "DNN": dnn, "EquivPLMNList": lambda c: many(c, plmn, 15),
  "PLMNListDisaster": lambda c: many(c, plmn), "MSDetPLMNDistasterCond": plmn, "LADNInd": lambda c: many(c, lambda c: counted(dnn(c))),
  "LADNInfo": lambda c: many(c, lambda c: counted(dnn(c)) + counted(tai_list(c))), "EAPMsg": eap, "QoSRules": qos_rules,
  "QoSFlowDesc": flow_description, "ExtProtConfig": options, "PDUAddress": address, "SuggestedInterfaceID": lambda c: b"\x02" + c.randbytes(8),
  "RAND": octets(16, 16), "AUTN": octets(16, 16), "AUTS": octets(14, 14), "RES": octets(4, 16), "ABBA": octets(2, 8),
  "SessAMBR": lambda c: bytes((c.randint(1, 25),)) + c.randbytes(2) + bytes((c.randint(1, 25),)) + c.randbytes(2),
  "MaxPktFilters": lambda c: (c.randint(17, 1024) << 5).to_bytes(2, "big"), "DSTTMACAddr": octets(6, 6), "UEDSTTResidenceTime": octets(8, 8),
  "UESecCap": octets(2, 8), "PDUSessReactResultErr": lambda c: many(c, lambda c: c.randbytes(2)),
  "NetFullName": lambda c: bytes((0x90 | c.randrange(2) << 3,)) + c.randbytes(2 * c.randint(1, 8)),
  "NetShortName": lambda c: bytes((0x90 | c.randrange(2) << 3,)) + c.randbytes(2 * c.randint(1, 8)),
  "EmergNumList": lambda c: many(c, lambda c: counted(bytes((c.randint(1, 31),)) + packed(digits(c, c.randint(2, 6))))),
  "ExtEmergNumList": lambda c: bytes((c.randrange(2),)) + many(c, lambda c: counted(packed(digits(c, 3))) + counted(c.randbytes(3))),
  "RelayKeyReqPrm": lambda c: c.randbytes(19) + b"\x00" + identity(c, (1,)), "RelayKeyRespPrm": octets(49, 60),
  "SuppCodecs": lambda c: many(c, lambda c: c.randbytes(1) + counted(c.randbytes(2))),
  "PDUSessStat": octets(2, 2), "MSCm2": masked(0x7F, 0x7F, 0xBF), "PayloadContainer": octets(1, 40), "NASContainer": octets(3, 60),
  "IPHdrCompConfig": lambda c: bytes((c.randrange(128),)) + c.randbytes(2) + (b"" if c.random() < 0.5 else c.randbytes(5)),
  "PagingRestriction": lambda c: bytes((c.choice((1, 2)),)) if c.random() < 0.5 else bytes((c.choice((3, 4)),)) + c.randbytes(2),
  "OperatorAccessCatDefs": lambda c: many(c, lambda c: counted(bytes((c.randrange(256), c.randrange(32))) + counted(b"\x02\x01" + counted(snssai(c))))),
  "CIoTSmallDataContainer": lambda c: bytes((c.randrange(32),)) + c.randbytes(c.randint(1, 30)),
  "UnivTimeAndTimeZone": octets(7, 7), "EPSNASContainer": octets(2, 40),
}


def randomise(element, chance):
  """Fills every field of an element that is not computed; spare fields stay zero."""
  if element._name == "spare" or element.get_trans():
    return
  if isinstance(element, Uint):
    if element._valauto is None:
      names = element._dic if isinstance(element._dic, dict) and element._dic and chance.random() < 0.7 else None
      limit = 1 << element.get_bl()
      keys = [key for key in names if isinstance(key, int) and key < limit] if names else None
      element.set_val(chance.choice(keys) if keys else chance.randrange(limit))
  elif isinstance(element, Alt):
    randomise(element.get_alt(), chance)
  elif isinstance(element, Envelope):
    for part in element._content:
      randomise(part, chance)


def value_of(part, chance):
  """Random octets of an IE's value; None for an IE that is left as it is."""
  fields = part._by_name
  if part._name in CONTENTS:
    return CONTENTS[part._name](chance)
  template = getattr(part, "_IE", None)
  if template is None or isinstance(template, (Sequence, Array)):
    return None
  element = template.clone()
  try:
    randomise(element, chance)
    octets = element.to_bytes()
  except Exception:
    return None
  wanted = part["V"].get_bl()
  return octets if wanted == 0 or "L" in fields or len(octets) * 8 == wanted else None


def is_erratum(cls, name):
  return name in ERRATA or (cls._name, name) in ERRATA


def build(cls, chance, wanted=None):
  """A random message: its octets and the optional IEs in it, name to value octets."""
  message = cls()
  chosen = {}
  for part in message._content[1:]:
    fields = getattr(part, "_by_name", [])
    name = part._name
    if "V" not in fields and "T" not in fields:
      continue
    if "T" in fields:
      absent = is_erratum(cls, name) or (chance.random() < 0.6 if wanted is None else name not in wanted)
      part.set_trans(absent)
      if absent:
        continue
    value = value_of(part, chance)
    if value is not None and "V" in fields:
      if part["V"].get_bl() == 4:
        value = value[-1] & 15
      part.set_val({"V": value})
    if "T" in fields:
      chosen[name] = part.to_bytes()
  return message.to_bytes(), chosen


def optional_parts(octets):
  """pycrate's view: the optional IEs of a message, name to octets, and the message written again."""
  message, error = parse_NAS5G(octets)
  if error:
    raise ValueError(f"pycrate error {error}")
  parts = {p._name: p.to_bytes() for p in message._content[1:] if "T" in getattr(p, "_by_name", []) and not p.get_trans()}
  return parts, message.to_bytes()


def numbers_of(value):
  """The numbers that pycrate read: its fields, and all that up to four octets of a string could be."""
  if isinstance(value, (list, tuple)):
    return {number for one in value for number in numbers_of(one)}
  if isinstance(value, (bytes, bytearray)):
    return {int.from_bytes(value[i:i + n], "big") for n in (1, 2, 3, 4) for i in range(len(value) - n + 1)}
  return {int(value)} if isinstance(value, int) else set()


def numbers_in(value):
  """The numbers of the program's JSON."""
  if isinstance(value, dict):
    return {number for one in value.values() for number in numbers_in(one)}
  if isinstance(value, list):
    return {number for one in value for number in numbers_in(one)}
  return {value} if isinstance(value, int) and not isinstance(value, bool) else set()


def other_numbers(cls, field, octets, content):
  """The IEs that pycrate reads into fields, in which the program sees a number that pycrate does not."""
  message, error = parse_NAS5G(octets)
  for part in [] if error else message._content[1:]:
    name = part._name
    if "T" not in getattr(part, "_by_name", []) or part.get_trans() or is_erratum(cls, name) or name in COMPOSED:
      continue
    other = numbers_in(content.get(field[name])) - numbers_of(part.get_val())
    if other:
      yield f"numbers of {name}: {sorted(other)[:6]}"


def run(program, arguments, lines):
  """One line out for each line in; None for a line that the program refuses."""
  with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
    file.write("\n".join(lines) + "\n")
    file.flush()
    with open(file.name) as source:
      result = subprocess.run([program, *arguments], stdin=source, capture_output=True, text=True)
  refused = {int(text.split("line ")[1].split(":")[0]) for text in result.stderr.splitlines() if " line " in text}
  output = iter(result.stdout.splitlines())
  return [None if index + 1 in refused else next(output, None) for index in range(len(lines))]


def decode(program, messages):
  return [line and json.loads(line) for line in run(program, ["decode", "nas", "--json", "--flat", "--lines", "-"], [m.hex() for m in messages])]


def encode(program, values):
  return [line and bytes.fromhex(line) for line in run(program, ["encode", "nas", "--lines", "-"], [json.dumps(v) for v in values])]


def fields_of(program, cls, names):
  """The JSON member of each optional IE: what a message with it alone has more than one without."""
  chance = random.Random(1)
  built = [build(cls, chance, wanted=())] + [build(cls, chance, wanted=(name,)) for name in names]
  values = decode(program, [octets for octets, _ in built])
  base = set(next(iter(values[0].values()))) if values[0] else set()
  return {name: next(iter(set(next(iter(value.values()))) - base), None) if value else None for name, value in zip(names, values[1:])}


def compare(program, cls, count, chance):
  """The disagreements of one message type, both ways, and how many messages were compared each way."""
  problems = []
  names = [p._name for p in cls()._content[1:] if "T" in getattr(p, "_by_name", []) and not is_erratum(cls, p._name)]
  field = fields_of(program, cls, names)
  built = []
  for _ in range(count):
    octets, chosen = build(cls, chance)
    built.append((octets, chosen))
  values = decode(program, [octets for octets, _ in built])
  again = iter(encode(program, [value for value in values if value]))
  pool = []
  for (octets, chosen), value in zip(built, values):
    if not value:
      problems.append(f"refused: {octets.hex()}")
      continue
    written = next(again)
    content = next(iter(value.values()))
    if content.get("unknownIEs"):
      problems.append(f"not understood: {content['unknownIEs']} of {octets.hex()}")
    elif written != octets:
      problems.append(f"written {written and written.hex()} for {octets.hex()}")
    elif set(content) & set(field.values()) != {field[name] for name in chosen}:
      problems.append(f"other IEs: {sorted(content)} for {sorted(chosen)}")
    else:
      problems += [f"{other}: {octets.hex()}" for other in other_numbers(cls, field, octets, content)]
      pool.append((value, chosen))
  # The other way: recombined from the pool.
  wanted = []
  for _ in range(count if pool else 0):
    value, chosen = pool[chance.randrange(len(pool))]
    key, content = next(iter(value.items()))
    content = {k: v for k, v in content.items() if k not in field.values()}
    parts = {}
    for name in names:
      donor, donated = pool[chance.randrange(len(pool))]
      if name in donated and chance.random() < 0.7:
        content[field[name]] = next(iter(donor.values()))[field[name]]
        parts[name] = donated[name]
    if "PayloadContainerType" in names and ("PayloadContainer" in parts) != ("PayloadContainerType" in parts):
      for name in ("PayloadContainer", "PayloadContainerType"):
        content.pop(field[name], None)
        parts.pop(name, None)
    wanted.append((key, content, parts))
  for (key, content, parts), octets in zip(wanted, encode(program, [{key: content} for key, content, _ in wanted])):
    if octets is None:
      problems.append(f"not encoded: {json.dumps({key: content})}")
      continue
    try:
      read, written = optional_parts(octets)
    except Exception as error:
      problems.append(f"pycrate refuses {octets.hex()}: {error}")
      continue
    if read != parts or written != octets:
      problems.append(f"pycrate reads {sorted(read)}, wanted {sorted(parts)}, of {octets.hex()}")
  return problems, len(pool), len(wanted)


def flipped(octets, chance):
  result = bytearray(octets)
  for _ in range(chance.choice([1, 1, 1, 2, 3])):
    bit = chance.randrange(len(result) * 8)
    result[bit // 8] ^= 0x80 >> bit % 8
  return bytes(result)


def compare_flips(program, cls, count, chance):
  """How often which reason was, and one message for each, of messages whose head still says this type."""
  names = [p._name for p in cls()._content[1:] if "T" in getattr(p, "_by_name", []) and not is_erratum(cls, p._name)]
  field = fields_of(program, cls, names)
  head = 3 if build(cls, random.Random(1))[0][0] == 0x7E else 4
  changed = []
  for _ in range(count):
    octets = build(cls, chance)[0]
    if len(octets) > head:
      changed.append(octets[:head] + flipped(octets[head:], chance))
  reasons = {}
  for octets, value in zip(changed, decode(program, changed)):
    reason = flip_reason(program, cls, field, octets, value)
    if reason:
      number, example = reasons.get(reason, (0, octets))
      reasons[reason] = (number + 1, example)
  return len(changed), reasons


def flip_reason(program, cls, field, octets, value):
  """None where the program and pycrate agree."""
  UNREAD.clear()
  content = next(iter(value.values())) if value else {}
  kept = {ie["name"]: ie["reason"] for ie in content.get("unknownIEs", []) if "name" in ie and ie["reason"] != "extension"}
  try:
    parts, written = optional_parts(octets)
  except Exception as error:
    if not value:
      return None
    # pycrate stops at the first IE that it cannot read; the program keeps that one as it came and treats it as absent.
    return OPTIONAL if content.get("unknownIEs") else f"accepted, pycrate refuses: {re.sub('[0-9]+', 'N', str(error))[:60]}"
  if any(is_erratum(cls, name) for name in parts):
    return None
  if not value:
    # What pycrate writes otherwise it did not understand to the end.
    if written != octets or UNREAD:
      return None
    said = subprocess.run([program, "decode", "nas", octets.hex()], capture_output=True, text=True).stderr
    found = re.search(r"mandatory IE (\w+) is missing or incorrect", said)
    return f"mandatory {found[1]} incorrect" if found else "refused, pycrate accepts: " + said.strip()[:100]
  ours, theirs = set(content) & set(field.values()), {field[name] for name in parts if field.get(name)}
  if ours == theirs or theirs - ours <= set(kept) and UNREAD and ours <= theirs:
    return None
  if ours <= theirs and theirs - ours <= set(kept):
    names = sorted(theirs - ours, key=lambda name: f"optional {name} incorrect" in FLIPS_EXPLAINED)
    return f"optional {names[0]} incorrect"
  return f"only here: {', '.join(sorted(ours - theirs))}; only pycrate: {', '.join(sorted(theirs - ours))}"


def main():
  parser = argparse.ArgumentParser()
  parser.add_argument("--program", required=True)
  parser.add_argument("--count", type=int, default=200)
  parser.add_argument("--seed", type=int, default=24501)
  parser.add_argument("--only", default="")
  parser.add_argument("--flips", action="store_true")
  parser.add_argument("--vectors", type=int, default=0)
  options = parser.parse_args()
  failed = flips = 0
  totals = [0, 0, 0]
  for number, cls in sorted({**FGMMTypeClasses, **FGSMTypeClasses}.items()):
    if options.only and options.only not in cls._name:
      continue
    chance = random.Random(f"{options.seed} {cls._name}")
    if options.vectors:
      for _ in range(options.vectors):
        print(cls._name + ":random", build(cls, chance)[0].hex(), sep="\t")
      continue
    problems, decoded, encoded = compare(options.program, cls, options.count, chance)
    totals = [totals[0] + 1, totals[1] + decoded, totals[2] + encoded]
    failed += len(problems)
    print(f"{cls._name}: {decoded} decoded, {encoded} encoded, {len(problems)} disagreements")
    for problem in problems[:3]:
      print("  " + problem[:600])
    if options.flips:
      compared, reasons = compare_flips(options.program, cls, options.count, chance)
      flips += compared
      for reason, (number, example) in sorted(reasons.items()):
        known = FLIPS_EXPLAINED.get(reason)
        failed += 0 if known else number
        print(f"  flipped bits, {number} of {compared}: {reason}; {known or example.hex()[:400]}")
  if not options.vectors:
    print(f"disagreements by reason: {failed} unexplained; NAS: {totals[0]} message types, {totals[1]} messages read, {totals[2]} written, "
          f"{flips} with flipped bits")
    for name, reason in ERRATA.items():
      print(f"  not compared: {name if isinstance(name, str) else ' '.join(name)}: {reason}")
  return 1 if failed else 0


if __name__ == "__main__":
  sys.exit(main())
