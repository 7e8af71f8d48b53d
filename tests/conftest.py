"""One throwaway embedded PostgreSQL for the whole run, then Django on it, then what every kind of test shares."""

import importlib
import os

import hypothesis
import pytest
from django.apps import apps
from django.conf import settings
from hypothesis import HealthCheck
from tests.support import database

pytest_unconfigure = database.pytest_unconfigure


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """The settings start the database, so it must be the throwaway one before anything reads them."""
    # No test is judged by how long it took: a busy machine is not a fault of the code.
    hypothesis.settings.register_profile("openkap", deadline=None, suppress_health_check=[HealthCheck.too_slow])
    hypothesis.settings.load_profile("openkap")
    os.environ["OPENKAP_LOCAL"] = "1"  # plain HTTP; tests/project/test_settings.py holds what a clinic is served with
    database.pytest_configure(config)
    if apps.ready:
        # Argon2 is slow on purpose, and tests make hundreds of accounts; the same test holds the real setting.
        settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
        config.pluginmanager.register(importlib.import_module("tests.support.people"))
