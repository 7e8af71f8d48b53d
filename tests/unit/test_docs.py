"""Every picture in docs is shown somewhere, and every picture and page that docs point to is there."""

import re
from pathlib import Path

HERE = Path(__file__).parents[2]
PAGES = [HERE / "README.md", HERE / "CONTRIBUTING.md", *(HERE / "docs").rglob("*.md")]
LINK = re.compile(r"\]\(([^)#\s]+)\)")


def _targets() -> set[Path]:
    found = set()
    for page in PAGES:
        for link in LINK.findall(page.read_text(encoding="utf-8")):
            if not link.startswith(("http://", "https://", "mailto:")):
                found.add((page.parent / link).resolve())
    return found


def test_nothing_that_is_pointed_to_is_missing() -> None:
    assert sorted(str(target) for target in _targets() if not target.exists()) == []


def test_every_picture_is_shown() -> None:
    pictures = {path.resolve() for path in (HERE / "docs" / "pictures").glob("*.png")}
    assert pictures
    assert sorted(path.name for path in pictures - _targets()) == []
