"""What the kit sends to a browser: small, nothing inline, nothing from elsewhere, and others' files unchanged."""

import gzip
import hashlib
import re
import tomllib
from pathlib import Path

import openkap.interfaces.kit

KIT = Path(openkap.interfaces.kit.__file__).parent
ROOT = Path(__file__).parents[3]
TEMPLATES = sorted((KIT / "templates").rglob("*.html"))
FREE_TO_SHIP = {"0BSD", "MIT", "ISC", "BSD-3-Clause", "Apache-2.0"}


def packed(paths: list[Path]) -> int:
    return sum(len(gzip.compress(path.read_bytes(), 9)) for path in paths)


def test_all_styles_that_every_page_loads_stay_under_12_kilobytes_packed() -> None:
    assert packed(list((KIT / "static/kit/css").glob("*.css"))) < 12 * 1024


def test_our_scripts_stay_under_6_kilobytes_packed_and_send_a_phone_less_than_20_with_everything() -> None:
    scripts = packed(list((KIT / "static/kit/js").glob("*.js")))
    assert scripts < 6 * 1024
    assert scripts + packed([KIT / "static/vendor/htmx.min.js"]) < 20 * 1024


def test_templates_hold_nothing_inline_and_nothing_from_elsewhere() -> None:
    forbidden = re.compile(
        r"<style|\sstyle=|\son[a-z]+=|javascript:|<script(?![^>]*\ssrc=)|(?:src|href)=\"(?:https?:)?//"
    )
    for template in TEMPLATES:
        assert forbidden.findall(template.read_text()) == [], template.name


def test_style_sheets_load_nothing() -> None:
    for sheet in (KIT / "static/kit/css").glob("*.css"):
        assert not re.search(r"url\(|@import", sheet.read_text()), sheet.name


def test_every_template_says_at_its_head_what_it_takes() -> None:
    for template in TEMPLATES:
        assert "{% comment %}" in template.read_text()[:120], template.name


def test_every_file_of_others_is_listed_licensed_and_unchanged() -> None:
    listed = tomllib.loads((KIT / "vendor.lock.toml").read_text())["file"]
    for entry in listed:
        assert hashlib.sha256((ROOT / entry["path"]).read_bytes()).hexdigest() == entry["sha256"], entry["path"]
        assert entry["version"]
        assert entry["version"] in entry["source"]
        if entry["path"].startswith("src/"):
            assert entry["licence"] in FREE_TO_SHIP, entry["path"]
    folders = (KIT / "static/vendor", ROOT / "tests/support/vendor")
    there = {str(path.relative_to(ROOT)) for folder in folders for path in folder.rglob("*") if path.is_file()}
    assert there == {entry["path"] for entry in listed}


def test_each_package_of_others_brings_its_licence() -> None:
    listed = tomllib.loads((KIT / "vendor.lock.toml").read_text())["file"]
    with_text = {entry["name"] for entry in listed if "LICENSE" in entry["path"]}
    assert with_text == {entry["name"] for entry in listed}
