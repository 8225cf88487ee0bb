#!/usr/bin/env python3
"""Records which values cfn-lint's resolver finds for the properties of testdata/cloudformation/resolver.

Usage: pip install cfn-lint==1.51.0 && tests/tools/record_resolver.py [TEMPLATE]
Writes expected/NAME.json for each template; with a TEMPLATE, prints what it would write for that one.
"""
import json
import pathlib
import sys

from cfnlint.context import create_context_for_template
from cfnlint.decode import decode
from cfnlint.jsonschema import CfnTemplateValidator
from cfnlint.template import Template

FOLDER = pathlib.Path(__file__).resolve().parents[2] / "testdata" / "cloudformation" / "resolver"


def resolved(path):
    template, problems = decode(str(path))
    assert not problems, problems
    cfn = Template(str(path), template, ["us-east-1"])
    validator = CfnTemplateValidator({}).evolve(context=create_context_for_template(cfn), cfn=cfn)
    values = {}
    for name, property_ in template["Resources"]["R"]["Properties"].items():
        if name.startswith("__"):
            continue
        try:
            found = {json.dumps(value) for value, _, error in validator.resolve_value(property_) if not error}
        except Exception:  # the resolver has no answer
            found = set()
        values[name] = sorted(found)
    return json.dumps(values, indent=1) + "\n"


def main():
    if len(sys.argv) > 1:
        sys.stdout.write(resolved(pathlib.Path(sys.argv[1])))
        return
    (FOLDER / "expected").mkdir(exist_ok=True)
    for path in sorted(FOLDER.glob("*.*")):
        if path.suffix in (".yaml", ".json"):
            (FOLDER / "expected" / (path.stem + ".json")).write_text(resolved(path))


main()
