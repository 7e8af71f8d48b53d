"""The site's values as they stand: what was chosen and by whom, the default, the range, and what it rests on."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

from openkap.interfaces.kit import written
from openkap.interfaces.kit.parts import Cell, Column, Line, Row
from openkap.knowledge.rules.schema import Kind
from openkap.knowledge.rules.settings import Setting, settings
from openkap.knowledge.rules.sources import sources
from openkap.records.policy.shapes import Choice
from openkap.terms.quantity import write_number

__all__ = [
    "HISTORY_COLUMNS",
    "POLICY_COLUMNS",
    "SettingGroup",
    "history_rows",
    "policy_groups",
    "setting_lines",
    "signed_by",
]

POLICY_COLUMNS = (
    Column(label="Value"),
    Column(label="Here", number=True),
    Column(label="Default", number=True),
    Column(label="May be"),
    Column(label="Signed by"),
)
HISTORY_COLUMNS = (Column(label="When"), Column(label="Value"), Column(label="Signed by"), Column(label="Why"))
# The first part of a setting's id → the heading it stands under, in this order; whatever else there is comes last.
_GROUPS = {
    "Before the dose": ("bp-", "hr-", "spo2", "vitals", "fasting", "clearance", "consent"),
    "Screening and tests": (
        *("audit", "dast", "alt-", "alp-", "stop-bang", "bmi", "egfr", "age-", "pregnancy", "uds", "lft", "ecg", "qtc"),
        *("urinary", "asa"),
    ),
    "While the medicine is at work": ("th-",),
    "Going home and afterwards": ("release", "integration"),
    "Orders": ("dose", "infusion", "equivalence", "step", "booster", "interval", "adjusted"),
    "The series": ("induction", "response", "ledger"),
}
_OTHER = "Other values"


@dataclass(frozen=True, slots=True)
class SettingGroup:
    title: str
    rows: list[Row]

    @property
    def caption(self) -> str:
        return f"{self.title}: what stands here"


def policy_groups(request: HttpRequest, choices: list[Choice]) -> list[SettingGroup]:
    chosen = {one.setting: one for one in choices}
    groups: dict[str, list[Row]] = {title: [] for title in (*_GROUPS, _OTHER)}
    for setting in settings().values():
        title = next((name for name, starts in _GROUPS.items() if setting.id.startswith(starts)), _OTHER)
        groups[title].append(_row(request, setting, chosen.get(setting.id)))
    return [SettingGroup(title, rows) for title, rows in groups.items() if rows]


def setting_lines(setting: Setting, standing: Choice | None) -> list[Line]:
    here = standing.value if standing and standing.value else write_number(setting.default)
    stricter = f"{setting.stricter} is stricter"
    return [
        Line(term="Stands here", value=f"{here} {setting.unit}"),
        Line(term="Default", value=f"{write_number(setting.default)} {setting.unit}", note="not a standard of care"),
        Line(term="May be", value=_range(setting), note=stricter),
        Line(term="Authority", value=setting.kind.value, note=_bound(setting)),
        Line(term="Sources", value="; ".join(sources()[one].title for one in setting.sources), unknown="none named"),
    ]


def history_rows(request: HttpRequest, history: list[Choice], say: Callable[[str], str]) -> list[Row]:
    """`say`: a kept value in words."""
    zone = request.practice.zone
    return [
        Row(
            cells=(
                written.moment(one.signed_at, zone),
                say(one.value) if one.value else "back to the default",
                one.signed_by_name,
                one.reason,
            )
        )
        for one in history
    ]


def signed_by(request: HttpRequest, chosen: Choice | None) -> str:
    if chosen is None:
        return "default"
    return f"{chosen.signed_by_name}, {written.day(chosen.signed_at.astimezone(request.practice.zone).date())}"


def _row(request: HttpRequest, setting: Setting, chosen: Choice | None) -> Row:
    own = chosen is not None and bool(chosen.value)
    return Row(
        cells=(
            Cell(text=setting.title, url=f"{reverse('desk:setting')}?id={setting.id}"),
            f"{chosen.value if chosen and own else write_number(setting.default)} {setting.unit}",
            write_number(setting.default),
            _range(setting),
            signed_by(request, chosen),
        )
    )


def _range(setting: Setting) -> str:
    return f"{write_number(setting.low)} to {write_number(setting.high)} {setting.unit}"


def _bound(setting: Setting) -> str:
    if setting.kind in (Kind.LABEL, Kind.LABEL_CONTRAINDICATION, Kind.LAW):
        return "a site may make it stricter, not looser"
    return ""
