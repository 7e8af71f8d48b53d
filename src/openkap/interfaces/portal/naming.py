"""What things are called on a client's phone: shorter and warmer than their official names, which stand beside them."""

from django.utils.translation import gettext_lazy

from openkap.knowledge.measures import measure
from openkap.services.health_form import HEALTH

__all__ = ["form_name", "kind_name", "occasion_name"]

_FORMS = {
    "phq9": gettext_lazy("How you have been"),
    "gad7": gettext_lazy("Worry and unrest"),
    "trust_sliders": gettext_lazy("You and your guide"),
    HEALTH: gettext_lazy("Your health"),
}
_OCCASIONS = {
    "intake": gettext_lazy("Before we begin"),
    "preparation": gettext_lazy("For your preparation"),
    "after a dose": gettext_lazy("After your session"),
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
