"""Results as they stand, examination by examination: value, date, source, how long they count, and what is missing."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

from openkap.interfaces.desk.forms.health import EnterResults
from openkap.interfaces.kit import written
from openkap.interfaces.kit.parts import Cell, Column, Row
from openkap.knowledge.rules import Occasion, Rule, rules
from openkap.knowledge.rules.examinations import Examination, greatest_age
from openkap.knowledge.rules.fact_spec import fact_spec
from openkap.records.health.shapes import Result
from openkap.services.read_facts import latest_results
from openkap.services.read_site import read_site

__all__ = ["RESULT_COLUMNS", "Examined", "examined", "past_rows", "site_rules"]

RESULT_COLUMNS = (Column(label="What"), Column(label="Result"), Column(label="Date and source"), Column(label="Counts"))


@dataclass(frozen=True, slots=True)
class Examined:
    """One examination with what stands of it, and the form to enter more."""

    id: str
    title: str
    rows: list[Row]
    form: EnterResults
    open: bool

    @property
    def caption(self) -> str:
        return f"Results: {self.title}"


def site_rules(request: HttpRequest) -> tuple[Rule, ...]:
    return rules(Occasion.SCREENING, read_site(within=request.practice.id))


def examined(
    request: HttpRequest, one: Examination, results: list[Result], every: tuple[Rule, ...], form: EnterResults
) -> Examined:
    standing = latest_results(results)
    rows = [_row(request, fact, standing.get(fact), every) for fact in one.facts]
    return Examined(one.id, one.title, rows, form, open=form.is_bound)


def past_rows(request: HttpRequest, results: list[Result]) -> list[Row]:
    """Every result that was ever entered, the latest first; what was corrected is struck and stays readable."""
    zone = request.practice.zone
    replaced = {one.replaces_id for one in results}
    return [
        Row(
            cells=(
                Cell(text=fact_spec(one.fact).title, url=_correct(one)) if one.id not in replaced else _title(one),
                _written(one) if one.value else "taken back",
                f"{written.day(one.observed_at.astimezone(zone).date())}, {one.source}",
                f"{one.entered_by_name}, {written.moment(one.entered_at, zone)}"
                + (f": {one.reason}" if one.reason else ""),
            ),
            struck=one.id in replaced,
        )
        for one in sorted(results, key=lambda one: one.entered_at, reverse=True)
    ]


def _row(request: HttpRequest, fact: str, result: Result | None, every: tuple[Rule, ...]) -> Row:
    spec, age = fact_spec(fact), greatest_age(every, fact)
    if result is None:
        return Row(cells=(spec.title, Cell(text="missing", tone="watch"), "", f"for {age}" if age else ""))
    here = request.now.astimezone(request.practice.zone)
    day = written.day(result.observed_at.astimezone(request.practice.zone).date())
    counts: str | Cell = ""
    if age is not None:
        good = age.covers(since=result.observed_at, at=here)
        until = written.day(age.ends(result.observed_at).astimezone(request.practice.zone).date())
        counts = f"until {until}" if good else Cell(text=f"too old since {until}", tone="watch")
    return Row(cells=(Cell(text=spec.title, url=_correct(result)), _written(result), f"{day}, {result.source}", counts))


def _title(result: Result) -> str:
    return fact_spec(result.fact).title


def _written(result: Result) -> str:
    return f"{result.value} {fact_spec(result.fact).unit}".strip()


def _correct(result: Result) -> str:
    return reverse("desk:correct-result", args=[result.id])
