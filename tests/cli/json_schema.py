#!/usr/bin/env python3
"""Holds JSON documents to JSON Schemas, as far as the schemas of outputs go (draft 2020-12).

    json_schema.py --test                          the validator itself, on bad documents
    json_schema.py --program PROGRAM FILE ...      documents against the schemas that PROGRAM prints

A keyword that is not known here is an error: a schema must not promise what nobody checks.
"""

import argparse
import json
import pathlib
import re
import subprocess
import sys

ANNOTATIONS = {"$schema", "$defs", "title", "description"}
TYPES = {
    "object": lambda v: isinstance(v, dict),
    "array": lambda v: isinstance(v, list),
    "string": lambda v: isinstance(v, str),
    "boolean": lambda v: isinstance(v, bool),
    "null": lambda v: v is None,
    "number": lambda v: isinstance(v, (int, float)) and not isinstance(v, bool),
    "integer": lambda v: (isinstance(v, int) and not isinstance(v, bool)) or (isinstance(v, float) and v.is_integer()),
}


def equal(a, b):
    """As JSON has it: true is not 1."""
    return type(a) is type(b) and a == b if isinstance(a, bool) or isinstance(b, bool) else a == b


class Validator:
    def __init__(self, root):
        self.root = root

    def failures(self, value, schema=None, at="$"):
        """What is wrong with a value, each with its place."""
        schema = self.root if schema is None else schema
        found = []
        for keyword, says in schema.items():
            if keyword in ANNOTATIONS:
                continue
            check = getattr(self, "check_" + keyword.replace("$", ""), None)
            if check is None:
                raise ValueError(f"{at}: keyword {keyword} is not known")
            found += check(value, says, schema, at)
        return found

    def check_ref(self, value, says, _, at):
        name = re.fullmatch(r"#/\$defs/(.+)", says)
        if not name or name.group(1) not in self.root.get("$defs", {}):
            raise ValueError(f"{at}: {says} is not defined")
        return self.failures(value, self.root["$defs"][name.group(1)], at)

    def check_type(self, value, says, _, at):
        wanted = says if isinstance(says, list) else [says]
        return [] if any(TYPES[one](value) for one in wanted) else [f"{at}: {show(value)} is no {says}"]

    def check_const(self, value, says, _, at):
        return [] if equal(value, says) else [f"{at}: {show(value)} is not {show(says)}"]

    def check_enum(self, value, says, _, at):
        return [] if any(equal(value, one) for one in says) else [f"{at}: {show(value)} is none of {show(says)}"]

    def check_anyOf(self, value, says, _, at):
        tried = [self.failures(value, one, at) for one in says]
        return [] if not all(tried) else min(tried, key=len)

    def check_minimum(self, value, says, _, at):
        return [f"{at}: {value} is below {says}"] if TYPES["number"](value) and value < says else []

    def check_maximum(self, value, says, _, at):
        return [f"{at}: {value} is above {says}"] if TYPES["number"](value) and value > says else []

    def check_pattern(self, value, says, _, at):
        return [f"{at}: {show(value)} is not like {says}"] if isinstance(value, str) and not re.search(says, value) else []

    def check_items(self, value, says, _, at):
        return [f for i, one in enumerate(value) for f in self.failures(one, says, f"{at}[{i}]")] if isinstance(value, list) else []

    def check_required(self, value, says, _, at):
        return [f"{at}: {key} is missing" for key in says if key not in value] if isinstance(value, dict) else []

    def check_properties(self, value, says, _, at):
        if not isinstance(value, dict):
            return []
        return [f for key, one in says.items() if key in value for f in self.failures(value[key], one, f"{at}.{key}")]

    def check_additionalProperties(self, value, says, schema, at):
        if not isinstance(value, dict):
            return []
        others = [key for key in value if key not in schema.get("properties", {})]
        if says is False:
            return [f"{at}: {key} is not known" for key in others]
        return [f for key in others for f in self.failures(value[key], says, f"{at}.{key}")]


def show(value):
    text = json.dumps(value)
    return text if len(text) <= 60 else text[:57] + "..."


def unique(pairs):
    """A JSON object; a key that comes twice is an error."""
    made = dict(pairs)
    if len(made) != len(pairs):
        raise ValueError(f"a key comes twice in {[key for key, _ in pairs]}")
    return made


def no_constant(name):
    raise ValueError(f"{name} is no JSON")


def load(text):
    return json.loads(text, object_pairs_hook=unique, parse_constant=no_constant)


class Outputs:
    """The schemas of a program's outputs, by what their documents call themselves."""

    def __init__(self, program):
        self.program = program
        self.validators = {}

    def validator(self, schema):
        """Of "betledger.gap/1"."""
        if schema not in self.validators:
            name = re.fullmatch(r"betledger\.([a-z]+)/1", schema).group(1)
            name = "bet-list" if name == "bets" else name
            printed = subprocess.run([self.program, "schema", name], capture_output=True, text=True, check=False)
            if printed.returncode != 0:
                raise ValueError(f"there is no schema of {schema}: {printed.stderr.strip()}")
            self.validators[schema] = Validator(load(printed.stdout))
        return self.validators[schema]

    def failures(self, text):
        """What is wrong with a document, as text."""
        try:
            document = load(text)
            return self.validator(document["schema"]).failures(document)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            return [f"{type(error).__name__}: {error}"]


def test():
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "additionalProperties": False,
        "required": ["schema", "chance", "bets"],
        "properties": {
            "schema": {"const": "betledger.test/1"},
            "chance": {"anyOf": [{"$ref": "#/$defs/chance"}, {"type": "null"}]},
            "bets": {"type": "array", "items": {"type": "string", "pattern": "^[a-z]+$"}},
            "side": {"enum": ["above", "below"]},
            "runs": {"type": "integer", "minimum": 0},
            "teams": {"type": "object", "additionalProperties": {"type": "number"}},
        },
        "$defs": {"chance": {"type": "number", "minimum": 0, "maximum": 1}},
    }
    good = {"schema": "betledger.test/1", "chance": 0.5, "bets": ["a", "b"], "side": "above", "runs": 3,
            "teams": {"growth": 1.5}}
    validator = Validator(schema)
    bad = [
        ({**good, "schema": "betledger.test/2"}, "$.schema"),
        ({**good, "chance": 1.5}, "$.chance: 1.5 is above 1"),
        ({**good, "chance": "0.5"}, "$.chance"),
        ({**good, "chance": True}, "$.chance"),
        ({**good, "bets": ["a", "B"]}, "$.bets[1]"),
        ({**good, "bets": "a"}, "$.bets"),
        ({**good, "side": "left"}, "$.side"),
        ({**good, "runs": 2.5}, "$.runs"),
        ({**good, "runs": -1}, "$.runs: -1 is below 0"),
        ({**good, "teams": {"growth": "1"}}, "$.teams.growth"),
        ({**good, "more": 1}, "$: more is not known"),
        ({key: value for key, value in good.items() if key != "bets"}, "$: bets is missing"),
        ([], "$: [] is no object"),
    ]
    wrong = [str(f) for f in validator.failures(good) + validator.failures({**good, "chance": None})]
    for document, place in bad:
        found = validator.failures(document)
        if not any(f.startswith(place) for f in found):
            wrong.append(f"{show(document)}: expected {place}, found {found}")
    for broken in ({"typo": 1}, {"$ref": "#/$defs/none"}):
        try:
            Validator(broken).failures(1)
            wrong.append(f"{broken} was taken")
        except ValueError:
            pass
    for text in ('{"a": NaN}', '{"a": 1, "a": 2}'):
        try:
            load(text)
            wrong.append(f"{text} was taken")
        except ValueError:
            pass
    print("\n".join(wrong) or "json_schema: ok")
    return 1 if wrong else 0


def main():
    parser = argparse.ArgumentParser(description="hold JSON to the schemas of outputs")
    parser.add_argument("--test", action="store_true", help="the validator itself, on bad documents")
    parser.add_argument("--program", type=pathlib.Path)
    parser.add_argument("files", nargs="*", type=pathlib.Path)
    arguments = parser.parse_args()
    if arguments.test:
        return test()
    outputs = Outputs(arguments.program.resolve())
    wrong = [f"{file}: {failure}" for file in arguments.files for failure in outputs.failures(file.read_text())]
    print("\n".join(wrong) or f"{len(arguments.files)} documents hold to their schemas")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
