from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "openkap.interfaces.site"
    label = "openkap_site"
