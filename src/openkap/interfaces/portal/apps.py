from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "openkap.interfaces.portal"
    label = "openkap_portal"
