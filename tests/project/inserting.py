"""A program to be killed: keeps numbers one by one, and writes each down only after the database has confirmed it.

    python inserting.py ACK_LOG FIRST

The log is written without a buffer, so that what was confirmed before a SIGKILL stands in it.
"""

import os
import sys

import psycopg

from openkap.project.database import find_address


def main(log: str, first: int) -> None:
    acknowledged = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    with psycopg.connect(find_address().dsn(), autocommit=True) as connection:
        number = first
        while True:
            connection.execute("INSERT INTO kept VALUES (%s)", [number])
            os.write(acknowledged, f"{number}\n".encode())
            number += 1


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
