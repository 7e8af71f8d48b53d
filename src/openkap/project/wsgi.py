"""The WSGI application that granian (or any other server) serves."""

import os

from django.core.wsgi import get_wsgi_application

__all__ = ["application"]

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "openkap.project.settings")
application = get_wsgi_application()
