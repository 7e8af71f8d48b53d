"""`openkap wording check FILE`: whether a wording pack belongs to its measure, before it goes into the data folder."""

import argparse
from pathlib import Path

from openkap.interfaces.cli.talk import print_json
from openkap.knowledge.measures.wording import read_pack

__all__ = ["register", "run"]


def register(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="check")
    check = actions.add_parser("check", help="a pack against the structure of its measure; changes nothing")
    check.add_argument("file", metavar="FILE", type=Path)
    check.add_argument("--json", action="store_true", help="JSON on standard output")


def run(args: argparse.Namespace) -> int:
    pack = read_pack(args.file)
    right = pack.right
    if args.json:
        print_json(
            {
                "measure": pack.measure,
                "edition": pack.edition,
                "items": len(pack.words.items),
                "holder": right.holder,
                "reference": right.reference,
                "attested_by": right.attested_by,
                "attested_on": right.attested_on.isoformat(),
            }
        )
    else:
        print(f"{args.file.name} belongs to {pack.measure}, edition {pack.edition}: {len(pack.words.items)} items.")
        stands = f"{right.attested_by} stands for it, {right.attested_on}"
        print(f"By the right of {right.holder} ({right.reference}); {stands}.")
        print("To show it, copy the file to the folder wording/ in the data folder, and start openkap anew.")
    return 0
