"""How the commands that judge read their input and show findings."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from openkap.interfaces.cli.talk import read_json_object
from openkap.knowledge.rules.sources import sources
from openkap.terms.finding import Finding
from openkap.terms.refusal import BadInput

__all__ = ["cited", "now", "print_finding", "read_input"]

# What --template adds so that a person can fill it in; it is read over.
_EXPLAINED = "explained"


def read_input(source: str, *, field: str) -> dict[str, Any]:
    """The JSON object in `source`, without the explanations of --template."""
    try:
        given = read_json_object(source, field=field)
    except ValueError:  # a whole number of thousands of digits, which Python's JSON reader turns away
        raise BadInput(field, "A number in the input has too many digits.") from None
    given.pop(_EXPLAINED, None)
    return given


def now() -> datetime:
    """The moment of asking, with this machine's offset."""
    return datetime.now(UTC).astimezone()


def cited(ids: Iterable[str]) -> list[dict[str, str]]:
    known = sources()
    return [{"id": id_, "title": known[id_].title} for id_ in ids]


def print_finding(finding: Finding, facts: Mapping[str, str]) -> None:
    """One finding as a paragraph: its rule and title, then because, what would settle it, and the rest of `facts`."""
    print(f"\n{finding.rule} ({finding.edition})  {finding.title}  [{finding.standing}]")
    lines = {"because": finding.because, "settles": finding.resolve, "by": finding.by, **facts}
    for word, text in lines.items():
        if text:
            print(f"  {word:<9}{text}")
