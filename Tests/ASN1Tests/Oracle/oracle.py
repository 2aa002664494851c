#!/usr/bin/env python3
"""Compares the PER codecs with pycrate (PyPI), which compiles the standard's modules by itself.

  oracle.py compile ASN-FOLDER MODULE.py
      compile the modules of a folder (*.asn) with pycrate
  oracle.py vectors PROTOCOL MODULE.py SEED COUNT [--limit CHARACTERS]
      random values of every type of message, COUNT each: octets, tab, JSON with sorted keys;
      for rrc and lpp the name of the type and a tab come first; --limit: lines no longer than this, where that can be
  oracle.py compare PROTOCOL MODULE.py --program PROGRAM [--count N] [--seed N] [--flips] [--only TEXT] [--show N]
      for each type of message: N random values of pycrate are decoded by PROGRAM, which has to give pycrate's JSON, and
      encoded again, which has to give pycrate's octets; the JSON of N more, members in random order, is encoded by
      PROGRAM, which has to give octets that are pycrate's and that pycrate decodes to the same JSON; of N with parts that
      a later release may add pycrate decodes what PROGRAM encodes;
      --flips: both decode N messages with flipped bits, and both reject or both read the same;
      --only: the types whose name contains TEXT; --show: how many disagreements are printed (20)

PROTOCOL is ngap, xnap, f1ap, e1ap, nrppa, rrc or lpp. PROGRAM is vitrum for ngap, else vitrum-codec.
Exit status 0: no disagreement but those that EXPLAINED lists.
"""
import argparse
import collections
import glob
import importlib.util
import json
import logging
import random
import re
import subprocess
import sys

PROTOCOLS = {
  "ngap": ("NGAP_PDU_Descriptions", "NGAP_PDU", "NGAP_ELEMENTARY_PROCEDURES"),
  "xnap": ("XnAP_PDU_Descriptions", "XnAP_PDU", "XNAP_ELEMENTARY_PROCEDURES"),
  "f1ap": ("F1AP_PDU_Descriptions", "F1AP_PDU", "F1AP_ELEMENTARY_PROCEDURES"),
  "e1ap": ("E1AP_PDU_Descriptions", "E1AP_PDU", "E1AP_ELEMENTARY_PROCEDURES"),
  "nrppa": ("NRPPA_PDU_Descriptions", "NRPPA_PDU", "NRPPA_ELEMENTARY_PROCEDURES"),
}

# Protocols without elementary procedures, in unaligned PER: the types that are encoded by themselves (independentTypes of the codec).
TYPES = {
  "rrc": [
    "CG-CandidateList", "HandoverCommand", "HandoverPreparationInformation", "CG-Config", "CG-ConfigInfo",
    "MeasurementTimingConfiguration", "UERadioPagingInformation", "UERadioAccessCapabilityInformation", "BCCH-BCH-Message",
    "BCCH-DL-SCH-Message", "DL-CCCH-Message", "DL-DCCH-Message", "MCCH-Message-r17", "PCCH-Message", "UL-CCCH-Message",
    "UL-CCCH1-Message", "UL-DCCH-Message", "MBSInterestIndication-r17", "Paging", "PagingRecord", "RRCReconfiguration",
    "RRCReconfigurationComplete", "SDT-MAC-PHY-CG-Config-r17", "SRS-PosRRC-InactiveConfig-r17", "SIB1",
    "SidelinkUEInformationNR-r16", "SystemInformation", "UEAssistanceInformation", "OverheatingAssistance",
    "OverheatingAssistance-r17", "UECapabilityEnquiry-v1560-IEs", "SIB12-IEs-r16", "SIB17-IEs-r17",
    "PosSystemInformation-r16-IEs", "CellGroupConfig", "MeasResultSCG-Failure", "RadioBearerConfig",
    "UE-CapabilityRequestFilterNR", "UE-MRDC-Capability", "UE-MRDC-Capability-v15g0", "UE-NR-Capability",
    "UE-NR-Capability-v15c0", "UE-RadioPagingInfo-r17", "SL-AccessInfo-L2U2N-r17", "SL-PreconfigurationNR-r16",
    "VarConditionalReconfig", "VarConnEstFailReportList-r17", "VarLogMeasConfig-r16-IEs", "VarLogMeasReport-r16",
    "VarMeasConfig", "VarMeasConfigSL-r16", "VarMeasIdleConfig-r16", "VarMeasIdleReport-r16", "VarMobilityHistoryReport-r17",
    "VarPendingRNA-Update", "VarRA-Report-r16", "VarResumeMAC-Input", "VarRLF-Report-r16", "VarShortMAC-Input",
    "VarSuccessHO-Report-r17-IEs", "SBCCH-SL-BCH-Message", "SCCH-Message",
  ],
  "lpp": [
    "AssistanceDataSIBelement-r15", "OTDOA-UE-Assisted-r15", "NR-UEB-TRP-LocationData-r16", "NR-UEB-TRP-RTD-Info-r16",
    "LPP-Message",
  ],
}

OUTCOMES = {"InitiatingMessage": "initiatingMessage", "SuccessfulOutcome": "successfulOutcome",
            "UnsuccessfulOutcome": "unsuccessfulOutcome"}

# What pycrate gets wrong, found by reading octets, and what is done about it:
#   the octets behind a value in its open type are read as what follows (X.691 11.2.1): Corrections
#   a number of no octets is accepted (11.3.6): Corrections
#   a number or size beyond the root without its extension bit is accepted (13.1, 16.6, 30.4): Corrections
#   behind the fragments of an open type the alignment is lost (11.9.3.8): pycrate has not to decode FRAGMENTED octets or more
#   a number of additions above 64 is read as 11.6 instead of 11.9.3.4 says: Corrections
#   octets are aligned behind a bitmap of additions even where none follows (19.9): Corrections
#   unknown additions are encoded one place too early (19.7): only the decoder is asked
#   the length of a bit string beyond an extensible fixed size is missing in the JSON, and an empty one has a digit: correct_json
#   types that contain themselves are encoded wrong: Recursion
FRAGMENTED = 16384

# Messages beyond this size are left out.
LARGEST = 200000

# Disagreements about flipped bits that are known not to be errors of the program, with what decides.
CORRECTED = "agreed with pycrate's decoder put right"
WRONG_FIELDS = "rejected for its fields, which pycrate does not check"
CRITICALITY = "same content but for the criticality of a known field"
ORDER = "same content, unknown fields last"
LARGE = "rejected, pycrate accepts: PER: integer of N octets at bit N"
DEFAULT = "same content but for a default that is written out"
PRIVATE = "accepted with a private IE of criticality reject"
INDEX = "rejected, pycrate accepts: PER: index of N at bit N"
EXPLAINED = {
  CORRECTED: "X.691 11.2.1, 11.3.6, 11.4.6, 11.9.3.4, 13.1, 16.6, 17, 19.9, 30.4: see Corrections",
  WRONG_FIELDS: "TS 38.413 10.3 and its siblings: the value is checked here against pycrate's object sets",
  CRITICALITY: "X.682 10: the object set has it; the program writes that one",
  ORDER: "TS 38.413 10.3.4: a field that is not understood and not to be rejected is ignored; the program writes it last",
  LARGE: "X.691 11.6: the index of an unknown part may be of any size; the program reads numbers up to 64 bits",
  DEFAULT: "X.680 25.11, X.691 19.5: an absent component has its default; both encode it the same",
  PRIVATE: "TS 38.455 9.2.3, TS 38.413 9.2.9.1: the codec hands private IEs to those who agreed on them",
  INDEX: "X.691 11.6: the same, with indices from 65000 on, which no release has",
}


# MARK: pycrate

def compile_modules(folder, output):
  from pycrate_asn1c.asnproc import PycrateGenerator, compile_text, generate_modules
  compile_text([open(name).read() for name in sorted(glob.glob(folder + "/*.asn"))])
  generate_modules(PycrateGenerator, output)


def load(path):
  from pycrate_asn1rt.codecs import ASN1CodecPER
  logging.disable(logging.CRITICAL)
  # Values as they are on the wire: no component that is not there.
  ASN1CodecPER.GET_DEFVAL = False
  correct_json()
  spec = importlib.util.spec_from_file_location("modules", path)
  module = importlib.util.module_from_spec(spec)
  spec.loader.exec_module(module)
  return module


def correct_json():
  """Has pycrate write what it leaves out: the length of a bit string whose fixed size is extensible and extended, and
  unknown additions and alternatives in hexadecimal; alternatives and enumeration values count from the root's first."""
  from pycrate_asn1rt.asnobj_basic import ENUM
  from pycrate_asn1rt.asnobj_construct import CHOICE, _CONSTRUCT
  from pycrate_asn1rt.asnobj_str import BIT_STR
  write = BIT_STR._to_jval
  write_sequence = _CONSTRUCT._to_jval
  write_choice = CHOICE._to_jval

  def sequence(self):
    return {name.replace("_ext__ext_", "_ext_"): value.hex() if isinstance(value, bytes) else value
            for name, value in write_sequence(self).items()}

  def choice(self):
    name, value = self._val
    return write_choice(self) if name in self._cont else {counted(name, self): value.hex()}

  def enumeration(self):
    return counted(self._val, self)

  def counted(name, obj):
    return "_ext_%d" % (int(name[5:]) + len(obj._root)) if re.fullmatch(r"_ext_\d+", name) else name

  def bit_string(self):
    size = self._const_sz
    if self._val == (0, 0):
      return {"value": "", "length": 0}
    if not isinstance(self._val, set) and size and size.ext is not None and isinstance(self._val[0], int):
      number, count = self._val
      if not size.in_root(count):
        return {"value": "%0*x" % ((count + 7) // 8 * 2, number << -count % 8), "length": count}
    return write(self)

  BIT_STR._to_jval = bit_string
  _CONSTRUCT._to_jval = sequence
  CHOICE._to_jval = choice
  ENUM._to_jval = enumeration


class Corrections:
  """pycrate's decoder with what it gets wrong put right.

  `exact`: contained values that pycrate would encode otherwise stay octets.
  """

  def __init__(self, exact=True):
    self.exact = exact

  def __enter__(self):
    from pycrate_asn1rt.asnobj_basic import INT
    from pycrate_asn1rt.asnobj_str import BIT_STR, OCT_STR, _String
    from pycrate_asn1rt.codecs import ASN1CodecPER
    self.codec = ASN1CodecPER
    self.types = {one: one._from_per for one in (INT, BIT_STR, OCT_STR, _String)}
    self.saved = {name: ASN1CodecPER.__dict__[name] for name in ("decode_unconst_open", "decode_intunconst", "decode_pad")}
    ASN1CodecPER.decode_pad = classmethod(self.padding(ASN1CodecPER.decode_pad.__func__))
    ASN1CodecPER.decode_unconst_open = classmethod(self.open_type(ASN1CodecPER.decode_unconst_open.__func__))
    ASN1CodecPER.decode_intunconst = classmethod(self.unconstrained(ASN1CodecPER.decode_intunconst.__func__))
    OCT_STR._from_per = self.octet_string(OCT_STR._from_per)
    INT._from_per = self.rooted(INT._from_per, "_const_val", lambda value: value)
    BIT_STR._from_per = self.rooted(BIT_STR._from_per, "_const_sz", lambda value: value[1])
    _String._from_per = self.rooted(_String._from_per, "_const_sz", len)
    return self

  def __exit__(self, *_):
    for name, function in self.saved.items():
      setattr(self.codec, name, function)
    for one, function in self.types.items():
      one._from_per = function

  @staticmethod
  def padding(original):
    """Only the additions behind their bitmap are aligned, so that nothing is skipped where there are none (X.691 19.9)."""

    def decode(cla, char):
      caller = sys._getframe(1)
      if caller.f_code.co_name != "_from_per" or "ldet" not in caller.f_locals or caller.f_locals.get("Bv") != 0:
        original(cla, char)

    return decode

  @staticmethod
  def unconstrained(original):
    """A number has at least one octet (X.691 11.3.6, 11.4.6); how many additions there may be is a length (11.9.3.4)."""

    def decode(cla, char, offset=None):
      caller = sys._getframe(1)
      if caller.f_code.co_name == "_from_per" and "extended" in caller.f_locals:
        if cla.ALIGNED and cla._off[-1] % 8:
          cla.decode_pad(char)
        return cla.decode_count(char) - 1
      count = cla.decode_count.__func__

      def counted(cla, char):
        result = count(cla, char)
        if result == 0:
          raise ValueError("number without octets")
        return result

      cla.decode_count = classmethod(counted)
      try:
        return original(cla, char, offset)
      finally:
        cla.decode_count = classmethod(count)

    return decode

  @staticmethod
  def rooted(original, name, measure):
    """Without the extension bit a value, or a size, is within the root (X.691 13.1, 16.6, 17.3, 30.4)."""

    def decode(self, char):
      constraint = getattr(self, name)
      position = char._cur
      original(self, char)
      # The size of a UTF8String is not coded (30.6).
      if constraint is None or constraint.ext is None or self.TYPE == "UTF8String" or constraint.in_root(measure(self._val)):
        return
      end, char._cur = char._cur, position
      extended = char.get_uint(1)
      char._cur = end
      if not extended:
        raise ValueError("beyond the root without the extension bit")

    return decode

  @staticmethod
  def open_type(original):
    """An open type has as many octets as its length says, however many its value has (X.691 11.2.1, 11.9)."""
    from pycrate_core.charpy import Charpy

    def decode(cla, char, wrapped=None):
      octets = original(cla, char)
      if wrapped is None:
        return octets
      wrapped.from_aper(Charpy(octets)) if cla.ALIGNED else wrapped.from_uper(Charpy(octets))
      return wrapped._val

    return decode

  def octet_string(self, original):
    """An octet string with a contents constraint is decoded whatever its octets are (X.691 17): they stay when they are no
    encoding of the contained type, or not the one that the encoder makes."""
    exact = self.exact

    def decode(self, char):
      inner, self._const_cont = self._const_cont, None
      try:
        original(self, char)
      finally:
        self._const_cont = inner
      if inner is None or not isinstance(self._val, bytes):
        return
      from pycrate_asn1rt.codecs import ASN1CodecPER
      offsets = list(ASN1CodecPER._off)
      aligned = ASN1CodecPER.ALIGNED
      try:
        inner.from_aper(self._val) if aligned else inner.from_uper(self._val)
        value = inner._val
        if not exact or (inner.to_aper() if aligned else inner.to_uper()) == self._val:
          self._val = (label(inner), value)
      except Exception:
        pass
      ASN1CodecPER._off[:] = offsets

    return decode


def text_of(value):
  return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


class Message:
  """One type of message: how pycrate makes, encodes and decodes its values."""

  def __init__(self, name, obj, root, aligned, make):
    self.name = name
    self.obj = obj
    self.root = root
    self.aligned = aligned
    self.make = make

  def encode(self, value):
    self.obj.set_val(value)
    return self.obj.to_aper() if self.aligned else self.obj.to_uper()

  def json(self):
    return json.loads(self.obj.to_jer())

  def decode(self, octets):
    """The JSON; raises what pycrate raises."""
    from pycrate_asn1rt.codecs import ASN1CodecPER
    del ASN1CodecPER._off[:]
    if self.aligned:
      self.obj.from_aper(octets)
    else:
      self.obj.from_uper(octets)
    return self.json()


def outcome_maker(pdu, row, field):
  """A function that makes values of the message that a row of the elementary procedures names."""
  name = OUTCOMES[field]
  inner = row[field]

  def make(generator):
    value = {}
    for component, obj in pdu._cont[name]._cont.items():
      if component in row:
        value[component] = row[component]
      elif component == "criticality":
        value[component] = "ignore"
      elif component == "value":
        value[component] = (label(inner), generator.value(inner))
      else:
        value[component] = generator.value(obj)
    return (name, value)

  return make


def messages(protocol, path):
  module = load(path)
  if protocol in TYPES:
    found = {}
    for part in vars(module).values():
      for obj in getattr(part, "_all_", []):
        if obj._mode == "TYPE" and obj._name in TYPES[protocol]:
          found.setdefault(obj._name, obj)
    missing = [name for name in TYPES[protocol] if name not in found]
    if missing:
      sys.exit("%s has no %s" % (path, ", ".join(missing)))
    return [Message(name, found[name], found[name], False, lambda generator, obj=found[name]: generator.value(obj))
            for name in TYPES[protocol]]
  part, name, table = PROTOCOLS[protocol]
  pdu = getattr(getattr(module, part), name)
  rows = getattr(getattr(module, part), table)._val
  return [Message(label(row[field]), pdu, row[field], True, outcome_maker(pdu, row, field))
          for row in list(rows.root) + list(rows.ext or []) for field in OUTCOMES if field in row]


def label(obj):
  return obj._typeref.called[1] if obj._typeref is not None else obj.TYPE


# MARK: Random values

class Recursion(Exception):
  """A type would contain itself: pycrate keeps values in its types, and so cannot encode that."""


class Generator:
  """Random values of pycrate's types. The share of optional parts changes from value to value; a budget limits the size."""

  def __init__(self, seed):
    self.random = random.Random(seed)
    self.left = 0
    self.density = 0.5
    self.additions = False
    self.active = []
    self.reached = set()

  def start(self, size=1.0):
    self.left = int(size * self.random.choice([60, 200, 600, 3000]))
    self.density = self.random.choice([0.05, 0.2, 0.5, 0.8]) * min(1.0, size * 2)

  def has(self):
    return self.left > 0 and self.random.random() < self.density

  def size(self, constraint, limit):
    low = constraint.lb or 0 if constraint is not None else 0
    if self.left <= 0:
      return low
    if constraint is None:
      return self.random.randint(0, limit)
    high = constraint.ub if constraint.ub is not None else low + limit
    chance = self.random.random()
    if chance < 0.02:
      return max(low, min(high, 200))
    if chance < 0.06 and constraint.ext is not None:
      return high + self.random.randint(1, 3)
    return self.random.randint(low, min(high, low + limit))

  def integer(self, obj):
    constraint = obj._const_val
    low = constraint.lb if constraint and constraint.lb is not None else -(1 << 31)
    high = constraint.ub if constraint and constraint.ub is not None else low + (1 << 40)
    if constraint and constraint.ext is not None and self.random.random() < 0.1:
      return high + self.random.choice([1, 2, 300, self.random.randint(1, 100000), 1 << 40])
    candidates = [low, high, self.random.randint(low, high), self.random.randint(low, min(high, low + 300))]
    return self.random.choice([value for value in candidates if constraint is None or constraint.in_root(value)])

  def octets(self, count):
    return self.random.randbytes(count)

  # Fields of object sets

  @staticmethod
  def is_field(obj):
    if obj.TYPE != "SEQUENCE" or obj._cont is None or len(obj._cont) != 3:
      return False
    names = list(obj._cont)
    return names[:2] == ["id", "criticality"] and obj._cont[names[2]].TYPE in ("OPEN_TYPE", "OPEN")

  @staticmethod
  def rows(obj):
    """The rows of a field's object set."""
    key = obj._cont["id"]
    table = key._const_tab._val if key._const_tab is not None else None
    return list(table.root) + list(table.ext or []) if table is not None else []

  def entry(self, field, row):
    inner = next(row[name] for name in ("Value", "Extension") if name in row)
    return {"id": row["id"], "criticality": row["criticality"], list(field._cont)[2]: (label(inner), self.value(inner))}

  def unknown(self, field, reject=False):
    """A field that no object set has."""
    key = field._cont["id"]
    number = self.random.randint(60000, 65535)
    return {"id": number if key.TYPE == "INTEGER" else self.random.choice([("local", number), ("global", (1, 3, 6, 1, number))]),
            "criticality": self.random.choice(["ignore", "notify"]),
            list(field._cont)[2]: ("_unk_004", self.octets(self.random.randint(1, 20)))}

  def container(self, obj):
    """The fields of an object set, each at most once, and rarely one more that is unknown."""
    field = obj._cont
    low = obj._const_sz.lb if obj._const_sz else 0
    rows = self.rows(field)
    chosen = [row for row in rows if row["presence"] == "mandatory" or self.has()]
    if len(chosen) < low and rows:
      chosen = [self.random.choice(rows)]
    result = [self.entry(field, row) for row in chosen]
    if len(result) < low or self.left > 0 and self.random.random() < 0.03:
      result.append(self.unknown(field))
    return result

  # Types

  def value(self, obj):
    self.left -= 1
    self.reached.add(id(obj))
    kind = obj.TYPE
    if kind == "NULL":
      return 0
    if kind == "BOOLEAN":
      return self.random.random() < 0.5
    if kind == "INTEGER":
      return self.integer(obj)
    if kind == "ENUMERATED":
      return self.later(obj) or self.random.choice(list(obj._cont))
    if kind == "OBJECT IDENTIFIER":
      return (1, 3, 6, 1, 4, 1, self.random.randint(1, 1 << 20))
    if kind == "BIT STRING":
      return self.bit_string(obj)
    if kind == "OCTET STRING":
      return self.octet_string(obj)
    if kind in ("PrintableString", "VisibleString", "IA5String", "NumericString", "UTF8String"):
      return self.text(obj)
    if kind == "UTCTime":
      return tuple("%02d" % self.random.randint(10, 12) for _ in range(6)) + ("Z",)
    if kind == "CHOICE":
      return self.guarded(obj, self.choice)
    if kind == "SEQUENCE":
      return self.guarded(obj, self.sequence)
    if kind == "SEQUENCE OF":
      return self.list(obj)
    raise ValueError("type " + kind)

  def guarded(self, obj, make):
    if id(obj._cont) in self.active:
      raise Recursion
    self.active.append(id(obj._cont))
    try:
      return make(obj)
    finally:
      self.active.pop()

  def later(self, obj):
    """Rarely the name of a part behind the extension marker that this release does not have."""
    if obj._ext is None or self.random.random() > (0.2 if self.additions else 0.02):
      return None
    return "_ext_%d" % (len(obj._ext) + self.random.choice([0, 1, 5, 70]))

  def bit_string(self, obj):
    if obj._const_cont is not None:
      return (label(obj._const_cont), self.value(obj._const_cont))
    count = self.size(obj._const_sz, 70)
    return (self.random.getrandbits(count) if count else 0, count)

  def octet_string(self, obj):
    if obj._const_cont is not None:
      return (label(obj._const_cont), self.value(obj._const_cont))
    if obj._const_sz is None and self.left > 0 and self.random.random() < 0.001:
      return self.octets(self.random.choice([16383, 16384, 16385, 33000]))
    return self.octets(self.size(obj._const_sz, 40))

  def text(self, obj):
    characters = "0123456789 " if obj.TYPE == "NumericString" else "abcXYZ019 .-"
    text = "".join(self.random.choice(characters) for _ in range(self.size(obj._const_sz, 20)))
    return text + "é€" if obj.TYPE == "UTF8String" and len(text) < 100 else text

  def choice(self, obj):
    name = self.later(obj)
    if name:
      return (name, self.octets(self.random.randint(1, 9)))
    names = list(obj._cont)
    contentful = [name for name in names if not self.is_hollow(name, obj._cont[name])]
    chosen = contentful if contentful and self.random.random() < 0.9 else names
    for name in self.random.sample(chosen, len(chosen)):
      try:
        return (name, self.value(obj._cont[name]))
      except Recursion:
        continue
    raise Recursion

  def is_hollow(self, name, obj):
    """Whether an alternative is there only for later releases."""
    if self.is_field(obj):
      return not self.rows(obj)
    return name.startswith("spare") or "Future" in name or name == "messageClassExtension"

  def sequence(self, obj):
    if self.is_field(obj):
      rows = self.rows(obj)
      return self.entry(obj, self.random.choice(rows)) if rows else self.unknown(obj)
    result = {}
    for name, inner in obj._cont.items():
      if name in obj._root_mand:
        result[name] = self.value(inner)
      elif self.has():
        self.try_component(result, name, inner)
    result = self.complete_groups(obj, result)
    if self.additions and obj._ext is not None and self.random.random() < 0.2:
      place = len(obj._ext_nest or []) + self.random.choice([0, 1, 5, 70])
      result["_ext_%d" % place] = self.octets(self.random.randint(1, 9))
    return result

  def try_component(self, result, name, inner):
    try:
      value = self.value(inner)
    except Recursion:
      return
    # A default is never encoded (X.691 19.5 for simple types).
    if inner._def is None or value != inner._def:
      result[name] = value

  def complete_groups(self, obj, result):
    """A group of additions is there as a whole: its mandatory components, or none of it."""
    for group in (obj._ext_nest or [] if obj._ext else []):
      if isinstance(group, list) and any(name in result for name in group):
        mandatory = obj._ext_group_obj[obj._ext_ident[group[0]]]._root_mand
        for name in group:
          if name in mandatory and name not in result:
            result[name] = self.value(obj._cont[name])
    return {name: result[name] for name in obj._cont if name in result}

  def list(self, obj):
    if self.is_field(obj._cont) and "Single" not in label(obj._cont):
      return self.container(obj)
    count = self.size(obj._const_sz, 2)
    return [self.value(obj._cont) for _ in range(count)]


def parts(obj):
  """The types within a type, those of object sets included."""
  if Generator.is_field(obj):
    return [next(row[name] for name in ("Value", "Extension") if name in row) for row in Generator.rows(obj)]
  if obj.TYPE in ("SEQUENCE", "CHOICE"):
    return list(obj._cont.values())
  if obj.TYPE == "SEQUENCE OF":
    is_container = Generator.is_field(obj._cont) and "Single" not in label(obj._cont)
    return parts(obj._cont) if is_container else [obj._cont]
  if obj.TYPE in ("OCTET STRING", "BIT STRING") and obj._const_cont is not None:
    return [obj._const_cont]
  return []


def reachable(roots):
  """The identities of all types that random values can have parts of."""
  found = {}
  waiting = list(roots)
  while waiting:
    obj = waiting.pop()
    if id(obj) not in found:
      found[id(obj)] = obj
      waiting += parts(obj)
  return found


def sample(message, generator, size=1.0):
  """Octets and JSON of a random value."""
  generator.start(size)
  octets = message.encode(message.make(generator))
  return octets, message.json()


# MARK: Vectors

def vectors(arguments):
  generator = Generator(arguments.seed)
  for message in messages(arguments.protocol, arguments.module):
    for _ in range(arguments.count):
      line = vector(message, generator, arguments.limit)
      if line is not None:
        print(line)


def vector(message, generator, limit):
  """One line; with a limit the longest of some that keep it, else the shortest."""
  best = None
  for attempt in range(1 if limit is None else 40):
    octets, _ = sample(message, generator, 1.0 if limit is None else 1.0 / (1 + attempt / 4))
    if len(octets) >= FRAGMENTED:
      continue
    # What pycrate decodes: without values that equal their defaults.
    line = octets.hex() + "\t" + text_of(message.decode(octets))
    if message.aligned is False:
      line = message.name + "\t" + line
    if limit is None or best is None:
      best = line
    elif (len(line) <= limit and (len(best) > limit or len(line) > len(best))) or len(line) < len(best) and len(best) > limit:
      best = line
  return best


# MARK: Comparison

class Program:
  """The program under test."""

  def __init__(self, path, protocol):
    self.path = path
    self.protocol = protocol
    self.format = protocol

  def choose(self, message):
    """What is compared next: some protocols have several types that are encoded by themselves."""
    if self.protocol in TYPES:
      self.format = message.name

  def run(self, verb, options, lines):
    """For each line what it becomes, or None and the error."""
    if not lines:
      return []
    command = [self.path, verb, self.format] + options + ["--lines", "-"]
    result = subprocess.run(command, input="\n".join(lines) + "\n", capture_output=True, text=True)
    errors = {}
    for line in result.stderr.splitlines():
      found = re.match(r"(?:[a-z-]+: )?[A-Za-z0-9-]+ line (\d+): (.*)", line)
      if found:
        errors[int(found[1])] = found[2]
    output = iter(result.stdout.splitlines())
    answers = [(None, errors[number]) if number in errors else (next(output, None), "no output")
               for number in range(1, len(lines) + 1)]
    if result.returncode not in (0, 2) or next(output, None) is not None or any(one == (None, "no output") for one in answers):
      sys.exit("%s: exit status %d, %s" % (" ".join(command), result.returncode, result.stderr[:300]))
    return answers

  def decode(self, octets):
    return [(json.loads(text) if text is not None else None, error)
            for text, error in self.run("decode", ["--json", "--flat"], [one.hex() for one in octets])]

  def encode(self, texts):
    return [(bytes.fromhex(text) if text is not None else None, error) for text, error in self.run("encode", [], texts)]


def shuffled(value, chance):
  """The JSON with the members of its objects in random order."""
  if isinstance(value, dict):
    members = list(value.items())
    chance.shuffle(members)
    return {key: shuffled(inner, chance) for key, inner in members}
  return [shuffled(inner, chance) for inner in value] if isinstance(value, list) else value


def difference(left, right, path=""):
  """The first place where two JSON values differ, with both values."""
  if isinstance(left, dict) and isinstance(right, dict):
    for key in sorted(set(left) | set(right)):
      if key not in left or key not in right:
        return path + "/" + key, left.get(key, "(absent)"), right.get(key, "(absent)")
      found = difference(left[key], right[key], path + "/" + key)
      if found:
        return found
    return None
  if isinstance(left, list) and isinstance(right, list) and len(left) == len(right):
    for index, (one, other) in enumerate(zip(left, right)):
      found = difference(one, other, "%s/%d" % (path, index))
      if found:
        return found
    return None
  return None if text_of(left) == text_of(right) else (path, left, right)


def cut(value, length=300):
  text = value if isinstance(value, str) else text_of(value)
  return text if len(text) <= length else text[:length] + "..."


class Report:
  """What was compared, and what disagreed."""

  def __init__(self, show):
    self.show = show
    self.reasons = collections.Counter()
    self.shown = collections.Counter()
    self.unexplained = 0

  def disagree(self, message, reason, *details):
    self.reasons[reason] += 1
    if reason in EXPLAINED:
      return
    self.unexplained += 1
    self.shown[reason] += 1
    if self.shown[reason] <= 3 and sum(min(3, count) for count in self.shown.values()) <= self.show:
      print("DISAGREEMENT %s: %s" % (message.name, reason))
      for detail in details:
        print("  " + cut(detail, 4000))

  def table(self):
    for reason, count in self.reasons.most_common():
      print("%8d  %s%s" % (count, reason, " (explained)" if reason in EXPLAINED else ""))


def samples(message, generator, count, largest):
  """Random values, and how many were left out because of their size."""
  result = []
  skipped = 0
  while len(result) < count:
    octets, value = sample(message, generator)
    if len(octets) > largest:
      skipped += 1
    else:
      result.append((octets, value))
  return result, skipped


def compare_decoding(message, program, values, report):
  """pycrate's octets: the program's JSON, and what it encodes from that."""
  decoded = program.decode([octets for octets, _ in values])
  readable = [(octets, ours) for (octets, _), (ours, _) in zip(values, decoded) if ours is not None]
  encoded = iter(program.encode([json.dumps(ours) for _, ours in readable]))
  for (octets, value), (ours, error) in zip(values, decoded):
    if ours is None:
      report.disagree(message, "decode: rejects what pycrate encodes", octets.hex(), text_of(value), error)
      continue
    again, error = next(encoded)
    place = difference(ours, value)
    if place:
      where = "at %s: %s, pycrate %s" % (place[0], cut(place[1]), cut(place[2]))
      report.disagree(message, "decode: other JSON", octets.hex(), where)
    elif again is None:
      report.disagree(message, "decode: rejects its own JSON", octets.hex(), text_of(value), error)
    elif again != octets:
      report.disagree(message, "decode: other octets again", octets.hex(), again.hex(), text_of(value))


def compare_encoding(message, program, values, chance, report):
  """pycrate's JSON: the program's octets, and what pycrate decodes from them."""
  encoded = program.encode([json.dumps(shuffled(value, chance)) for _, value in values])
  for (octets, value), (ours, error) in zip(values, encoded):
    if ours is None:
      report.disagree(message, "encode: rejects pycrate's JSON", octets.hex(), text_of(value), error)
      continue
    if ours != octets:
      report.disagree(message, "encode: other octets", ours.hex(), "pycrate " + octets.hex(), text_of(value))
    try:
      theirs = message.decode(ours)
    except Exception as error:
      report.disagree(message, "encode: pycrate rejects the octets", ours.hex(), text_of(value), repr(error))
      continue
    place = difference(theirs, value)
    if place:
      report.disagree(message, "encode: pycrate reads other JSON", ours.hex(), "at %s: %s, before %s" % place)


def compare_additions(message, program, generator, count, report):
  """JSON with parts of later releases: the program's octets, and what pycrate decodes from them.

  pycrate's encoder puts unknown additions of a SEQUENCE one place too early (it counts known ones from 1), so that only
  its decoder is asked.
  """
  values = []
  generator.additions = True
  for _ in range(count):
    generator.start()
    message.obj.set_val(message.make(generator))
    values.append(message.json())
  generator.additions = False
  skipped = 0
  for value, (ours, error) in zip(values, program.encode([json.dumps(value) for value in values])):
    if ours is None:
      report.disagree(message, "additions: rejects the JSON", text_of(value), error)
      continue
    if len(ours) >= FRAGMENTED:
      skipped += 1
      continue
    try:
      with Corrections(exact=False):
        theirs = message.decode(ours)
    except Exception as error:
      report.disagree(message, "additions: pycrate rejects the octets", ours.hex(), text_of(value), repr(error))
      continue
    place = difference(theirs, value)
    if place:
      report.disagree(message, "additions: pycrate reads other JSON", ours.hex(), "at %s: %s, before %s" % place)
  return skipped


# MARK: Flipped bits

def flipped(octets, chance):
  result = bytearray(octets)
  for _ in range(chance.choice([1, 1, 1, 2, 3])):
    bit = chance.randrange(len(result) * 8)
    result[bit // 8] ^= 0x80 >> bit % 8
  return bytes(result)


def general(text):
  """An error text without what differs from case to case."""
  return re.sub(r"\d+", "N", re.sub(r"IE \d+ ", "IE N ", text))


def faults(obj, value):
  """What pycrate's value has wrong against the object sets, which pycrate does not look at."""
  if obj.TYPE == "CHOICE":
    return faults(obj._cont[value[0]], value[1]) if value[0] in obj._cont else set()
  if obj.TYPE == "SEQUENCE" and Generator.is_field(obj):
    return field_faults(obj, value)
  if obj.TYPE == "SEQUENCE":
    return set().union(*(faults(obj._cont[name], inner) for name, inner in value.items() if name in obj._cont))
  if obj.TYPE == "SEQUENCE OF" and Generator.is_field(obj._cont) and "Single" not in label(obj._cont):
    return container_faults(obj._cont, value)
  if obj.TYPE == "SEQUENCE OF":
    found = set().union(*(faults(obj._cont, inner) for inner in value))
    return {"not understood in a list" if one == "not understood" and Generator.is_field(obj._cont) else one for one in found}
  return set()


def field_faults(field, value):
  key = list(field._cont)[2]
  row = next((row for row in Generator.rows(field) if row["id"] == value["id"]), None)
  if row is None:
    return {"not understood"} if value["criticality"] == "reject" else set()
  inner = next(row[name] for name in ("Value", "Extension") if name in row)
  return faults(inner, value[key][1]) if not value[key][0].startswith("_unk_") else set()


def container_faults(field, values):
  order = [row["id"] for row in Generator.rows(field)]
  places = [order.index(one["id"]) for one in values if one["id"] in order]
  result = set().union(*(field_faults(field, one) for one in values))
  if any(row["presence"] == "mandatory" and order.index(row["id"]) not in places for row in Generator.rows(field)):
    result.add("missing")
  if len(set(places)) < len(places):
    result.add("repeated")
  # A place that comes again behind a later one is repeated, not out of order.
  if any(place < max(places[:index]) and place not in places[:index] for index, place in enumerate(places) if index):
    result.add("out of order")
  return result


def is_field_list(value):
  return bool(value) and all(isinstance(one, dict) and "id" in one and "criticality" in one for one in value)


def reduced(value, order=False):
  """The JSON without the criticality of fields, and fields in the order of their identifiers."""
  if isinstance(value, dict):
    is_field = "criticality" in value and ("id" in value or "procedureCode" in value)
    return {key: reduced(inner, order) for key, inner in value.items() if key != "criticality" or not is_field}
  if isinstance(value, list):
    fields = sorted(value, key=lambda one: text_of(one["id"])) if order and is_field_list(value) else value
    return [reduced(inner, order) for inner in fields]
  return value


def attempt(message, octets):
  """pycrate's JSON, or what it raises, and what the value has wrong."""
  try:
    value = message.decode(octets)
  except Exception as error:
    return None, error, set()
  # A CHOICE is its alternative's name and value; RRC and LPP have SEQUENCEs too, and no object sets.
  if not isinstance(message.obj._val, tuple):
    return value, None, set()
  name, inner = message.obj._val
  if name not in OUTCOMES.values():
    return value, None, faults(message.obj, message.obj._val)
  wrong = set()
  if not inner["value"][0].startswith("_unk_"):
    row = message.obj._cont[name]._cont["value"]._get_val_obj(inner["value"][0])
    wrong = faults(row, inner["value"][1])
  return value, None, wrong


def compare_flips(message, program, values, chance, report, flips):
  inputs = [flipped(octets, chance) for octets, _ in values]
  for octets, (ours, error) in zip(inputs, program.decode(inputs)):
    theirs, problem, wrong = attempt(message, octets)
    reason = flip_reason(ours, error, theirs, problem, wrong)
    if not reason.startswith("agreed"):
      with Corrections():
        theirs, problem, wrong = attempt(message, octets)
        corrected = flip_reason(ours, error, theirs, problem, wrong)
        reason = CORRECTED if corrected.startswith("agreed") else corrected
        if reason.startswith("other content") and program.encode([text_of(ours)])[0][0] == message.encode(message.obj._val):
          reason = DEFAULT
    flips[reason] += 1
    if not reason.startswith("agreed"):
      report.disagree(message, reason, octets.hex(), "program: " + cut(ours or error), "pycrate: " + cut(theirs or repr(problem)))


def flip_reason(ours, error, theirs, problem, wrong):
  if ours is None and theirs is None:
    return "agreed: both reject"
  if ours is None:
    if "abstract syntax error" in error:
      return WRONG_FIELDS if wrong else "rejected for its fields, which pycrate finds right"
    return "rejected, pycrate accepts: " + re.sub(r"^.*?(PER: )", r"\1", general(error))
  if theirs is None:
    return "accepted, pycrate rejects: %s %s" % (type(problem).__name__, general(re.sub(r"^[^ ]*: ", "", str(problem)))[:60])
  if wrong:
    # NRPPa's and NGAP's private messages have no IEs of the standard; what is in one is for those who agreed on it.
    private = isinstance(ours, dict) and "privateIEs" in next(iter(ours.values()))["value"]
    return PRIVATE if private and wrong == {"not understood"} else "accepted with wrong fields: " + ", ".join(sorted(wrong))
  place = difference(ours, theirs)
  if place is None:
    return "agreed: same content"
  if difference(reduced(ours), reduced(theirs)) is None:
    return CRITICALITY
  if difference(reduced(ours, True), reduced(theirs, True)) is None:
    return ORDER
  return "other content: " + place[0].split("/")[-1]


# MARK: Commands

def compare(arguments):
  generator = Generator(arguments.seed)
  chance = random.Random(arguments.seed + 1)
  program = Program(arguments.program, arguments.protocol)
  report = Report(arguments.show)
  flips = collections.Counter()
  compared = skipped = 0
  chosen = [one for one in messages(arguments.protocol, arguments.module) if arguments.only in one.name]
  for message in chosen:
    before = sum(report.reasons.values())
    program.choose(message)
    values, left_out = samples(message, generator, arguments.count, LARGEST)
    compare_decoding(message, program, values, report)
    others, more = samples(message, generator, arguments.count, FRAGMENTED - 1)
    compare_encoding(message, program, others, chance, report)
    last = compare_additions(message, program, generator, arguments.count, report)
    number = len(values) + len(others) + arguments.count - last
    if arguments.flips:
      compare_flips(message, program, others, chance, report, flips)
      number += len(others)
    compared += number
    skipped += left_out + more + last
    print("%-50s compared %d, disagreements %d, skipped %d"
          % (message.name, number, sum(report.reasons.values()) - before, left_out + more + last), flush=True)
  if flips:
    print("flipped bits:")
    for reason, count in flips.most_common():
      print("%8d  %s%s" % (count, reason, "  [" + EXPLAINED[reason] + "]" if reason in EXPLAINED else ""))
  print("disagreements by reason:")
  report.table()
  types = reachable(message.root for message in chosen)
  print("parts of messages with values: %d of %d" % (len(generator.reached & set(types)), len(types)))
  print("total: %s, %d types of message, compared %d, disagreements %d, unexplained %d, skipped %d"
        % (arguments.protocol, len(chosen), compared, sum(report.reasons.values()), report.unexplained, skipped))
  return report.unexplained == 0


def arguments_of(command_line):
  parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
  commands = parser.add_subparsers(dest="command", required=True)
  one = commands.add_parser("compile")
  one.add_argument("folder")
  one.add_argument("module")
  one = commands.add_parser("vectors")
  one.add_argument("protocol", choices=list(PROTOCOLS) + list(TYPES))
  one.add_argument("module")
  one.add_argument("seed", type=int)
  one.add_argument("count", type=int)
  one.add_argument("--limit", type=int)
  one = commands.add_parser("compare")
  one.add_argument("protocol", choices=list(PROTOCOLS) + list(TYPES))
  one.add_argument("module")
  one.add_argument("--program", required=True)
  one.add_argument("--count", type=int, default=200)
  one.add_argument("--seed", type=int, default=1)
  one.add_argument("--flips", action="store_true")
  one.add_argument("--only", default="")
  one.add_argument("--show", type=int, default=20)
  return parser.parse_args(command_line)


def main():
  arguments = arguments_of(sys.argv[1:])
  if arguments.command == "compile":
    compile_modules(arguments.folder, arguments.module)
    return True
  if arguments.command == "vectors":
    vectors(arguments)
    return True
  return compare(arguments)


if __name__ == "__main__":
  sys.exit(0 if main() else 1)
