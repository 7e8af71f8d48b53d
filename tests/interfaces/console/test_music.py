"""The clinic's own music, played in the browser: faded into each other, along the phases, told on the timeline."""

import io
import math
import wave
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect
from tests.interfaces.console.tablet import Tablet

pytestmark = pytest.mark.journey

LEVELS = """async () => {
  const { curves } = await import("/static/console/js/music.js");
  const { down, up } = curves(1, 1);
  return [...down].map((value, step) => value ** 2 + up[step] ** 2);
}"""


def tone(seconds: float, pitch: float) -> bytes:
    held = io.BytesIO()
    with wave.open(held, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(1)
        file.setframerate(8000)
        file.writeframes(
            bytes(128 + int(20 * math.sin(n * pitch * math.tau / 8000)) for n in range(int(8000 * seconds)))
        )
    return held.getvalue()


def test_music_is_faded_follows_the_session_and_is_told(opened: Callable[..., Tablet]) -> None:
    guide = opened("guide")
    page = guide.page
    files: list[Any] = [
        {"name": f"{name}.wav", "mimeType": "audio/wav", "buffer": tone(9, pitch)}
        for name, pitch in (("Arriving quietly", 110), ("Open water", 165))
    ]
    page.locator("summary", has_text="Music").click()
    page.set_input_files("#music-files", files)
    page.evaluate("document.querySelector('room-music').setAttribute('fade', '0.3')")
    page.get_by_label("Phase of Arriving quietly").select_option("settling")
    page.get_by_label("Phase of Open water").select_option("peak")

    settling = page.get_by_role("button", name="Settling", exact=True)
    settling.click()  # the session of this house goes on in real time: it may have come further by itself
    expect(settling).to_have_attribute("aria-current", "step")
    page.get_by_role("button", name="Play").click()
    guide.sees("Arriving quietly", timeout=8000)
    expect(page.locator("room-music [data-now]")).to_have_text("Playing: Arriving quietly")

    page.get_by_role("button", name="Peak", exact=True).click()
    guide.sees("Open water", timeout=8000)

    page.locator(".tracks li", has_text="Open water").get_by_label("Not for this client").check()
    guide.sees("Music not for this client", timeout=8000)  # and what played is left
    expect(page.locator("[data-vetoed]")).to_have_text("Not for this client: Open water.")
    page.get_by_role("button", name="Settling", exact=True).click()
    page.get_by_role("button", name="Play").click()
    page.get_by_role("button", name="Fade to silence").click()
    guide.sees("Silence", timeout=8000)
    levels = page.evaluate(LEVELS)
    assert all(abs(level - 1) < 1e-6 for level in levels)
    page.reload()
    page.locator("summary", has_text="Music").click()
    expect(page.locator(".tracks li")).to_have_count(2)
    expect(page.locator(".tracks li", has_text="Open water").get_by_role("checkbox")).to_be_checked()
    assert guide.complaints == []
