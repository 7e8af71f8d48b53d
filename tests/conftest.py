"""One throwaway embedded PostgreSQL for the whole run, then Django on it, then what every kind of test shares."""

import importlib

import django
import pytest
from django.conf import settings
from tests.support import database

pytest_unconfigure = database.pytest_unconfigure


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """The settings start the database, so it must be the throwaway one before anything reads them."""
    database.pytest_configure(config)
    django.setup()
    # Argon2 is slow on purpose; tests make hundreds of accounts. tests/unit/test_settings.py holds the real setting.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    config.pluginmanager.register(importlib.import_module("tests.support.people"))
