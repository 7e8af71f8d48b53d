"""The command `openkap`. Imports only the module of the command asked for, so that a pure command starts fast."""

import argparse
import importlib
import sys
from collections.abc import Sequence

from openkap import __version__
from openkap.terms.refusal import BadInput, Refusal, RuleRefusal

__all__ = ["main"]

# group → command → (module, one line of help). Modules have register(parser) and run(args) -> int.
COMMANDS: dict[str, dict[str, tuple[str, str]]] = {
    "run a clinic": {
        "demo": ("openkap.project.commands.demo", "a clinic with synthetic people, ready to click"),
        "serve": ("openkap.project.commands.serve", "serve this practice"),
        "init": ("openkap.project.commands.init", "make the database, the practice and its first lead"),
        "ask-due": ("openkap.project.commands.ask_due", "ask clients what is due, and make the day's reminders"),
        "doctor": ("openkap.project.commands.doctor", "say what is well and what is not"),
        "ledger": ("openkap.project.commands.ledger", "verify the chain of the ledger"),
        "manage": ("openkap.project.commands.manage", "Django's own commands, with the database started"),
    },
    "ask a question": {
        "score": ("openkap.interfaces.cli.score", "a filled-in measure: total, band, flags, what is missing"),
        "measures": ("openkap.interfaces.cli.measures", "the measures: list them, or show one in full"),
        "wording": ("openkap.interfaces.cli.wording", "check the wording of a measure that a site has the right to"),
        "screen": ("openkap.interfaces.cli.screen", "how the rules of screening stand for a person, and why"),
        "order": ("openkap.interfaces.cli.order", "check an order: dose, units, range, weight, last dose"),
        "pathway": ("openkap.interfaces.cli.pathway", "the care models: list, show, check a file, draw one"),
        "kinetics": ("openkap.interfaces.cli.kinetics", "plasma concentration over time, from published models"),
    },
}


def main(argv: Sequence[str] | None = None) -> int:
    arguments = list(sys.argv[1:] if argv is None else argv)
    every = {name: entry for group in COMMANDS.values() for name, entry in group.items()}
    if not arguments or arguments[0] in ("-h", "--help", "help"):
        _print_overview()
        return 0
    if arguments[0] in ("-V", "--version"):
        print(f"openkap {__version__}")
        return 0
    name = arguments[0]
    if name not in every:
        print(f'openkap: there is no command "{name}". Known: {", ".join(sorted(every))}.', file=sys.stderr)
        return 2
    module = importlib.import_module(every[name][0])
    parser = argparse.ArgumentParser(prog=f"openkap {name}", description=every[name][1], allow_abbrev=False)
    module.register(parser)
    try:
        return int(module.run(parser.parse_args(arguments[1:])))
    except BrokenPipeError:
        sys.stderr.close()  # the reader went away (openkap … | head); nothing is left to say, and no traceback
        return 0
    except RuleRefusal as refusal:
        print("\n  - ".join([f"openkap {name}: {refusal.message}", *refusal.reasons]), file=sys.stderr)
        return refusal.exit_code
    except BadInput as refusal:
        print(f"openkap {name}: {refusal.field}: {refusal.message}", file=sys.stderr)
        return refusal.exit_code
    except Refusal as refusal:
        print(f"openkap {name}: {refusal.message}", file=sys.stderr)
        return refusal.exit_code
    except KeyboardInterrupt:
        print("", file=sys.stderr)
        return 130


def _print_overview() -> None:
    print("openkap: the practice platform for ketamine-assisted psychotherapy\n")
    for group, commands in COMMANDS.items():
        print(f"{group}:")
        for name, (_, text) in commands.items():
            print(f"  openkap {name:<10} {text}")
        print()
    print("openkap COMMAND --help tells more.")


if __name__ == "__main__":
    sys.exit(main())
