"""Why ways in feel different: for each its words, and its usual curve as a shape without doses.

The models are linear, so a shape does not depend on a dose: every picture is drawn in parts of its own usual peak.
"""

from dataclasses import dataclass
from functools import cache

from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _

from openkap.clinical.kinetics import Administered, Client, Exposure, Landmark, expose
from openkap.interfaces.kit import chart, written
from openkap.interfaces.kit.parts import Column, Row
from openkap.interfaces.kit.saying import either
from openkap.knowledge.texts import ways_in

__all__ = ["Way", "ways"]

# Somebody of usual weight and age; an infusion as long as most, two devices of the nasal spray.
_SOMEONE = Client(weight_kg=70, age_y=40)
_INFUSION_MIN = 40.0
_MG = {"in-esketamine": 56.0}
# A picture and its description are in English on every page, the table beside it in the language of the page.
_UNIT = gettext_noop("% of the usual peak")


@dataclass(frozen=True, slots=True)
class Way:
    """One way in. timing: when it is usually highest, and half-way down, in words. sure: "least certain" and why."""

    title: str
    words: str
    timing: tuple[str, ...]
    svg: chart.Svg
    columns: tuple[Column, ...]
    rows: list[Row]
    least_certain: bool
    basis: str


def ways() -> tuple[Way, ...]:
    """Every way in, drawn once in each language: nothing else in it depends on who looks."""
    return _drawn(get_language() or "en")


@cache
def _drawn(language: str) -> tuple[Way, ...]:
    return tuple(_way(way.route, either(way.title, way.title_es), either(way.words, way.words_es)) for way in ways_in())


def _way(route: str, title: str, words: str) -> Way:
    duration = _INFUSION_MIN if route == "iv" else 0.0
    found = expose((Administered(route=route, mg=_MG.get(route, 1.0), duration_min=duration),), _SOMEONE)
    band = _shape(found)
    subject = "Where it acts" if found.analyte == "effect-site" else "In the blood"

    def draw(width: int) -> chart.Svg:
        return chart.exposure([band], (), title=f"{title}: a usual course", subject=subject, unit=_UNIT, width=width)

    model = found.models[0]
    return Way(
        title=title,
        words=words,
        timing=(
            _("Highest usually after %(long)s.") % {"long": _landmark(found.peak_min)},
            _("Half of that usually after %(long)s.") % {"long": _landmark(found.half_down_min)},
        ),
        svg=chart.at_two_widths(draw),
        columns=chart.exposure_columns([band], _(_UNIT)),
        rows=chart.exposure_rows([band]),
        least_certain=bool(found.unsure_because),
        basis=f"{model.name}: {model.citation}; {model.confidence_note}.",
    )


def _shape(found: Exposure) -> chart.ExposureBand:
    peak = max(found.middle)
    low, middle, high = ([100 * value / peak for value in curve] for curve in (found.low, found.middle, found.high))
    return chart.ExposureBand("", found.minutes, low, middle, high)


def _minutes(minutes: float | None) -> str:
    """To five minutes: a person reads it, and no model knows more."""
    return written.duration(max(5, 5 * round((minutes or 0) / 5)))


def _landmark(landmark: Landmark) -> str:
    usual, low, high = _minutes(landmark.usual), _minutes(landmark.low), _minutes(landmark.high)
    if low == high:
        return usual
    return _("%(usual)s, for most people between %(low)s and %(high)s") % {"usual": usual, "low": low, "high": high}
