"""DC-01 to DC-11: when a person may go home, on both sides of every limit."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from openkap.clinical.monitoring import ReleaseFinding, discharge_findings
from openkap.knowledge.routes import route
from openkap.knowledge.thresholds import discharge_criteria
from openkap.terms.fact import Fact, Known, Unknown
from openkap.terms.finding import Standing

ENDED = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)

MEASURED = {"sbp_mm_hg": 130, "dbp_mm_hg": 80, "baseline_sbp_mm_hg": 120, "baseline_dbp_mm_hg": 75}
YES = (
    *("hr_at_baseline", "spo2_at_baseline", "oriented", "walks_unaided", "speaks_coherently", "nausea_controlled"),
    *("tolerates_sips", "dissociation_minimal", "safe_since_start", "iv_removed", "iv_site_ok", "escort_present"),
    *("escort_briefed", "written_instructions_given", "phone_for_24_h_given", "integration_expected"),
    *("controlled_drug_reconciled", "waste_signed"),
)


def ready(at: datetime) -> dict[str, Fact]:
    """All that lets a person go home at `at`, measured and seen five minutes before."""
    seen = at - timedelta(minutes=5)
    return {
        "last_dose_ended_at": Known(ENDED),
        "aldrete_total": Known(Decimal(9), seen),
        "integration_at": Known(ENDED + timedelta(hours=48)),
        "psychosis_now": Known(False, seen),
        **{name: Known(Decimal(value), seen) for name, value in MEASURED.items()},
        **{name: Known(True, seen) for name in YES},
    }


def judge(changes: dict[str, Fact], *, by: str = "iv", minutes: float = 180) -> dict[str, ReleaseFinding]:
    at = ENDED + timedelta(minutes=minutes)
    found = discharge_findings(criteria=discharge_criteria(), facts=ready(at) | changes, route=route(by), at=at)
    return {each.rule: each for each in found}


def measured(**values: int) -> dict[str, Fact]:
    return {name: Known(Decimal(value), ENDED + timedelta(minutes=175)) for name, value in values.items()}


def test_all_met() -> None:
    found = judge({})
    assert list(found) == [f"DC-{number:02}" for number in range(1, 12)]
    assert [each.rule for each in found.values() if not each.met] == []


@pytest.mark.parametrize(
    ("ago", "standing"),
    [(30, Standing.MET), (30.02, Standing.UNKNOWN), (-1, Standing.UNKNOWN), (None, Standing.UNKNOWN)],
)
def test_an_old_or_undated_reading_sends_nobody_home(ago: float | None, standing: Standing) -> None:
    since = None if ago is None else ENDED + timedelta(minutes=180 - ago)
    for name, value in (("sbp_mm_hg", Decimal(130)), ("dbp_mm_hg", Decimal(80)), ("hr_at_baseline", True)):
        assert judge({name: Known(value, since)})["DC-03"].standing is standing


@pytest.mark.parametrize("gone", sorted({*ready(ENDED)} - {"integration_expected"}))
def test_anything_not_known_keeps_its_criterion_open(gone: str) -> None:
    found = judge({gone: Unknown("not asked yet")})
    still_open = [each for each in found.values() if each.standing is Standing.UNKNOWN]
    assert still_open, gone
    assert all(each.resolve.startswith("Find out and record") for each in still_open)


# route, least minutes after the last dose (None: neither source nor site gives one)
@pytest.mark.parametrize(
    ("by", "least"),
    [("iv", 60), ("im", 120), ("sl-rdt", 120), ("in-esketamine", 120), ("in-racemic", None), ("oral", None)],
)
def test_the_least_stay(by: str, least: int | None) -> None:
    if least is None:
        found = judge({}, by=by, minutes=600)["DC-01"]
        assert (found.standing, found.because) == (
            Standing.UNKNOWN,
            "Not known yet: time since the last dose (no limit is set for this route).",
        )
        return
    assert judge({}, by=by, minutes=least)["DC-01"].standing is Standing.MET
    assert judge({}, by=by, minutes=least - 0.02)["DC-01"].standing is Standing.NOT_YET


@pytest.mark.parametrize(
    ("rule", "facts", "standing"),
    [
        ("DC-02", {"aldrete_total": 8}, Standing.UNKNOWN),  # PADSS could still meet it
        ("DC-02", {"aldrete_total": 8, "padss_total": 9, "padss_total_before": 9}, Standing.MET),
        ("DC-02", {"aldrete_total": 8, "padss_total": 9, "padss_total_before": 8}, Standing.NOT_YET),
        ("DC-02", {"aldrete_total": 8, "padss_total": 8}, Standing.NOT_YET),
        ("DC-03", {"sbp_mm_hg": 144}, Standing.MET),  # 20 % over 120
        ("DC-03", {"sbp_mm_hg": 145}, Standing.NOT_YET),
        ("DC-03", {"sbp_mm_hg": 96}, Standing.MET),  # 20 % under
        ("DC-03", {"sbp_mm_hg": 95, "previous_sbp_mm_hg": 99}, Standing.MET),  # below 140/90 and falling
        ("DC-03", {"dbp_mm_hg": 91}, Standing.NOT_YET),
        ("DC-03", {"baseline_sbp_mm_hg": 100, "sbp_mm_hg": 139, "previous_sbp_mm_hg": 141}, Standing.MET),
        ("DC-03", {"baseline_sbp_mm_hg": 100, "sbp_mm_hg": 139, "previous_sbp_mm_hg": 139}, Standing.NOT_YET),
        ("DC-03", {"baseline_sbp_mm_hg": 100, "sbp_mm_hg": 140, "previous_sbp_mm_hg": 160}, Standing.NOT_YET),
        ("DC-03", {"baseline_sbp_mm_hg": 100, "sbp_mm_hg": 139}, Standing.UNKNOWN),
    ],
)
def test_scores_and_pressure(rule: str, facts: dict[str, int], standing: Standing) -> None:
    assert judge(measured(**facts))[rule].standing is standing


@pytest.mark.parametrize(
    ("hours", "standing"),
    [(23.9, Standing.NOT_YET), (24, Standing.MET), (72, Standing.MET), (72.1, Standing.NOT_YET)],
)
def test_integration_lies_24_to_72_hours_after(hours: float, standing: Standing) -> None:
    when = Known(ENDED + timedelta(hours=hours))
    assert judge({"integration_at": when})["DC-10"].standing is standing


def test_a_pathway_without_integration_needs_none() -> None:
    found = judge({"integration_at": Unknown(), "integration_expected": Known(False)})
    assert found["DC-10"].met


@pytest.mark.parametrize(
    ("rule", "fact"),
    [
        ("DC-04", "oriented"),
        ("DC-04", "walks_unaided"),
        ("DC-04", "speaks_coherently"),
        ("DC-05", "nausea_controlled"),
        ("DC-05", "tolerates_sips"),
        ("DC-06", "dissociation_minimal"),
        ("DC-07", "safe_since_start"),
        ("DC-08", "iv_removed"),
        ("DC-08", "iv_site_ok"),
        ("DC-09", "escort_present"),
        ("DC-09", "escort_briefed"),
        ("DC-09", "written_instructions_given"),
        ("DC-09", "phone_for_24_h_given"),
        ("DC-11", "controlled_drug_reconciled"),
        ("DC-11", "waste_signed"),
    ],
)
def test_a_no_keeps_the_person_here(rule: str, fact: str) -> None:
    found = judge({fact: Known(False)})
    assert [each.rule for each in found.values() if not each.met] == [rule]
    assert found[rule].standing is Standing.NOT_YET


def test_psychosis_keeps_the_person_here_and_no_line_is_asked_of_the_other_routes() -> None:
    assert judge({"psychosis_now": Known(True)})["DC-04"].standing is Standing.NOT_YET
    assert "DC-08" not in judge({}, by="im")
