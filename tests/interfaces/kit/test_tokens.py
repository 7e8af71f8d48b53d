"""The contrasts that the tokens promise, computed from the style sheets by WCAG's own formula in each theme."""

import math
import re
from pathlib import Path

import pytest

import openkap.interfaces.kit

CSS = Path(openkap.interfaces.kit.__file__).parent / "static" / "kit" / "css"
THEMES = ("light", "dark", "dim")

# text, ground, least contrast: 7 is AAA for text, 3 is for the edges of what can be used (WCAG 1.4.11).
PROMISES = [
    *[("ink", ground, 7) for ground in ("bg", "surface", "sunken", "glow", "accent-soft")],
    *[("ink", f"{tone}-soft", 7) for tone in ("ok", "watch", "alert")],
    *[("ink-2", ground, 7) for ground in ("bg", "surface")],
    *[("ink-2", ground, 7) for ground in ("sunken", "glow", "accent-soft")],
    *[("accent", ground, 7) for ground in ("bg", "surface", "sunken", "accent-soft", "glow")],
    *[(tone, ground, 7) for tone in ("ok", "watch", "alert") for ground in ("bg", "surface", f"{tone}-soft")],
    *[("on-fill", ground, 7) for ground in ("fill", "fill-hover")],
    *[("edge", ground, 3) for ground in ("bg", "surface", "sunken")],
    *[("focus", ground, 3) for ground in ("bg", "surface", "sunken", "accent-soft")],
]

Colour = tuple[float, float, float]


def tokens(theme: str) -> dict[str, str]:
    text = (CSS / "tokens.css").read_text()
    if theme != "light":
        text += next(CSS.rglob(f"{theme}.css")).read_text()
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    return dict(re.findall(r"--([\w-]+):\s*([^;]+);", text))


def linear_srgb(value: str, known: dict[str, str]) -> Colour:
    """Björn Ottosson's OKLab to linear sRGB, clipped to what a screen can show."""
    while reference := re.fullmatch(r"var\(--([\w-]+)\)", value.strip()):
        value = known[reference[1]]
    found = re.fullmatch(r"oklch\((\S+) (\S+) (\S+)\)", value.strip())
    assert found, value
    lightness, chroma, hue = float(found[1]), float(found[2]), math.radians(float(found[3]))
    a, b = chroma * math.cos(hue), chroma * math.sin(hue)
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    red = 4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short
    green = -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short
    blue = -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short
    return tuple(min(1.0, max(0.0, part)) for part in (red, green, blue))  # type: ignore[return-value]


def contrast(one: Colour, other: Colour) -> float:
    luminances = sorted(0.2126 * r + 0.7152 * g + 0.0722 * b for r, g, b in (one, other))
    return (luminances[1] + 0.05) / (luminances[0] + 0.05)


def test_the_formula_knows_black_on_white() -> None:
    white, black = linear_srgb("oklch(1 0 0)", {}), linear_srgb("oklch(0 0 0)", {})
    assert contrast(white, black) == pytest.approx(21, abs=0.01)


@pytest.mark.parametrize("theme", THEMES)
def test_every_promised_contrast_is_kept(theme: str) -> None:
    known = tokens(theme)
    short = {
        f"{text} on {ground}": round(found, 2)
        for text, ground, least in PROMISES
        if (found := contrast(linear_srgb(known[text], known), linear_srgb(known[ground], known))) < least
    }
    assert short == {}


@pytest.mark.parametrize("theme", ["dark", "dim"])
def test_each_theme_gives_every_colour_its_own_value(theme: str) -> None:
    meanings = re.search(r"/\* meaning \*/(.*)", (CSS / "tokens.css").read_text(), flags=re.DOTALL)
    assert meanings
    colours = {
        name
        for name, value in re.findall(r"--([\w-]+):\s*([^;]+);", meanings[1])
        if "oklch" in value or "var(" in value or value == "transparent"
    }
    given = set(re.findall(r"--([\w-]+):", next(CSS.rglob(f"{theme}.css")).read_text()))
    assert colours - given == set()


def test_components_use_meanings_and_never_the_raw_scale_of_colours() -> None:
    raw = re.compile(r"var\(--(?:paper|earth|dawn|lake|moss|amber|brick|night|sand|ember)-\d|oklch\(|#[0-9a-f]{3,8}\b")
    for sheet in CSS.rglob("*.css"):
        if sheet.stem in ("tokens", "dark", "dim"):
            continue
        body = sheet.read_text().split("@media print")[0]
        assert raw.findall(body) == [], sheet.name


def test_a_used_token_is_a_known_token() -> None:
    known = set(tokens("light")) | set(tokens("dark")) | set(tokens("dim"))
    used = {name for sheet in CSS.rglob("*.css") for name in re.findall(r"var\(--([\w-]+)\)", sheet.read_text())}
    assert used - known == set()
