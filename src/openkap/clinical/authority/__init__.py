"""Who may do what. One table; everything that is not in it is refused."""

from openkap.clinical.authority.table import ALLOWED, Doing, may, require

__all__ = ["ALLOWED", "Doing", "may", "require"]
