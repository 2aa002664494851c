#!/usr/bin/env python3
"""NGAP test vectors from pycrate (PyPI), with NGAP compiled from the standard's modules.

  oracle.py compile ASN-FOLDER MODULE.py         compile the modules with pycrate
  oracle.py vectors MODULE.py SEED COUNT         random values of every message: octets, tab, canonical JSON
  oracle.py check MODULE.py < LINES              lines "HEX TAB JSON" of another implementation: decode, compare, encode again
"""
import glob
import importlib.util
import json
import random
import sys


def compile_modules(folder, output):
  from pycrate_asn1c.asnproc import PycrateGenerator, compile_text, generate_modules
  texts = [open(name).read() for name in sorted(glob.glob(folder + "/*.asn"))]
  compile_text(texts)
  generate_modules(PycrateGenerator, output)


def load(path):
  spec = importlib.util.spec_from_file_location("ngap_modules", path)
  module = importlib.util.module_from_spec(spec)
  spec.loader.exec_module(module)
  return module


class Generator:
  """Random values of pycrate's types; the density of optional parts falls with the depth."""

  def __init__(self, seed):
    self.random = random.Random(seed)

  def size(self, constraint, limit):
    if constraint is None:
      return self.random.randint(0, limit)
    low = constraint.lb or 0
    high = constraint.ub if constraint.ub is not None else low + limit
    if self.random.random() < 0.05:
      return max(low, min(high, 200))
    return self.random.randint(low, min(high, low + limit))

  def has(self, depth):
    return self.random.random() < (0.5 if depth < 4 else 0.2 if depth < 9 else 0.03)

  def integer(self, obj):
    constraint = obj._const_val
    low = constraint.lb if constraint and constraint.lb is not None else -(1 << 31)
    high = constraint.ub if constraint and constraint.ub is not None else 1 << 31
    if constraint and constraint.ext is not None and self.random.random() < 0.1:
      return high + self.random.randint(1, 100000)
    candidates = [low, high, self.random.randint(low, high), self.random.randint(low, min(high, low + 300))]
    return self.random.choice([value for value in candidates if constraint is None or constraint.in_root(value)])

  def rows(self, obj):
    table = obj._const_tab._val if obj._const_tab is not None else None
    return list(table.root) + list(table.ext or []) if table is not None else []

  def entry(self, names, row, depth):
    key, criticality, value = names
    field = [name for name in row if name in ("Value", "Extension")]
    inner = row[field[0]]
    label = inner._typeref.called[1] if inner._typeref is not None else inner.TYPE
    return {"id": row["id"], "criticality": row["criticality"], value: (label, self.value(inner, depth + 1))}

  def value(self, obj, depth=0):
    kind = obj.TYPE
    if kind == "NULL":
      return 0
    if kind == "BOOLEAN":
      return self.random.random() < 0.5
    if kind == "INTEGER":
      return self.integer(obj)
    if kind == "ENUMERATED":
      return self.random.choice(list(obj._cont))
    if kind == "OBJECT IDENTIFIER":
      return (1, 3, 6, 1, 4, 1, self.random.randint(1, 1 << 20))
    if kind == "BIT STRING":
      count = self.size(obj._const_sz, 70)
      return (self.random.getrandbits(count) if count else 0, count)
    if kind == "OCTET STRING":
      if obj._const_cont is not None:
        inner = obj._const_cont
        label = inner._typeref.called[1] if inner._typeref is not None else inner.TYPE
        return (label, self.value(inner, depth + 1))
      return bytes(self.random.randrange(256) for _ in range(self.size(obj._const_sz, 40)))
    if kind in ("PrintableString", "VisibleString", "UTF8String"):
      text = "".join(self.random.choice("abcXYZ019 .-") for _ in range(self.size(obj._const_sz, 20)))
      return text + "é€" if kind == "UTF8String" and len(text) < 100 else text
    if kind == "CHOICE":
      names = list(obj._cont)
      name = self.random.choice(names)
      inner = obj._cont[name]
      if self.is_field(inner) and not self.rows(inner._cont["id"]):
        name = next(one for one in names if not self.is_field(obj._cont[one]))
      return (name, self.value(obj._cont[name], depth + 1))
    if kind == "SEQUENCE":
      if self.is_field(obj):
        row = self.random.choice(self.rows(obj._cont["id"]))
        return self.entry(list(obj._cont), row, depth)
      result = {}
      for name, inner in obj._cont.items():
        if inner.TYPE == "SEQUENCE OF" and self.is_field(inner._cont) and not self.rows(inner._cont._cont["id"]):
          if name in obj._root_opt:
            continue
          result[name] = []
          continue
        if name in obj._root_opt and not self.has(depth):
          continue
        result[name] = self.value(inner, depth + 1)
      return result
    if kind == "SEQUENCE OF":
      if self.is_field(obj._cont):
        low = obj._const_sz.lb if obj._const_sz else 0
        rows = self.rows(obj._cont._cont["id"])
        chosen = [row for row in rows if row["presence"] == "mandatory" or self.has(depth)]
        if len(chosen) < low:
          chosen = [self.random.choice(rows)]
        return [self.entry(list(obj._cont._cont), row, depth) for row in chosen]
      count = self.size(obj._const_sz, 2 if depth < 6 else 1)
      return [self.value(obj._cont, depth + 1) for _ in range(count)]
    raise ValueError("type " + kind)

  @staticmethod
  def is_field(obj):
    if obj.TYPE != "SEQUENCE" or obj._cont is None or len(obj._cont) != 3:
      return False
    names = list(obj._cont)
    return names[:2] == ["id", "criticality"] and obj._cont[names[2]].TYPE in ("OPEN_TYPE", "OPEN")


def vectors(path, seed, count):
  module = load(path)
  pdu = module.NGAP_PDU_Descriptions.NGAP_PDU
  generator = Generator(int(seed))
  table = module.NGAP_PDU_Descriptions.NGAP_ELEMENTARY_PROCEDURES._val
  fields = {"InitiatingMessage": "initiatingMessage", "SuccessfulOutcome": "successfulOutcome",
            "UnsuccessfulOutcome": "unsuccessfulOutcome"}
  for row in list(table.root) + list(table.ext or []):
    for field, name in fields.items():
      if field not in row:
        continue
      inner = row[field]
      if inner._typeref.called[1] == "PrivateMessage":
        continue
      for _ in range(int(count)):
        value = generator.value(inner)
        pdu.set_val((name, {"procedureCode": row["procedureCode"], "criticality": row.get("criticality", "ignore"),
                            "value": (inner._typeref.called[1], value)}))
        octets = pdu.to_aper()
        if len(octets) > 16383:
          continue  # pycrate does not decode fragmented open types
        pdu.from_aper(octets)
        print(octets.hex() + "\t" + json.dumps(json.loads(pdu.to_jer()), sort_keys=True, separators=(",", ":"), ensure_ascii=False))


def check(path):
  pdu = load(path).NGAP_PDU_Descriptions.NGAP_PDU
  total = wrong = 0
  for line in sys.stdin:
    octets, text = line.rstrip("\n").split("\t")
    total += 1
    pdu.from_aper(bytes.fromhex(octets))
    ours = json.loads(pdu.to_jer())
    if ours != json.loads(text) or pdu.to_aper().hex() != octets:
      wrong += 1
      print("differs:", octets[:80])
  print("%d compared, %d differ" % (total, wrong))
  return wrong == 0


if __name__ == "__main__":
  commands = {"compile": compile_modules, "vectors": vectors, "check": check}
  if len(sys.argv) < 3 or sys.argv[1] not in commands:
    sys.exit(__doc__)
  sys.exit(0 if commands[sys.argv[1]](*sys.argv[2:]) in (None, True) else 1)
