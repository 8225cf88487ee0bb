#!/bin/sh
# Records what Terraform makes of each expression of a golden file of testdata/terraform/console (one per line, a tab
# behind it) and writes the file anew: ./record_console.sh FILE…
# Needs the terraform program; the tests need only what is recorded.
set -eu

for golden in "$@"; do
  work=$(mktemp -d)
  cut -f1 "$golden" >"$work/expressions"
  # One failing expression must not spoil the others: try() turns it into a mark.
  awk '{ printf "locals {\n  e%d = try(jsonencode(%s), \"(error)\")\n}\n", NR, $0; names = names (NR > 1 ? ", " : "") "local.e" NR }
       END { printf "output \"all\" {\n  value = join(\"\\n\", [%s])\n}\n", names }' "$work/expressions" >"$work/main.tf"
  (cd "$work" && TF_CLI_CONFIG_FILE=/dev/null terraform apply -auto-approve -no-color >apply.log 2>&1) ||
    { cat "$work/apply.log" >&2; exit 1; }
  (cd "$work" && terraform output -raw all) >"$work/results"
  paste "$work/expressions" "$work/results" >"$golden"
  rm -r "$work"
done
