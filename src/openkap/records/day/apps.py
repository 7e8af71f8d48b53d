from django.apps import AppConfig


class DayConfig(AppConfig):
    name = "openkap.records.day"
    label = "day"
    default_auto_field = "django.db.models.BigAutoField"
