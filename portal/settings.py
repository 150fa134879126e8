"""Settings of the portal: one file, read from the environment, safe when nothing is set. Variables: see README."""

from datetime import timedelta
from pathlib import Path

import django.conf.locale
from csp.constants import NONE, SELF

from portal import env
from portal.logs import LOG_TO_STDERR

BASE_DIR = Path(__file__).resolve().parent.parent

# --- The machine -----------------------------------------------------------------------------------------------------

DEBUG = env.switch("DEBUG")
# Sign-in and secure cookies need https; only a portal that nobody reaches from elsewhere may do without.
ALLOW_HTTP = env.switch("ALLOW_HTTP", default=DEBUG)
SECRET_KEY = env.secret_key("SECRET_KEY", default="django-insecure-" + "only-for-debugging" * 3 if DEBUG else None)
# Seal what people write to councils. The first one seals, all of them open; losing them loses the messages.
SEALING_KEYS = env.sealing_keys("SEALING_KEYS", default=["only-for-debugging" * 3] if DEBUG else None)
# The only source of absolute addresses: a request's Host header is checked, never repeated.
BASE_URL = env.base_url("BASE_URL", default="http://127.0.0.1:8000" if DEBUG else None, http_allowed=ALLOW_HTTP)
ALLOWED_HOSTS = env.hosts("ALLOWED_HOSTS", default=[env.host_of(BASE_URL)])
# Yes only behind a server that sets X-Forwarded-For and X-Forwarded-Proto itself: else a visitor could forge both.
TRUSTED_PROXY = env.switch("TRUSTED_PROXY")

# Everything that the portal writes lies below this folder.
STATE_DIR = env.folder("STATE_DIR", default=BASE_DIR / "var")
MEDIA_ROOT = env.folder("MEDIA_ROOT", default=STATE_DIR / "media")
STATIC_ROOT = STATE_DIR / "static"
# How large a document may be that the office uploads.
MAX_FILE_MB = env.whole_number("MAX_FILE_MB", 25, least=1, most=500)

# --- Who runs the portal ---------------------------------------------------------------------------------------------

PORTAL_NAME = env.text("PORTAL_NAME", "Mitsprache")
# Unknown parts stay empty; `check --deploy` names those that the law asks for.
OPERATOR_NAME = env.text("OPERATOR_NAME")
OPERATOR_STREET = env.text("OPERATOR_STREET")
OPERATOR_CITY = env.text("OPERATOR_CITY")
OPERATOR_REPRESENTATIVE = env.text("OPERATOR_REPRESENTATIVE")
OPERATOR_RESPONSIBLE = env.text("OPERATOR_RESPONSIBLE")
OPERATOR_MAIL = env.mail_address("OPERATOR_MAIL")
OPERATOR_PHONE = env.text("OPERATOR_PHONE")

# --- The application -------------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "modeltranslation",  # before the admin, whose forms it extends
    "portal",
    "meetings",
    "contact",
    "members",
    "councils",
    "councils.accounts.apps.OfficeConfig",  # django.contrib.admin with the portal's own site
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "axes",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "portal.middleware.PublicRequestMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",  # last: turns a refused login into its answer
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FORMS_URLFIELD_ASSUME_HTTPS = True
# The largest admin form: 60 agenda items in twelve languages are some 950 fields.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4000

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.context.portal",
            ],
        },
    },
]

# --- Database --------------------------------------------------------------------------------------------------------

DATABASES = {"default": env.database("DATABASE_URL", default=f"sqlite:///{STATE_DIR / 'db.sqlite3'}")}
# Connections stay open between requests.
DATABASES["default"] |= {"CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": True}
if DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql":
    # The gate asks every ancestor, so pages join nine tables and more. PostgreSQL reorders eight; for nine it
    # reads a million meetings to find a council's hundred.
    limits = "-c join_collapse_limit=12 -c from_collapse_limit=12"
    options = DATABASES["default"].setdefault("OPTIONS", {})
    options["options"] = f"{options.get('options', '')} {limits}".strip()
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        # A transaction that will write takes its lock at the start and waits for it; begun as a reader it would fail.
        "transaction_mode": "IMMEDIATE",
        # What is erased is overwritten, not only forgotten.
        "init_command": "PRAGMA journal_mode = WAL; PRAGMA busy_timeout = 20000; PRAGMA secure_delete = ON;",
    }

# --- Languages and times ---------------------------------------------------------------------------------------------

LANGUAGES = [
    ("de", "Deutsch"),
    ("de-simple", "Einfache Sprache"),
    ("en", "English"),
    ("ar", "العربية"),
    ("bg", "Български"),
    ("fa", "فارسی"),
    ("pl", "Polski"),
    ("ro", "Română"),
    ("ru", "Русский"),
    ("tr", "Türkçe"),
    ("uk", "Українська"),
    ("vi", "Tiếng Việt"),
]
# Django does not know plain German; without an entry of its own it would be called "Deutsch" as well.
django.conf.locale.LANG_INFO["de-simple"] = {
    "bidi": False,
    "code": "de-simple",
    "name": "Plain German",
    "name_local": "Einfache Sprache",
}
LANGUAGE_CODE = "de"
# Languages whose interface texts a native speaker has reviewed; pages in all others say that they are machine-made.
REVIEWED_INTERFACE_LANGUAGES = ("de",)
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = "portal.formats"
MODELTRANSLATION_LANGUAGES = tuple(code for code, _ in LANGUAGES)
MODELTRANSLATION_DEFAULT_LANGUAGE = "de"
MODELTRANSLATION_FALLBACK_LANGUAGES = ("de",)

USE_TZ = True
TIME_ZONE = "Europe/Berlin"

# --- Static files, uploads, caching ----------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "portal.static_files.SmallStyleSheets"},
}
# What the portal writes is its owner's only.
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
# Whether public pages may be answered from memory; switched off to see what a page costs.
PAGE_CACHE = env.switch("PAGE_CACHE", default=not DEBUG)

# --- Who may sign in -------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "councils.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"
CSRF_FAILURE_VIEW = "portal.errors.csrf_failure"
SESSION_COOKIE_AGE = 8 * 60 * 60
OTP_TOTP_ISSUER = PORTAL_NAME
# What each may do stands in councils/accounts/rights.py.
ROLES = ["superuser", "portal_editor", "editor", "author", "translator", "message_reader"]
# Whose accounts must have a second factor; the others may.
SECOND_FACTOR_ROLES = env.names("SECOND_FACTOR_ROLES", ROLES)

# The municipality's identity provider, beside names and passwords; without OIDC_ISSUER there is none.
OIDC_ISSUER = env.web_address("OIDC_ISSUER", http_allowed=ALLOW_HTTP)
OIDC_BACKEND = "councils.accounts.oidc.ProviderBackend"
OIDC_NAME = env.text("OIDC_NAME", "SSO")
OIDC_ROLES_CLAIM = env.text("OIDC_ROLES_CLAIM", "groups")
OIDC_ROLES = env.role_mapping("OIDC_ROLES", ROLES)
OIDC_OP_AUTHORIZATION_ENDPOINT = env.web_address("OIDC_AUTHORIZE_URL", OIDC_ISSUER, http_allowed=ALLOW_HTTP)
OIDC_OP_TOKEN_ENDPOINT = env.web_address("OIDC_TOKEN_URL", OIDC_ISSUER, http_allowed=ALLOW_HTTP)
OIDC_OP_USER_ENDPOINT = env.web_address("OIDC_USERINFO_URL", OIDC_ISSUER, http_allowed=ALLOW_HTTP)
OIDC_OP_JWKS_ENDPOINT = env.web_address("OIDC_KEYS_URL", OIDC_ISSUER, http_allowed=ALLOW_HTTP)
OIDC_RP_CLIENT_ID = env.text("OIDC_CLIENT_ID")
OIDC_RP_CLIENT_SECRET = env.secret("OIDC_CLIENT_SECRET", needed=bool(OIDC_ISSUER))
OIDC_RP_SCOPES = env.text("OIDC_SCOPES", "openid profile email")
OIDC_RP_SIGN_ALGO = "RS256"
OIDC_USE_PKCE = True
OIDC_TIMEOUT = 10
OIDC_AUTHENTICATION_CALLBACK_URL = "admin:oidc_callback"
LOGIN_REDIRECT_URL_FAILURE = "/admin/login/"
if OIDC_ISSUER:
    AUTHENTICATION_BACKENDS.append(OIDC_BACKEND)

# A name is locked for one address, so that nobody can lock an editor out from elsewhere.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 6
AXES_COOLOFF_TIME = timedelta(minutes=30)
AXES_RESET_ON_SUCCESS = True
AXES_HTTP_RESPONSE_CODE = 429
AXES_LOCKOUT_CALLABLE = "councils.accounts.site.locked_out"
AXES_CLIENT_IP_CALLABLE = "councils.client.address"
# Attempts are kept only while they count; no register of who signed in from where.
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_CLIENT_STR_CALLABLE = "portal.logs.anonymous_client"

# --- What browsers are told ------------------------------------------------------------------------------------------

# The same for every page, so no nonces: a page can be kept and sent again as it is.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "media-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    }
}
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

SECURE_SSL_REDIRECT = not ALLOW_HTTP
SECURE_HSTS_SECONDS = 0 if ALLOW_HTTP else int(timedelta(days=365).total_seconds())
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = not ALLOW_HTTP
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
if TRUSTED_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# HSTS for sister hosts and browsers' built-in lists: the owner of the domain decides that, not one of its sites.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]

# --- Mail ------------------------------------------------------------------------------------------------------------

MAIL = env.mail_server("EMAIL_URL")
EMAIL_BACKEND = MAIL["EMAIL_BACKEND"]
EMAIL_HOST, EMAIL_PORT = MAIL["EMAIL_HOST"] or "localhost", MAIL["EMAIL_PORT"] or 25
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = MAIL["EMAIL_HOST_USER"] or "", MAIL["EMAIL_HOST_PASSWORD"] or ""
EMAIL_USE_TLS, EMAIL_USE_SSL = MAIL.get("EMAIL_USE_TLS", False), MAIL.get("EMAIL_USE_SSL", False)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.mail_address("EMAIL_FROM", OPERATOR_MAIL or "portal@localhost")

# Where answers to the portal's mails arrive (+token follows the part before @), and how they are fetched from there.
REPLY_MAILBOX = env.mail_address("REPLY_MAILBOX")
REPLY_SERVER = env.mail_box("REPLY_SERVER")

# A LibreTranslate server that the municipality runs: a reading aid for the office, and proposals for translators.
TRANSLATE_URL = env.base_url("TRANSLATE_URL", http_allowed=True) if env.text("TRANSLATE_URL") else ""

# --- Links ------------------------------------------------------------------------------------------------------------

# Whether the worker tries the links that public pages show, and the office hears of dead ones.
CHECK_LINKS = env.switch("CHECK_LINKS", default=True)

# --- Logs ------------------------------------------------------------------------------------------------------------

# To stderr, and without what visitors asked, wrote or came from. Replaces Django's mails of whole requests to admins.
LOGGING = LOG_TO_STDERR | {
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        # Pages that do not exist and hosts that are not ours: what strangers try out, day and night.
        "django.request": {"level": "ERROR"},
        "django.security.DisallowedHost": {"level": "CRITICAL"},
    },
}
