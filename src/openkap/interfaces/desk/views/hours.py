"""The opening hours, in which appointments are offered: what stands, and other ones, to be signed."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from openkap.clinical.authority import Doing
from openkap.interfaces.desk.forms.signed import Signed
from openkap.interfaces.desk.showing.hours import hours_lines, week_words
from openkap.interfaces.desk.showing.policy import HISTORY_COLUMNS, history_rows
from openkap.interfaces.kit.access import staff_only
from openkap.interfaces.kit.parts import Link
from openkap.interfaces.kit.replies import SeeOther, attempt, posted
from openkap.records.policy import find as policy
from openkap.services.opening_hours import HOURS, choose_hours, read_hours
from openkap.terms.opening import WEEKDAYS, Week

__all__ = ["hours"]


_HELP = "Such as 09:00-17:00, or 09:00-12:30, 13:30-18:00. Empty where it is closed."


class Hours(Signed):
    """A field for each day, then the reason."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in WEEKDAYS:
            self.fields[name] = forms.CharField(
                label=name.capitalize(),
                required=False,
                help_text=_HELP if name == WEEKDAYS[0] else "",
                widget=forms.TextInput(attrs={"autocomplete": "off"}),
            )
        self.order_fields((*WEEKDAYS, "reason"))


@staff_only(Doing.SET_POLICY)
def hours(request: HttpRequest) -> HttpResponse:
    standing = read_hours(within=request.practice.id)
    form = Hours(posted(request), initial=standing.week.written())

    def choose() -> None:
        said = dict(form.cleaned_data)
        reason = said.pop("reason")
        choose_hours(within=request.practice.id, by=request.actor, at=request.now, said=said, reason=reason)

    outcome = attempt(form, choose)
    if outcome.kept:
        return SeeOther(request.get_full_path())
    history = policy.history(within=request.practice.id, setting=HOURS)
    context: dict[str, Any] = {
        "page_title": "Opening hours",
        "back": Link(label="Values of this site", url=reverse("desk:policy")),
        "lines": hours_lines(standing),
        "form": form,
        "history": history_rows(request, history, lambda value: week_words(Week.of(value))),
        "columns": HISTORY_COLUMNS,
    }
    return render(request, "desk/setting.html", context, status=outcome.status)
