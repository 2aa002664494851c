"""The OpenAPI files of a folder, as JSON Schema (draft 4) that independent validators read.

OpenAPI 3.0 differs from draft 4 in `nullable`, which becomes an alternative here, and in annotations, which go. Everything else is taken as
the files have it.
"""
import os
import re
from urllib.parse import unquote

import yaml

ANNOTATIONS = {"discriminator", "example", "description", "default", "deprecated", "readOnly", "writeOnly", "nullable", "format", "title",
               "externalDocs", "xml"}


class Folder:
    def __init__(self, path):
        self.path = path
        self.files = {}
        self.definitions = {}
        self.places = {}

    def load(self, name):
        if name not in self.files:
            with open(os.path.join(self.path, name), encoding="utf-8") as stream:
                self.files[name] = yaml.load(stream, Loader=yaml.CSafeLoader)
        return self.files[name]

    def node(self, place):
        """The file and the node at `FILE#POINTER`, references followed on the way."""
        file, pointer = place.split("#", 1)
        node = self.load(file)
        for token in pointer.strip("/").split("/"):
            while isinstance(node, dict) and isinstance(node.get("$ref"), str) and token not in node:
                file, node = self.node(self.absolute(file, node["$ref"]))
            name = unquote(token).replace("~1", "/").replace("~0", "~")
            node = node[name] if name in node else node[int(name)]
        return file, node

    @staticmethod
    def absolute(file, reference):
        return file + reference if reference.startswith("#") else reference

    def define(self, place):
        """The name of the definition of a place."""
        if place not in self.places:
            self.places[place] = re.sub(r"[^A-Za-z0-9]", "_", place)
            file, node = self.node(place)
            self.definitions[self.places[place]] = self.convert(file, node)
        return self.places[place]

    def convert(self, file, node):
        if isinstance(node.get("$ref"), str):
            return {"$ref": "#/definitions/" + self.define(self.absolute(file, node["$ref"]))}
        result = {}
        for key, value in node.items():
            if key in ANNOTATIONS:
                continue
            if key == "properties":
                result[key] = {name: self.convert(file, inner) for name, inner in value.items()}
            elif key in ("items", "not") or (key == "additionalProperties" and isinstance(value, dict)):
                result[key] = self.convert(file, value)
            elif key in ("oneOf", "anyOf", "allOf"):
                result[key] = [self.convert(file, inner) for inner in value]
            elif key == "pattern":
                # ECMA 262: `$` is the end alone, `\d` is ASCII.
                result[key] = value.replace("\\d", "[0-9]")
            else:
                result[key] = value
        # What only one side writes is missing in what the other sends (OpenAPI 3.0 `readOnly`, `writeOnly`); here both are read.
        properties = node.get("properties")
        if isinstance(result.get("required"), list) and isinstance(properties, dict):
            kept = [name for name in result["required"]
                    if not any((properties.get(name) or {}).get(key) for key in ("readOnly", "writeOnly"))]
            if kept:
                result["required"] = kept
            else:
                del result["required"]
        if node.get("nullable") is True:
            result = {"anyOf": [result, {"enum": [None]}]}
        return result

    def schema(self, place):
        name = self.define(place)
        return {"$ref": "#/definitions/" + name, "definitions": self.definitions}

    def bodies(self, names):
        """The places of all JSON bodies of requests, answers and notifications of the named files."""
        for name in names:
            file = self.load(name)
            for path, item in (file.get("paths") or {}).items():
                if "$ref" in item:
                    continue
                yield from self._operations(name, "/paths/" + escape(path), item)

    def _operations(self, name, pointer, item):
        for verb in ("get", "put", "post", "patch", "delete", "options"):
            if verb not in item:
                continue
            operation, place = item[verb], f"{pointer}/{verb}"
            if "requestBody" in operation:
                yield from self._contents(f"{name}#{place}/requestBody")
            for status in operation["responses"]:
                yield from self._contents(f"{name}#{place}/responses/{status}")
            for callback, addresses in (operation.get("callbacks") or {}).items():
                for address, inner in addresses.items():
                    yield from self._operations(name, f"{place}/callbacks/{callback}/{escape(address)}", inner)

    def _contents(self, place):
        file, node = self.node(place)
        if "$ref" in node:
            place = self.absolute(file, node["$ref"])
            file, node = self.node(place)
        for media, content in (node.get("content") or {}).items():
            schema = content.get("schema")
            if not schema:
                continue
            inner = f"{place}/content/{escape(media)}/schema"
            if media.startswith("application/") and media.rstrip(":").endswith("json") or media == "application/x-www-form-urlencoded":
                yield self.named(file, schema, inner)
            elif media == "multipart/related":
                for member, value in schema.get("properties", {}).items():
                    if member.startswith("json"):
                        yield self.named(file, value, f"{inner}/properties/{member}")

    def named(self, file, schema, place):
        """The place of the schema itself rather than that of a reference to it."""
        return self.absolute(file, schema["$ref"]) if "$ref" in schema else place


def escape(token):
    return token.replace("~", "~0").replace("/", "~1")
