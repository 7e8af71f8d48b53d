"""Finds pathways by key and edition. `KEY.toml` is the newest shipped edition, `KEY.EDITION.toml` an older one."""

from functools import cache
from pathlib import Path

from openkap.knowledge.pathways.reader import read_pathway
from openkap.knowledge.pathways.schema import Pathway
from openkap.terms.refusal import BadInput

__all__ = ["pathway", "pathway_keys", "pathway_text", "pathways"]

_HERE = Path(__file__).parent
# In the order in which they are shown.
_KEYS = ("kap", "kap_montreal", "kap_sublingual", "iv_only", "esketamine")


def pathway_keys() -> tuple[str, ...]:
    return _KEYS


def pathway_text(key: str) -> str:
    """The shipped file of this pathway, as it is. BadInput for a key nobody knows."""
    if key not in _KEYS:
        raise BadInput("pathway", f'There is no pathway "{key}". Known: {", ".join(_KEYS)}.')
    return (_HERE / f"{key}.toml").read_text(encoding="utf-8")


@cache
def pathway(key: str, edition: str | None = None) -> Pathway:
    """The pathway with this key, in the edition asked for or the newest shipped. BadInput for what nobody knows."""
    newest = read_pathway(pathway_text(key), name=f"{key}.toml")
    if edition in (None, newest.edition):
        return newest
    older = _HERE / f"{key}.{edition}.toml"
    if not older.is_file():
        raise BadInput("edition", f"{key} is not shipped in this edition. Newest: {newest.edition}.")
    return read_pathway(older.read_text(encoding="utf-8"), name=older.name)


def pathways() -> tuple[Pathway, ...]:
    return tuple(pathway(key) for key in _KEYS)
