from django.apps import AppConfig


class PathwaysConfig(AppConfig):
    name = "openkap.records.pathways"
    label = "pathways"
    default_auto_field = "django.db.models.BigAutoField"
