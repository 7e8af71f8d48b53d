"""`./run check`: every rule of the house that a machine can read. Changes nothing; says all that is wrong."""

import os
import subprocess
import sys
import sysconfig
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).parent.parent
BIN = Path(sysconfig.get_path("scripts"))

CHECKS: dict[str, list[str]] = {
    "style": [str(BIN / "ruff"), "check", "."],
    "layout": [str(BIN / "ruff"), "format", "--check", "--quiet", "."],
    "imports": [str(BIN / "lint-imports"), "--no-logo"],
    "types": [str(BIN / "mypy")],
    "migrations": [str(BIN / "openkap"), "manage", "makemigrations", "--check", "--dry-run"],
    "words": [sys.executable, "tools/words.py", "--check"],
    "generated pages": [sys.executable, "tools/docs.py", "--check"],
}


def main() -> int:
    # The check of migrations needs a database: a throwaway one, never the practice's own.
    with tempfile.TemporaryDirectory(prefix="okcheck", ignore_cleanup_errors=True) as folder:
        environment = {key: value for key, value in os.environ.items() if key != "OPENKAP_DATABASE_URL"}
        return _run_all({**environment, "OPENKAP_DATA": folder})


def _run_all(environment: dict[str, str]) -> int:
    failed = []
    for name, command in CHECKS.items():
        started = time.monotonic()
        done = subprocess.run(command, cwd=HERE, env=environment, capture_output=True, text=True, check=False)  # noqa: S603 - fixed commands
        seconds = time.monotonic() - started
        print(f"{'ok  ' if done.returncode == 0 else 'FAIL'} {name} ({seconds:.1f} s)", flush=True)
        if done.returncode != 0:
            failed.append(name)
            print((done.stdout + done.stderr).rstrip())
    if failed:
        print(f"\nNot clean: {', '.join(failed)}. `./run fix` mends what style can.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
