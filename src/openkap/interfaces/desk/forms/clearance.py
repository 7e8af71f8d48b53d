"""A prescriber's own findings beside what is known, the route that is judged, and the decision."""

from functools import cache
from typing import Any

from django import forms

from openkap.clinical.eligibility import asked_facts, read_fact
from openkap.interfaces.kit.forms import DayInput, Rows
from openkap.knowledge.routes import routes
from openkap.knowledge.rules import Occasion, rules
from openkap.knowledge.rules.condition import Value
from openkap.knowledge.rules.examinations import examinations
from openkap.knowledge.rules.fact_spec import FactKind, FactSpec
from openkap.terms.fact import Known

__all__ = ["Clearance", "is_finding", "settled_specs"]

_PREFIX = "found-"
_KINDS = [
    ("cleared", "Clear: every rule is met, and ketamine is reasonably safe for this person now"),
    ("conditions", "Clear with conditions: what they are stands below"),
    ("needs", "Needs somebody else’s clearance first"),
    ("deferred", "Defer until a day"),
    ("unsuitable", "Not suitable for ketamine here"),
]


@cache
def settled_specs() -> dict[str, FactSpec]:
    """The facts that a prescriber can find by asking and looking; what is examined comes with its own date."""
    examined = {fact for one in examinations() for fact in one.facts}
    asked = asked_facts(rules(Occasion.SCREENING))
    return {
        spec.name: spec
        for spec, _ in asked
        if spec.name not in examined and spec.kind in (FactKind.YES_NO, FactKind.CHOICE)
    }


def is_finding(field: str) -> bool:
    """Whether a field of the form says what the prescriber found."""
    return field.startswith(_PREFIX)


class Clearance(forms.Form):
    """One question for each fact that can be found: yes, no, or left as it is known. Then the decision, and why."""

    mark_optional = False
    route = forms.ChoiceField(
        label="Judged for", required=False, choices=[(route.id, route.title) for route in routes()], initial="iv"
    )
    kind = forms.ChoiceField(label="Your decision", widget=Rows, required=False, choices=_KINDS)
    reason = forms.CharField(
        label="Reason",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="It stands in the chart with your name.",
    )
    conditions = forms.CharField(
        label="Conditions",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="With “clear with conditions”: your plan for what stands open.",
    )
    from_whom = forms.CharField(
        label="Whose clearance comes first",
        required=False,
        widget=forms.TextInput(),
        help_text="With “needs somebody else’s clearance”: for example the cardiologist.",
    )
    defer_until = forms.DateField(label="Deferred until", required=False, widget=DayInput())
    review_on = forms.DateField(
        label="Look again on",
        required=False,
        widget=DayInput(),
        help_text="A clearance runs out with this day; without one it lasts as long as the site has set.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for spec in settled_specs().values():
            self.fields[_PREFIX + spec.name] = forms.ChoiceField(
                label=f"You find: {spec.title}",
                widget=Rows(inline=True),
                required=False,
                initial="",
                choices=[*_answers(spec), ("", "As it stands")],
            )

    def found(self) -> dict[str, Value]:
        """What the prescriber found, by fact; whatever was left open is not in it."""
        self.is_valid()  # reads what was sent, where nothing has yet
        found: dict[str, Value] = {}
        for name in settled_specs():
            given = self.cleaned_data.get(_PREFIX + name)
            fact = read_fact(name, given) if given else None
            if isinstance(fact, Known):
                found[name] = fact.value
        return found

    @property
    def judged_route(self) -> str:
        """The route that is chosen, "iv" where none can be read."""
        chosen = self.data.get("route") if self.is_bound else self.initial.get("route")
        return chosen if chosen in {route.id for route in routes()} else "iv"

    def finding_of(self, fact: str) -> forms.BoundField:
        return self[_PREFIX + fact]


def _answers(spec: FactSpec) -> list[tuple[str, str]]:
    if spec.kind is FactKind.CHOICE:
        return [(choice, choice.capitalize()) for choice in spec.choices]
    return [("yes", "Yes"), ("no", "No")]
