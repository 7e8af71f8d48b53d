"""`openkap pathway`: the care models as data: list them, show one, check a file, draw one. It keeps nothing."""

import argparse
import sys
from pathlib import Path
from typing import Any

from openkap.clinical.pathway.checking import check_text
from openkap.interfaces.cli.talk import plain, print_json, print_table, read_text
from openkap.knowledge.pathways import Fault, Pathway, pathway_keys, pathway_text, read_pathway
from openkap.terms.refusal import BadInput

__all__ = ["register", "run"]

_FAULTS_FOUND = 3
_WHICH = "a key of `openkap pathway list`, a file, or - for standard input"


def register(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="list|show|check|draw")
    actions.add_parser("list", help="every pathway that is shipped")
    show = actions.add_parser("show", help="one pathway: phases, sessions, windows, the gate and what it asks")
    check = actions.add_parser("check", help="what cannot work in a pathway, with the line; exit 3 when there is any")
    draw = actions.add_parser("draw", help="one pathway as a picture")
    for action in (show, check, draw):
        action.add_argument("which", metavar="PATHWAY", help=_WHICH)
    draw.add_argument("--svg", metavar="OUT", required=True, help="where the picture goes, or - for standard output")
    for action in actions.choices.values():
        action.add_argument("--json", action="store_true", help="JSON on standard output")


def run(args: argparse.Namespace) -> int:
    if args.action == "list":
        return _list(args.json)
    name, text = _read(args.which)
    if args.action == "check":
        return _check(name, text, args.json)
    pathway = read_pathway(text, name=name)
    return _show(pathway, args.json) if args.action == "show" else _draw(pathway, args)


def _read(which: str) -> tuple[str, str]:
    """A shipped pathway by its key, else the file of that name."""
    if which in pathway_keys():
        return f"{which}.toml", pathway_text(which)
    if which != "-" and not Path(which).exists():
        keys = ", ".join(pathway_keys())
        raise BadInput("pathway", f'"{which}" is neither a shipped pathway ({keys}) nor a file that can be found.')
    return ("standard input" if which == "-" else Path(which).name), read_text(which, field="pathway")


_HEADING = ("key", "edition", "title", "medicine", "preparation", "integration", "gate asks")


def _list(as_json: bool) -> int:
    every = [read_pathway(pathway_text(key), name=key) for key in pathway_keys()]
    rows = [_row(one) for one in every]
    if as_json:
        print_json([dict(zip(_HEADING, row, strict=True)) for row in rows])
    else:
        print_table([_HEADING, *rows])
    return 0


def _row(one: Pathway) -> tuple[str, ...]:
    counts = [str(session.typical) if (session := one.session(kind)) else "none" for kind in _HEADING[3:6]]
    return (one.key, one.edition, one.title, *counts, str(len(one.criteria)))


def _show(one: Pathway, as_json: bool) -> int:
    if as_json:
        print_json(plain(one))
        return 0
    from openkap.interfaces.cli.pathway_page import page

    print(page(one), end="")
    return 0


def _check(name: str, text: str, as_json: bool) -> int:
    pathway, faults = check_text(text, name=name)
    if as_json:
        found = [{"rule": one.rule, "line": one.line, "path": one.path, "message": one.message} for one in faults]
        print_json({"pathway": pathway.key if pathway else None, "clean": not faults, "faults": found})
    elif faults:
        for fault in faults:
            print(_shown(name, fault))
    else:
        print(f"{name}: nothing stands against it.")
    return _FAULTS_FOUND if faults else 0


def _shown(name: str, fault: Fault) -> str:
    return f"{name}:{fault.line}: {fault.path}: {fault.message} [{fault.rule}]"


def _draw(one: Pathway, args: argparse.Namespace) -> int:
    from openkap.interfaces.kit.chart.pathway import pathway_standalone

    drawn = pathway_standalone(one)
    if args.svg == "-":
        sys.stdout.write(drawn)
        return 0
    try:
        Path(args.svg).write_text(drawn, encoding="utf-8")
    except OSError as error:
        raise BadInput("svg", f"Cannot write {args.svg}: {error.strerror}.") from None
    answer: dict[str, Any] = {"pathway": one.key, "edition": one.edition, "svg": args.svg}
    if args.json:
        print_json(answer)
    else:
        print(f"{one.title}, edition {one.edition}: drawn to {args.svg}.")
    return 0
