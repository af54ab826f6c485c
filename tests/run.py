"""
Every check there is, one after the other: style, types, walls, tests.

    python tests/run.py [words for pytest]

Ends with the first exit code that is not 0, after all checks have run.
"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ON_ALL_CORES = ("-n", "auto", "--maxprocesses", "4", "--dist", "loadfile")
CHECKS = (
    ("ruff", [sys.executable, "-m", "ruff", "check", "."]),
    ("mypy --strict", [sys.executable, "-m", "mypy"]),
    ("import-linter", [sys.executable, "-c", "from importlinter.cli import lint_imports_command as run; run()"]),
    ("pytest", [sys.executable, "-m", "pytest", *ON_ALL_CORES, *sys.argv[1:]]),
)


def main() -> int:
    codes = {}
    for name, command in CHECKS:
        print(f"== {name}", flush=True)
        codes[name] = subprocess.run(command, cwd=ROOT, check=False).returncode
    failed = [name for name, code in codes.items() if code]
    if failed:
        print(f"not passed: {', '.join(failed)}", flush=True)
    return codes[failed[0]] if failed else 0


if __name__ == "__main__":
    sys.exit(main())
