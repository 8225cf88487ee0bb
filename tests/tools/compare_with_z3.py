#!/usr/bin/env python3
"""Holds `rootproof policy compare` against z3 on random pairs of policies, by hand:

    pip install z3-solver
    tests/tools/compare_with_z3.py build/release/rootproof --cases 500 --seed 1

z3 gets each question as a formula over strings and numbers, written from the IAM documentation and sharing nothing
with rootproof: is there a request that one of the two policies allows and the other does not? Prints one line for
each disagreement and the counts at the end; exit status 1 when there is one.
"""
import argparse
import json
import pathlib
import random
import subprocess
import sys
import tempfile

import z3

LETTERS = z3.Union(z3.Range("a", "z"), z3.Range("0", "9"))
ACTIONS = z3.Concat(z3.Plus(LETTERS), z3.Re(":"), z3.Plus(LETTERS))
# Patterns vary in the last field of an ARN only, so that the rules about colons play no part.
RESOURCES = z3.Concat(z3.Union(z3.Re("arn:aws:s3:::"), z3.Re("arn:aws:sqs:us-east-1:111122223333:")),
                      z3.Plus(z3.Union(LETTERS, z3.Re("/"))))
TEXT_KEYS = ["aws:RequestTag/team", "aws:RequestTag/stage"]
NUMBER_KEY = "s3:max-keys"
FLAG_KEY = "aws:MultiFactorAuthPresent"


def glob(pattern, any_character):
    """The texts that a pattern with * and ? stands for."""
    parts = []
    for character in pattern:
        if character == "*":
            parts.append(z3.Star(any_character))
        elif character == "?":
            parts.append(any_character)
        else:
            parts.append(z3.Re(character))
    if not parts:
        return z3.Re("")
    return parts[0] if len(parts) == 1 else z3.Concat(*parts)


class Request:
    def __init__(self):
        self.any = z3.AllChar(z3.ReSort(z3.StringSort()))
        self.action = z3.String("action")
        self.resource = z3.String("resource")
        self.present = {key: z3.Bool("has " + key) for key in TEXT_KEYS + [NUMBER_KEY, FLAG_KEY]}
        self.text = {key: z3.String(key) for key in TEXT_KEYS}
        self.number = z3.Int(NUMBER_KEY)
        self.flag = z3.Bool(FLAG_KEY)
        printable = z3.Star(z3.Range(" ", "~"))
        self.world = z3.And(
            z3.InRe(self.action, ACTIONS),
            z3.InRe(self.resource, RESOURCES),
            self.number >= 0,
            *[z3.InRe(value, printable) for value in self.text.values()],
        )

    def matches(self, text, patterns, lower=False):
        return z3.Or(*[z3.InRe(text, glob(p.lower() if lower else p, self.any)) for p in patterns])

    def condition(self, operator, key, values):
        base = operator.removesuffix("IfExists")
        if base == "Null":
            return z3.Or(*[z3.Not(self.present[key]) if v == "true" else self.present[key] for v in values])
        if key in self.text:
            negated = "Not" in base
            like = base.endswith("Like")
            text = self.text[key]
            hit = z3.Or(*[z3.InRe(text, glob(v, self.any)) if like else text == z3.StringVal(v) for v in values])
            holds = z3.Not(hit) if negated else hit
        elif key == NUMBER_KEY:
            negated = base == "NumericNotEquals"
            compare = {
                "NumericEquals": lambda v: self.number == v,
                "NumericNotEquals": lambda v: self.number == v,
                "NumericLessThan": lambda v: self.number < v,
                "NumericGreaterThanEquals": lambda v: self.number >= v,
            }[base]
            hit = z3.Or(*[compare(int(v)) for v in values])
            holds = z3.Not(hit) if negated else hit
        else:
            negated = False
            holds = z3.Or(*[self.flag if v == "true" else z3.Not(self.flag) for v in values])
        absent = operator.endswith("IfExists") or negated
        return z3.If(self.present[key], holds, z3.BoolVal(absent))

    def statement(self, statement):
        def list_of(value):
            return value if isinstance(value, list) else [value]

        parts = []
        if "Action" in statement:
            parts.append(self.matches(self.action, list_of(statement["Action"]), lower=True))
        else:
            parts.append(z3.Not(self.matches(self.action, list_of(statement["NotAction"]), lower=True)))
        if "Resource" in statement:
            parts.append(self.matches(self.resource, list_of(statement["Resource"])))
        else:
            parts.append(z3.Not(self.matches(self.resource, list_of(statement["NotResource"]))))
        for operator, keys in statement.get("Condition", {}).items():
            for key, values in keys.items():
                parts.append(self.condition(operator, key, list_of(values)))
        return z3.And(*parts)

    def allowed(self, policy):
        def some(effect):
            return z3.Or(*[self.statement(s) for s in policy["Statement"] if s["Effect"] == effect])

        return z3.And(some("Allow"), z3.Not(some("Deny")))


class Dice:
    def __init__(self, seed):
        self.random = random.Random(seed)

    def pattern(self, alphabet, longest):
        return "".join(self.random.choice(alphabet) for _ in range(self.random.randint(1, longest)))

    def some(self, make):
        values = [make() for _ in range(self.random.choice([1, 1, 1, 2, 3]))]
        return values[0] if len(values) == 1 else values

    def action(self):
        return "s3:" + self.pattern("abAB***?", 5)

    def resource(self):
        return self.random.choice(["*", "arn:aws:s3:::" + self.pattern("ab//**?", 5)])

    def condition(self):
        choice = self.random.random()
        exists = self.random.choice(["", "", "IfExists"])
        if choice < 0.6:
            operator = self.random.choice(["StringEquals", "StringNotEquals", "StringLike", "StringNotLike"])
            alphabet = "ab" if operator.endswith("Equals") else "ab**?"
            return operator + exists, self.random.choice(TEXT_KEYS), self.some(lambda: self.pattern(alphabet, 4))
        if choice < 0.75:
            operator = self.random.choice(
                ["NumericEquals", "NumericNotEquals", "NumericLessThan", "NumericGreaterThanEquals"])
            return operator + exists, NUMBER_KEY, self.some(lambda: str(self.random.randint(1, 5)))
        if choice < 0.9:
            return "Bool" + exists, FLAG_KEY, self.random.choice(["true", "false"])
        return "Null", self.random.choice(TEXT_KEYS + [NUMBER_KEY, FLAG_KEY]), self.random.choice(["true", "false"])

    def statement(self, deny):
        statement = {"Effect": "Deny" if deny else "Allow"}
        statement["NotAction" if self.random.random() < 0.15 else "Action"] = self.some(self.action)
        statement["NotResource" if self.random.random() < 0.15 else "Resource"] = self.some(self.resource)
        block = {}
        for _ in range(self.random.choice([0, 0, 1, 1, 2, 3])):
            operator, key, values = self.condition()
            block.setdefault(operator, {})[key] = values
        if block:
            statement["Condition"] = block
        return statement

    def policy(self):
        count = self.random.choice([1, 1, 2, 2, 3, 4])
        statements = [self.statement(i > 0 and self.random.random() < 0.5) for i in range(count)]
        return {"Version": "2012-10-17", "Statement": statements}

    def neighbour(self, policy):
        """Half of the pairs differ in one element only: most random pairs are trivially different."""
        copy = json.loads(json.dumps(policy))
        statement = self.random.choice(copy["Statement"])
        change = self.random.random()
        if change < 0.3:
            for name in ("Action", "NotAction"):
                if name in statement:
                    statement[name] = self.some(self.action)
        elif change < 0.5:
            for name in ("Resource", "NotResource"):
                if name in statement:
                    statement[name] = self.some(self.resource)
        elif change < 0.9:
            operator, key, values = self.condition()
            statement.setdefault("Condition", {}).setdefault(operator, {})[key] = values
        else:
            copy["Statement"].append(self.statement(self.random.random() < 0.5))
        return copy


def exists(allowed, other, request, timeout):
    solver = z3.Solver()
    solver.set("timeout", timeout)
    solver.add(request.world, allowed, z3.Not(other))
    answer = solver.check()
    return True if answer == z3.sat else False if answer == z3.unsat else None


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rootproof")
    parser.add_argument("--cases", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--timeout", type=int, default=5000, help="of z3 for one question, in milliseconds")
    arguments = parser.parse_args()

    dice = Dice(arguments.seed)
    request = Request()
    counts = {"agree": 0, "disagree": 0, "rootproof undecided": 0, "z3 unknown": 0}
    verdicts = {}
    with tempfile.TemporaryDirectory() as folder:
        old_file = pathlib.Path(folder, "old.json")
        new_file = pathlib.Path(folder, "new.json")
        for case in range(arguments.cases):
            old = dice.policy()
            new = dice.neighbour(old) if dice.random.random() < 0.5 else dice.policy()
            old_file.write_text(json.dumps(old))
            new_file.write_text(json.dumps(new))
            output = subprocess.run(
                [arguments.rootproof, "policy", "compare", "--format", "json", "--old", old_file, "--new", new_file],
                capture_output=True, text=True).stdout
            verdict = json.loads(output)["verdict"]
            verdicts[verdict] = verdicts.get(verdict, 0) + 1
            before, after = request.allowed(old), request.allowed(new)
            gained = exists(after, before, request, arguments.timeout)
            lost = exists(before, after, request, arguments.timeout)
            if gained is None or lost is None:
                counts["z3 unknown"] += 1
                continue
            if verdict == "undecided":
                counts["rootproof undecided"] += 1
                continue
            expected = {(False, False): "equivalent", (True, False): "broader", (False, True): "narrower",
                        (True, True): "incomparable"}[(gained, lost)]
            counts["agree" if verdict == expected else "disagree"] += 1
            if verdict != expected:
                print(f"case {case}: rootproof says {verdict}, z3 {expected}\n  old {json.dumps(old)}\n"
                      f"  new {json.dumps(new)}")
    print(", ".join(f"{count} {name}" for name, count in counts.items()))
    print("verdicts of rootproof: " + ", ".join(f"{count} {name}" for name, count in sorted(verdicts.items())))
    return 1 if counts["disagree"] else 0


if __name__ == "__main__":
    sys.exit(main())
