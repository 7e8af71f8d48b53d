from django.apps import AppConfig


class ConsoleConfig(AppConfig):
    name = "openkap.interfaces.console"
    label = "openkap_console"
