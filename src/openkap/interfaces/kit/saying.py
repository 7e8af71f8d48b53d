"""What is not said by a page itself, in the language of the page: texts of the data, and refusals of services."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from openkap.terms.refusal import Refusal

__all__ = ["either", "said_in"]


def either(english: str, spanish: str) -> str:
    """A text that stands in both languages in the data."""
    return spanish if get_language() == "es" else english


def said_in(refusal: Refusal) -> str:
    """What a service refuses. A sentence with values in it has no translation: beside its field a general one then says
    in Spanish what to do."""
    said = _(refusal.message)
    if get_language() == "en" or said != refusal.message:
        return said
    return _("Look at this again: something is missing here, is too long, or is not as it is usually written.")
