"""Somebody with nothing against a dose, as three people say it: the client, who examined, and the prescriber."""

from datetime import datetime
from uuid import UUID

from tests.support.people import Place

from openkap.knowledge.rules.condition import Value
from openkap.services.enter_results import enter_results
from openkap.services.health_form import health_questions
from openkap.terms.identity import Role

# Answers of the client, by question: those whose branch stays closed are not asked.
HEALTHY = {question.item: "0" for question in health_questions() if not question.after}

# Every question, those of the branches too.
EVERY = [question.item for question in health_questions()]

# Results by fact.
RESULTS = dict(
    pair.split("=")
    for pair in [
        "age_years=44",
        "sbp_mm_hg=124",
        "dbp_mm_hg=78",
        "hr_per_min=72",
        "spo2_percent=98",
        "weight_kg=70",
        "height_cm=172",
        "urine_drug_screen=negative",
        "liver_tests_done=yes",
        "alt_x_uln=26/40",
        "ast_x_uln=0.6",
        "alp_x_uln=0.7",
        "metabolic_panel_done=yes",
        "tsh_ever_done=yes",
        "ecg_reviewed=yes",
        "urinary_check_done=yes",
        "airway_evaluated=yes",
        "asa_class=2",
        "stop_bang_total=1",
        "cognitive_screen_done=yes",
        "prescription_monitoring_checked=yes",
        "audit_total=2",
        "dast10_total=0",
    ]
)

FOUND_WELL: dict[str, Value] = dict.fromkeys(
    (
        *("intoxicated_now", "cannot_consent_or_withdrew", "imminent_suicide_risk", "bradycardia_symptoms"),
        *("personality_disorder_recent_risk", "cognitive_disorder", "readiness_concern", "communication_barrier"),
        *("doses_recur", "thyroid_symptoms", "cardiac_risk_factors", "qt_prolonging_medicine"),
    ),
    False,
) | {"hypertension_control_documented": True}


def examine(place: Place, client_id: UUID, at: datetime, **other: str) -> None:
    """Everything examined by the monitor, well unless `other` says else."""
    enter_results(
        within=place.id,
        by=place[Role.MONITOR],
        at=at,
        client_id=client_id,
        values=RESULTS | other,
        observed_at=at,
        source="measured here",
    )
