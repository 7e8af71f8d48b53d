"""`{% load kit %}`: the components (kit.components), and how things are written, as filters.

Filters take aware datetimes and use the current time zone (the practice's, set by the project's middleware). In loops
over many rows, prepare the strings in the view with `kit.written` instead: a filter per cell is the slow way.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.forms import BaseForm
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from openkap.interfaces.kit import parts, written
from openkap.interfaces.kit.components import register
from openkap.interfaces.kit.icons import ICONS
from openkap.terms.moment import iso as write_iso
from openkap.terms.quantity import write_number

__all__ = ["register"]


@register.filter
def day(value: date | datetime | None) -> str:
    """23-Nov-2026; an instant is first put into the practice's zone. Nothing for None."""
    if isinstance(value, datetime):
        value = timezone.localtime(value).date()
    return written.day(value) if value else ""


@register.filter
def weekday(value: date | datetime | None) -> str:
    """Monday 23-Nov-2026."""
    if isinstance(value, datetime):
        value = timezone.localtime(value).date()
    return written.weekday(value) if value else ""


@register.filter
def clock(value: datetime | None) -> str:
    """14:05."""
    return written.clock(value, timezone.get_current_timezone()) if value else ""


@register.filter
def moment(value: datetime | None) -> str:
    """23-Nov-2026 14:05."""
    return written.moment(value, timezone.get_current_timezone()) if value else ""


@register.filter
def from_now(value: datetime | None, now: datetime) -> str:
    """in 3 days, 2 h ago."""
    return written.from_now(value, now) if value else ""


@register.filter
def minutes_since(value: datetime, now: datetime) -> str:
    """42 min."""
    return written.minutes_between(value, now)


@register.filter
def due_in(value: datetime, now: datetime) -> str:
    """in 4 min, now, 2 min late."""
    words = written.from_now(value, now)
    return words.replace(" ago", " late")


@register.filter
def iso(value: datetime) -> str:
    """For machines: an instant in UTC, as attributes and scripts read it."""
    return write_iso(value)


@register.filter
def number(value: Any) -> str:
    """A number the ISMP way; nothing for None, and 0 for 0."""
    return "" if value is None or value == "" else write_number(value)


@register.filter
def tel(value: str) -> str:
    """What stands behind tel:."""
    return written.phone_link(value)


@register.filter
def beside(cells: Sequence[Any], columns: Sequence[Any]) -> Iterable[tuple[Any, Any]]:
    """Cells with their columns; a row of another length is a mistake of the view and is told so."""
    return zip(cells, columns, strict=True)


@register.simple_tag
def icon(name: str) -> SafeString:
    """One of the kit's pictures, beside a word that says the same."""
    drawing = mark_safe(ICONS[name])  # noqa: S308 - our own constants
    return format_html('<svg class="icon icon-{}" viewBox="0 0 24 24" aria-hidden="true">{}</svg>', name, drawing)


@register.simple_tag
def module(name: str) -> SafeString:
    """One of the kit's scripts (static/kit/js/), in the block `scripts`; those in staff/ never go to a phone."""
    return format_html('<script type="module" src="{}"></script>', static(f"kit/js/{name}.js"))


@register.simple_tag
def htmx() -> SafeString:
    """htmx 4, in the block `scripts`, for pages that swap fragments. Its settings stand in kit/base.html.

    It swaps 4xx and 5xx answers too, so error views must answer a fragment's request with a fragment.
    """
    return format_html('<script src="{}" defer></script>', static("vendor/htmx.min.js"))


@register.simple_tag
def problems_of(form: BaseForm) -> list[parts.Problem]:
    """A form's errors in the order of its fields, each with the way to its field."""
    found = [parts.Problem(message=message) for message in form.non_field_errors()]
    for field in form:
        anchor = f"#{field.auto_id}_0" if field.use_fieldset else f"#{field.id_for_label or field.auto_id}"
        found.extend(parts.Problem(message=message, url=anchor) for message in field.errors)
    return found
