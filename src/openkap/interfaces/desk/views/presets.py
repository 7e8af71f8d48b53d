"""How the rooms are set: what stands, one more, one changed, one taken away."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_POST

from openkap.clinical.authority import Doing
from openkap.interfaces.desk.forms.preset import KeepPreset, TakeAway
from openkap.interfaces.kit.access import staff_only
from openkap.interfaces.kit.parts import Link
from openkap.interfaces.kit.replies import attempt, posted, see_other
from openkap.records.calendar import find as calendar
from openkap.services.room_presets import keep_preset, preset_words, take_away_preset

__all__ = ["presets", "take_away"]


@staff_only(Doing.SET_POLICY)
def presets(request: HttpRequest) -> HttpResponse:
    """`?name=` opens one that stands, to be changed."""
    within = request.practice.id
    standing = calendar.presets(within=within)
    asked = next((one for one in standing if one.name == request.GET.get("name")), None)
    form = KeepPreset(
        posted(request),
        rooms=calendar.rooms(within=within),
        initial=KeepPreset.initial_of(asked) if asked else None,
    )
    outcome = attempt(form, lambda: keep_preset(within=within, by=request.actor, at=request.now, **form.cleaned_data))
    if outcome.kept:
        return see_other(request, "desk:presets", said="It is kept, and offered in the session room.")
    url = reverse("desk:presets")
    context: dict[str, Any] = {
        "page_title": "How rooms are set",
        "back": Link(label="Values of this site", url=reverse("desk:policy")),
        "lines": [
            (one, preset_words(one), one.room_name or "every room", f"{url}?{urlencode({'name': one.name})}")
            for one in standing
        ],
        "form": form,
        "changing": asked,
    }
    return render(request, "desk/presets.html", context, status=outcome.status)


@staff_only(Doing.SET_POLICY)
@require_POST
def take_away(request: HttpRequest) -> HttpResponse:
    form = TakeAway(request.POST)
    outcome = attempt(
        form,
        lambda: take_away_preset(
            within=request.practice.id, by=request.actor, at=request.now, name=form.cleaned_data["name"]
        ),
    )
    said = "It is no longer offered." if outcome.kept else "It had been taken away already."
    return see_other(request, "desk:presets", said=said)
