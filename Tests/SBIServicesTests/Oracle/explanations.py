"""Why the module's verdict on a body may differ from the schema's, decided at the places that the verdicts come from."""
import jsonschema

INTEGERS = "integers are those of 64 bits"
WHOLE = "1.0 is an integer"
EXTENSIBLE = "oneOf of listed values and a string is read as anyOf"
UNKNOWN = "unknown members are kept"
BESIDE = "members beside named ones are not checked"


def explanation(body, answer, valid, schema):
    """The reason, with the clause that decides in docs/codecs.md; None where a single place has none.

    `answer`: the program's, with "invalid: " and the places in front of what it refuses; `valid`: the validator's verdict.
    """
    if valid:
        reasons = {refusal(body, issue) for issue in answer.removeprefix("invalid: ").split("; ")}
    else:
        reasons = {acceptance(error, schema) for error in jsonschema.Draft4Validator(schema).iter_errors(body)}
    return None if not reasons or None in reasons else ", ".join(sorted(reasons))


# MARK: The program refuses

def refusal(body, issue):
    """Why it may refuse what stands at the place of an issue, "POINTER: REASON"."""
    found, value = at(body, issue.split(": ", 1)[0])
    if not found:
        return None
    if is_number(value):
        return INTEGERS if not -(2**63) <= value < 2**63 else None
    # No alternative fits because of something within: then it is a number, or nothing is known of the place.
    return INTEGERS if "alternative" in issue and any(not -(2**63) <= number < 2**63 for number in numbers(value)) else None


def at(value, pointer):
    for token in [] if pointer == "/" else pointer.strip("/").split("/"):
        token = token.replace("~1", "/").replace("~0", "~")
        if isinstance(value, dict) and token in value:
            value = value[token]
        elif isinstance(value, list) and token.isdigit() and int(token) < len(value):
            value = value[int(token)]
        else:
            return False, None
    return True, value


def is_number(value):
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def numbers(value):
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else []
    return [value] if is_number(value) else [number for one in inner for number in numbers(one)]


# MARK: The program accepts

def acceptance(error, schema):
    """Why it may accept in spite of an error of the validator."""
    if is_beside_named_members(error, schema):
        return BESIDE
    if error.validator == "type" and error.validator_value == "integer":
        value = error.instance
        return WHOLE if isinstance(value, float) and value.is_integer() else None
    if error.validator == "additionalProperties" and error.validator_value is False:
        return UNKNOWN
    if error.validator == "oneOf" and not error.context:
        # More than one alternative fits.
        return EXTENSIBLE if any(target(one, schema) == {"type": "string"} for one in error.validator_value) else None
    if error.validator in ("oneOf", "anyOf"):
        return alternative(error, schema)
    return None


def alternative(error, schema):
    """No alternative fits: the reason of the first in which all that is wrong has one."""
    wrong = {}
    for inner in error.context:
        wrong.setdefault(inner.schema_path[0], []).append(acceptance(inner, schema))
    return next((", ".join(sorted(set(reasons))) for _, reasons in sorted(wrong.items()) if None not in reasons), None)


def target(node, schema):
    while "$ref" in node:
        node = schema["definitions"][node["$ref"].rsplit("/", 1)[1]]
    return node


def is_beside_named_members(error, schema):
    """Whether the place is a member of an object that has named members and a common type for the others."""
    node = schema
    for token in error.absolute_schema_path:
        node = target(node, schema) if isinstance(node, dict) else node
        if token == "additionalProperties" and node.get("properties") and isinstance(node[token], dict):
            return True
        if token == "$ref":
            continue
        node = node[token]
    return False
