"""How a form is answered: on to the next page when it was kept, the same page with a sentence when it was not."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse

from openkap.terms.refusal import BadInput, RuleRefusal

__all__ = ["Outcome", "SeeOther", "attempt", "posted", "see_other"]

_REFUSED_INPUT, _REFUSED_BY_RULE = 422, 409


class SeeOther(HttpResponseRedirect):
    """303: what was sent is kept; look there."""

    status_code = 303


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a form. `status` is that of the page that shows it again; `value` what the service gave."""

    kept: bool
    status: int = 200
    value: Any = None


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: nothing, unless it was sent."""
    return request.POST if request.method == "POST" else None


def attempt(form: BaseForm, do: Callable[[], Any]) -> Outcome:
    """Does it if the form was sent and can be read. A refusal's sentence is put at its field, or above the form, and
    all that was typed stays."""
    if not form.is_bound:
        return Outcome(kept=False)
    if not form.is_valid():
        return Outcome(kept=False, status=_REFUSED_INPUT)
    try:
        return Outcome(kept=True, value=do())
    except BadInput as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        return Outcome(kept=False, status=_REFUSED_INPUT)
    except RuleRefusal as refusal:
        form.add_error(None, [refusal.message, *refusal.reasons])
        return Outcome(kept=False, status=_REFUSED_BY_RULE)


def see_other(request: HttpRequest, name: str, *args: UUID, said: str) -> HttpResponse:
    """Leads on to another page, which then says `said`. Nothing personal stands in it: it travels in a cookie."""
    messages.success(request, said)
    return SeeOther(reverse(name, args=args))
