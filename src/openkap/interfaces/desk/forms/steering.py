"""Short forms by which a course is steered: a hold, a move, the second person of an override, what is said to be so."""

from typing import Any

from django import forms

from openkap.interfaces.kit.forms import Rows
from openkap.knowledge.pathways import Pathway

__all__ = ["AnswerOverride", "Attest", "Move", "Turn"]

_TURNS = {"hold": "Hold the course", "go on": "Let it go on", "close": "Close the course"}


class Attest(forms.Form):
    """Somebody looked and says that it is so."""

    mark_optional = False
    what = forms.CharField(widget=forms.HiddenInput)
    session_id = forms.UUIDField(widget=forms.HiddenInput, required=False)
    back = forms.CharField(widget=forms.HiddenInput, required=False)
    said = forms.CharField(label="What you want to add", required=False, widget=forms.Textarea(attrs={"rows": 2}))


class Turn(forms.Form):
    """A hold, going on, closing: with the reason, and the rule it follows where it follows one."""

    mark_optional = False
    turn = forms.ChoiceField(label="What", widget=Rows, error_messages={"required": "Choose what."})
    rule = forms.ChoiceField(label="Because of", required=False)
    said = forms.CharField(
        label="Reason",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="It stands in the chart with your name.",
    )

    def __init__(self, model: Pathway, turns: tuple[str, ...], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["turn"].choices = [(turn, _TURNS[turn]) for turn in turns]
        self.fields["rule"].choices = [("", "something else"), *((one.key, one.title) for one in model.stops)]

    def values(self) -> dict[str, Any]:
        kept = self.cleaned_data
        return {"turn": kept["turn"], "said": kept["said"], "rule": kept["rule"] or None}


class Move(forms.Form):
    """The course goes to the edition that is shown, with a reason."""

    mark_optional = False
    to_edition = forms.CharField(widget=forms.HiddenInput)
    reason = forms.CharField(label="Reason", required=False, widget=forms.Textarea(attrs={"rows": 3}))


class AnswerOverride(forms.Form):
    """The second person agrees, or does not."""

    agrees = forms.ChoiceField(choices=[("yes", "yes"), ("no", "no")])
