"""`openkap doctor`: says what is well and what is not, and what to do about it."""

import argparse

from openkap.interfaces.cli.talk import print_json
from openkap.project.database import leave_database
from openkap.project.health import examine

__all__ = ["register", "run"]


def register(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="answer in JSON")


def run(args: argparse.Namespace) -> int:
    """Exit code 0 when all is well, 3 when something is to be done."""
    checks = []
    try:
        for check in examine():
            checks.append(check)
            if not args.json:
                print(f"{'ok     ' if check.ok else 'not ok '} {check.name}: {check.found}", flush=True)
                if not check.ok:
                    print(f"        {check.do}", flush=True)
    finally:
        leave_database()
    well = all(check.ok for check in checks)
    if args.json:
        rows = [{"name": check.name, "ok": check.ok, "found": check.found, "do": check.do} for check in checks]
        print_json({"ok": well, "checks": rows})
    return 0 if well else 3
