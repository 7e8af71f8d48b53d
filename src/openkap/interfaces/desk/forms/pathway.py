"""A pathway as a form: its numbers, criteria and texts, field by field. What is typed becomes the file that is checked.

Fields are named by the path at which a value stands in the file ("sessions[1].minutes"), so that a finding of the
reader or the checker is shown at its field.
"""

import copy
import tomllib
from dataclasses import dataclass
from typing import Any

from django import forms

from openkap.knowledge.pathways import CRITERION_TESTS, Fault, write_toml
from openkap.knowledge.schedules import schedule, schedule_keys

__all__ = ["EditPathway", "Part"]

_ROLES = ("guide", "prescriber", "monitor", "front desk", "client", "lead", "sitter")
_TEXTS: dict[str, tuple[str, ...]] = {
    "phases": ("name", "what_happens", "who_is_with_you", "next_step"),
    "after_dose": ("title",),
    "criteria": ("title", "resolve"),
    "reviews": ("title",),
    "attested": ("title",),
}
_NUMBERS: dict[str, tuple[str, ...]] = {
    "sessions": ("minimum", "typical", "maximum", "minutes", "valid_days", "observe_minutes"),
    "rhythms": ("least_hours_apart", "most_hours_apart", "times_per_week", "all_within_days"),
    "windows": ("from_hours", "to_hours"),
    "after_dose": ("from_hours", "to_hours"),
    "criteria": ("at_least", "at_most", "fresh_days", "within_minutes"),
    "reviews": ("after_sessions", "by_days"),
}
_YES_NO: dict[str, tuple[str, ...]] = {
    "windows": ("before_next",),
    "gates": ("second_person",),
    "criteria": ("must", "overridable"),
}
_TITLES = {
    "phases": "What happens, in words for clients",
    "sessions": "Sessions",
    "rhythms": "How sessions follow one another",
    "windows": "Windows after a dose",
    "after_dose": "What is due after a dose",
    "gates": "The gate",
    "criteria": "What the gate asks",
    "reviews": "Looking back",
    "attested": "What somebody says is so",
}
_LONG = ("what_happens", "who_is_with_you", "resolve")
_LEFT_OUT = "left-out"
_OWN = "site policy of this practice; shipped: "


@dataclass(frozen=True, slots=True)
class Part:
    """One table of the pathway: `rows` are (name of the row, its bound fields)."""

    key: str
    title: str
    rows: list[tuple[str, list[forms.BoundField]]]


class EditPathway(forms.Form):
    """`text` is the file the form begins with; `file()` is the file with what was typed in it."""

    mark_optional = False
    from_edition = forms.CharField(widget=forms.HiddenInput)
    reason = forms.CharField(label="What changed, and why", required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, text: str, *args: Any, **kwargs: Any) -> None:
        self.raw: dict[str, Any] = tomllib.loads(text)
        super().__init__(*args, **kwargs)
        self.fields["from_edition"].initial = self.raw["edition"]
        for name in ("title", "in_one_sentence"):
            self.fields[name] = forms.CharField(label=_label(name), required=False, initial=self.raw[name])
        self.fields["schedule"] = forms.ChoiceField(
            label="What is asked of a client, and when",
            choices=[(key, schedule(key).title) for key in schedule_keys()],
            initial=self.raw["schedule"],
            help_text="The schedule of questionnaires. What it asks in each week is shown with the changes.",
        )
        for table in _TITLES:
            for place, row in enumerate(self.raw.get(table, [])):
                self._row(table, f"{table}[{place}]", row)
        self._new_criterion()

    def _row(self, table: str, at: str, row: dict[str, Any]) -> None:
        for key in _TEXTS.get(table, ()):
            widget = forms.Textarea(attrs={"rows": 2}) if key in _LONG else forms.TextInput()
            self.fields[f"{at}.{key}"] = forms.CharField(
                label=_label(key), required=False, initial=row.get(key, ""), widget=widget
            )
        for key in _NUMBERS.get(table, ()):
            if table == "criteria" and key not in CRITERION_TESTS[row["test"]].params:
                continue
            self.fields[f"{at}.{key}"] = forms.CharField(
                label=_label(key),
                required=False,
                initial=row.get(key, ""),
                widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
            )
        for key in _YES_NO.get(table, ()):
            self.fields[f"{at}.{key}"] = forms.BooleanField(
                label=_label(key), required=False, initial=row.get(key, table == "windows")
            )
        if table == "criteria":
            self.fields[f"{at}.{_LEFT_OUT}"] = forms.BooleanField(label="Do not ask this", required=False)

    def _new_criterion(self) -> None:
        tests = [("", "none"), *((name, one.asks) for name, one in CRITERION_TESTS.items())]
        self.fields["new.test"] = forms.ChoiceField(label="What it asks", required=False, choices=tests)
        self.fields["new.with"] = forms.CharField(
            label="With", required=False, help_text="Such as: topic = touch, fresh_days = 14"
        )
        self.fields["new.title"] = forms.CharField(label="Title", required=False)
        self.fields["new.resolve"] = forms.CharField(label="What resolves it", required=False)
        self.fields["new.by"] = forms.ChoiceField(label="By", required=False, choices=[(one, one) for one in _ROLES])
        self.fields["new.must"] = forms.BooleanField(label="It closes the gate", required=False)

    @property
    def top(self) -> list[forms.BoundField]:
        return [self["title"], self["in_one_sentence"], self["schedule"]]

    @property
    def parts(self) -> list[Part]:
        found = []
        for table, title in _TITLES.items():
            rows = []
            for place, row in enumerate(self.raw.get(table, [])):
                own = [self[name] for name in self.fields if name.startswith(f"{table}[{place}].")]
                rows.append((_row_name(row), own))
            if rows:
                found.append(Part(table, title, rows))
        return found

    @property
    def new_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("new.")]

    def file(self) -> str:
        """The pathway file with what was typed. A number that is none stays as it was typed, and the reader says so."""
        typed, raw = self.cleaned_data, copy.deepcopy(self.raw)
        raw |= {name: typed[name] for name in ("title", "in_one_sentence", "schedule")}
        for table in _TITLES:
            for place, row in enumerate(raw.get(table, [])):
                _fill(row, table, f"{table}[{place}]", typed)
        asked = raw.get("criteria", [])
        raw["criteria"] = [row for place, row in enumerate(asked) if place not in self._left_out()]
        if typed["new.test"]:
            raw["criteria"].append(_added(typed, len(asked)))
        return write_toml(raw)

    def show(self, faults: tuple[Fault, ...]) -> None:
        """Each fault at its field, where it has one: criteria that are left out have moved those behind them up."""
        kept = [place for place in range(len(self.raw.get("criteria", []))) if place not in self._left_out()]
        for fault in faults:
            path = fault.path
            if path.startswith("criteria["):
                place, _, key = path.removeprefix("criteria[").partition("]")
                path = f"criteria[{kept[int(place)]}]{key}" if int(place) < len(kept) else "new.with"
            if path in self.fields:
                self.add_error(path, fault.message)

    def _left_out(self) -> set[int]:
        places = range(len(self.raw.get("criteria", [])))
        return {place for place in places if self.data.get(f"criteria[{place}].{_LEFT_OUT}")}


def _fill(row: dict[str, Any], table: str, at: str, typed: dict[str, Any]) -> None:
    before = dict(row)
    for key in _TEXTS.get(table, ()):
        if typed[f"{at}.{key}"] or key in row:
            row[key] = " ".join(typed[f"{at}.{key}"].split())
    for key in _NUMBERS.get(table, ()):
        if f"{at}.{key}" in typed:
            _put(row, key, typed[f"{at}.{key}"].strip())
    for key in _YES_NO.get(table, ()):
        if typed[f"{at}.{key}"] or key in row:
            row[key] = typed[f"{at}.{key}"]
    # A number that the practice changes is no longer its source's: the source says so.
    if row != before and "source" in row and not row["source"].startswith(_OWN):
        row["source"] = _OWN + row["source"]


def _put(row: dict[str, Any], key: str, text: str) -> None:
    if not text:
        row.pop(key, None)
    else:
        row[key] = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else text


def _added(typed: dict[str, Any], place: int) -> dict[str, Any]:
    row: dict[str, Any] = {
        "id": f"OWN-{place + 1}",
        "title": typed["new.title"] or typed["new.test"].replace("_", " ").capitalize(),
        "test": typed["new.test"],
        "must": typed["new.must"],
        "overridable": True,
        "by": typed["new.by"] or "guide",
        "resolve": typed["new.resolve"] or "Look at it together.",
        "source": "site policy of this practice",
    }
    for part in typed["new.with"].split(","):
        name, equals, value = part.partition("=")
        if equals and name.strip().isidentifier():
            _put(row, name.strip(), value.strip())
    return row


def _row_name(row: dict[str, Any]) -> str:
    name = next((str(row[key]) for key in ("id", "key", "kind") if key in row), "")
    start = row.get("from_number")
    return f"{name}, from number {start}" if start else name.replace("_", " ")


def _label(key: str) -> str:
    return key.replace("_", " ").capitalize()
