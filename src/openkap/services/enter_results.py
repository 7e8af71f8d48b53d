"""Staff enter what was examined: each value with the date of the examination and where it comes from. A correction, or
taking a value back, is a new row with its reason; nothing is changed."""

from collections.abc import Mapping
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from uuid import UUID

from django.db import transaction

from openkap.clinical.authority import Doing, require
from openkap.clinical.eligibility import read_fact
from openkap.knowledge.rules.condition import Value
from openkap.knowledge.rules.examinations import examinations
from openkap.knowledge.rules.fact_spec import fact_specs
from openkap.records.base import Act
from openkap.records.health import find as find_health
from openkap.records.health import keep as health
from openkap.records.people import find as people
from openkap.terms.fact import Known
from openkap.terms.identity import Actor
from openkap.terms.quantity import parse_decimal, write_number
from openkap.terms.refusal import BadInput
from openkap.terms.text import line, words

__all__ = ["correct_result", "enter_results"]

_MULTIPLE = "x ULN"


def enter_results(
    *,
    within: UUID,
    by: Actor,
    at: datetime,
    client_id: UUID,
    values: Mapping[str, str],
    observed_at: datetime,
    source: str,
) -> None:
    """Keeps every value that was entered, for one date and source; an empty one was not examined.

    BadInput names the fact and what it takes; then nothing is kept. A liver value may be given as the result over its
    upper limit ("52/40").
    """
    require(by, Doing.ENTER_RESULTS)
    people.client(within=within, client_id=client_id)  # NotFound for a stranger's
    read = {fact: _read(fact, text) for fact, text in values.items() if text.strip()}
    if not read:
        raise BadInput("values", "Enter at least one result.")
    where = line(source, field="source", label="Source")
    _require_past(observed_at, at)
    with transaction.atomic():
        health.results(
            Act(within=within, by=by, at=at), client_id=client_id, values=read, observed_at=observed_at, source=where
        )


def correct_result(
    *,
    within: UUID,
    by: Actor,
    at: datetime,
    result_id: UUID,
    value: str,
    observed_at: datetime,
    source: str,
    reason: str,
) -> None:
    """Keeps another value in place of a result, or with an empty value only takes it back. The reason is needed."""
    require(by, Doing.ENTER_RESULTS)
    wrong = find_health.result(within=within, result_id=result_id)
    kept = _read(wrong.fact, value) if value.strip() else ""
    why = words(reason, field="reason", label="Reason", longest=500)
    where = line(source, field="source", label="Source")
    _require_past(observed_at, at)
    with transaction.atomic():
        health.correction(
            Act(within=within, by=by, at=at),
            client_id=wrong.client_id,
            replaces_id=result_id,
            fact=wrong.fact,
            value=kept,
            observed_at=observed_at,
            source=where,
            reason=why,
        )


def _read(fact: str, text: str) -> str:
    """The value as the fact's own rules read it, written one way."""
    if fact not in {name for one in examinations() for name in one.facts}:
        raise BadInput("values", "There is no such result. Open the page again.")
    spec = fact_specs()[fact]
    given = text.strip()
    if spec.unit == _MULTIPLE and "/" in given:
        result, _, limit = given.partition("/")
        over, under = (
            parse_decimal(part, field=fact, low=Decimal(low), high=Decimal(9999), unit="U/L")
            for part, low in ((result, 0), (limit, 1))
        )
        given = write_number((over / under).quantize(Decimal("0.01"), ROUND_HALF_UP))
    found = read_fact(fact, given)
    if not isinstance(found, Known):
        raise BadInput(fact, "Enter what was found, or leave it empty.")
    return _written(found.value)


def _written(value: Value) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return write_number(value) if isinstance(value, Decimal | int) else str(value)


def _require_past(observed_at: datetime, at: datetime) -> None:
    if observed_at > at:
        raise BadInput("observed_at", "This date lies in the future. Enter when it was examined.")
