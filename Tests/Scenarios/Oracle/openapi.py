"""The OpenAPI files of 3GPP: which operation a request is of, and whether a body is what its schema says (OpenAPI 3.0.3)."""
import functools
import os
import re
import urllib.parse

import yaml

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
METHODS = ("get", "put", "post", "patch", "delete", "head", "options")


class Specification:
  def __init__(self, folder):
    self.folder = folder
    self.files = {}
    self.roots = {}
    for name in sorted(os.listdir(folder)):
      if name.endswith(".yaml"):
        with open(os.path.join(folder, name), encoding="utf-8") as file:
          for found in re.findall(r"url:\s*'?\"?\{apiRoot\}(/[^\s'\"]+)", file.read()):
            self.roots.setdefault(found.rstrip("/"), []).append(name)

  def load(self, name):
    if name not in self.files:
      with open(os.path.join(self.folder, name), encoding="utf-8") as file:
        self.files[name] = yaml.load(file, LOADER)
    return self.files[name]

  def resolve(self, node, file):
    """Follows references: the node and the file that it is in."""
    while isinstance(node, dict) and "$ref" in node:
      target, _, pointer = node["$ref"].partition("#")
      file = target.removeprefix("./") or file
      node = self.load(file)
      for token in pointer.split("/")[1:]:
        node = node[urllib.parse.unquote(token).replace("~1", "/").replace("~0", "~")]
    return node, file

  @functools.cache
  def paths(self, root):
    """Path template as a regular expression, path item and file, the most literal first."""
    result = []
    for file in self.roots[root]:
      for template, item in (self.load(file).get("paths") or {}).items():
        item, where = self.resolve(item, file)
        pattern = "".join("[^/]+" if part.startswith("{") else re.escape(part) for part in re.split(r"(\{[^}]+\})", template))
        result.append((template.count("{"), template, re.compile(pattern + "$"), item, where))
    return sorted(result, key=lambda one: (one[0], one[1]))

  def operation(self, method, target):
    """Operation, its file and name for a path with query; `None` if there is none."""
    path = target.partition("?")[0]
    for root in sorted(self.roots, key=len, reverse=True):
      at = path.find(root + "/")
      if at < 0:
        continue
      rest = path[at + len(root):]
      for _, template, pattern, item, file in self.paths(root):
        if pattern.match(rest) and method.lower() in item:
          return Operation(self, item, item[method.lower()], file, f"{method} {root}{template}")
    return None

  def validator(self, schema, file, is_request):
    """A validator of a schema of a file."""
    from jsonschema import Draft4Validator, FormatChecker
    from referencing import Registry, Resource
    from referencing.jsonschema import DRAFT4
    store = self.registries()[is_request]
    checker = FormatChecker(["date-time", "date", "ipv4", "uuid"])
    wrapped = transformed(schema, is_request, self, file)
    wrapped = absolute(wrapped, file)
    return Draft4Validator(wrapped, registry=Registry(retrieve=store), format_checker=checker)

  @functools.cache
  def registries(self):
    from referencing import Resource
    from referencing.jsonschema import DRAFT4

    def retrieve(is_request):
      @functools.cache
      def get(uri):
        name = uri.rsplit("/", 1)[-1]
        return Resource(transformed(self.load(name), is_request, self, name), DRAFT4)
      return get
    return {True: retrieve(True), False: retrieve(False)}


def absolute(node, file):
  if isinstance(node, dict):
    if isinstance(node.get("$ref"), str):
      target, _, pointer = node["$ref"].partition("#")
      return {"$ref": f"3gpp:///{target.removeprefix('./') or file}#{pointer}"}
    return {key: absolute(value, file) for key, value in node.items()}
  return [absolute(one, file) for one in node] if isinstance(node, list) else node


def transformed(node, is_request, specification, file):
  """A schema of OpenAPI 3.0 as one of JSON Schema draft 4: `nullable`, and members that only one side writes."""
  if isinstance(node, list):
    return [transformed(one, is_request, specification, file) for one in node]
  if not isinstance(node, dict):
    return node
  if isinstance(node.get("$ref"), str):
    return absolute(node, file)
  result = {str(key): transformed(value, is_request, specification, file) for key, value in node.items()}
  properties, required = node.get("properties"), node.get("required")
  if isinstance(properties, dict) and isinstance(required, list):
    mark = "readOnly" if is_request else "writeOnly"
    result["required"] = [one for one in required if not (isinstance(properties.get(one), dict) and properties[one].get(mark) is True)]
    if not result["required"]:
      del result["required"]
  if node.get("nullable") is True:
    kept = {key: value for key, value in result.items() if key != "nullable"}
    return {"anyOf": [kept, {"type": "null"}]}
  return result


class Operation:
  def __init__(self, specification, item, node, file, name):
    self.specification, self.node, self.file, self.name = specification, node, file, name
    self.parameters = []
    for parameter in (item.get("parameters") or []) + (node.get("parameters") or []):
      self.parameters.append(specification.resolve(parameter, file))

  def request(self):
    """Contents by media type, their file, and whether a body is required."""
    body, file = self.specification.resolve(self.node.get("requestBody") or {}, self.file)
    return body.get("content") or {}, file, bool(body.get("required"))

  def response(self, status):
    """The response's definition and its file; `None` if the operation has no such status and no default."""
    responses = self.node.get("responses") or {}
    for key in (str(status), status, f"{status // 100}XX", "default"):
      if key in responses:
        return self.specification.resolve(responses[key], self.file)
    return None

  def callbacks(self):
    """Runtime expression, path item and file of each callback."""
    for callback in (self.node.get("callbacks") or {}).values():
      callback, file = self.specification.resolve(callback, self.file)
      for expression, item in callback.items():
        item, where = self.specification.resolve(item, file)
        yield expression, item, where


def evaluate(expression, body):
  """The URI that a callback's expression means for a request body, `None` if the body has no such member."""
  def value(found):
    node = body
    for token in found[1].split("/")[1:]:
      node = node[int(token)] if isinstance(node, list) else node[token.replace("~1", "/").replace("~0", "~")]
    return str(node)
  try:
    # Some files leave the dollar sign out (TS29503_Nudm_UECM.yaml, TS29505_Subscription_Data.yaml).
    return re.sub(r"\{\$?request\.body#?([^}]*)\}", value, expression)
  except (KeyError, TypeError, IndexError, ValueError):
    return None
