"""The commands with their options, as `--help` prints them."""

import argparse
import importlib

from openkap.project.main import COMMANDS

__all__ = ["page"]


def page() -> str:
    lines = ["# Commands", "", "Exit 0: done. 2: bad input; the message names the field. 3: refused by a rule.", ""]
    for group, commands in COMMANDS.items():
        lines += [f"## To {group}", ""]
        for name, (module, text) in commands.items():
            parser = argparse.ArgumentParser(
                prog=f"openkap {name}",
                description=text,
                allow_abbrev=False,
                formatter_class=lambda prog: argparse.HelpFormatter(prog, width=100),
            )
            importlib.import_module(module).register(parser)
            lines += [f"### openkap {name}", "", "```", parser.format_help().rstrip(), "```", ""]
    return "\n".join(lines)
