"""The one place where the screens read the clock.

In the demo and in journeys (`OPENKAP_DEMO=1`) the file named by `OPENKAP_CLOCK` may hold how many minutes to be ahead,
so that a course of weeks can be walked in a minute. A practice's server never looks.
"""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

__all__ = ["now"]


def now() -> datetime:
    present = datetime.now(UTC)
    if os.environ.get("OPENKAP_DEMO") != "1" or not (file := os.environ.get("OPENKAP_CLOCK")):
        return present
    return present + timedelta(minutes=float(Path(file).read_text(encoding="ascii")))
