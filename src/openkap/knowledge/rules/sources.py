"""The sources that rules, thresholds and routes cite."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from openkap.knowledge.rules.table import read_tables

__all__ = ["Source", "sources"]


@dataclass(frozen=True, slots=True)
class Source:
    """status: "S" retrieved, "K" general knowledge."""

    id: str
    title: str
    status: str


@cache
def sources() -> Mapping[str, Source]:
    top = read_tables(Path(__file__).with_name("sources.toml"))
    table = top.table("sources")
    if table is None:
        raise top.fault("sources is missing")
    found = {}
    for id_ in table.keys():  # noqa: SIM118 - a Table is not a mapping
        entry = table.table(id_)
        assert entry is not None  # noqa: S101 - the key stands in the table
        found[id_] = Source(id_, entry.text("title"), entry.text("status"))
        entry.finish()
    top.finish()
    return found
