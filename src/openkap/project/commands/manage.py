"""`openkap manage …`: Django's own commands, with the database started."""

import argparse

from openkap.project.django_ready import django_ready

__all__ = ["register", "run"]


def register(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("arguments", nargs=argparse.REMAINDER, help="a Django command and its options, such as check")


def run(args: argparse.Namespace) -> int:
    from django.core.management import execute_from_command_line

    with django_ready():
        execute_from_command_line(["openkap manage", *args.arguments])
    return 0
