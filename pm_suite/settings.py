"""Settings of the product; everything comes from the environment (docs/configuration.md)."""

import sys
from pathlib import Path

import dj_database_url
from csp.constants import NONCE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from pm_suite.lib import env

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(env.text("PM_SUITE_DATA", str(BASE_DIR / "var")))

DEBUG = env.flag("DEBUG")
INSECURE_KEY = "insecure-key-for-tests-and-development-only"
SECRET_KEY = env.text("SECRET_KEY", INSECURE_KEY if DEBUG or "pytest" in sys.modules else "")
if not SECRET_KEY:
    if env.flag("PM_SUITE_BUILD"):
        SECRET_KEY = INSECURE_KEY
    else:
        raise ImproperlyConfigured(
            "SECRET_KEY is not set. Put a long random text in it (`make run` makes one by itself)."
        )
SECRET_KEY_FALLBACKS = env.words("SECRET_KEY_FALLBACKS")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "*" if DEBUG else "localhost,127.0.0.1,[::1],testserver")
CSRF_FAILURE_VIEW = "teams.views.csrf_failure"
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS")
PUBLIC_URL = env.text("PUBLIC_URL", f"http://localhost:{env.number('PORT', 8000)}")

INSTALLED_APPS = [
    "pm_suite.lib.staff_app.StaffConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "csp",
    "django_filters",
    "django_vite",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "rest_framework",
    "sync",
    "teams",
    "tasks",
    "boards",
    "integrations",
    "metrics",
    "notifications",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "teams.middleware.PersonMiddleware",
]
ROOT_URLCONF = "pm_suite.urls"
WSGI_APPLICATION = "pm_suite.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
            ]
        },
    }
]

DATABASES = {
    "default": dj_database_url.parse(
        env.text("DATABASE_URL", "postgres:///pm_suite"),
        conn_max_age=None,
        conn_health_checks=True,
    )
    | {"ATOMIC_REQUESTS": False}
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.text("REDIS_URL", "redis://127.0.0.1:6379/0")
LIVE_SOCKET = env.text("LIVE_SOCKET")
WEB_THREADS = env.number("WEB_THREADS", 8)
CACHES = {
    "default": {
        "BACKEND": "pm_suite.lib.cache.ForgivingRedisCache",
        "LOCATION": REDIS_URL,
        "OPTIONS": {"socket_timeout": 1, "socket_connect_timeout": 1},
    }
}
CELERY_BROKER_URL = REDIS_URL
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 3600,
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
    "socket_timeout": 5,
}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE = {
    "look-for-work": {"task": "integrations.resume_imports", "schedule": 60.0},
    "build-first-pages": {"task": "sync.build_segments", "schedule": 180.0},
    "repeat-tasks": {"task": "tasks.repeat", "schedule": 60.0},
    "empty-the-trash": {"task": "tasks.empty_trash", "schedule": 24 * 3600.0},
    "sweep-files": {"task": "tasks.sweep_files", "schedule": 3600.0},
    "keep-the-journal": {"task": "sync.prune", "schedule": 24 * 3600.0},
    "forget-old-receipts": {"task": "sync.forget_receipts", "schedule": 3600.0},
}

AUTH_USER_MODEL = "teams.User"
SILENCED_SYSTEM_CHECKS = ["auth.W004"]  # an e-mail address is unique whatever its case
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "teams.adapter.ClosedSignupAdapter"
ACCOUNT_FORMS = {
    "login": "teams.account_forms.LoginForm",
    "reset_password": "teams.account_forms.ResetPasswordForm",
    "reset_password_from_key": "teams.account_forms.ResetPasswordKeyForm",
    "change_password": "teams.account_forms.ChangePasswordForm",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_SESSION_REMEMBER = True
ALLAUTH_TRUSTED_PROXY_COUNT = env.number("TRUSTED_PROXY_COUNT", 0)

SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SECURE_COOKIES = env.flag("SECURE_COOKIES", PUBLIC_URL.startswith("https://"))
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_COOKIES
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if ALLAUTH_TRUSTED_PROXY_COUNT else None
)
SECURE_HSTS_SECONDS = 31536000 if SECURE_COOKIES else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    # Django's admin and the API browser bring styles in attributes of their own.
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, "'unsafe-inline'"],
        "img-src": [SELF, "data:", "blob:", "https:"],
        "connect-src": [SELF],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": [SELF],
        "frame-ancestors": ["'none'"],
    }
}

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("ru", _("Russian"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = env.text("TIME_ZONE", "UTC")
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
FRONTEND_DIST = BASE_DIR / "frontend" / "dist"
STATICFILES_DIRS = [FRONTEND_DIST] if FRONTEND_DIST.is_dir() else []
MEDIA_ROOT = DATA_DIR / "media"
FILES_ON_DISK = {
    "BACKEND": "django.core.files.storage.FileSystemStorage",
    "OPTIONS": {"location": MEDIA_ROOT / "files", "file_permissions_mode": 0o600},
}
# Without a key boto3 finds its credentials where it always does: the environment, a profile, the machine's role.
FILES_ON_S3 = {
    "BACKEND": "storages.backends.s3.S3Storage",
    "OPTIONS": {
        "bucket_name": env.text("FILES_S3_BUCKET"),
        "endpoint_url": env.text("FILES_S3_ENDPOINT") or None,
        "region_name": env.text("FILES_S3_REGION") or None,
        "access_key": env.text("FILES_S3_KEY") or None,
        "secret_key": env.text("FILES_S3_SECRET") or None,
        "location": env.text("FILES_S3_PREFIX"),
        "default_acl": None,
        "file_overwrite": True,
        "max_memory_size": 1024 * 1024,  # what is read lies on the disk past that
    },
}
FILE_MAX_BYTES = env.number("FILE_MAX_BYTES", 25 * 1024 * 1024)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
    "files": FILES_ON_S3 if env.text("FILES_S3_BUCKET") else FILES_ON_DISK,
}
# The build's files carry a digest in their names: whoever has one need never ask again.
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/static/assets/.+-[-\w]{8}\.\w+$"
SERVICE_WORKER = env.flag("SERVICE_WORKER", True)
DJANGO_VITE = {
    "default": {
        "dev_mode": False,
        "manifest_path": FRONTEND_DIST / "manifest.json",
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
JOURNAL_DAYS = max(1, env.number("JOURNAL_DAYS", 90))
IMPORT_MAX_BYTES = env.number("IMPORT_MAX_BYTES", 100 * 1024 * 1024)

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = env.text("EMAIL_HOST", "localhost")
EMAIL_PORT = env.number("EMAIL_PORT", 25)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_PASSWORD")
EMAIL_USE_TLS = env.flag("EMAIL_USE_TLS")
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "PM Suite <pm-suite@localhost>")

API_RATE = env.number("API_RATE", 1200)
API_STRANGER_RATE = env.number("API_STRANGER_RATE", 120)

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "teams.authentication.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["pm_suite.lib.inputs.BoundedJSONParser"],
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "pm_suite.lib.rest.problem_response",
    "NUM_PROXIES": ALLAUTH_TRUSTED_PROXY_COUNT,
    "COERCE_DECIMAL_TO_STRING": False,
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
API_DESCRIPTION = """
Everything a person does in PM Suite, for programs. Send an access token as `Authorization: Bearer pms_…`; make one in
your settings, or with `manage.py issue_token`. Errors are problem documents (RFC 9457) with a stable `code`.
Every write may carry an `Idempotency-Key`, and answers with the place in the journal that it produced
(`X-Journal-Cursor`). Lists come in pages; `next` of one is the `cursor` of the following.
"""
SPECTACULAR_SETTINGS = {
    "TITLE": "PM Suite",
    "VERSION": "1",
    "DESCRIPTION": API_DESCRIPTION,
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "GET_LIB_DOC_EXCLUDES": "teams.rest.undescribed",
    "COMPONENT_SPLIT_REQUEST": False,
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "pm_suite.lib.schema.finish",
    ],
    "ENUM_NAME_OVERRIDES": {
        "Role": "teams.models.Role",
        "ProjectRole": "tasks.models.ProjectRole",
        "StageKind": "tasks.models.Stage.Kind",
        "LinkKind": "tasks.models.TaskLink.Kind",
        "FieldKind": "tasks.models.CustomField.Kind",
    },
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(levelname)s %(name)s: %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", "WARNING")},
    "loggers": {"django.request": {"level": "ERROR"}},  # a 404 is an answer, not an event
}
