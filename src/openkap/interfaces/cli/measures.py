"""`openkap measures list` and `openkap measures show KEY`: what the catalogue holds, and one measure in full."""

import argparse

from openkap.interfaces.cli.measure_page import page
from openkap.interfaces.cli.talk import plain, print_json, print_table
from openkap.knowledge.measures import Measure, measure, measures

__all__ = ["register", "run"]


def register(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="list|show")
    every = actions.add_parser("list", help="every measure in its newest edition")
    one = actions.add_parser("show", help="one measure: items, scoring, bands, change, rights, sources")
    one.add_argument("measure", metavar="KEY")
    one.add_argument("--edition", metavar="DATE", help="this edition (the newest when left out)")
    for action in (every, one):
        action.add_argument("--json", action="store_true", help="JSON on standard output")


def run(args: argparse.Namespace) -> int:
    if args.action == "show":
        asked = measure(args.measure, args.edition)
        if args.json:
            print_json(plain(asked))
        else:
            print(page(asked), end="")
        return 0
    rows = [_row(one) for one in measures()]
    if args.json:
        print_json([dict(zip(_HEADING, row, strict=True)) for row in rows])
    else:
        print_table([_HEADING, *rows])
    return 0


_HEADING = ("key", "edition", "title", "items", "licence", "wording")


def _row(one: Measure) -> tuple[str, ...]:
    wording = "shipped" if one.has_text else "not shipped"
    return (one.key, one.edition, one.short_title, str(len(one.items)), one.rights.licence, wording)
