#!/usr/bin/env bash
# The scan step of action.yml: writes the SARIF log, annotations and the job summary, sets the outputs, and ends with
# rootproof's own exit status. Inputs come as environment variables so that no input is ever parsed as shell text.
set -uo pipefail

rootproof=${ROOTPROOF_BINARY:-$(dirname "$0")/../../build/release/rootproof}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

arguments=()
[ -n "${INPUT_CONFIG:-}" ] && arguments+=(--config "$INPUT_CONFIG")
read -r -d '' -a paths <<<"${INPUT_PATHS:-.}" || true # blanks and line ends separate; the end of the text is no error

"$rootproof" "${arguments[@]}" scan --fail-on "${INPUT_FAIL_ON:-medium}" \
  --format "sarif:${INPUT_SARIF:-rootproof.sarif}" --format "json:$work/result.json" --format "text:$work/result.txt" -- "${paths[@]}"
status=$?

if [ ! -s "$work/result.json" ]; then
  echo "::error title=rootproof::rootproof could not do its work (exit status $status)"
  exit "$status"
fi
cat "$work/result.txt"

node - "$work/result.json" "${INPUT_SARIF:-rootproof.sarif}" <<'SCRIPT'
const fs = require('fs');
const [resultFile, sarif] = process.argv.slice(2);
const result = JSON.parse(fs.readFileSync(resultFile, 'utf8'));
const property = (text) => String(text).replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A').replace(/:/g, '%3A').replace(/,/g, '%2C');
const data = (text) => String(text).replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A');
const cell = (text) => String(text).replace(/[\\`|*_<>\[\]]/g, '\\$&').replace(/\s+/g, ' ');
const open = result.findings.filter((finding) => !finding.suppressed && finding.answer !== 'safe');

for (const finding of open) {
  const level = finding.answer === 'undecided' ? 'notice' : ['critical', 'high'].includes(finding.severity) ? 'error' : 'warning';
  const place = `file=${property(finding.file)},line=${finding.start.line},col=${finding.start.column},endLine=${finding.end.line}`;
  console.log(`::${level} ${place},title=${property(`${finding.rule} ${finding.name}`)}::${data(finding.message)}`);
}
for (const error of result.errors) {
  console.log(`::warning file=${property(error.file)},line=${error.line},col=${error.column},title=rootproof::${data(error.message)}`);
}

const summary = result.summary;
const lines = ['## rootproof', '', '| violations | undecided | safe | suppressed | errors | files | policies |', '|---|---|---|---|---|---|---|',
  `| ${summary.violations} | ${summary.undecided} | ${summary.safe} | ${summary.suppressed} | ${summary.errors} | ${summary.files} | ${summary.policies} |`, ''];
if (!summary.complete) lines.push('**The scan is incomplete**: some input could not be analysed.', '');
if (open.length > 0) {
  lines.push('| rule | answer | severity | place | message |', '|---|---|---|---|---|');
  for (const finding of open.slice(0, 100)) {
    lines.push(`| ${finding.rule} | ${finding.answer} | ${finding.severity} | ${cell(finding.file)}:${finding.start.line} | ${cell(finding.message)} |`);
  }
  if (open.length > 100) lines.push('', `${open.length - 100} more in the SARIF log.`);
}
if (process.env.GITHUB_STEP_SUMMARY) fs.appendFileSync(process.env.GITHUB_STEP_SUMMARY, lines.join('\n') + '\n');
if (process.env.GITHUB_OUTPUT) fs.appendFileSync(process.env.GITHUB_OUTPUT, `sarif=${sarif}\nviolations=${summary.violations}\n`);
SCRIPT
exit "$status"
