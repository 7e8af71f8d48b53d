"""What is typed on a device that passes from hand to hand stays in no browser's own folder."""

import re
from pathlib import Path

import pytest

import openkap.interfaces


@pytest.mark.parametrize("part", ["console", "portal"])
def test_every_form_forbids_the_browser_to_write_it_down(part: str) -> None:
    """Without this attribute a browser keeps the words, in plain, to restore them (ONC 45 CFR 170.315(d)(7))."""
    (interfaces,) = openkap.interfaces.__path__
    forms = [
        (template.name, form)
        for template in (Path(interfaces) / part / "templates").rglob("*.html")
        for form in re.findall(r"<form[^>]*>", template.read_text(encoding="utf-8"))
    ]
    assert len(forms) > 10
    assert [name for name, form in forms if 'autocomplete="off"' not in form] == []
