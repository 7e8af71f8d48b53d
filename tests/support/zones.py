"""Where on earth it is about noon."""

from datetime import UTC, datetime

__all__ = ["zone_where_it_is_noon"]


def zone_where_it_is_noon() -> str:
    """A zone whose day does not end in the middle of a test that must read the real clock."""
    ahead = (12 - datetime.now(UTC).hour + 11) % 24 - 11
    # POSIX signs: Etc/GMT-5 is five hours ahead of UTC.
    return f"Etc/GMT{-ahead:+d}" if ahead else "Etc/GMT"
