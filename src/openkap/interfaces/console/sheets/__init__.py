"""What is printed from the room: the session sheet, the paper sheet for a power cut, the page that goes home."""

from openkap.interfaces.console.sheets.press import press
from openkap.interfaces.console.sheets.session import home_sheet, home_ways, paper_sheet, session_sheet

__all__ = ["home_sheet", "home_ways", "paper_sheet", "press", "session_sheet"]
