"""Django's settings for a node; what differs between nodes is read from the environment."""

import os
from pathlib import Path

import django_stubs_ext
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from heard.base.headers import guard_file
from heard.site.reading import (
    SettingFault,
    read_address,
    read_bus_url,
    read_choice,
    read_data_folder,
    read_database,
    read_mail_server,
    read_secret_key,
    read_turn_server,
    read_yes,
)

django_stubs_ext.monkeypatch()

ROOT = Path(__file__).resolve().parent.parent.parent

try:
    ADDRESS = read_address(os.environ)
    HEARD_DATA = read_data_folder(os.environ, root=ROOT)
    SECRET_KEY = read_secret_key(os.environ, data=HEARD_DATA)
    POSTGRESQL = read_database(os.environ)
    HEARD_BUS_URL = read_bus_url(os.environ)
    MAIL_SERVER = read_mail_server(os.environ)
    HEARD_TURN_URLS, HEARD_TURN_SECRET = read_turn_server(os.environ)
    LANGUAGE_CODE = read_choice(
        os.environ, "HEARD_LANGUAGE", among=("en", "es", "ar"), otherwise="en"
    )
    HEARD_RELOAD = read_yes(os.environ, "HEARD_RELOAD")
    SECURE_HSTS_INCLUDE_SUBDOMAINS = read_yes(os.environ, "HEARD_OWNS_SUBDOMAINS")
except SettingFault as fault:
    raise ImproperlyConfigured(str(fault)) from None

# The node

HEARD_URL = ADDRESS.url
HEARD_NODE_NAME = os.environ.get("HEARD_NODE_NAME", "").strip() or "Heard"
# Camera, microphone and passkeys: browsers grant them to HTTPS and to this very machine.
HEARD_IS_SECURE = ADDRESS.is_secure or ADDRESS.host in ("localhost", "127.0.0.1")

DEBUG = False
ALLOWED_HOSTS = [ADDRESS.host, "localhost", "127.0.0.1", "[::1]"]
CSRF_TRUSTED_ORIGINS = [HEARD_URL]

INSTALLED_APPS = [
    "heard.home",
    "heard.circles",
    "heard.matching",
    "heard.care",
    "heard.communities",
    "heard.people",
    "heard.ui",
    "heard.base",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "servestatic",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    # Files come before the policy of pages, which would weigh more than many a file.
    "servestatic.middleware.ServeStaticMiddleware",
    # Pages are text; Django pads them at random, so that their length tells no secret.
    "django.middleware.gzip.GZipMiddleware",
    "heard.base.headers.ContentSecurityPolicy",
    "heard.base.middleware.FormsFirst",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "heard.people.views.sessions.EndsAtSomeTime",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "heard.base.middleware.TimeOfThePerson",
    "heard.base.limits.SlowDown",
]

ROOT_URLCONF = "heard.site.urls"
ASGI_APPLICATION = "heard.site.asgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": not HEARD_RELOAD,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "heard.base.context.node",
            ],
        }
        | ({"loaders": ["django.template.loaders.app_directories.Loader"]} if HEARD_RELOAD else {}),
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# Data: nothing that was acknowledged is lost, not even in a power cut.

# One writer.
EMBEDDED = {
    "ENGINE": "django.db.backends.sqlite3",
    "NAME": HEARD_DATA / "heard.sqlite3",
    "OPTIONS": {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA mmap_size=134217728;"
            "PRAGMA journal_size_limit=27103364;PRAGMA cache_size=-20000;"
            # What is deleted is overwritten: an erased name is not in the file any more.
            "PRAGMA temp_store=MEMORY;PRAGMA secure_delete=ON;"
        ),
    },
}
if POSTGRESQL:
    # Each request has a thread of its own, so connections are kept for all of them together.
    POSTGRESQL["OPTIONS"] = POSTGRESQL.get("OPTIONS", {}) | {
        "pool": {"min_size": 1, "max_size": 12, "timeout": 10}
    }
    DATABASES = {"default": POSTGRESQL}
else:
    DATABASES = {"default": dict(EMBEDDED)}
if HEARD_BUS_URL:
    CACHES = {"default": {"BACKEND": "heard.base.memory.SharedMemory", "LOCATION": HEARD_BUS_URL}}
# A row that stands in the same transaction as what caused it: a kill loses no work.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}

HEARD_WIRING = "heard.site.wiring.REACTIONS"
HEARD_DATA_RULES = "heard.site.data_rules.DATA_RULES"

# Languages and time

LANGUAGES = [("en", _("English")), ("es", _("Spanish")), ("ar", _("Arabic"))]
LOCALE_PATHS = [ROOT / "locale"]
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# Files that go to the browser

STATIC_URL = "/static/"
STATIC_ROOT = HEARD_DATA / "static"
# Made at set-up (fonts), so outside of the tree.
BUILD_ROOT = HEARD_DATA / "build"
BUILD_ROOT.mkdir(exist_ok=True)
STATICFILES_DIRS = [BUILD_ROOT]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if HEARD_RELOAD
        else "heard.base.static.HashedStatic"
    },
}
SERVESTATIC_USE_FINDERS = HEARD_RELOAD
SERVESTATIC_AUTOREFRESH = HEARD_RELOAD
# A hash such as 'a1b2c3d4e5f6' in the name: the content never changes under that name.
SERVESTATIC_KEEP_ONLY_HASHED_FILES = False
# They are for our own pages.
SERVESTATIC_ALLOW_ALL_ORIGINS = False
SERVESTATIC_ADD_HEADERS_FUNCTION = guard_file

# Safety

SESSION_COOKIE_SECURE = ADDRESS.is_secure
CSRF_COOKIE_SECURE = ADDRESS.is_secure
LANGUAGE_COOKIE_SECURE = ADDRESS.is_secure
# No script of ours reads a cookie.
CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
if ADDRESS.is_secure:
    # By such a name a browser takes a cookie over HTTPS and from this very host only.
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-form"
    LANGUAGE_COOKIE_NAME = "__Host-language"
    MESSAGE_STORAGE = "heard.base.notices.BoundToHost"
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if ADDRESS.is_secure else 0
# Seat links are secret, so other sites learn nothing. Not "no-referrer": with it browsers send
# `Origin: null` with our own forms, which the CSRF check refuses.
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# People: an e-mail code or a passkey, no passwords.

AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/circles/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "heard.people.outside.Doorkeeper"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
# Signing in by a code is what confirms an address; there is no second way that would need it.
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 10 * 60
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
# What cannot be taken back needs a sign-in of the last ten minutes.
ACCOUNT_REAUTHENTICATION_TIMEOUT = 10 * 60
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_FORMS = {"login": "heard.people.forms.SignInForm"}
MFA_FORMS = {
    "add_webauthn": "heard.people.forms.PasskeyForm",
    "edit_webauthn": "heard.people.forms.RenamePasskeyForm",
    "login_webauthn": "heard.people.forms.UsePasskeyForm",
    "reauthenticate_webauthn": "heard.people.forms.UsePasskeyAgainForm",
}
MFA_ALLOW_UNVERIFIED_EMAIL = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = ADDRESS.scheme
MFA_ADAPTER = "heard.people.outside.Keyring"
MFA_SUPPORTED_TYPES = ["webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not ADDRESS.is_secure

# E-mail

DEFAULT_FROM_EMAIL = os.environ.get("HEARD_MAIL_FROM") or f"heard@{ADDRESS.host}"
EMAIL_TIMEOUT = 20
if MAIL_SERVER:
    EMAIL_HOST, EMAIL_PORT = MAIL_SERVER.host, MAIL_SERVER.port
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = MAIL_SERVER.user, MAIL_SERVER.password
    EMAIL_USE_TLS, EMAIL_USE_SSL = MAIL_SERVER.security == "tls", MAIL_SERVER.security == "ssl"
else:
    EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"

# The log: ids, never names, words or the secret part of a link.

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {
            "()": "heard.base.redaction.RedactingFormatter",
            "fmt": "{asctime} {levelname} {name}: {message}",
            "datefmt": "%Y-%m-%dT%H:%M:%SZ",
            "style": "{",
        }
    },
    "filters": {"of_another_host": {"()": "heard.base.redaction.OfAnotherHost"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        # Django's own handlers would print without the formatter above.
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        "uvicorn": {"handlers": [], "propagate": True},
        "django.request": {"level": "ERROR"},
        "django.security.DisallowedHost": {"filters": ["of_another_host"]},
    },
}
SILENCED_SYSTEM_CHECKS = [
    # Redirecting to HTTPS is the work of the proxy in front, and what holds for other hosts below
    # the same name is for their owner to say.
    *("security.W008", "security.W005", "security.W021"),
    # The address is unique by a constraint on its lower case, which this check does not see.
    "auth.W004",
]
