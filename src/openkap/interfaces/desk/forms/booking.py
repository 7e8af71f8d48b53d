"""What is asked to book: a new client's first consult, and a further session of a course."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest

from openkap.interfaces.desk.wording import KINDS
from openkap.interfaces.kit.forms import DayInput, MomentField, Rows
from openkap.knowledge.pathways import Pathway, pathways
from openkap.records.calendar import find as calendar
from openkap.records.people import find as people
from openkap.records.people.shapes import CareRequest
from openkap.terms.identity import Role
from openkap.terms.sitter import Sitter

__all__ = ["BookConsult", "BookSession", "from_request"]

_WHEN = "The day and the clock of the practice."


class _WithPlace(forms.Form):
    """Who, where and when, as every appointment needs it."""

    mark_optional = False
    guide_id = forms.TypedChoiceField(label="Guide", coerce=UUID, empty_value=None, required=False)
    room_id = forms.TypedChoiceField(label="Room", coerce=UUID, empty_value=None, required=False)
    starts_at = MomentField(
        label="Starts", help_text=_WHEN, error_messages={"required": "Choose the day and the time it starts."}
    )

    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        within = request.practice.id
        guides = [(str(guide.id), guide.name) for guide in people.members(within=within, role=Role.GUIDE)]
        rooms = [(str(room.id), room.name) for room in calendar.rooms(within=within)]
        self.fields["guide_id"].choices = [("", "No guide yet"), *guides]
        self.fields["room_id"].choices = [("", "No room yet"), *rooms]
        for field in self.fields.values():
            field.error_messages["invalid_choice"] = "Choose one of the list."


class BookConsult(_WithPlace):
    """A first consult. `sitter` is looked at for the IV-only pathway alone."""

    given_name = forms.CharField(label="Given name", error_messages={"required": "Write the given name."})
    family_name = forms.CharField(label="Family name", error_messages={"required": "Write the family name."})
    born_on = forms.DateField(
        label="Date of birth, where it is known",
        required=False,
        widget=DayInput,
        error_messages={"invalid": "Enter a day of birth, for example 14-Jul-1965."},
    )
    phone = forms.CharField(label="Phone", required=False, widget=forms.TextInput(attrs={"type": "tel"}))
    email = forms.CharField(label="E-mail", required=False, widget=forms.TextInput(attrs={"type": "email"}))
    pathway = forms.ChoiceField(
        label="Pathway", widget=Rows, error_messages={"required": "Choose the pathway that was asked about."}
    )
    sitter = forms.ChoiceField(
        label="Does a sitter stay in the room?",
        widget=Rows,
        choices=[
            (Sitter.CONTINUOUS, "Yes, the whole time"),
            (Sitter.INTERMITTENT, "Yes, now and then"),
            (Sitter.NONE, "No"),
        ],
        required=False,
        help_text="For IV ketamine only. A sitter is present and is not a therapist.",
    )
    field_order = ("given_name", "family_name", "born_on", "phone", "email", "pathway", "sitter")

    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().__init__(request, *args, **kwargs)
        self.fields["pathway"].choices = [(one.key, one.title) for one in pathways()]

    def values(self) -> dict[str, Any]:
        """What `services.book_consult` takes."""
        said = self.cleaned_data
        sitter = Sitter(said["sitter"]) if said["sitter"] and said["pathway"] == "iv_only" else None
        kept = {name: value for name, value in said.items() if name not in ("pathway", "sitter")}
        return {**kept, "pathway_key": said["pathway"], "sitter": sitter}


class BookSession(_WithPlace):
    """A further session of a course. free_url: where the free times of another guide are asked for."""

    kind = forms.ChoiceField(label="Kind", widget=Rows, error_messages={"required": "Choose the kind."})
    outside_window_because = forms.CharField(
        label="Why it is outside the window",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Only for an integration session outside the window above.",
    )
    field_order = ("kind", "starts_at", "outside_window_because", "guide_id", "room_id")

    def __init__(
        self, request: HttpRequest, model: Pathway, *args: Any, has_window: bool, free_url: str, **kwargs: Any
    ) -> None:
        super().__init__(request, *args, **kwargs)
        self.fields["kind"].choices = [(one.kind, f"{KINDS[one.kind]}, {one.minutes} min") for one in model.sessions]
        if not has_window:
            del self.fields["outside_window_because"]
        self.fields["guide_id"].widget.attrs |= {"hx-get": free_url, "hx-target": "#free"}


def from_request(asked: CareRequest) -> dict[str, str]:
    """What a request from the public page already says. The last word is taken for the family name."""
    given, _, family = asked.name.rpartition(" ")
    return {
        "given_name": given or family,
        "family_name": family if given else "",
        "phone": asked.phone,
        "email": asked.email,
        "pathway": asked.interest,
    }
