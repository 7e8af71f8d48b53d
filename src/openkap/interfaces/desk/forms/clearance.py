"""A prescriber's own findings beside what the client said, and the decision."""

from typing import Any

from django import forms

from openkap.interfaces.kit.forms import Rows
from openkap.knowledge.rules import contraindications

__all__ = ["Clearance"]

_PREFIX = "found-"


class Clearance(forms.Form):
    """One question for each contraindication: yes, no, or left as the client said. Then clear or hold, and why."""

    mark_optional = False
    decision = forms.ChoiceField(
        label="Your decision",
        widget=Rows,
        required=False,
        choices=[
            ("cleared", "Clear: ketamine is reasonably safe for this person now"),
            ("held", "Hold: something has to be settled first"),
        ],
    )
    reason = forms.CharField(
        label="Reason",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="It stands in the chart with your name. For a hold: what would settle it.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for rule in contraindications():
            self.fields[_PREFIX + rule.asks] = forms.ChoiceField(
                label=f"What you found: {rule.title}",
                widget=Rows,
                required=False,
                initial="",
                choices=[
                    ("yes", "It is so"),
                    ("no", "It is not so"),
                    ("", "As the client said" if rule.client_question else "Not known"),
                ],
            )

    def settled(self) -> dict[str, bool]:
        """What the prescriber found, by fact; whatever was left open is not in it."""
        self.is_valid()  # reads what was sent, where nothing has yet
        found = {
            name.removeprefix(_PREFIX): value
            for name, value in self.cleaned_data.items()
            if name.startswith(_PREFIX) and value
        }
        return {fact: value == "yes" for fact, value in found.items()}

    def finding_of(self, fact: str) -> forms.BoundField:
        return self[_PREFIX + fact]
