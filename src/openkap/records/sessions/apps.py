from django.apps import AppConfig


class SessionsConfig(AppConfig):
    name = "openkap.records.sessions"
    label = "care_sessions"  # Django's own web sessions hold the shorter word
    default_auto_field = "django.db.models.BigAutoField"
