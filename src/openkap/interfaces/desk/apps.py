from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "openkap.interfaces.desk"
    label = "openkap_desk"
