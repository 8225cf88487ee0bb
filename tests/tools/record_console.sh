#!/bin/sh
# Records what Terraform makes of each expression of the golden files of testdata/terraform/console (one per line, a tab
# and the result behind it), and the names of its functions: ./record_console.sh
# Needs terraform 1.11 or later; the tests need only what is recorded. Review the difference as code.
set -eu

cd "$(dirname "$0")/../../testdata/terraform/console"
export TF_CLI_CONFIG_FILE=/dev/null

# The namespaced names (core::…) are the same functions.
terraform metadata functions -json | tr ',{}' '\n\n\n' | sed -n 's/^ *"\([a-z0-9]*\)":$/\1/p' |
  grep -vxE 'function_signatures|variadic_parameter' | sort >function_names.txt

for golden in operators.txt conversions.txt functions.txt files.txt; do
  work=$(mktemp -d)
  cp -R module/. "$work"
  cut -f1 "$golden" >"$work/expressions"
  # One failing expression must not spoil the others: try() turns it into a mark.
  awk '{ printf "locals {\n  e%d = try(nonsensitive(jsonencode(%s)), \"(error)\")\n}\n", NR, $0
         names = names (NR > 1 ? ", " : "") "local.e" NR }
       END { printf "locals {\n  all = join(\"\\n\", [%s])\n}\n", names }' "$work/expressions" >"$work/expressions.tf"
  echo 'base64encode(local.all)' | terraform -chdir="$work" console | tr -d '"' | base64 -d >"$work/results"
  echo >>"$work/results"
  [ "$(wc -l <"$work/results")" = "$(wc -l <"$golden")" ] || { echo "$golden: terraform refused it" >&2; exit 1; }
  paste "$work/expressions" "$work/results" >"$golden"
  rm -r "$work"
done
