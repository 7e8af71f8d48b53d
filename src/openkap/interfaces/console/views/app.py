"""The room as an installed app: its worker, and the page that opens without a network. Neither knows of any person."""

import hashlib
import json
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import require_safe

from openkap.interfaces.kit.access import public

__all__ = ["away", "worker"]

# What the room's pages load. The worker itself is asked for anew by the browser, and is not kept by itself.
_FOLDERS = ("kit/css", "kit/js", "kit/img", "console", "vendor")
_KINDS = {".css", ".js", ".svg", ".png", ".webmanifest"}
_WORKER = "console/js/worker.js"


@public
@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The worker, with the list of the files that it keeps. Another version is another list, or other files."""
    return HttpResponse(_worker(), content_type="text/javascript; charset=utf-8")


@public
@require_safe
def away(request: HttpRequest) -> HttpResponse:
    """What the worker shows in place of a page that it cannot reach: the room as this device kept it, where it did."""
    return render(request, "console/away.html", {"page_title": "Session room"})


@cache
def _worker() -> str:
    version, files = hashlib.sha256(), []
    for name in _files():
        version.update(_path(name).read_bytes())
        files.append(static(name))
    known = {"version": version.hexdigest()[:16], "files": files, "away": reverse("console:away")}
    return f"const KNOWN = {json.dumps(known)};\n{_path(_WORKER).read_text(encoding='utf-8')}"


def _files() -> list[str]:
    found = []
    for folder in _FOLDERS:
        place = _path(folder)
        found += [
            f"{folder}/{each.relative_to(place).as_posix()}" for each in place.rglob("*") if each.suffix in _KINDS
        ]
    return sorted(name for name in found if name != _WORKER)


def _path(name: str) -> Path:
    return Path(finders.find(name))
