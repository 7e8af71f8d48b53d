"""On which line of a TOML file a value stands. The standard library's reader forgets it, and a refusal must say it.

Reads the plain shapes that pathway files use: `[[tables]]`, one key on a line, lists over several lines. Where it
cannot tell, it answers with the line of what encloses the value.
"""

import re

__all__ = ["line_of", "lines_of"]

_HEADING = re.compile(r"^\s*\[(\[?)\s*([A-Za-z0-9_.-]+)\s*\]?\]")
_KEY = re.compile(r"^\s*([A-Za-z0-9_-]+)\s*=")
_INLINE = re.compile(r"([A-Za-z0-9_-]+)\s*=")
_STRING = re.compile(r"\"(?:\\.|[^\"\\])*\"|'[^']*'")


def lines_of(text: str) -> dict[str, int]:
    """Path → line (from 1): `criteria[2].at_least`, `phases[0].leave_when[1]`, `title`."""
    found: dict[str, int] = {}
    counts: dict[str, int] = {}
    prefix, key, depth, place = "", "", 0, 0
    for number, raw in enumerate(text.splitlines(), start=1):
        bare = _STRING.sub('""', raw).split("#", 1)[0]
        if depth == 0 and (heading := _HEADING.match(bare)):
            name = heading[2]
            found.setdefault(name, number)
            if heading[1]:
                index = counts.get(name, -1) + 1
                counts[name] = index
                name = f"{name}[{index}]"
                found[name] = number
            prefix = f"{name}."
            continue
        if depth == 0 and (named := _KEY.match(bare)):
            key, place = f"{prefix}{named[1]}", -1
            found.setdefault(key, number)
        elif depth == 0:
            continue
        # Inside a list, each line that opens a value begins the next one.
        rest = bare if depth else bare.split("=", 1)[1]
        if depth and rest.strip() not in ("", "]", "],"):
            place += 1
            found[f"{key}[{place}]"] = number
        elif not depth and rest.strip().startswith("[") and rest.strip() not in ("[", "[]"):
            for one in range(rest.count("{") or rest.count(",") + 1):
                found[f"{key}[{one}]"] = number
        for inline in _INLINE.findall(rest) if "{" in rest else ():
            found.setdefault(f"{key}[{max(place, 0)}].{inline}", number)
        depth += sum(rest.count(char) for char in "[") - sum(rest.count(char) for char in "]")
    return found


def line_of(path: str, lines: dict[str, int]) -> int:
    """The line of `path`, or of the nearest thing around it; 1 where nothing is known.

    >>> line_of("phases[0].colour", {"phases[0]": 7})
    7
    """
    while path:
        if path in lines:
            return lines[path]
        path = path[: max(path.rfind("."), path.rfind("["), 0)]
    return 1
