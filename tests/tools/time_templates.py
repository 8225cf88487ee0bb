#!/usr/bin/env python3
"""Times rootproof and cfn-lint on the same templates, one after the other, each as its command runs.

Usage: pip install cfn-lint==1.51.0 && tests/tools/time_templates.py FOLDER [ROOTPROOF]
Prints the processor time and the elapsed time of both, and how many times faster rootproof is. rootproof runs
five times and the middle run counts; a template on which cfn-lint breaks down is named and left out.
"""
import os
import pathlib
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
GUARDED = """
import sys
import cfnlint.runner.template.runner as runner
original = runner.run_template_by_file_path
def guarded(filename, *arguments, **named):
    try:
        yield from original(filename, *arguments, **named)
    except Exception as error:
        print("left out:", filename, type(error).__name__, file=sys.stderr)
runner.run_template_by_file_path = guarded
from cfnlint.runner.cli import main
main()
"""


def run(command):
    begin = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = status
    return usage.ru_utime + usage.ru_stime, time.monotonic() - begin


folder = pathlib.Path(sys.argv[1])
rootproof = sys.argv[2] if len(sys.argv) > 2 else str(ROOT / "build/release/rootproof")
files = sorted(str(path) for path in folder.rglob("*") if path.suffix in (".yaml", ".yml", ".json", ".template"))
scan = [rootproof, "scan", "--quiet", "--jobs", "1", "--fail-on", "never", "--format", "json:/dev/null", str(folder)]
ours = sorted(run(scan) for _ in range(5))[2]
theirs = run([sys.executable, "-c", GUARDED, "--non-zero-exit-code", "none", "--format", "parseable", *files])
for name, (processor, elapsed) in (("rootproof", ours), ("cfn-lint", theirs)):
    print(f"{name}: {processor:.3f} s of processor time, {elapsed:.3f} s elapsed, {len(files)} files")
print(f"ratio: {theirs[0] / ours[0]:.0f} by processor time, {theirs[1] / ours[1]:.0f} by elapsed time")
