from django.apps import AppConfig


class SessionsConfig(AppConfig):
    name = "openkap.records.sessions"
    label = "sessions"
    default_auto_field = "django.db.models.BigAutoField"
