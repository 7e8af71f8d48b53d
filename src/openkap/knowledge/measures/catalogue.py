"""Finds measures by key and edition. Each data file is read once, and only when it is asked for."""

import functools
from pathlib import Path

from openkap.knowledge.measures.reader import read_measure
from openkap.knowledge.measures.schema import Measure
from openkap.terms.refusal import BadInput

__all__ = ["data_files", "known_keys", "measure", "measures"]

_HERE = Path(__file__).parent
_FOLDERS = ("free", "conditional", "structure")
"""By licence: wording may be shipped; on a condition; not, only numbers and scoring."""


def data_files() -> tuple[Path, ...]:
    """Every data file, `KEY.EDITION.toml`, by key and then by edition."""
    return tuple(
        sorted((path for folder in _FOLDERS for path in (_HERE / folder).glob("*.toml")), key=lambda p: p.name)
    )


@functools.cache
def known_keys() -> frozenset[str]:
    """Every key of the catalogue, from the names of the files alone."""
    return frozenset(path.name.split(".")[0] for path in data_files())


def measure(key: str, edition: str | None = None) -> Measure:
    """The measure `key` in the edition asked for (ISO date), or in the newest.

    Raises BadInput("measure", …) for a key, and BadInput("edition", …) for an edition, that is not in the catalogue.

    >>> measure("phq9").total.high
    Decimal('27')
    """
    editions = _editions().get(key)
    if not editions:
        raise BadInput("measure", 'No measure has this key. "openkap measures list" shows all keys.')
    wanted = max(editions) if edition is None else edition
    if wanted not in editions:
        raise BadInput("edition", f"Editions of {key}: {', '.join(sorted(editions))}.")
    return _read(editions[wanted])


def measures() -> tuple[Measure, ...]:
    """Every measure in its newest edition, by key."""
    return tuple(measure(key) for key in sorted({path.name.split(".")[0] for path in data_files()}))


@functools.cache
def _editions() -> dict[str, dict[str, Path]]:
    """By key the file of each edition, from the names of the files alone."""
    found: dict[str, dict[str, Path]] = {}
    for path in data_files():
        key, edition = path.name.split(".")[:2]
        found.setdefault(key, {})[edition] = path
    return found


_read = functools.cache(read_measure)
