"""Every rule of screening as a clinician can review it: what is so, which rule answers, what follows.

One person about whom all is known and well passes. Each line changes a few facts of that person.
"""

from datetime import timedelta
from decimal import Decimal

import pytest
from tests.support.well import AT, known, well

from openkap.clinical.eligibility import Decision, RuleFinding, decision, judge
from openkap.knowledge.rules import Occasion, rules
from openkap.knowledge.rules.condition import Value
from openkap.terms.fact import Unknown
from openkap.terms.finding import Standing

RULES = rules(Occasion.SCREENING)


def screen(changes: dict[str, object], *, route: str = "iv") -> dict[str, RuleFinding]:
    facts = well() | {name: known(_value(value)) for name, value in changes.items()}
    drug = "esketamine" if route == "in-esketamine" else "racemic"
    return {each.rule: each for each in judge(rules=RULES, facts=facts, drug=drug, route=route, at=AT)}


def _value(value: object) -> Value:
    if isinstance(value, list):
        return tuple(value)
    return Decimal(str(value)) if isinstance(value, int | float) and not isinstance(value, bool) else value  # type: ignore[return-value]


def test_a_person_who_is_well_is_clear() -> None:
    for route in ("iv", "im", "sl-rdt", "in-racemic", "in-esketamine", "oral"):
        found = screen({}, route=route)
        assert [each.rule for each in found.values() if not each.met] == []
        assert decision(found.values()) is Decision.CLEAR


CLEAR, CLEARANCE, DEFER, BLOCKED = Decision

# what is so, the rules that answer (in their order), what follows
TABLE: list[tuple[dict[str, object], list[str], Decision]] = [
    # blood pressure, heart, oxygen
    ({"sbp_mm_hg": 139, "dbp_mm_hg": 89}, [], CLEAR),
    ({"sbp_mm_hg": 140}, ["RC-01"], CLEARANCE),
    ({"dbp_mm_hg": 90}, ["RC-01"], CLEARANCE),
    ({"sbp_mm_hg": 159, "dbp_mm_hg": 99}, ["RC-01"], CLEARANCE),
    ({"sbp_mm_hg": 160}, ["RC-01", "RC-02"], DEFER),
    ({"dbp_mm_hg": 100}, ["RC-01", "RC-02"], DEFER),
    ({"hr_per_min": 100}, [], CLEAR),
    ({"hr_per_min": 101}, ["RC-03a"], DEFER),
    ({"hr_per_min": 49, "bradycardia_symptoms": True}, ["RC-03b"], CLEARANCE),
    ({"hr_per_min": 50, "bradycardia_symptoms": True}, [], CLEAR),
    ({"hr_per_min": 49}, [], CLEAR),
    ({"spo2_percent": 94}, [], CLEAR),
    ({"spo2_percent": 93}, ["RC-04"], DEFER),
    ({"spo2_percent": 93, "chronic_lung_disease": True}, [], CLEAR),
    ({"spo2_percent": 93, "chronic_lung_disease": True, "spo2_below_own_baseline": True}, ["RC-04"], DEFER),
    ({"cardiovascular_disease": True}, ["RC-05"], CLEARANCE),
    ({"hypertension_treated": True}, [], CLEAR),
    ({"hypertension_treated": True, "hypertension_control_documented": False}, ["RC-06"], CLEARANCE),
    # mind
    ({"psychosis_past_or_family": True}, ["RC-07"], CLEARANCE),
    ({"bipolar_disorder": True}, ["RC-08"], CLEARANCE),
    ({"dissociative_disorder": True}, ["RC-09"], CLEARANCE),
    ({"personality_disorder_recent_risk": True}, ["RC-10"], CLEARANCE),
    ({"cognitive_disorder": True}, ["RC-27"], CLEARANCE),
    ({"readiness_concern": True}, ["RC-31"], DEFER),
    ({"communication_barrier": True}, ["RC-32"], DEFER),
    # substances
    ({"substance_use_disorder_active": True}, ["RC-11"], CLEARANCE),
    ({"audit_total": 15}, [], CLEAR),
    ({"audit_total": 16}, ["RC-11"], CLEARANCE),
    ({"dast10_total": 5}, [], CLEAR),
    ({"dast10_total": 6}, ["RC-11"], CLEARANCE),
    ({"opioid_use_disorder": True}, ["RC-11"], CLEARANCE),
    ({"ketamine_misuse_ever": True}, ["RC-11"], CLEARANCE),
    ({"withdrawal_risk": True}, ["RC-12"], DEFER),
    ({"urine_drug_screen": "only prescribed found"}, [], CLEAR),
    ({"urine_drug_screen": "unprescribed found"}, ["RC-13"], DEFER),
    # liver, bladder, thyroid, kidney
    ({"child_pugh": "A"}, [], CLEAR),
    ({"child_pugh": "B"}, ["RC-14b"], CLEARANCE),
    ({"child_pugh": "C"}, ["RC-14a"], BLOCKED),
    ({"alt_x_uln": 3}, [], CLEAR),
    ({"alt_x_uln": 3.01}, ["RC-14c"], CLEARANCE),
    ({"ast_x_uln": 3.01}, ["RC-14c"], CLEARANCE),
    ({"alp_x_uln": 2}, [], CLEAR),
    ({"alp_x_uln": 2.01}, ["RC-14c"], CLEARANCE),
    ({"alp_or_ggt_rising_with_symptoms": True}, ["RC-14c"], CLEARANCE),
    ({"urinary_problem": True}, ["RC-15"], CLEARANCE),
    ({"hyperthyroidism_untreated": True}, ["RC-16"], CLEARANCE),
    ({"egfr_ml_per_min": 15}, [], CLEAR),
    ({"egfr_ml_per_min": 14}, ["RC-21"], CLEARANCE),
    ({"dialysis": True}, ["RC-21"], CLEARANCE),
    # head, airway, lungs, stomach
    ({"icp_or_eye_history": True}, ["RC-17"], CLEARANCE),
    ({"sleep_apnoea": True}, ["RC-18"], CLEARANCE),
    ({"stop_bang_total": 2}, [], CLEAR),
    ({"stop_bang_total": 3}, ["TS-11"], CLEAR),
    ({"stop_bang_total": 4}, ["TS-11"], CLEAR),
    ({"stop_bang_total": 5}, ["RC-18", "TS-11"], CLEARANCE),
    ({"weight_kg": 86.5}, [], CLEAR),  # BMI 29.9
    ({"weight_kg": 86.7}, ["RC-19"], CLEARANCE),  # BMI 30
    ({"weight_kg": 115.3}, ["RC-19"], CLEARANCE),  # BMI 39.9
    ({"weight_kg": 115.6}, ["RC-18", "RC-19"], CLEARANCE),  # BMI 40
    ({"severe_lung_disease": True, "chronic_lung_disease": True}, ["RC-20"], CLEARANCE),
    ({"reflux_or_gastroparesis": True}, ["RC-28"], CLEARANCE),
    ({"medicines": ["Ozempic"]}, ["RC-28"], CLEARANCE),
    ({"seizure_disorder": True}, ["RC-22"], CLEARANCE),
    ({"acute_porphyria": True}, ["RC-23"], CLEARANCE),
    ({"serious_reaction_to_ketamine": True}, ["RC-29"], CLEARANCE),
    # pregnancy and milk
    ({"pregnant": True, "childbearing_potential": True}, ["CI-07"], BLOCKED),
    ({"pregnancy_test": "positive"}, ["CI-07", "CX-04"], BLOCKED),
    ({"breast_feeding": True}, ["RC-24"], CLEARANCE),
    ({"childbearing_potential": True}, [], CLEAR),
    # age
    ({"age_years": 18}, [], CLEAR),
    ({"age_years": 17}, ["CI-12"], BLOCKED),
    ({"age_years": 64}, [], CLEAR),
    ({"age_years": 65}, ["RC-26"], CLEARANCE),
    ({"age_years": 65, "cognitive_screen_done": False}, ["RC-26", "TS-14"], CLEARANCE),
    # answers that cannot both be so: both are kept, and each is judged
    ({"pregnant": True, "sex_at_birth": "male"}, ["CI-07", "CX-01", "CX-03"], BLOCKED),
    ({"childbearing_potential": True, "sex_at_birth": "male"}, ["CX-02"], DEFER),
    ({"pregnant": True, "childbearing_potential": False}, ["CI-07", "CX-03"], BLOCKED),
    ({"under_18": True}, ["CI-12", "CX-05"], BLOCKED),
    ({"under_18": False, "age_years": 17}, ["CX-05"], DEFER),
    ({"severe_lung_disease": True}, ["CX-06", "RC-20"], DEFER),
    ({"breast_feeding": True, "sex_at_birth": "male"}, ["CX-07", "RC-24"], DEFER),
    # tests
    ({"doses_recur": True}, [], CLEAR),
    ({"doses_recur": True, "liver_tests_done": False}, ["TS-03"], CLEARANCE),
    ({"kidney_risk": True, "metabolic_panel_done": False}, ["TS-04"], CLEARANCE),
    ({"metabolic_panel_done": False}, [], CLEAR),
    ({"tsh_ever_done": False}, ["TS-05"], CLEARANCE),
    ({"thyroid_symptoms": True}, [], CLEAR),
    ({"thyroid_symptoms": True, "tsh_since_symptoms": False}, ["TS-05"], CLEARANCE),
    ({"blood_count_abnormal": True}, ["TS-06"], CLEAR),
    ({"age_years": 49, "ecg_reviewed": False}, [], CLEAR),
    ({"age_years": 50, "ecg_reviewed": False}, ["TS-07"], CLEARANCE),
    ({"cardiac_risk_factors": True, "ecg_reviewed": False}, ["TS-07"], CLEARANCE),
    ({"qt_prolonging_medicine": True, "ecg_reviewed": False}, ["TS-07"], CLEARANCE),
    ({"qtc_ms": 500}, [], CLEAR),
    ({"qtc_ms": 501}, ["TS-08"], CLEARANCE),
    ({"urinary_check_done": False}, ["TS-09"], CLEARANCE),
    ({"asa_class": 2}, [], CLEAR),
    ({"asa_class": 3}, ["TS-13"], CLEARANCE),
    ({"airway_evaluated": False}, ["TS-12"], CLEARANCE),
    ({"cognitive_concern": True, "cognitive_screen_done": False}, ["TS-14"], CLEARANCE),
    ({"prescription_monitoring_checked": False}, ["TS-15"], CLEARANCE),
    # the series
    ({"in_first_series": True, "doses_so_far": 5}, [], CLEAR),
    ({"in_first_series": True, "doses_so_far": 6}, ["SE-03"], CLEARANCE),
    ({"doses_so_far": 3, "phq9_improvement_percent": 0}, [], CLEAR),
    ({"doses_so_far": 4, "phq9_improvement_percent": 24.9}, ["SE-04"], CLEARANCE),
    ({"doses_so_far": 4, "phq9_improvement_percent": 25}, [], CLEAR),
    ({"doses_so_far": 4, "phq9_improvement_percent": -10}, ["SE-04"], CLEARANCE),
    ({"doses_so_far": 6, "months_in_treatment": 1, "doses_in_last_7_days": 1}, [], CLEAR),
    ({"doses_so_far": 6, "months_in_treatment": 2, "doses_in_last_7_days": 0}, [], CLEAR),
    ({"doses_so_far": 6, "months_in_treatment": 2, "doses_in_last_7_days": 1}, ["SE-05"], CLEARANCE),
    ({"doses_so_far": 11}, [], CLEAR),
    ({"doses_so_far": 12}, ["SE-06a"], CLEAR),
    ({"doses_so_far": 24}, ["SE-06a", "SE-06b"], CLEAR),
    ({"doses_so_far": 48}, ["SE-06a", "SE-06b", "SE-06c"], CLEARANCE),
]


@pytest.mark.parametrize(("changes", "expected", "outcome"), TABLE, ids=[str(line[0]) for line in TABLE])
def test_what_is_so_and_what_follows(changes: dict[str, object], expected: list[str], outcome: Decision) -> None:
    found = screen(changes)
    assert [each.rule for each in found.values() if each.standing is Standing.NOT_YET] == expected
    assert decision(found.values()) is outcome
    assert not [each for each in found.values() if each.standing is Standing.UNKNOWN]


# Esketamine: frequency by week (label)
@pytest.mark.parametrize(
    ("week", "last_7_days", "expected"),
    [
        (1, 1, []),
        (4, 1, []),
        (4, 2, ["SE-01"]),
        (5, 0, []),
        (5, 1, ["SE-01"]),
        (8, 1, ["SE-01"]),
        (9, 0, []),
        (9, 1, ["SE-01"]),
    ],
)
def test_esketamine_frequency(week: int, last_7_days: int, expected: list[str]) -> None:
    changes = {"doses_so_far": 2, "treatment_week": week, "doses_in_last_7_days": last_7_days}
    found = screen(changes, route="in-esketamine")
    assert [each.rule for each in found.values() if not each.met] == expected
    assert "SE-01" not in screen(changes)


def test_esketamine_benefit_after_week_4() -> None:
    changes = {"doses_so_far": 8, "treatment_week": 5, "benefit_reviewed": False}
    assert not screen(changes, route="in-esketamine")["SE-02"].met
    assert screen(changes | {"treatment_week": 4}, route="in-esketamine")["SE-02"].met


# rule, the facts with their greatest age, in which the last good minute passes and the next does not
@pytest.mark.parametrize(
    ("rule", "fact", "changes", "last_good"),
    [
        ("RC-25", "pregnancy_test", {"childbearing_potential": True}, timedelta(days=28)),
        ("TS-02", "urine_drug_screen", {}, timedelta(days=30)),
        ("TS-03", "liver_tests_done", {"doses_recur": True}, timedelta(days=180)),
        ("TS-03", "alt_x_uln", {"doses_recur": True}, timedelta(days=180)),
        ("TS-07", "ecg_reviewed", {"cardiac_risk_factors": True}, timedelta(days=365)),  # 12 months, no leap day
        ("TS-09", "urinary_check_done", {}, timedelta(days=184)),  # 23 May to 23 November
    ],
)
def test_results_age_to_the_minute(rule: str, fact: str, changes: dict[str, object], last_good: timedelta) -> None:
    facts = well() | {name: known(_value(value)) for name, value in changes.items()}
    for ago, standing in ((last_good, Standing.MET), (last_good + timedelta(minutes=1), Standing.UNKNOWN)):
        facts[fact] = known(well()[fact].value, ago=ago)  # type: ignore[union-attr]
        found = judge(rules=RULES, facts=facts, drug="racemic", route="iv", at=AT)
        assert next(each for each in found if each.rule == rule).standing is standing
    stale = next(each for each in found if each.rule == rule)
    assert "too old" in stale.because
    assert stale.resolve.startswith("Find out and record")


def test_an_undated_result_and_one_from_the_future_do_not_count() -> None:
    for fact in (known("negative", ago=timedelta(minutes=-1)), type(known("negative"))("negative", None)):
        facts = well() | {"childbearing_potential": known(True), "pregnancy_test": fact}
        found = judge(rules=RULES, facts=facts, drug="racemic", route="iv", at=AT)
        assert next(each for each in found if each.rule == "RC-25").standing is Standing.UNKNOWN


# Facts of screening that nobody misses about this person, because another answer makes them needless: a negative
# pregnancy test at hand, no slow heart, no lung disease, an ECG and a cognitive screen done, a first dose to come.
NEEDLESS_HERE = {
    *("childbearing_potential", "pregnancy_test", "sex_at_birth", "bradycardia_symptoms", "chronic_lung_disease"),
    *("spo2_below_own_baseline", "hypertension_treated", "hypertension_control_documented", "cardiac_risk_factors"),
    *("qt_prolonging_medicine", "ecg_reviewed", "qtc_ms", "cognitive_concern", "cognitive_screen_done"),
    *("kidney_risk", "metabolic_panel_done", "egfr_ml_per_min", "thyroid_symptoms", "tsh_since_symptoms"),
    *("doses_recur", "liver_tests_done", "alt_x_uln", "ast_x_uln", "alp_x_uln", "alp_or_ggt_rising_with_symptoms"),
    *("blood_count_abnormal", "in_first_series", "treatment_week", "months_in_treatment", "doses_in_last_7_days"),
    *("benefit_reviewed", "phq9_improvement_percent"),
    *("alcohol_last_24_h", "cannabis_last_24_h", "psychedelic_or_other_ketamine"),  # asked on the day (PD-07)
}


def test_a_positive_test_stops_the_dose_whatever_its_date() -> None:
    for fact in (known("positive", ago=timedelta(days=-1)), known("positive", ago=timedelta(days=900))):
        found = judge(rules=RULES, facts=well() | {"pregnancy_test": fact}, drug="racemic", route="iv", at=AT)
        assert decision(found) is Decision.BLOCKED


def test_whatever_else_screening_asks_for_is_missed_when_it_is_not_known() -> None:
    asked = {test.fact for rule in RULES for test in rule.comparisons} & set(well())
    for gone in sorted(asked):
        found = judge(rules=RULES, facts=well() | {gone: Unknown("not asked yet")}, drug="racemic", route="iv", at=AT)
        missed = [each.rule for each in found if each.standing is Standing.UNKNOWN]
        assert bool(missed) is (gone not in NEEDLESS_HERE), gone
        assert (decision(found) is Decision.CLEAR) is (not missed), gone


@pytest.mark.parametrize(
    ("gone", "rule"),
    [
        ({"childbearing_potential", "pregnancy_test"}, "RC-25"),
        ({"hypertension_treated", "hypertension_control_documented"}, "RC-06"),
        ({"cardiac_risk_factors", "ecg_reviewed"}, "TS-07"),
        ({"doses_recur", "liver_tests_done"}, "TS-03"),
        ({"kidney_risk", "metabolic_panel_done"}, "TS-04"),
        ({"thyroid_symptoms", "tsh_since_symptoms"}, "TS-05"),
        ({"cognitive_concern", "cognitive_screen_done"}, "TS-14"),
    ],
)
def test_the_two_together_are_missed(gone: set[str], rule: str) -> None:
    facts = well() | dict.fromkeys(gone, Unknown("not asked yet"))
    found = judge(rules=RULES, facts=facts, drug="racemic", route="iv", at=AT)
    assert rule in [each.rule for each in found if each.standing is Standing.UNKNOWN]


def test_every_rule_of_screening_stands_in_a_table_here() -> None:
    tried = {rule for _, rules_, _ in TABLE for rule in rules_} | {"SE-01", "SE-02", "RC-25", "TS-02", "TS-03", "TS-09"}
    elsewhere = ("CI-", "IX-", "MX-")  # test_contraindications, test_interactions
    given_at_all = {"TS-01", "TS-10"}  # test_whatever_else_screening_asks_for_…
    left = {each.id for each in RULES if not each.id.startswith(elsewhere)} - tried - given_at_all
    assert left == set()


def test_asking_changes_nothing() -> None:
    facts = well()
    before = dict(facts)
    judge(rules=RULES, facts=facts, drug="racemic", route="iv", at=AT)
    assert facts == before
