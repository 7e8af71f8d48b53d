"""The kit as a Django app: templates, static files and a tag library. It keeps nothing, so it has no models."""

from django.apps import AppConfig

__all__ = ["KitConfig"]


class KitConfig(AppConfig):
    name = "openkap.interfaces.kit"
    label = "kit"
