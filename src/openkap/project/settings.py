"""Django's settings. What a site may change comes from the environment or the data folder; nothing secret is here."""

import os
import sys
from pathlib import Path

from csp.constants import NONE, SELF

from openkap.project.data_folder import open_data_folder
from openkap.project.database import ensure_database
from openkap.project.keys import load_keys

_DATA = open_data_folder()
_KEYS = load_keys(_DATA)

DEBUG = False
# Demo and tests speak plain HTTP on this machine only; everything else is HTTPS behind a proxy (docs/how-to).
OPENKAP_LOCAL = os.environ.get("OPENKAP_LOCAL") == "1"
OPENKAP_DEMO = os.environ.get("OPENKAP_DEMO") == "1"

SECRET_KEY = _KEYS.django_secret_key
OPENKAP_LEDGER_KEY = _KEYS.ledger_key
# Wording packs for measures whose wording is not shipped (docs/how-to/add-wording.md).
OPENKAP_WORDING = _DATA.path / "wording"

ALLOWED_HOSTS = [host for host in os.environ.get("OPENKAP_HOSTS", "").split(",") if host] + ["127.0.0.1", "localhost"]
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS[:-2]]

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "openkap.records.ledger",
    "openkap.records.practice",
    "openkap.records.people",
    "openkap.records.calendar",
    "openkap.records.courses",
    "openkap.records.consent",
    "openkap.records.responses",
    "openkap.records.orders",
    "openkap.records.day",
    "openkap.records.sessions",
    "openkap.records.alerts",
    "openkap.records.asking",
    "openkap.records.health",
    "openkap.records.policy",
    "openkap.records.pathways",
    "openkap.interfaces.kit",
    "openkap.interfaces.site",
    "openkap.interfaces.portal",
    "openkap.interfaces.desk",
    "openkap.interfaces.console",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "openkap.interfaces.kit.access.GuardMiddleware",
]

ROOT_URLCONF = "openkap.project.urls"
WSGI_APPLICATION = "openkap.project.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [Path(__file__).parent / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "openkap.interfaces.kit.context.shell",
            ],
        },
    }
]
FORM_RENDERER = "openkap.interfaces.kit.forms.Renderer"

# `openkap manage makemigrations --check` and the like need the database too: it starts in about half a second.
# A connection is kept by its thread and asked whether it still lives: the embedded server may have been started anew.
DATABASES = {"default": {**ensure_database(), "CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}}

AUTH_USER_MODEL = "people.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/desk/"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "openkap.interfaces.kit.accounts.ClosedAccounts"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_PREVENT_ENUMERATION = True

SESSION_ENGINE = "openkap.project.session_store"
SESSION_COOKIE_AGE = 60 * 60 * 12
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not OPENKAP_LOCAL
SECURE_SSL_REDIRECT = not OPENKAP_LOCAL
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if os.environ.get("OPENKAP_BEHIND_PROXY") == "1" else None
SECURE_HSTS_SECONDS = 0 if OPENKAP_LOCAL else 31_536_000
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "media-src": ["blob:"],  # the clinic's own music, from the tablet's own folder
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
CSRF_FAILURE_VIEW = "openkap.interfaces.kit.errors.csrf_failure"

LANGUAGE_CODE = "en"
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = True
# Desk and room speak English; a client's own pages and the help page also Spanish (docs/how-to/translate.md).
LANGUAGES = [("en", "English"), ("es", "Español")]
LOCALE_PATHS = [Path(__file__).parent.parent / "interfaces" / "kit" / "locale"]

STATIC_URL = "static/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# Served from the packages' own folders, so that there is no collect step to forget.
WHITENOISE_USE_FINDERS = True

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
EMAIL_BACKEND = (
    "django.core.mail.backends.console.EmailBackend" if OPENKAP_LOCAL else "django.core.mail.backends.smtp.EmailBackend"
)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "filters": {"hide_links": {"()": "openkap.project.hidden_links.HideLinks"}},
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "stream": sys.stderr,
            "formatter": "plain",
            "filters": ["hide_links"],
        }
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
