from django.apps import AppConfig


class PolicyConfig(AppConfig):
    name = "openkap.records.policy"
    label = "policy"
    default_auto_field = "django.db.models.BigAutoField"
