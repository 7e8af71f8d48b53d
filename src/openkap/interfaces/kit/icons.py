"""The few pictures of the kit, as lines on a grid of 24. Each stands beside a word, so none is read aloud."""

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["ICONS"]

# Tones differ by shape as well as colour: a tick in a ring, an i in a ring, a hollow triangle, a solid one.
ICONS: Mapping[str, str] = MappingProxyType(
    {
        "ok": '<circle cx="12" cy="12" r="9.5"/><path d="m7.5 12.5 3 3 6-6.5"/>',
        "note": '<circle cx="12" cy="12" r="9.5"/><path d="M12 11v5.5M12 7.5v.1"/>',
        "watch": '<path d="M12 3.5 22 20.5H2Z"/><path d="M12 10v4.5M12 17.4v.1"/>',
        "alert": '<path d="M12 3 22.5 21h-21Z" fill="currentColor"/><path d="M12 10v4.5M12 17.6v.1" class="icon-cut"/>',
        "tick": '<path d="m5 12.5 5 5 9.5-11"/>',
        "back": '<path d="M20 12H5M11 5.5 4.5 12l6.5 6.5"/>',
        "menu": '<path d="M4 7h16M4 12h16M4 17h16"/>',
        "clock": '<circle cx="12" cy="12" r="9.5"/><path d="M12 6.5V12l3.5 2.5"/>',
        "phone": '<path d="M5 4h4l1.8 4.7L8.3 10.5a12 12 0 0 0 5.2 5.2l1.8-2.5L20 15v4a1.5 1.5 0 0 1-1.6 1.5'
        'A15.5 15.5 0 0 1 3.5 5.6 1.5 1.5 0 0 1 5 4Z"/>',
        "message": '<path d="M4 5h16v11.5h-9L6.5 20.5v-4H4Z"/>',
        "copy": '<rect x="8.5" y="8.5" width="12" height="12" rx="2.5"/>'
        '<path d="M15.5 5.5v-.5a2 2 0 0 0-2-2h-8a2 2 0 0 0-2 2v8a2 2 0 0 0 2 2h.5"/>',
        "plus": '<path d="M12 5v14M5 12h14"/>',
        "minus": '<path d="M5 12h14"/>',
        "print": '<path d="M7 8.5V3.5h10v5M7 17.5H3.5v-9h17v9H17M7 14h10v6.5H7Z"/>',
    }
)
