"""Sets a page as PDF. Typst comes as a wheel with its own fonts: nothing of the system is used, nothing is fetched."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import typst

__all__ = ["press"]


def press(name: str, data: dict[str, Any]) -> bytes:
    """The sheet `name` with these values. They are data to it, never markup: what a person typed stays text."""
    return bytes(typst.compile(_sheet(name), format="pdf", sys_inputs={"data": json.dumps(data)}))


@cache
def _sheet(name: str) -> bytes:
    here = Path(__file__).parent
    return b"\n".join((here / part).read_bytes() for part in ("page.typ", f"{name}.typ"))
