"""What a site decides about itself, with the default that stands until it has."""

from openkap.knowledge.sites.opening import default_hours

__all__ = ["default_hours"]
