"""Bodies of the service-based interfaces: JSON, and multipart/related with a JSON root part (TS 29.500 §5.2.2.2, RFC 2387)."""
import json
import re


class Part:
  def __init__(self, headers, octets):
    self.content_type = headers.get("content-type", "")
    self.content_id = headers.get("content-id", "").strip("<>")
    self.octets = octets


def parts(message):
  """The parts of a multipart body, the root first; `None` for other bodies."""
  kind = message.headers.get("content-type", "")
  if kind and not kind.lower().startswith("multipart/related"):
    return None
  found = re.search(r'boundary="?([^";]+)"?', kind)
  if found:
    boundary = found[1].encode()
  elif not kind and message.octets.startswith(b"--"):
    boundary = message.octets[2:message.octets.index(b"\r\n")]
  else:
    return None
  delimiter = b"\r\n--" + boundary
  octets = b"\r\n" + message.octets
  pieces = octets.split(delimiter)
  if pieces[-1].rstrip(b"\r\n \t") != b"--" or len(pieces) < 3:
    raise ValueError("multipart body without its closing delimiter")
  result = []
  for piece in pieces[1:-1]:
    head, separator, body = piece.removeprefix(b"\r\n").partition(b"\r\n\r\n")
    if not separator:
      raise ValueError("part without an empty line after its headers")
    headers = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in head.decode().split("\r\n"))}
    result.append(Part(headers, body))
  return result


def root(message):
  """The JSON of a body; `None` for an empty body."""
  if not message.octets:
    return None
  found = parts(message)
  return json.loads(found[0].octets if found else message.octets)


def members(value, name):
  """Every member `name` anywhere in a JSON value, with the object that has it."""
  if isinstance(value, dict):
    for key, inner in value.items():
      if key == name:
        yield value, inner
      yield from members(inner, name)
  elif isinstance(value, list):
    for inner in value:
      yield from members(inner, name)


def references(value):
  """Objects that refer to a binary part, with the member that holds the reference (RefToBinaryData of TS 29.571)."""
  if isinstance(value, dict):
    for key, inner in value.items():
      if isinstance(inner, dict) and "contentId" in inner:
        yield value, key, inner["contentId"]
      else:
        yield from references(inner)
  elif isinstance(value, list):
    for inner in value:
      yield from references(inner)


def referenced(message):
  """Referring object, member and part of each binary part that the root refers to."""
  found = parts(message) if message.octets else None
  if not found:
    return
  by_id = {part.content_id: part for part in found[1:]}
  for holder, key, identifier in references(json.loads(found[0].octets)):
    if identifier in by_id:
      yield holder, key, by_id[identifier]


def n2_information(message):
  """Type and octets of N2 SM information."""
  for holder, key, part in referenced(message):
    if "ngap" in part.content_type:
      yield holder.get("ngapIeType") or holder.get("n2SmInfoType") or holder.get("n2SmInfoTypeExt1"), part.octets


def n1_messages(message):
  """Octets of NAS messages."""
  for _, _, part in referenced(message):
    if "5gnas" in part.content_type:
      yield part.octets
