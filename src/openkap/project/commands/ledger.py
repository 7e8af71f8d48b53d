"""`openkap ledger verify`: recomputes every link of the ledger and prints its head, to be kept elsewhere."""

import argparse

from openkap.interfaces.cli.talk import print_json, print_table
from openkap.project.django_ready import django_ready
from openkap.terms.refusal import RuleRefusal

__all__ = ["register", "run"]


def register(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=["verify"], help="verify: check every link")
    parser.add_argument("--json", action="store_true", help="JSON on standard output")


def run(args: argparse.Namespace) -> int:
    with django_ready():
        from openkap.records.ledger import find as ledger
        from openkap.records.practice import find as practices

        reports = [(practice.name, ledger.verify(practice.id)) for practice in practices.all_practices()]
    if args.json:
        print_json(
            [{"practice": n, "entries": r.entries, "head": r.head, "broken_at": r.broken_at} for n, r in reports]
        )
    else:
        rows = [("practice", "entries", "whole", "head")]
        rows += [(n, str(r.entries), "yes" if r.whole else f"broken at {r.broken_at}", r.head) for n, r in reports]
        print_table(rows)
    broken = tuple(f"{name}: entry {report.broken_at} does not follow." for name, report in reports if not report.whole)
    if broken:
        raise RuleRefusal("The ledger has been changed from outside.", reasons=broken)
    return 0
