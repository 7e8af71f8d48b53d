"""Just enough Django to draw the kit by itself: no database, no project."""

SECRET_KEY = "only for drawing templates in tests"
INSTALLED_APPS = ["django.contrib.staticfiles", "openkap.interfaces.kit"]
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}]
FORM_RENDERER = "openkap.interfaces.kit.forms.Renderer"
STATIC_URL = "/static/"
USE_TZ = True
TIME_ZONE = "America/Chicago"
