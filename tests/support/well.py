"""People for the tests of rules: one about whom everything is known and nothing stands against a dose."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from openkap.knowledge.rules.condition import Value
from openkap.knowledge.rules.fact_spec import FactKind, fact_specs
from openkap.terms.fact import Fact, Known

__all__ = ["AT", "GOOD_WHEN_YES", "known", "well"]

AT = datetime(2026, 11, 23, 14, 30, tzinfo=ZoneInfo("America/Chicago"))

# Yes-or-no facts whose "yes" is what lets a person go on; for all others it is "no".
GOOD_WHEN_YES = {
    *("hypertension_control_documented", "liver_tests_done", "metabolic_panel_done", "tsh_ever_done"),
    *("tsh_since_symptoms", "ecg_reviewed", "urinary_check_done", "airway_evaluated", "cognitive_screen_done"),
    *("prescription_monitoring_checked", "benefit_reviewed", "misuse_asked", "identity_checked_twice"),
    *("order_read_back", "consent_signed", "separate_consents_answered", "says_go_ahead_today", "substances_asked"),
    *("medicines_checked", "no_driving_understood", "escort_arranged", "safe_place_after", "phone_contact"),
    *("emergency_equipment_checked", "comfort_checked", "intention_and_touch_confirmed"),
    *("room_ready", "controlled_drug_count_agrees", "lot_recorded", "vial_in_date", "medical_clearance"),
    *("preparation_complete", "integration_arranged", "integration_expected", "kap_pathway"),
    *("hr_at_baseline", "spo2_at_baseline", "oriented", "walks_unaided", "speaks_coherently", "nausea_controlled"),
    *("tolerates_sips", "dissociation_minimal", "safe_since_start", "iv_removed", "iv_site_ok", "escort_present"),
    *("escort_briefed", "written_instructions_given", "phone_for_24_h_given", "controlled_drug_reconciled"),
    "waste_signed",
}
_NUMBERS = {
    "age_years": "44",
    "height_cm": "170",
    "weight_kg": "70",
    "sbp_mm_hg": "124",
    "dbp_mm_hg": "78",
    "hr_per_min": "72",
    "spo2_percent": "98",
    "rr_per_min": "14",
    "audit_total": "2",
    "dast10_total": "0",
    "alt_x_uln": "0.6",
    "ast_x_uln": "0.6",
    "alp_x_uln": "0.7",
    "stop_bang_total": "1",
    "egfr_ml_per_min": "95",
    "qtc_ms": "410",
    "asa_class": "2",
    "doses_so_far": "0",
    "treatment_week": "1",
    "months_in_treatment": "0",
    "doses_in_last_7_days": "0",
    "phq9_improvement_percent": "50",
}
_OTHERS: dict[str, Value] = {
    "sex_at_birth": "female",
    "pregnancy_test": "negative",
    "urine_drug_screen": "negative",
    "child_pugh": "no liver disease",
    "cssrs_since_last_contact": "no concern",
    "medicines": (),
    "last_food_at": AT - timedelta(hours=10),
    "last_drink_at": AT - timedelta(hours=3),
    "prescriber_today": "Robin Vale",
    "monitor_today": "Noor Haddad",
    "guide_today": "Mara Lind",
    "escort_name": "Sam Rivera",
    "escort_phone": "512-555-0100",
    "escort_time": AT + timedelta(hours=3),
}


def well() -> dict[str, Fact[Value]]:
    """Everything that screening and the day ask for, known for 20 minutes, with nothing that stands against a dose."""
    facts: dict[str, Fact[Value]] = {name: known(Decimal(value)) for name, value in _NUMBERS.items()}
    facts |= {name: known(value) for name, value in _OTHERS.items()}
    for spec in fact_specs().values():
        if spec.kind is FactKind.YES_NO:
            facts[spec.name] = known(spec.name in GOOD_WHEN_YES)
    del facts["under_18"]  # worked out from the age
    return facts


def known(value: Value, *, ago: timedelta = timedelta(minutes=20)) -> Known[Value]:
    return Known(value, AT.astimezone(UTC) - ago)  # in UTC: local clocks went back an hour on 1 November
