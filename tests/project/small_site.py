"""A Django project just large enough to be served: one table of rows, one address that keeps a row and says so."""

from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import path

from openkap.project.data_folder import open_data_folder
from openkap.project.database import ensure_database
from openkap.project.keys import load_keys

SECRET_KEY = load_keys(open_data_folder()).django_secret_key
DATABASES: dict[str, Any] = {"default": ensure_database()}
INSTALLED_APPS = ["django.contrib.contenttypes"]
ROOT_URLCONF = __name__
ALLOWED_HOSTS = ["127.0.0.1"]
USE_TZ = True


def keep(request: HttpRequest) -> HttpResponse:
    """Answers with the number only when the row is committed."""
    number = int(request.GET["n"])
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE IF NOT EXISTS kept (n bigint)")
        cursor.execute("INSERT INTO kept VALUES (%s)", [number])
    return HttpResponse(str(number))


def home(request: HttpRequest) -> HttpResponse:
    return HttpResponse("here")


urlpatterns = [path("", home), path("keep", keep)]
