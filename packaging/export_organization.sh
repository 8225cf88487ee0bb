#!/bin/sh
# Prints a description of the organization for `rootproof scan|org --organization FILE`.
#
#   packaging/export_organization.sh > organization.json
#
# Only read-only calls of AWS Organizations and IAM, made with the AWS CLI in the management account or in a delegated
# administrator's. Needs jq.
set -eu

call() { aws organizations "$@" --output json; }

# beside KEY VALUE: puts what the answer does not say by itself beside it.
beside() { jq --arg key "$1" --arg value "$2" '. + {($key): $value}'; }

# below ID: everything under a root or organizational unit.
below() {
  units=$(call list-organizational-units-for-parent --parent-id "$1")
  printf '%s' "$units" | beside ParentId "$1"
  call list-accounts-for-parent --parent-id "$1" | beside ParentId "$1"
  for unit in $(printf '%s' "$units" | jq -r '.OrganizationalUnits[].Id'); do below "$unit"; done
}

{
  jq -n '{ExportedAt: (now | todate)}'
  call describe-organization
  # Nothing when the caller may not ask, or IAM is not trusted in the organization.
  aws iam list-organizations-features --output json 2>/dev/null || :
  roots=$(call list-roots)
  printf '%s' "$roots"
  for root in $(printf '%s' "$roots" | jq -r '.Roots[].Id'); do below "$root"; done
  for type in SERVICE_CONTROL_POLICY RESOURCE_CONTROL_POLICY; do
    policies=$(call list-policies --filter "$type")
    printf '%s' "$policies"
    for policy in $(printf '%s' "$policies" | jq -r '.Policies[].Id'); do
      call describe-policy --policy-id "$policy"
      call list-targets-for-policy --policy-id "$policy" | beside PolicyId "$policy"
    done
  done
} | jq -s .
