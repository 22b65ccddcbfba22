"""Django's settings, all with defaults: a data folder is enough. `docs/serve.md` lists what the environment may set."""

from __future__ import annotations

from pathlib import Path

import environ
from csp.constants import NONE, SELF, UNSAFE_INLINE
from django.core.management.utils import get_random_secret_key

env = environ.Env()
DATA = Path(env.str("TRUENORTH_DATA", default="truenorth-data")).absolute()
DEMO = env.bool("TRUENORTH_DEMO", default=False)
ORIGIN = env.str("TRUENORTH_URL", default="").rstrip("/")  # https://plan.example.com
HERE = Path(__file__).parent
OIDC_ISSUER = env.str("TRUENORTH_OIDC_ISSUER", default="")  # the company's own sign-in; without, it is not loaded
SECRET_FILE = DATA / "secret.key"


def _secret() -> str:
    """The key that signs sessions: from the environment, or the one that `truenorth serve` keeps in the data folder."""
    if given := env.str("TRUENORTH_SECRET_KEY", default=""):
        return given
    return SECRET_FILE.read_text(encoding="utf-8") if SECRET_FILE.exists() else get_random_secret_key()


def _database() -> dict[str, object]:
    """SQLite in the data folder, unless DATABASE_URL names another database."""
    if env.str("DATABASE_URL", default=""):
        given = env.db("DATABASE_URL")
        return {**given, "OPTIONS": {**given.get("OPTIONS", {}), "pool": {"min_size": 1, "max_size": 12}}}
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": DATA / "truenorth.sqlite3",
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",  # a reader that turns writer would fail at once otherwise
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA foreign_keys=ON;"
            "PRAGMA mmap_size=134217728;PRAGMA cache_size=-4000;",
        },
    }


SECRET_KEY = _secret()
DEBUG = False
ALLOWED_HOSTS = [ORIGIN.partition("://")[2].partition(":")[0]] if ORIGIN else ["localhost", "127.0.0.1", "[::1]"]
CSRF_TRUSTED_ORIGINS = [ORIGIN] if ORIGIN else []
SECURE = ORIGIN.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
CSRF_COOKIE_HTTPONLY = True  # pages carry the token themselves
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUENORTH_PROXIES", default=0)  # whose word on a visitor's address counts
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 12_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
FILE_UPLOAD_PERMISSIONS = 0o600

DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "server.User"
SITE_ID = None
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    *(["allauth.socialaccount.providers.openid_connect"] if OIDC_ISSUER else []),
    "allauth.mfa",
    "allauth.usersessions",
    "truenorth.server",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "truenorth.server.views.limits.not_too_much",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "truenorth.server.views.sent.without_nul",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "truenorth.server.views.zone.in_the_readers_zone",
]
ROOT_URLCONF = "truenorth.server.urls"
WSGI_APPLICATION = "truenorth.server.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [HERE / "templates"],
        "OPTIONS": {"environment": "truenorth.server.views.jinja.environment"},
    },
    {  # what allauth brings and we do not replace
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    },
]
STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STATICFILES_DIRS = [HERE / "static", ("report", HERE.parent / "reports")]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "style-src-attr": [UNSAFE_INLINE],  # widths of bars
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
LANGUAGE_CODE = "en"
USE_TZ = True
TIME_ZONE = "UTC"
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_REDIRECT_URL = "/"
LOGIN_URL = "/account/login/"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "truenorth.server.accounts.SignUp"
ACCOUNT_MAX_EMAIL_ADDRESSES = 3
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Truenorth: "
ACCOUNT_EMAIL_NOTIFICATIONS = bool(env.str("TRUENORTH_MAIL_URL", default=""))
ACCOUNT_RATE_LIMITS = {"signup": "20/10m/ip"}
ACCOUNT_USER_DISPLAY = str
ACCOUNT_ADAPTER = "truenorth.server.accounts.Adapter"
ACCOUNT_EMAIL_VERIFICATION = "none"  # an invitation proves the address; OIDC proves its own
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_ON_GET = False
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SECURE
MFA_TOTP_ISSUER = "Truenorth"
MFA_TOTP_TOLERANCE = 1  # a phone's clock may be half a minute off
USERSESSIONS_TRACK_ACTIVITY = True
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION = SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True  # one provider, our own
SOCIALACCOUNT_PROVIDERS = (
    {
        "openid_connect": {
            "APPS": [
                {
                    "provider_id": "company",
                    "name": env.str("TRUENORTH_OIDC_NAME", default="your company"),
                    "client_id": env.str("TRUENORTH_OIDC_CLIENT_ID", default=""),
                    "secret": env.str("TRUENORTH_OIDC_SECRET", default=""),
                    "settings": {"server_url": OIDC_ISSUER, "token_auth_method": "client_secret_basic"},
                }
            ]
        }
    }
    if OIDC_ISSUER
    else {}
)
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
_MAIL = env.email_url("TRUENORTH_MAIL_URL", default="consolemail://")
vars().update(_MAIL)
EMAIL_TIMEOUT = 10  # seconds: a mail server that says nothing holds up no other job
DEFAULT_FROM_EMAIL = env.str("TRUENORTH_MAIL_FROM", default="truenorth@localhost")

UPLOAD_LIMIT = 10_000_000  # bytes of one uploaded file
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "filters": {"masked": {"()": "truenorth.server.log.Masked"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "loggers": {name: {"filters": ["masked"]} for name in ("django.request", "django.security.csrf", "django.server")},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
