"""The components as template tags: `{% load kit %}`, then `{% button "Save" kind="primary" %}`.

A component sees only what it is given, and a parameter it does not know is an error when the template is read. What
each parameter means stands at the head of its template in templates/kit/. Those that wrap something have an end tag.
"""

# ruff: noqa: A002 - id, type and max are called what HTML calls them

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy

from openkap.interfaces.kit.chart import Svg

__all__ = ["register"]

register = template.Library()

Values = dict[str, Any]

_TONES = {
    "ok": gettext_lazy("Good to know"),
    "note": gettext_lazy("Note"),
    "watch": gettext_lazy("Please watch"),
    "alert": gettext_lazy("Alert"),
}


@register.inclusion_tag("kit/button.html")
def button(
    label: str,
    *,
    kind: str = "plain",
    url: str = "",
    name: str = "",
    value: object = None,
    type: str = "submit",
    icon: str = "",
    wide: bool = False,
    disabled: bool = False,
    why: str = "",
) -> Values:
    return locals()


@register.inclusion_tag("kit/mark.html")
def mark(word: str, *, tone: str) -> Values:
    return locals()


@register.inclusion_tag("kit/tag.html")
def tag(word: str, *, tone: str = "") -> Values:
    return locals()


@register.inclusion_tag("kit/client_banner.html")
def client_banner(client: object) -> Values:
    return locals()


@register.inclusion_tag("kit/facts.html")
def facts(rows: Iterable[object]) -> Values:
    return locals()


@register.inclusion_tag("kit/steps.html")
def steps(steps: Iterable[object], *, label: str = "Steps", upright: bool = False) -> Values:
    return locals()


@register.inclusion_tag("kit/table.html")
def table(
    caption: str,
    *,
    columns: Sequence[object],
    rows: Sequence[object],
    stack: bool = False,
    quiet_caption: bool = False,
    empty: str = "Nothing here yet.",
) -> Values:
    return locals()


@register.inclusion_tag("kit/chart.html")
def chart(title: str, *, svg: Svg, columns: Sequence[object] = (), rows: Sequence[object] = ()) -> Values:
    return locals()


@register.inclusion_tag("kit/empty_state.html")
def empty_state(title: str, text: str = "", *, url: str = "", action: str = "") -> Values:
    return locals()


@register.inclusion_tag("kit/tabs.html")
def tabs(links: Iterable[object], *, label: str = "Parts") -> Values:
    return locals()


@register.inclusion_tag("kit/progress.html")
def progress(label: str, *, value: int, max: int) -> Values:
    return locals()


@register.inclusion_tag("kit/help_now.html")
def help_now(practice: object, *, level: int = 2, title: str = "") -> Values:
    return locals()


@register.inclusion_tag("kit/error_summary.html")
def error_summary(
    form: object = None,
    *,
    problems: Sequence[object] = (),
    title: str = "",
) -> Values:
    return locals()


@register.inclusion_tag("kit/choices.html")
def choices(
    legend: str,
    *,
    id: str,
    name: str,
    choices: Iterable[object],
    hint: str = "",
    error: str = "",
    many: bool = False,
    inline: bool = False,
    big: bool = False,
) -> Values:
    return locals()


@register.inclusion_tag("kit/predicted.html")
def predicted(shown: object, *, level: int = 2) -> Values:
    return locals()


@register.inclusion_tag("kit/measured.html")
def measured(
    label: str,
    *,
    id: str,
    name: str,
    unit: str,
    value: object = None,
    last: str = "",
    hint: str = "",
    error: str = "",
    decimal: bool = False,
    step: str = "",
    low: str = "",
    high: str = "",
    big: bool = False,
) -> Values:
    return locals()


@register.inclusion_tag("kit/medicine_lines.html")
def medicine_lines(form: object) -> Values:
    return locals()


@register.inclusion_tag("kit/elapsed.html")
def elapsed(since: datetime | None, *, now: datetime, label: str = "since dose", before: str = "no dose yet") -> Values:
    return locals()


@register.inclusion_tag("kit/due.html")
def due(label: str, *, due: datetime, now: datetime, watch_after: int, alert_after: int) -> Values:
    late = (now - due).total_seconds()
    state = "alert" if late >= alert_after else "watch" if late >= watch_after else ""
    return locals()


@register.inclusion_tag("kit/big_mark.html")
def big_mark(
    label: str, *, name: str = "", value: str = "", last: str = "", kind: str = "", disabled: bool = False
) -> Values:
    return locals()


@register.inclusion_tag("kit/saved.html")
def saved(words: str, *, waiting: bool = False) -> Values:
    return locals()


@register.inclusion_tag("kit/stale.html")
def stale() -> Values:
    return {}


@register.inclusion_tag("kit/copyable.html")
def copyable(text: str, *, label: str = "Copy") -> Values:
    return locals()


@register.simple_block_tag
def card(
    content: str,
    title: str = "",
    *,
    level: int = 2,
    kind: str = "",
    id: str = "",
    aside: str = "",
    link: object = None,
) -> SafeString:
    return _around("card", content, title=title, level=level, kind=kind, id=id, aside=aside, link=link)


@register.simple_block_tag
def banner(content: str, title: str, *, tone: str = "note", word: str = "", id: str = "") -> SafeString:
    return _around("banner", content, title=title, tone=tone, word=word or _TONES[tone], id=id)


@register.simple_block_tag
def room_alert(content: str, title: str, *, since: str = "", id: str = "") -> SafeString:
    return _around("room_alert", content, title=title, since=since, id=id)


@register.simple_block_tag
def entry(
    content: str, title: str, *, when: str, kind: str = "", who: str = "", struck: str = "", url: str = ""
) -> SafeString:
    return _around("entry", content, title=title, when=when, kind=kind, who=who, struck=struck, url=url)


def _around(name: str, content: str, **values: object) -> SafeString:
    # The block's inside has been rendered, and so escaped, by its own template.
    inside = mark_safe(content.strip())  # noqa: S308
    return render_to_string(f"kit/{name}.html", {**values, "content": inside})
