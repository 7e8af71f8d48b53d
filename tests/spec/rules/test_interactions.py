"""Interactions: what somebody types, which rule answers by which route, how severe. A pharmacist should review it."""

import pytest
from tests.support.well import AT, known, well

from openkap.clinical.eligibility import Decision, RuleFinding, decision, judge
from openkap.knowledge.rules import Action, Occasion, rules
from openkap.knowledge.rules.fact_spec import class_titles
from openkap.knowledge.rules.medicines import medicines, recognise
from openkap.terms.fact import Known, Unknown
from openkap.terms.finding import Standing

RULES = rules(Occasion.SCREENING)
SEVERITY_ACTION = {
    "3": Action.HARD_STOP,
    "2 to 3": Action.HARD_STOP,
    "2": Action.CAUTION,
    "1 to 2": Action.CAUTION,
    "1": Action.INFO,
}


def answering(*typed: str, route: str = "iv") -> dict[str, RuleFinding]:
    drug = "esketamine" if route == "in-esketamine" else "racemic"
    found = judge(rules=RULES, facts=well() | {"medicines": known(typed)}, drug=drug, route=route, at=AT)
    return {each.rule: each for each in found if each.standing is Standing.NOT_YET}


# what is typed, the rules that answer before an intravenous dose
@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("Xanax", ["IX-01"]),
        ("xanax 0.5 mg at bedtime", ["IX-01"]),
        ("  ALPRAZOLAM ", ["IX-01"]),
        ("Ambien CR 12.5mg", ["IX-01"]),
        ("gabapentin", ["IX-02"]),
        ("Lyrica", ["IX-02"]),
        ("OxyContin 10 mg twice daily", ["IX-03"]),
        ("methadone", ["IX-03", "IX-14"]),
        ("Suboxone", ["IX-04"]),
        ("Vivitrol", ["IX-05"]),
        ("Contrave", ["IX-05", "IX-15"]),
        ("wine", ["IX-06"]),
        ("Adderall XR", ["IX-07"]),
        ("Provigil", ["IX-07"]),
        ("Parnate", ["IX-08"]),
        ("linezolid", ["IX-08"]),
        ("Effexor XR 75 mg", ["IX-09"]),
        ("amitriptyline", ["IX-09"]),
        ("Zoloft", ["IX-10"]),
        ("Lamictal", ["IX-11"]),
        ("lithium carbonate", ["IX-12"]),
        ("Depakote ER", ["IX-12"]),
        ("Seroquel", ["IX-13"]),
        ("Namenda", ["IX-14"]),
        ("Auvelity", ["IX-14", "IX-15"]),
        ("Wellbutrin XL", ["IX-15"]),
        ("Theo-24", ["IX-16"]),
        ("Sudafed PE", ["IX-17"]),
        ("clarithromycin", ["IX-18"]),
        ("grapefruit juice", ["IX-18"]),
        ("THC", ["IX-21"]),
        ("Marinol", ["IX-21"]),
        ("magic mushrooms", ["IX-22"]),
        ("ketamine troche", ["IX-22"]),
        ("Spravato", ["IX-22"]),
        ("lisinopril", ["IX-23"]),
        ("Viagra", ["IX-24"]),
        ("Wegovy", ["RC-28"]),
        ("ibuprofen", []),
        ("vitamin D", []),
        ("folic acid", []),
        ("codeine and ibuprofen", ["IX-03"]),
        ("Zyblox", ["MX-02"]),
        ("Zyblox with ibuprofen", ["MX-02"]),
        ("Xanex", ["MX-02"]),
        ("Xanax and Zyblox", ["MX-02", "IX-01"]),
        ("ザナックス", ["MX-02"]),
        ("0.5", ["MX-02"]),
    ],
)
def test_what_is_typed_is_found(typed: str, expected: list[str]) -> None:
    assert list(answering(typed)) == expected


# by other routes
@pytest.mark.parametrize(
    ("typed", "route", "expected"),
    [
        ("clarithromycin", "oral", ["IX-18-ORAL"]),
        ("clarithromycin", "sl-rdt", ["IX-18-ORAL"]),
        ("clarithromycin", "im", ["IX-18"]),
        ("clarithromycin", "in-esketamine", ["IX-18"]),
        ("Plavix", "oral", ["IX-19"]),
        ("Plavix", "iv", []),
        ("Tegretol", "sl-rdt", ["IX-20"]),
        ("Tegretol", "iv", []),
        ("St. John's Wort", "oral", ["IX-20"]),
        ("Flonase", "in-esketamine", ["IX-17-NASAL"]),
        ("Afrin", "in-racemic", ["IX-17", "IX-17-NASAL"]),
        ("Afrin", "iv", ["IX-17"]),
        ("Flonase", "iv", []),
    ],
)
def test_the_route_decides(typed: str, route: str, expected: list[str]) -> None:
    assert list(answering(typed, route=route)) == expected


def test_severity_rules_the_action() -> None:
    interactions = [each for each in rules() if each.severity]
    assert len(interactions) >= 27
    for each in interactions:
        assert each.action is SEVERITY_ACTION[each.severity], each.id


def test_the_words_that_were_typed_stay_in_the_sentence() -> None:
    found = answering("Xanax 0.5 mg", "Klonopin", "Xanex")
    assert "Xanax 0.5 mg (alprazolam), Klonopin (clonazepam)" in found["IX-01"].because
    assert "Xanex (was it Xanax?)" in found["MX-02"].because
    assert found["MX-02"].by == "prescriber"


def test_a_list_that_was_not_asked_for_is_no_empty_list() -> None:
    for said, standing in ((Unknown("not asked yet"), Standing.UNKNOWN), (Known((), AT), Standing.MET)):
        found = judge(rules=RULES, facts=well() | {"medicines": said}, drug="racemic", route="iv", at=AT)
        assert next(each for each in found if each.rule == "MX-01").standing is standing
        assert (decision(found) is Decision.CLEAR) is (standing is Standing.MET)


def test_sources_that_disagree_are_both_shown() -> None:
    views = answering("naltrexone")["IX-05"].views
    assert [source for source, _ in views] == ["WIL18", "YOO19"]


@pytest.mark.parametrize("medicine", medicines(), ids=lambda each: each.ingredient)
def test_every_name_of_every_medicine_is_found_with_all_its_classes(medicine: object) -> None:
    for name in medicine.names:  # type: ignore[attr-defined]
        assert recognise(name).medicines == (medicine,), name
        assert recognise(name.upper()).whole, name


def test_classes_and_interactions_belong_together() -> None:
    in_rules = {
        test.fact.removeprefix("medicine:") for each in rules() for test in each.comparisons if "medicine:" in test.fact
    }
    in_medicines = {class_ for medicine in medicines() for class_ in medicine.classes}
    assert in_medicines <= set(class_titles())
    assert in_rules - {"unknown"} == in_medicines - {"none"}
