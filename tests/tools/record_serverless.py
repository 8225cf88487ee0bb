#!/usr/bin/env python3
"""Records what AWS's own SAM translator makes of the templates of testdata/cloudformation/serverless.

Usage: pip install aws-sam-translator==1.110.0 pyyaml && tests/tools/record_serverless.py
Writes FOLDER/expected/NAME.json: the roles, policies and permissions of the translated template, and the
resource policies inside API definitions.
"""
import json
import pathlib
import sys

from samtranslator.translator.transform import transform
from samtranslator.yaml_helper import yaml_parse

FOLDER = pathlib.Path(__file__).resolve().parents[2] / "testdata" / "cloudformation" / "serverless"
KEPT = ("AWS::IAM::Role", "AWS::IAM::ManagedPolicy", "AWS::Lambda::Permission", "AWS::SNS::TopicPolicy",
        "AWS::SQS::QueuePolicy")


class Policies:
    """Knows no managed policy: the translator's own list is used."""

    def load(self):
        return {}


def translated(path):
    template = yaml_parse(path.read_text())
    written = set(template["Resources"])
    result = transform(template, {"AWS::Region": "us-east-1"}, Policies())
    kept = {}
    for name, resource in result["Resources"].items():
        if resource["Type"] in KEPT and name not in written:
            kept[name] = {key: resource[key] for key in ("Type", "Condition", "Properties") if key in resource}
        policy = resource.get("Properties", {}).get("Body", {})
        policy = policy.get("x-amazon-apigateway-policy") if isinstance(policy, dict) else None
        if resource["Type"] == "AWS::ApiGateway::RestApi" and policy:
            kept[name] = {"Type": "AWS::ApiGateway::RestApi", "Properties": {"Policy": policy}}
            if "Condition" in resource:
                kept[name]["Condition"] = resource["Condition"]
    for section in ("Parameters", "Conditions"):
        if section in result:
            kept_section = result[section]
            yield section, kept_section
    # What is written out is kept where the generated parts refer to it.
    for name, resource in result["Resources"].items():
        if name not in kept:
            kept[name] = {"Type": resource["Type"]}
            if "Condition" in resource:
                kept[name]["Condition"] = resource["Condition"]
    yield "Resources", kept


def main():
    (FOLDER / "expected").mkdir(exist_ok=True)
    for path in sorted(FOLDER.glob("*.*")):
        if path.suffix not in (".yaml", ".json"):
            continue
        output = FOLDER / "expected" / (path.stem + ".json")
        output.write_text(json.dumps(dict(translated(path)), indent=1) + "\n")
        print(output.relative_to(FOLDER), file=sys.stderr)


main()
