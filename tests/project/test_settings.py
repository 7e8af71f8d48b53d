"""What a clinic is served with, read from a process of its own: nothing of the tests' or the demo's ease."""

import json
import os
import subprocess
import sys

import pytest

ASK = """
import json, django
django.setup()
from django.conf import settings as s
print(json.dumps({
    "hashers": s.PASSWORD_HASHERS, "debug": s.DEBUG, "redirect": s.SECURE_SSL_REDIRECT, "hsts": s.SECURE_HSTS_SECONDS,
    "cookies": [s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SESSION_COOKIE_HTTPONLY, s.CSRF_COOKIE_HTTPONLY],
    "key": len(s.SECRET_KEY), "ledger": len(s.OPENKAP_LEDGER_KEY), "policy": s.CONTENT_SECURITY_POLICY["DIRECTIVES"],
}, default=str))
"""


@pytest.fixture(scope="module")
def served() -> dict[str, object]:
    environment = {key: value for key, value in os.environ.items() if key not in ("OPENKAP_LOCAL", "OPENKAP_DEMO")}
    environment["DJANGO_SETTINGS_MODULE"] = "openkap.project.settings"
    done = subprocess.run([sys.executable, "-c", ASK], env=environment, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def test_passwords_are_hashed_with_argon2_alone(served: dict[str, object]) -> None:
    assert served["hashers"] == ["django.contrib.auth.hashers.Argon2PasswordHasher"]


def test_everything_is_https_and_nothing_tells_its_inside(served: dict[str, object]) -> None:
    assert served["debug"] is False
    assert served["redirect"] is True
    assert served["hsts"] == 31_536_000
    assert served["cookies"] == [True, True, True, True]


def test_keys_come_from_the_data_folder(served: dict[str, object]) -> None:
    assert served["key"] >= 50
    assert served["ledger"] == 32


def test_a_page_may_load_nothing_from_elsewhere_and_run_nothing_inline(served: dict[str, object]) -> None:
    policy = served["policy"]
    assert policy["default-src"] == ["'none'"]
    assert policy["script-src"] == ["'self'"]
    assert policy["style-src"] == ["'self'"]
    assert policy["frame-ancestors"] == ["'none'"]
