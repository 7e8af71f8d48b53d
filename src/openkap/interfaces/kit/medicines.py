"""A list of medicines as a form: on the client's phone and at the desk the same lines, with names to find as one types.

Suggestions come from the known ingredients and brands (`knowledge.rules.medicines`), through the browser's own list: no
script is needed, and whatever is typed beside them is taken as it is.
"""

from functools import cache
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from openkap.knowledge.rules.medicines import medicines
from openkap.services.state_medicines import MOST_MEDICINES

__all__ = ["MedicinesForm", "known_names"]

_SPARE = 3


@cache
def known_names() -> tuple[tuple[str, str], ...]:
    """Each name with the ingredient behind it, empty where it is the ingredient itself; by name."""
    found = {name: medicine.ingredient for medicine in medicines() for name in medicine.names}
    return tuple((name, "" if name == ingredient else ingredient) for name, ingredient in sorted(found.items()))


class MedicinesForm(forms.Form):
    """One line for each medicine and a few to spare. `rows` are its lines as (name, use); `lines` what was typed."""

    mark_optional = False
    nothing = forms.BooleanField(label=gettext_lazy("I take nothing at all"), required=False)

    def __init__(self, data: Any = None, *, lines: int = 0, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        sent = sum(name.startswith("typed-") for name in data or ())
        self.count = min(max(lines, sent, _SPARE), MOST_MEDICINES)
        for place in range(self.count):
            which = _("Medicine %(number)s") % {"number": place + 1}
            self.fields[f"typed-{place}"] = forms.CharField(
                label=which,
                required=False,
                widget=forms.TextInput(attrs={"list": "known-medicines", "autocomplete": "off"}),
            )
            self.fields[f"how-{place}"] = forms.CharField(
                label=format_html(
                    '{}<span class="visually-hidden">, {}</span>', _("How much and how often"), which.lower()
                ),
                required=False,
                widget=forms.TextInput(attrs={"autocomplete": "off"}),
            )

    @classmethod
    def of(cls, standing: Any) -> "MedicinesForm":
        """Filled with the list that stands (a MedicineList, or None), and a few lines to spare."""
        lines = standing.lines if standing else []
        initial: dict[str, object] = {"nothing": standing is not None and not lines}
        for place, line in enumerate(lines):
            initial |= {f"typed-{place}": line["typed"], f"how-{place}": line["how"]}
        return cls(lines=len(lines) + _SPARE, initial=initial)

    def with_more(self) -> "MedicinesForm":
        """The same with more lines; nothing typed is lost."""
        initial = {name: self.data.get(name, "") for name in self.fields}
        return type(self)(lines=self.count + _SPARE, initial={**initial, "nothing": "nothing" in self.data})

    @property
    def lines(self) -> list[tuple[str, str]]:
        """Every line that was sent, as it was typed."""
        return [(self.data.get(f"typed-{place}", ""), self.data.get(f"how-{place}", "")) for place in range(self.count)]

    @property
    def rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[f"typed-{place}"], self[f"how-{place}"]) for place in range(self.count)]

    @property
    def names(self) -> tuple[tuple[str, str], ...]:
        return known_names()
