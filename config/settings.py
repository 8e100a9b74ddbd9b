"""One settings file: a fresh clone runs with no server at all; production is chosen by environment variables alone.

`PALIER_MODE` is `demo` (the default of `make run`), `test` or `production`. In production every secret is required.
"""

import hashlib
from pathlib import Path
from typing import Any

import dj_database_url
import structlog
from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from config.env import env_flag, env_list, env_number, env_text

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(env_text("PALIER_VAR", str(BASE_DIR / "var"))).resolve()

PALIER_MODE = env_text("PALIER_MODE", "demo")
if PALIER_MODE not in {"demo", "test", "production"}:
    msg = f"PALIER_MODE must be demo, test or production, not {PALIER_MODE!r}"
    raise ImproperlyConfigured(msg)
IS_PRODUCTION = PALIER_MODE == "production"
IS_DEMO = PALIER_MODE == "demo"
DEBUG = env_flag("PALIER_DEBUG", default=False)
PALIER_GALLERY = not IS_PRODUCTION  # the development-only gallery of components

# Secrets ------------------------------------------------------------------------------------------


def _secret(name: str) -> str:
    """Read a secret; outside production one is derived, so that a fresh clone starts without being asked anything."""
    if value := env_text(name):
        return value
    if IS_PRODUCTION:
        msg = f"{name} (or {name}_FILE) is required in production"
        raise ImproperlyConfigured(msg)
    return hashlib.sha256(f"palier-{name}-not-a-secret".encode()).hexdigest()


SECRET_KEY = _secret("PALIER_SECRET_KEY")
# Text at rest: the first key encrypts, all decrypt. Each is any long random text; `manage.py rotate_keys` re-encrypts.
PALIER_TEXT_KEYS = env_list("PALIER_TEXT_KEYS") or [_secret("PALIER_TEXT_KEY")]
PALIER_JOURNAL_KEY = _secret("PALIER_JOURNAL_KEY")  # seals the journal; kept outside the database
PALIER_SEARCH_KEY = _secret("PALIER_SEARCH_KEY")  # keyed hashes that find a protected household

# Applications -------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_filters",
    "django_htmx",
    "django_celery_beat",
    "django_structlog",
    "health_check",
    "csp",
    "foundation",
    "records",
    "partners",
    "documents",
    "households",
    "leases",
    "accompaniments",
    "coordination",
    "journeys",
    "reporting",
    "privacy",
    "config.apps.ConfigConfig",  # for its commands
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "foundation.middleware.NullByteMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "partners.middleware.IdleMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "partners.middleware.ReaderMiddleware",
    "partners.middleware.SignedInMiddleware",
    "records.middleware.ScriptedFormMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
AUTH_USER_MODEL = "partners.User"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "partners.context_processors.reader",
            ],
            "builtins": ["foundation.templatetags.palier", "crispy_forms.templatetags.crispy_forms_tags"],
            "string_if_invalid": "",
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

# Databases, caches --------------------------------------------------------------------------------

DATABASES: dict[str, dict[str, Any]] = {
    "default": {
        **dj_database_url.parse(
            env_text("DATABASE_URL") or f"sqlite:///{VAR_DIR / 'palier.sqlite3'}",
            conn_max_age=60,
            conn_health_checks=True,
        )
    }
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["CONN_MAX_AGE"] = 0  # opening a file costs nothing
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    }

REDIS_URL = env_text("REDIS_URL")
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}
}

# Celery: Redis when there is one, else messages are files under var/ ------------------------------

CELERY_TIMEZONE = "Europe/Paris"
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_TIME_LIMIT = 600
CELERY_TASK_SOFT_TIME_LIMIT = 540
CELERY_TASK_DEFAULT_QUEUE = "interactive"
CELERY_TASK_ROUTES = {"reporting.tasks.*": {"queue": "reports"}}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_BEAT_SCHEDULER = "django_celery_beat.schedulers:DatabaseScheduler"
CELERY_BEAT_SCHEDULE = {  # written into the scheduler's table each time beat starts
    "seal-journal": {"task": "records.tasks.seal_journal", "schedule": 30.0, "options": {"expires": 60}},
    "sweep": {"task": "records.tasks.sweep", "schedule": 60.0, "options": {"expires": 120}},
    "purge-reads": {"task": "records.tasks.purge_reads", "schedule": 86_400.0},
    "refresh-statistics": {"task": "records.tasks.refresh_statistics", "schedule": 86_400.0},
    # Made once whenever it runs: a beat that was off on the 1st makes the month when it is back (docs/adr/0031).
    "keep-months": {
        "task": "reporting.tasks.keep_months",
        "schedule": crontab(minute="5"),
        "options": {"expires": 3500},
    },
    "remind-of-dates": {
        "task": "leases.tasks.remind_of_dates",
        "schedule": crontab(minute="20", hour="7-19"),
        "options": {"expires": 3500},
    },
    "sweep-month-files": {"task": "reporting.tasks.sweep_files", "schedule": 86_400.0},
    "resume-months": {"task": "reporting.tasks.resume", "schedule": 300.0, "options": {"expires": 290}},
}
BROKER_DIR = VAR_DIR / "broker"
if REDIS_URL:
    CELERY_BROKER_URL = REDIS_URL
else:
    CELERY_BROKER_URL = "filesystem://localhost"
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(BROKER_DIR / "messages"),
        "data_folder_out": str(BROKER_DIR / "messages"),
        "control_folder": str(BROKER_DIR / "control"),
        "processed_folder": str(BROKER_DIR / "processed"),
        "store_processed": False,
        "polling_interval": 0.1,
    }

# People: sign-in, passwords, sessions -------------------------------------------------------------

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "partners.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # an invitation's one-time link has proved the address
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_RATE_LIMITS = {  # counted in the shared cache; the words are the same for an address that nobody has
    "login": "30/m/ip",
    "login_failed": "20/m/ip,5/5m/key",
    "reset_password": "20/m/ip,3/15m/key",
    "reset_password_from_key": "20/m/ip",
    "change_password": "5/m/user",
    "reauthenticate": "10/m/user",
}
ACCOUNT_FORMS = {"reset_password": "partners.forms.sign_in.ResetPasswordForm"}
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Palier\u00a0: "
PASSWORD_RESET_TIMEOUT = 3 * 24 * 3600
ACCOUNT_EMAIL_NOTIFICATIONS = False  # partners.adapter writes them in the journal
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_ADAPTER = "partners.adapter.MFAAdapter"
MFA_TOTP_ISSUER = "Palier"
MFA_TOTP_TOLERANCE = 1  # a telephone's clock may be 30 seconds off
USERSESSIONS_ADAPTER = "partners.adapter.UserSessionsAdapter"
USERSESSIONS_TRACK_ACTIVITY = False  # partners.middleware stores it, at most once a minute
PALIER_IDLE_MINUTES = env_number("PALIER_IDLE_MINUTES", 30)  # domain.md §8.16
PALIER_TOTP_ENFORCED = env_flag("PALIER_TOTP", default=not IS_DEMO)  # off in demonstration only
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_AGE = 12 * 3600  # a session forgotten in the database dies by itself
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "partners.views.errors.csrf_failure"

# Network ------------------------------------------------------------------------------------------

ALLOWED_HOSTS = env_list("PALIER_HOSTS", "" if IS_PRODUCTION else "localhost,127.0.0.1,[::1],testserver")
CSRF_TRUSTED_ORIGINS = env_list("PALIER_ORIGINS")
IS_SECURE = env_flag("PALIER_HTTPS", default=IS_PRODUCTION)
SECURE_SSL_REDIRECT = IS_SECURE
SECURE_REDIRECT_EXEMPT = [r"^sante/$"]  # monitors ask from inside
SESSION_COOKIE_SECURE = IS_SECURE
CSRF_COOKIE_SECURE = IS_SECURE
SECURE_HSTS_SECONDS = 31_536_000 if IS_SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = IS_SECURE
SECURE_HSTS_PRELOAD = IS_SECURE
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if env_flag("PALIER_BEHIND_PROXY", default=False) else None
)
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if SECURE_PROXY_SSL_HEADER else 0  # whose X-Forwarded-For tells the address
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}
# Where it is reached, for the links of mails that no request asked for.
PALIER_URL = (
    env_text("PALIER_URL")
    or (f"https://{ALLOWED_HOSTS[0]}" if IS_PRODUCTION and ALLOWED_HOSTS else "http://localhost:8000")
).rstrip("/")
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
PALIER_DRAFT_DAYS = env_number("PALIER_DRAFT_DAYS", 30)  # a form begun and not sent is kept so long
PALIER_FILES_DIR = Path(env_text("PALIER_FILES", str(VAR_DIR / "files")))

# Mail ---------------------------------------------------------------------------------------------

EMAIL_HOST = env_text("EMAIL_HOST")
EMAIL_PORT = env_number("EMAIL_PORT", 25)
EMAIL_HOST_USER = env_text("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = env_text("EMAIL_HOST_PASSWORD")
EMAIL_USE_TLS = env_flag("EMAIL_USE_TLS", default=False)
DEFAULT_FROM_EMAIL = env_text("PALIER_MAIL_FROM", "Palier <palier@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend" if EMAIL_HOST else "django.core.mail.backends.filebased.EmailBackend"
)
EMAIL_TIMEOUT = 20  # a mail server that says nothing never holds a worker
EMAIL_FILE_PATH = str(VAR_DIR / "mail")  # without a mail server, messages are files one can open

# Static files, language, time ---------------------------------------------------------------------

STATIC_URL = "static/"
STATIC_ROOT = Path(env_text("PALIER_STATIC", str(VAR_DIR / "staticfiles")))
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if IS_PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not IS_PRODUCTION
LANGUAGE_CODE = "fr"
USE_I18N = True  # Django's and allauth's own strings come out in French; ours are written in French
TIME_ZONE = "Europe/Paris"
USE_TZ = True
FORMAT_MODULE_PATH = ["config.formats"]

# Logs: JSON lines with a request number; no name, no address, no text of a form ---------------------

DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False
structlog.configure(
    processors=[
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso"),
        structlog.processors.ExceptionRenderer(
            structlog.tracebacks.ExceptionDictTransformer(show_locals=False)  # locals are what people typed
        ),
        structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
    ],
    logger_factory=structlog.stdlib.LoggerFactory(),
    cache_logger_on_first_use=True,
)
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {"()": structlog.stdlib.ProcessorFormatter, "processor": structlog.processors.JSONRenderer()}
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["console"], "level": env_text("PALIER_LOG_LEVEL", "WARNING")},
    "loggers": {"django_structlog": {"level": env_text("PALIER_LOG_LEVEL", "WARNING")}},
}
