#!/bin/sh
# Plans every configuration of testdata/terraform/configurations with the terraform on PATH and writes what it says to
# expected.json beside it: ./record_plans.sh DIFFERENTIAL_TEST, the built program of tests/differential.
# Those that use the AWS provider need ROOTPROOF_PROVIDER_MIRROR, a folder for `terraform init -plugin-dir`; without it
# they stay as they are. Review the difference as code: the tests need only what is recorded.
set -eu

ROOTPROOF_RECORD_PLANS=1 "$1" --gtest_filter='*Plan.AgreesWithTerraform/*'
