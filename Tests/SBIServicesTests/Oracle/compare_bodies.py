#!/usr/bin/env python3
"""Bodies of every schema that a request, an answer or a notification carries, against independent validators of the OpenAPI files.

usage: compare_bodies.py OPENAPI-FOLDER --program "COMMAND" [--count 200] [--seed 29500] [--vectors FILE] [--files FILE...]

COMMAND reads a JSON array of a type and a body in each line, and writes the body as it decoded and encoded it, or "invalid: " and why
(`vitrum-codec sbi --lines -`). COUNT random valid and COUNT mutated invalid bodies of each schema. The verdict is that of jsonschema-rs;
openapi-schema-validator (OpenAPI 3.0) judges one body in 20 as well. Exit status 0: every disagreement has an explanation.
"""
import argparse
import collections
import json
import random
import subprocess
import sys
from pathlib import Path

import jsonschema_rs
import openapi_schema_validator

from bodies import Bodies
from explanations import explanation
from openapi import Folder

LISTS = Path(__file__).resolve().parents[3] / "Tools/Sources/SBIGenerator/all-services.txt"


def listed():
    return [line.split()[1] for line in LISTS.read_text().splitlines() if line and not line.startswith("#")]


def canonical(value):
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def sorted_members(pairs):
    names = [name for name, _ in pairs]
    assert names == sorted(names), f"members are not sorted: {names}"
    return dict(pairs)


def cases(folder, place, count, seed):
    """COUNT valid and COUNT invalid bodies, as far as the schema has any."""
    chance = random.Random(f"{seed} {place}")
    schema = folder.schema(place)
    validator = jsonschema_rs.Draft4Validator(schema)
    bodies = Bodies(folder.definitions, chance)
    valid, invalid = [], []
    for _ in range(count * 8):
        if len(valid) >= count:
            break
        bodies.scale = chance.choice([1, 1, 0.4, 0.15, 0])
        body = bodies.value({"$ref": schema["$ref"]})
        if validator.is_valid(body):
            valid.append(body)
        elif len(invalid) < count // 4:
            invalid.append(body)
    for _ in range(count * 12):
        if len(invalid) >= count or not valid:
            break
        body = bodies.mutated(chance.choice(valid))
        if not validator.is_valid(body):
            invalid.append(body)
    return [(body, True) for body in valid] + [(body, False) for body in invalid]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder")
    parser.add_argument("--program", required=True)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--seed", type=int, default=29500)
    parser.add_argument("--vectors", help="write a small set of bodies and verdicts to this file")
    parser.add_argument("--files", nargs="*")
    arguments = parser.parse_args()
    folder = Folder(arguments.folder)
    places = sorted(set(folder.bodies(arguments.files or listed())))
    for place in places:
        folder.define(place)
    everything, lines, few = [], [], []
    for place in places:
        found = cases(folder, place, arguments.count, arguments.seed)
        everything += [(place, body, verdict) for body, verdict in found]
        counts = collections.Counter(verdict for _, verdict in found)
        if counts[True] < arguments.count or counts[False] < arguments.count:
            few.append((place, counts[True], counts[False]))
    text = "".join(json.dumps([place, body], ensure_ascii=False) + "\n" for place, body, _ in everything)
    run = subprocess.run(arguments.program.split(), input=text.encode(), stdout=subprocess.PIPE)
    # 2: some of the bodies are invalid.
    if run.returncode not in (0, 2):
        sys.exit(f"{arguments.program} ended with status {run.returncode}")
    answers = run.stdout.decode().split("\n")
    assert len(answers) == len(everything) + 1, "one answer for each body"
    reasons, unexplained, second = collections.Counter(), [], collections.Counter()
    for index, ((place, body, verdict), answer) in enumerate(zip(everything, answers)):
        accepted = not answer.startswith("invalid: ")
        if accepted != verdict:
            reason = explanation(body, answer, verdict, folder.schema(place))
            reasons[reason] += 1
            if reason is None:
                unexplained.append((place, body, answer[:200], verdict))
        elif accepted and canonical(json.loads(answer, object_pairs_hook=sorted_members)) != canonical(body):
            reasons[None] += 1
            unexplained.append((place, body, answer[:200], "the body changed"))
        if index % 20 == 0:
            validator = openapi_schema_validator.OAS30Validator(folder.schema(place))
            second[validator.is_valid(body) == verdict] += 1
    print(f"{len(places)} schemas, {sum(v for *_, v in everything)} valid and {sum(not v for *_, v in everything)} invalid bodies")
    print(f"openapi-schema-validator has the same verdict on {second[True]} of {sum(second.values())} bodies")
    print(f"{len(few)} schemas have fewer than {arguments.count} valid or invalid bodies")
    for place, valid, invalid in few:
        print(f"  {valid:5} valid {invalid:5} invalid  {place}")
    print("disagreements by reason:")
    for reason, count in reasons.most_common():
        print(f"  {count:6}  {reason or 'NOT EXPLAINED'}")
    shown = collections.Counter()
    for place, body, answer, verdict in unexplained:
        shown[place] += 1
        if shown[place] > 3:
            continue
        print(f"  {place}\n    {json.dumps(body)[:300]}\n    answer: {answer}\n    verdict: {verdict}")
    if arguments.vectors:
        chance = random.Random(arguments.seed)
        known = [(place, body, not answer.startswith("invalid: ")) for (place, body, _), answer in zip(everything, answers)]
        picked = [known[index] for index in sorted(chance.sample(range(len(known)), min(len(known), 3000))) if len(json.dumps(known[index][1])) < 600]
        with open(arguments.vectors, "w", encoding="utf-8") as stream:
            for place, body, accepted in picked:
                stream.write(json.dumps([place, body, accepted], separators=(",", ":"), sort_keys=True) + "\n")
    sys.exit(1 if unexplained else 0)


main()
