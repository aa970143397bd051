"""Settings. Every value that differs between machines is read through environment.py."""

from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from . import environment as env

PACKAGE = Path(__file__).resolve().parent.parent

# --- Where things lie -------------------------------------------------------------------------------------------------
DATA = Path(env.text("BYALAG_DATA", "var")).resolve()
FILES = DATA / "files"
UPLOADS = DATA / "uploads"  # pieces of files that are on their way
STATIC_ROOT = DATA / "static"
STATIC_URL = "/static/"
SITE_URL = env.text("BYALAG_URL", "http://localhost:8000").rstrip("/")

# --- Safety -----------------------------------------------------------------------------------------------------------
DEBUG = env.flag("BYALAG_DEBUG")
DEMO = env.flag("BYALAG_DEMO")


def _secret_key() -> str:
    """From the environment, else made once and kept beside the data, readable by its owner only."""
    if key := env.text("BYALAG_SECRET_KEY"):
        return key
    kept = DATA / "secret-key"
    if not kept.exists():
        import secrets

        DATA.mkdir(parents=True, exist_ok=True)
        kept.touch(mode=0o600)
        kept.write_text(secrets.token_urlsafe(48), encoding="ascii")
    return kept.read_text(encoding="ascii")


SECRET_KEY = _secret_key()
ALLOWED_HOSTS = env.words("BYALAG_HOSTS", "localhost,127.0.0.1,[::1]")
_https = SITE_URL.startswith("https://")
CSRF_TRUSTED_ORIGINS = [SITE_URL]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = _https
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 60 * 60 * 12
SECURE_HSTS_SECONDS = 31_536_000 if _https else 0
SECURE_REDIRECT_EXEMPT = [r"^health$"]
SECURE_SSL_REDIRECT = _https and not env.flag("BYALAG_BEHIND_PROXY")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.flag("BYALAG_BEHIND_PROXY") else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
DATA_UPLOAD_MAX_NUMBER_FILES = 120  # ODK Collect sends up to a hundred pictures and the answers at once
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

# --- The house --------------------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",  # templates of allauth use it
    "django.forms",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "byalag.core",
    "byalag.rooms.people",
    "byalag.rooms.records",
    "byalag.rooms.cooperation",
    "byalag.rooms.promises",
    "byalag.rooms.work",
    "byalag.rooms.visits",
    "byalag.rooms.surveys",
    "byalag.rooms.reports",
    "byalag.rooms.exchange",
    "byalag.rooms.reminders",
    "byalag.demo",
    "byalag.web",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "byalag.core.middleware.SafetyHeaders",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "byalag.core.middleware.WithoutNul",
    "byalag.core.middleware.LanguageInAddress",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "byalag.rooms.people.middleware.ActorMiddleware",
    "byalag.core.middleware.Redacting",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "byalag.config.urls"
WSGI_APPLICATION = "byalag.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "web" / "templates", PACKAGE / "core" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "byalag.core.context.page",
            ],
            "builtins": ["django.templatetags.i18n", "byalag.core.templatetags.parts"],
        },
    }
]
FORM_RENDERER = "byalag.core.forms.Renderer"

# --- Data -------------------------------------------------------------------------------------------------------------
DATABASES: dict[str, dict[str, Any]] = {
    "default": env.database(env.text("BYALAG_DATABASE", f"sqlite:///{DATA / 'byalag.sqlite3'}"))
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    # In the database, so that rate limits hold over all processes.
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "byalag_cache"},
    # Public pages, in the memory of each process (web.kept).
    "public": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "public",
        "OPTIONS": {"MAX_ENTRIES": 300},
    },
}
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "byalag.core.storage.WholeFiles", "OPTIONS": {"location": FILES}},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = DEBUG
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]

# --- Signing in -------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "core.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "web:today"
ACCOUNT_ADAPTER = "byalag.web.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_CONFIRM_EMAIL_ON_GET = False
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Byalag"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not _https
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_ADAPTER = "byalag.web.adapters.SocialAccountAdapter"
# The provider is set by whoever runs the installation, and is trusted with the addresses it has verified.
SOCIALACCOUNT_EMAIL_AUTHENTICATION = SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_AUTO_SIGNUP = True
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "APPS": [
            {
                "provider_id": "oidc",
                "name": env.text("BYALAG_OIDC_NAME", "OpenID Connect"),
                "client_id": env.text("BYALAG_OIDC_CLIENT"),
                "secret": env.text("BYALAG_OIDC_SECRET"),
                "settings": {"server_url": env.text("BYALAG_OIDC_SERVER")},
            }
        ]
        if env.text("BYALAG_OIDC_SERVER")
        else []
    }
}

# --- Languages --------------------------------------------------------------------------------------------------------
LANGUAGE_CODE = env.text("BYALAG_LANGUAGE", "en")
LANGUAGES = [("en", "English"), ("sv", "Svenska"), ("pl", "Polski")]
LANGUAGE_COOKIE_HTTPONLY = True
USE_I18N = USE_TZ = True
TIME_ZONE = env.text("BYALAG_TIME_ZONE", "Europe/Stockholm")

# --- Mail -------------------------------------------------------------------------------------------------------------
EMAIL_BACKEND = (
    "byalag.core.mail.Backend" if env.text("BYALAG_SMTP_HOST") else "django.core.mail.backends.console.EmailBackend"
)
EMAIL_HOST = env.text("BYALAG_SMTP_HOST")
EMAIL_PORT = env.whole("BYALAG_SMTP_PORT", 587)
EMAIL_HOST_USER = env.text("BYALAG_SMTP_USER")
EMAIL_HOST_PASSWORD = env.text("BYALAG_SMTP_PASSWORD")
EMAIL_USE_TLS = env.flag("BYALAG_SMTP_TLS", default=True)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.text("BYALAG_MAIL_FROM", "byalag@localhost")

# --- This installation ------------------------------------------------------------------------------------------------
SOURCE_URL = env.text("BYALAG_SOURCE_URL", "/about/source/")
CONTACT_EMAIL = env.text("BYALAG_CONTACT", DEFAULT_FROM_EMAIL)
SUPERVISOR_LABEL = _("the authority that supervises accessibility in your country")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"()": "byalag.core.log_lines.Line", "format": "{asctime} {levelname} {name} {message}", "style": "{"}
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.text("BYALAG_LOG", "WARNING")},
}
