"""Every schedule file: its schema, its sources, and that what it names exists."""

import tomllib
from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest

from openkap.clinical.asking import why_not_asked
from openkap.knowledge.measures import measure
from openkap.knowledge.pathways import pathway as pathway_of
from openkap.knowledge.pathways import pathway_text, pathways
from openkap.knowledge.reading import KnowledgeError, read_toml
from openkap.knowledge.schedules import HEALTH, Schedule, schedule, schedules
from openkap.knowledge.schedules.catalogue import read_schedule
from openkap.terms.refusal import BadInput

EVERY = [pytest.param(one, id=one.key) for one in schedules()]


def test_each_pathway_names_a_schedule_and_each_schedule_is_used() -> None:
    assert {pathway.schedule for pathway in pathways()} == {one.key for one in schedules()}


def test_a_pathway_asks_what_its_schedule_asks_and_says_nothing_of_its_own() -> None:
    for pathway in pathways():
        plan = schedule(pathway.schedule)
        assert [(asked.occasion, asked.measure) for asked in pathway.asked] == [
            (occasion.key, ask.measure) for occasion in plan.occasions for ask in occasion.asks
        ]
        assert "asked" not in tomllib.loads(pathway_text(pathway.key))
    other = replace(pathway_of("kap"), schedule="iv_only")
    assert other.asked == pathway_of("iv_only").asked != pathway_of("kap").asked


@pytest.mark.parametrize("one", EVERY)
def test_every_row_has_its_source_and_names_a_measure(one: Schedule) -> None:
    for occasion in one.occasions:
        assert occasion.source.strip()
        assert len({ask.measure for ask in occasion.asks}) == len(occasion.asks) > 0
        assert (bool(occasion.opens_days) + bool(occasion.opens_months) + bool(occasion.opens_hours)) <= 1
        for ask in occasion.asks:
            assert ask.source.strip()
            assert ask.measure == HEALTH or measure(ask.measure).key == ask.measure
    assert all(left.what and left.because for left in one.left_out)
    assert one.sources


@pytest.mark.parametrize("one", EVERY)
def test_only_what_may_be_shown_is_asked_of_a_client(one: Schedule) -> None:
    for ask in {ask.measure for occasion in one.occasions for ask in occasion.asks} - {HEALTH}:
        if why_not_asked(ask) is None:
            rights = measure(ask).rights
            assert rights.may_show_text
            assert measure(ask).has_text
            assert not rights.condition


@pytest.mark.parametrize("one", EVERY)
def test_the_acute_scales_stand_in_the_return_alone(one: Schedule) -> None:
    """Facts on instruments, section 0, rule 7: never at the peak."""
    for occasion in one.occasions:
        acute = {ask.measure for ask in occasion.asks} & {"ebi", "ceq", "ceq7", "meq30", "edi", "asc11d", "asc5d"}
        assert not acute or occasion.anchor == "return"


def test_section_6_is_covered() -> None:
    """Each time of the suggested schedule has its occasion in KAP; what it asks is asked there, or left out by name."""
    kap = schedule("kap")
    wanted = {
        "intake": "phq9 gad7",
        "screening": "pcl5 cssrs_screen audit_c dast10 mdq pq16 who5 urinary_check isi",
        "preparation": "pps",
        "day of dose": "cssrs_screen phq2",
        "return": "ebi ceq meq30 edi",
        "after a dose": "cssrs_screen",
        "weekly": "phq9 gad7 ies eis",
        **dict.fromkeys(
            ("end of series", "1 month", "3 months", "6 months", "12 months"),
            "phq9 gad7 pcl5 who5 sds wsas urinary_check audit_c dast10",
        ),
    }
    for key, measures in wanted.items():
        occasion = kap.occasion(key)
        assert occasion is not None, key
        assert set(measures.split()) <= {ask.measure for ask in occasion.asks}, key


def _broken(change: str) -> dict[str, Any]:
    raw = deepcopy(read_toml("schedules", "kap"))
    match change:
        case "an unknown key":
            raw["mood"] = "good"
        case "an unknown anchor":
            raw["occasions"][0]["anchor"] = "full moon"
        case "a missing source":
            del raw["occasions"][0]["asks"][0]["source"]
        case "an occasion twice":
            raw["occasions"].append(raw["occasions"][0])
        case "four reminders":
            raw["reminders"]["most"] = 4
        case "no occasions":
            del raw["occasions"]
        case "a bad edition":
            raw["edition"] = "today"
    return raw


@pytest.mark.parametrize(
    "change",
    [
        "an unknown key",
        "an unknown anchor",
        "a missing source",
        "an occasion twice",
        "four reminders",
        "no occasions",
        "a bad edition",
    ],
)
def test_a_bad_file_is_refused_by_its_name(change: str) -> None:
    with pytest.raises(KnowledgeError, match=r"schedules/kap\.toml: "):
        read_schedule(_broken(change), "schedules/kap.toml")


def test_an_unknown_schedule_is_refused_with_the_known_ones() -> None:
    with pytest.raises(BadInput, match="Known: kap, iv_only"):
        schedule("spravato")
