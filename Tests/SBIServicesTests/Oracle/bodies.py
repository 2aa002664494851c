"""Random bodies of a JSON schema, and mutations of them."""
import copy
import re

import rstr

EXTREMES = [None, True, False, 0, 1, -1, 255, 256, 65535, 65536, 2**31, 2**63 - 1, -(2**63), 1.5, -0.25, 1e300, "", "x", "a b", "000001", "ABCDEF",
            "abcdef", "imsi-1", "nai-a@b", "1 bps", "999", "0" * 33, "\u00e9\u4e2d\U0001F600", "\"\\\n\t/", [], [1], ["x"], [[]], {}, {"a": 1},
            {"": None}]


class Bodies:
    def __init__(self, definitions, chance):
        self.definitions = definitions
        self.chance = chance
        self.texts = rstr.Rstr(chance)
        # How many of the optional members there are, from none to the usual share.
        self.scale = 1

    def target(self, schema):
        while "$ref" in schema:
            schema = self.definitions[schema["$ref"].rsplit("/", 1)[1]]
        return schema

    def value(self, schema, depth=0):
        """A value that fits the schema unless `not` or `oneOf` see to it that it does not: the validator tells."""
        chance = self.chance
        schema = self.target(schema)
        for key in ("anyOf", "oneOf"):
            if key in schema:
                base = {name: inner for name, inner in schema.items() if name != key}
                choices = schema[key]
                if depth > 4:
                    choices = sorted(choices, key=lambda inner: "properties" in self.target(inner))[:2]
                return self.merged([base, chance.choice(choices)], depth)
        if "allOf" in schema:
            base = {name: inner for name, inner in schema.items() if name != "allOf"}
            return self.merged([base, *schema["allOf"]], depth)
        if "enum" in schema:
            return copy.deepcopy(chance.choice(schema["enum"]))
        kind = schema.get("type") or ("object" if "properties" in schema or "required" in schema else
                                      "array" if "items" in schema else "string" if "pattern" in schema else None)
        if kind == "object":
            return self.object(schema, depth)
        if kind == "array":
            low = schema.get("minItems", 0)
            high = min(schema.get("maxItems", low + 2), low + 2)
            count = low if depth > 5 else chance.randint(low, high)
            return [self.value(schema.get("items", {}), depth + 1) for _ in range(count)]
        if kind == "string":
            return self.string(schema)
        if kind == "integer":
            return chance.randint(schema.get("minimum", -5), schema.get("maximum", schema.get("minimum", 0) + 2**20))
        if kind == "number":
            low, high = schema.get("minimum", -5), schema.get("maximum", 10**6)
            return chance.choice([low, high, round(chance.uniform(low, high), 3)])
        if kind == "boolean":
            return chance.random() < 0.5
        return copy.deepcopy(chance.choice(EXTREMES))

    def merged(self, schemas, depth):
        """A value of several schemas at once."""
        flat = []
        for schema in schemas:
            schema = self.target(schema)
            for key in ("anyOf", "oneOf"):
                if key in schema:
                    flat.append({name: inner for name, inner in schema.items() if name != key})
                    schema = self.target(self.chance.choice(schema[key]))
            if "allOf" in schema:
                flat += [self.target(inner) for inner in schema["allOf"]]
                schema = {name: inner for name, inner in schema.items() if name != "allOf"}
            flat.append(schema)
        flat = [schema for schema in flat if schema and set(schema) != {"not"}]
        if not flat:
            return copy.deepcopy(self.chance.choice(EXTREMES))
        if any("properties" in schema or "required" in schema for schema in flat):
            whole = {"type": "object", "properties": {}, "required": []}
            inner = {}
            for schema in flat:
                if "allOf" in schema or "anyOf" in schema or "oneOf" in schema:
                    value = self.value(schema, depth)
                    inner.update(value if isinstance(value, dict) else {})
                    continue
                whole["properties"].update(schema.get("properties", {}))
                whole["required"] += schema.get("required", [])
                for key in ("additionalProperties", "minProperties"):
                    if key in schema:
                        whole[key] = schema[key]
            return {**inner, **self.object(whole, depth)}
        best = [schema for schema in flat if "enum" in schema] or [schema for schema in flat if "pattern" in schema] or flat
        return self.value(best[-1], depth)

    def object(self, schema, depth):
        chance = self.chance
        result = {}
        properties = schema.get("properties", {})
        required = schema.get("required", [])
        share = 0.4 if depth == 0 else 0.15 if depth < 3 else 0.04 if depth < 5 else 0
        for name, inner in properties.items():
            if name in required or chance.random() < share * self.scale:
                result[name] = self.value(inner, depth + 1)
        for name in required:
            if name not in result:
                result[name] = self.value(properties.get(name, {}), depth + 1)
        extra = schema.get("additionalProperties")
        if isinstance(extra, dict):
            for _ in range(chance.randint(schema.get("minProperties", 0), schema.get("minProperties", 0) + 1)):
                result[self.texts.xeger("[a-z0-9]{1,8}")] = self.value(extra, depth + 1)
        names = [name for name in properties if name not in result]
        while len(result) < schema.get("minProperties", 0) and names:
            name = names.pop(chance.randrange(len(names)))
            result[name] = self.value(properties[name], depth + 1)
        if chance.random() < 0.05 and extra is not False:
            result["vendorSpecific-000001"] = copy.deepcopy(chance.choice(EXTREMES))
        return result

    def string(self, schema):
        chance = self.chance
        if "pattern" in schema:
            pattern = re.sub(r"(?<!\\)\.([+*])", "[a-z0-9]{1,12}", schema["pattern"])
            # xeger counts to 100.
            pattern = re.sub(r"(\[[^\]]*\])\{(\d{3,})\}", lambda found: found[1] * int(found[2]), pattern)
            return self.texts.xeger(re.sub(r"([+*])", lambda found: found[1], pattern))
        low = schema.get("minLength", 0)
        high = schema.get("maxLength", max(low, 12))
        return self.texts.rstr("abcXYZ019 -_.@/é中", low, min(high, low + 20))

    # Mutations

    def places(self, value, path=()):
        yield path
        if isinstance(value, dict):
            for key in value:
                yield from self.places(value[key], path + (key,))
        elif isinstance(value, list):
            for index in range(len(value)):
                yield from self.places(value[index], path + (index,))

    def mutated(self, sample):
        chance = self.chance
        value = copy.deepcopy(sample)
        path = chance.choice(list(self.places(value)))
        if not path:
            return copy.deepcopy(chance.choice(EXTREMES))
        parent = value
        for token in path[:-1]:
            parent = parent[token]
        old = parent[path[-1]]
        roll = chance.random()
        if roll < 0.3:
            del parent[path[-1]]
        elif roll < 0.5 and isinstance(old, str) and old:
            place = chance.randrange(len(old))
            parent[path[-1]] = old[:place] + chance.choice(["", "g", "Z", "é", "\n", old[place] * 2]) + old[place + 1:]
        elif roll < 0.6 and isinstance(old, bool) is False and isinstance(old, (int, float)):
            parent[path[-1]] = chance.choice([-old, old + 2**32, old + 0.5, str(old), 2**62])
        elif roll < 0.7 and isinstance(parent, list):
            parent.append(copy.deepcopy(old))
        else:
            parent[path[-1]] = copy.deepcopy(chance.choice(EXTREMES))
        return value
