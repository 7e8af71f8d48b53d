"""What things are called on a client's phone: shorter and warmer than their official names, which stand beside them."""

from django.utils.translation import gettext_lazy

from openkap.knowledge.measures import measure
from openkap.services.health_form import HEALTH

__all__ = ["form_name", "kind_name", "occasion_name"]

_FORMS = {
    "phq9": gettext_lazy("How you have been"),
    "gad7": gettext_lazy("Worry and unrest"),
    "phq2": gettext_lazy("Two questions on how you have been"),
    "pcl5": gettext_lazy("What hard experiences have left"),
    "audit_c": gettext_lazy("Alcohol"),
    "urinary_check": gettext_lazy("Your bladder"),
    "trust_sliders": gettext_lazy("You and your guide"),
    HEALTH: gettext_lazy("Your health"),
}
_OCCASIONS = {
    "intake": gettext_lazy("Before we begin"),
    "screening": gettext_lazy("Before we begin"),
    "preparation": gettext_lazy("For your preparation"),
    "day of dose": gettext_lazy("Today, before your session"),
    "return": gettext_lazy("After your session"),
    "after a dose": gettext_lazy("After your session"),
    "weekly": gettext_lazy("This week"),
    "end of series": gettext_lazy("At the end of your sessions"),
    "1 month": gettext_lazy("1 month on"),
    "3 months": gettext_lazy("3 months on"),
    "6 months": gettext_lazy("6 months on"),
    "12 months": gettext_lazy("12 months on"),
    "changes": gettext_lazy("What has changed"),
}
_KINDS = {
    "consult": gettext_lazy("First talk"),
    "preparation": gettext_lazy("Preparation"),
    "medicine": gettext_lazy("Medicine session"),
    "integration": gettext_lazy("Integration"),
}


def form_name(key: str) -> str:
    """The heading of a form; a measure without a name of ours keeps its own."""
    return str(_FORMS[key]) if key in _FORMS else measure(key).title


def occasion_name(occasion: str) -> str:
    return str(_OCCASIONS.get(occasion, occasion.capitalize()))


def kind_name(kind: str) -> str:
    return str(_KINDS.get(kind, kind.capitalize()))
