"""What things are called on a client's phone: shorter and warmer than their official names, which stand beside them."""

from openkap.knowledge.measures import measure
from openkap.knowledge.schedules import occasion_said
from openkap.services.health_form import HEALTH

__all__ = ["form_name", "kind_name", "occasion_name"]

_FORMS = {
    "phq9": "How you have been",
    "gad7": "Worry and unrest",
    "phq2": "Two questions on how you have been",
    "pcl5": "What hard experiences have left",
    "audit_c": "Alcohol",
    "urinary_check": "Your bladder",
    "trust_sliders": "You and your guide",
    HEALTH: "Your health",
}
_KINDS = {
    "consult": "First talk",
    "preparation": "Preparation",
    "medicine": "Medicine session",
    "integration": "Integration",
}


def form_name(key: str) -> str:
    """The heading of a form; a measure without a name of ours keeps its own."""
    return _FORMS[key] if key in _FORMS else measure(key).title


def occasion_name(occasion: str) -> str:
    """As the schedule says it to a client; what was asked by hand keeps its own word."""
    return occasion_said(occasion) or occasion.capitalize()


def kind_name(kind: str) -> str:
    return _KINDS.get(kind, kind.capitalize())
