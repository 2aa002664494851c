#!/usr/bin/env python3
"""Every request and response body of the service-based interfaces against the OpenAPI files of 3GPP.

  check_sbi.py --openapi FOLDER CAPTURE-OR-TRACE...

A request leads by its path and method to an operation; a notification leads by its URI, which a request gave before, to the callback that
the standard defines there. Body, query and, in captures, media type and mandatory header fields are checked; binary parts must be
referred to. What a response of an error says must be problem details (RFC 9457, TS 29.500 §5.2.7).
"""
import argparse
import json
import re
import sys
import urllib.parse

import messages
import openapi
import sbi


def redacted(path):
  """As the traces write paths: without permanent identities."""
  return re.sub(r"/(imsi-|nai-|suci-|msisdn-|extid-)[^/?]*", r"/\1…", urllib.parse.urlsplit(path).path)


class Checker:
  def __init__(self, specification, report):
    self.specification, self.report = specification, report
    self.callbacks = {}
    self.operations = set()

  def find(self, message):
    operation = self.specification.operation(message.method, message.path)
    if operation is None:
      item = self.callbacks.get(redacted(message.path))
      if item and message.method.lower() in item[0]:
        operation = openapi.Operation(self.specification, item[0], item[0][message.method.lower()], item[1],
                                      f"callback of {item[2]}: {message.method}")
    return operation

  def learn(self, message):
    """Keeps the URIs for notifications that a request gives."""
    operation = self.specification.operation(message.method, message.path)
    if operation is None or message.status is not None or not message.octets:
      return
    try:
      body = sbi.root(message)
    except ValueError:
      return  # check() reports it
    for expression, item, where in operation.callbacks():
      if uri := openapi.evaluate(expression, body):
        self.callbacks[redacted(uri)] = (item, where, operation.name)

  def check(self, message):
    operation = self.find(message)
    if operation is None:
      self.report.problem(f"no operation and no callback for {message.method} {re.sub('[0-9a-f]{8,}|-[0-9a-f-]{27,}', '…', message.path)}",
                          message.place, message.octets)
      return
    self.operations.add(operation.name)
    if message.status is None:
      self.report.count("requests")
      self.query(operation, message)
      content, file, is_required = operation.request()
      self.body(operation.name, content, file, message, is_required, True)
    else:
      self.report.count("responses")
      found = operation.response(message.status)
      name = f"{operation.name} -> {message.status}"
      if found is None:
        self.report.problem(f"{name}: the operation has no such status", message.place, message.octets)
        return
      definition, file = found
      self.body(name, definition.get("content") or {}, file, message, bool(definition.get("content")) and message.status < 300, False)
      for field, header in (definition.get("headers") or {}).items():
        header, _ = self.specification.resolve(header, file)
        if message.headers and header.get("required") and field.lower() not in message.headers:
          self.report.problem(f"{name}: header field {field} is missing", message.place)

  def query(self, operation, message):
    given = urllib.parse.parse_qs(message.path.partition("?")[2], keep_blank_values=True)
    known = {}
    for parameter, file in operation.parameters:
      if parameter["in"] == "query":
        known[parameter["name"]] = (parameter, file)
        if parameter.get("required") and parameter["name"] not in given:
          self.report.problem(f"{operation.name}: query parameter {parameter['name']} is missing", message.place)
    for name, values in given.items():
      if name not in known:
        self.report.problem(f"{operation.name}: query parameter {name} is not defined", message.place)
        continue
      self.report.count("query parameters")
      parameter, file = known[name]
      media = next(iter((parameter.get("content") or {}).values()), None)
      schema = media["schema"] if media else parameter.get("schema", {})
      resolved, _ = self.specification.resolve(schema, file)
      value = self.value(values, resolved, media is not None, parameter)
      for error in self.specification.validator(schema, file, True).iter_errors(value):
        self.report.problem(f"{operation.name}: query parameter {name}: {error.message[:150]}", message.place)

  def value(self, values, schema, is_json, parameter):
    if is_json:
      return json.loads(values[0])
    def scalar(text, kind):
      if kind == "integer" and re.fullmatch("-?[0-9]+", text):
        return int(text)
      return {"true": True, "false": False}.get(text, text) if kind == "boolean" else text
    if schema.get("type") == "array":
      explode = parameter.get("explode", True)
      # Items that are references are strings in all query parameters of these services.
      kind = schema.get("items", {}).get("type")
      return [scalar(one, kind) for text in values for one in ([text] if explode else text.split(","))]
    return scalar(values[0], schema.get("type"))

  def body(self, name, content, file, message, is_required, is_request):
    """Validates a body; the JSON of its root."""
    if not message.octets:
      if is_required and content:
        self.report.problem(f"{name}: the body is missing", message.place)
      return None
    if not content and message.status is not None and message.status >= 400:
      # Where a file only names the status, problem details may still be sent (TS 29.500 §5.2.7.2).
      content, file = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/ProblemDetails"}}}, "TS29571_CommonData.yaml"
    if not content:
      self.report.problem(f"{name}: a body where the standard has none", message.place, message.octets)
      return None
    try:
      parts = sbi.parts(message)
      root = json.loads(parts[0].octets if parts else message.octets)
    except ValueError as error:
      self.report.problem(f"{name}: {error}", message.place, message.octets)
      return None
    kind, schema = self.schema(content, file, message, parts, root)
    if kind is None:
      self.report.problem(f"{name}: no media type of {sorted(content)} fits", message.place, message.octets)
      return root
    self.report.count("bodies")
    if parts:
      self.binary(name, parts, root, message)
      node, where = self.specification.resolve(schema, file)
      schema, file = (node.get("properties") or {}).get("jsonData", {}), where
    for error in self.specification.validator(schema, file, is_request).iter_errors(root):
      self.fault(name, error, message)
    return root

  def schema(self, content, file, message, parts, root):
    """The media type that the body has, and its schema."""
    kind = message.headers.get("content-type", "").partition(";")[0].strip().lower()
    if not kind:
      if parts:
        kind = "multipart/related"
      elif message.status is not None and message.status >= 400:
        kind = "application/problem+json"
        # A service may define a body of its own for a rejected request (TS 29.502 §6.1.3.2.3.1).
        if kind not in content or not {"status", "cause", "title", "detail", "type", "invalidParams"} & set(root):
          kind = "application/json"
      else:
        kind = next((one for one in content if one not in ("multipart/related", "application/problem+json")), "application/json")
    # Media types are compared without regard to case (RFC 9110 §8.3.1).
    return next(((one, content[one].get("schema", {})) for one in content if one.lower() == kind.lower()), (None, None))

  def fault(self, name, error, message):
    """One line for what is wrong; of alternatives the one that fits best."""
    while error.context:
      best = max(error.context, key=lambda one: (len(one.absolute_path), one.validator != "type"))
      if len(best.absolute_path) <= len(error.absolute_path) and error.validator in ("anyOf", "oneOf"):
        break
      error = best
    path = "/".join("*" if isinstance(one, int) else re.sub("^[0-9a-f-]{8,}$", "…", str(one)) for one in error.absolute_path)
    self.report.problem(f"{name}: /{path}: {error.message[:200]}", message.place, message.octets)

  def binary(self, name, parts, root, message):
    self.report.count("multipart bodies")
    referred = {identifier for _, _, identifier in sbi.references(root)}
    given = [part.content_id for part in parts[1:]]
    for part in parts[1:]:
      if part.content_id not in referred:
        self.report.problem(f"{name}: nobody refers to the part {part.content_id}", message.place)
      if part.content_type not in ("application/vnd.3gpp.5gnas", "application/vnd.3gpp.ngap"):
        self.report.problem(f"{name}: part of media type {part.content_type} (TS 29.500 §5.4)", message.place)
    for missing in sorted(referred - set(given)):
      self.report.problem(f"{name}: the part {missing} is missing", message.place)
    if len(set(given)) != len(given):
      self.report.problem(f"{name}: two parts with one Content-ID", message.place)
    if parts[0].content_type.partition(";")[0] not in ("application/json", "application/problem+json"):
      self.report.problem(f"{name}: root part of media type {parts[0].content_type}", message.place)


def main():
  parser = argparse.ArgumentParser(description=__doc__)
  parser.add_argument("--openapi", required=True)
  parser.add_argument("files", nargs="+")
  arguments = parser.parse_args()
  report = messages.Report("SBI (OpenAPI)", limit=200)
  operations = set()
  specification = openapi.Specification(arguments.openapi)
  for path in arguments.files:
    checker = Checker(specification, report)
    found = [message for message in messages.read([path]) if message.interface == "SBI"]
    # First all: captures are read connection by connection, not in the order of time.
    for message in found:
      checker.learn(message)
    for message in found:
      checker.check(message)
    operations.update(checker.operations)
  report.count("operations", len(operations))
  return report.finish()


if __name__ == "__main__":
  sys.exit(main())
