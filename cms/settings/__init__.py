"""Django's settings, made from the typed page in :mod:`cms.settings.env`."""

from contextlib import suppress
from pathlib import Path
from typing import Any

import dj_database_url
from django.utils.translation import gettext_lazy as _
from redis.backoff import NoBackoff
from redis.retry import Retry

from .env import DEVELOPMENT_SECRET_KEY, PROJECT_DIR, read_environment

#: Seconds after which a request goes on without the cache.
CACHE_TIMEOUT = 0.5

env = read_environment()

DEBUG = not env.is_production
SECRET_KEY = env.secret_key or DEVELOPMENT_SECRET_KEY
ALLOWED_HOSTS = env.hosts
BASE_DIR = PROJECT_DIR
BASE_URL = env.public_url

INSTALLED_APPS = [
    "cms",
    "text",
    "http_cache",
    "accounts",
    "media",
    "content",
    "publishing",
    "delivery",
    "recycle_bin",
    "home",
    "networks",
    "programs",
    "measures",
    "manuals",
    "search",
    "translation",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail_headless_preview",
    "wagtail.contrib.redirects",
    "wagtail.contrib.search_promotions",
    "wagtail.contrib.settings",
    "wagtail.contrib.table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_tasks",
    "django_tasks_db",
    "django_filters",
    "ninja",  # its documentation pages load their assets from here, not from a CDN
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",  # for its Japanese: Wagtail says “32 seconds ago” by it
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "content.database_waits.DatabaseWaitsMiddleware",
    "http_cache.compression.CompressionMiddleware",
    "text.middleware.CleanTextMiddleware",
    "delivery.middleware.DeliveryMiddleware",
    "delivery.throttling.ThrottlingMiddleware",
    "publishing.site.kept_pages.KeptPagesMiddleware",
    "content.middleware.LanguageFromPathMiddleware",
    "content.middleware.ReadRestrictionsOnceMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "recycle_bin.telling.TellOfTheBinMiddleware",
    "content.editing.doors.AdminDoorsMiddleware",
    "home.kept_forms.KeptFormsMiddleware",
    "publishing.middleware.SettleMiddleware",
    "home.middleware.StoreUnavailableMiddleware",
    "home.middleware.DatabaseUnavailableMiddleware",
    "home.middleware.PublicRedirectMiddleware",
    "home.middleware.NotFoundInDevelopmentMiddleware",
    "publishing.middleware.LargeWorkMiddleware",  # last: whoever may refuse has been asked
]

ROOT_URLCONF = "cms.urls"
WSGI_APPLICATION = "cms.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PROJECT_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "home.context_processors.site_furniture",
            ],
        },
    },
]

DATABASES = {
    "default": dj_database_url.parse(
        env.database_url,
        conn_max_age=env.database_max_age,
        conn_health_checks=True,
        disable_server_side_cursors=env.database_pooled,
    )
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    with suppress(OSError):  # SQLite then says that it cannot open its file, and which
        Path(DATABASES["default"]["NAME"]).parent.mkdir(parents=True, exist_ok=True)
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
else:
    DATABASES["default"].setdefault("OPTIONS", {}).update(
        connect_timeout=env.database_seconds,
        # A server that has gone without a word is given up by commands and workers too.
        keepalives_idle=30,
        keepalives_interval=10,
        keepalives_count=3,
        tcp_user_timeout=60_000,
    )
DATABASE_READ_SECONDS = env.database_read_seconds
DATABASE_WRITE_SECONDS = env.database_write_seconds
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# A cache that does not answer is a miss, never an error page: it holds nothing of its own.
CACHES: dict[str, dict[str, Any]] = {
    "default": {
        "BACKEND": "content.caching.RestingRedisCache",
        "LOCATION": env.cache_url,
        "OPTIONS": {
            "IGNORE_EXCEPTIONS": True,
            # redis-py itself would ask ten times more, with pauses.
            "CONNECTION_POOL_KWARGS": {"retry": Retry(NoBackoff(), 0)},
            "SOCKET_CONNECT_TIMEOUT": CACHE_TIMEOUT,
            "SOCKET_TIMEOUT": CACHE_TIMEOUT,
        },
    }
    if env.cache_url
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
}

# A page of many blocks has thousands of values and a long text; Django's own limits, which are for
# anybody's form, would refuse it and lose what was typed.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
CSRF_FAILURE_VIEW = "home.error_pages.form_refused"

AUTH_USER_MODEL = "accounts.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

LANGUAGE_CODE = "ja"
#: The one list of languages: code, name in the language being read, and in its own.
_LANGUAGES = (("ja", _("Japanese"), "日本語"), ("en", _("English"), "English"))
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [(code, name) for code, name, _own in _LANGUAGES]
LOCALE_PATHS = [PROJECT_DIR / "locale", PROJECT_DIR / "locale" / "upstream"]
TIME_ZONE = "Asia/Tokyo"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATICFILES_DIRS = [PROJECT_DIR / "static"]
STATIC_ROOT = env.static_root
MEDIA_URL = "/media/"
MEDIA_ROOT = env.media_root
FILE_UPLOAD_PERMISSIONS = 0o644
STORAGES: dict[str, dict[str, Any]] = {
    "default": {
        "BACKEND": "media.storage.GatedS3Storage",
        "OPTIONS": {
            "bucket_name": env.s3_bucket_name,
            "endpoint_url": env.s3_endpoint_url or None,
            "region_name": env.s3_region_name or None,
            "access_key": env.s3_access_key_id,
            "secret_key": env.s3_secret_access_key,
            "file_overwrite": False,
            "seconds": env.s3_seconds,
            "concurrency": env.s3_concurrency,
        },
    }
    if env.s3_bucket_name
    else {"BACKEND": "media.disk.WholeFileStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if env.is_production
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}

DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.default_from_email
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if env.email_host
    else "django.core.mail.backends.dummy.EmailBackend"
    if env.is_production  # a link that opens an account must never stand in a log
    else "django.core.mail.backends.console.EmailBackend"
)
WAGTAIL_PASSWORD_RESET_ENABLED = bool(env.email_host) or not env.is_production
EMAIL_HOST = env.email_host
EMAIL_PORT = env.email_port
EMAIL_HOST_USER = env.email_host_user
EMAIL_HOST_PASSWORD = env.email_host_password
EMAIL_USE_TLS = env.email_use_tls
EMAIL_TIMEOUT = env.email_seconds

SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"
if env.is_production:
    SECURE_SSL_REDIRECT = env.secure_ssl_redirect
    SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
    SECURE_HSTS_SECONDS = env.hsts_seconds
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    if env.trusted_proxy:
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CSRF_TRUSTED_ORIGINS = [BASE_URL]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "loggers": {
        "django_tasks": {"level": "WARNING"},
        "django_tasks_db": {"level": "WARNING"},
        # They would log each request, with what was asked; search/engines/cluster.py logs failures.
        "opensearch": {"level": "CRITICAL"},
        "opensearchpy.trace": {"level": "CRITICAL"},
        "wagtail": {"level": "WARNING"},
    },
    "root": {"handlers": ["console"], "level": env.log_level},
}

TRUSTED_PROXY = env.trusted_proxy
TRUSTED_PROXIES = env.trusted_proxies
SIGN_INS_PER_MINUTE = env.sign_ins_per_minute
SECURITY_CONTACT = env.security_contact
DELIVERY_ALLOWED_ORIGINS = env.origins
DELIVERY_READS_PER_MINUTE = env.delivery_reads_per_minute
DELIVERY_SEARCHES_PER_MINUTE = env.delivery_searches_per_minute
SEARCH_CLUSTER = env.search_cluster
SEARCH_SECONDS = env.search_seconds
DELIVERY_SUGGESTIONS_PER_MINUTE = env.delivery_suggestions_per_minute
DELIVERY_PREVIEWS_PER_MINUTE = env.delivery_previews_per_minute
BIN_DAYS = env.bin_days
SEARCH_LOG_DAYS = env.search_log_days
PREVIEW_CLIENT_URL = env.preview_client_url
WAGTAIL_HEADLESS_PREVIEW = {
    "CLIENT_URLS": {"default": PREVIEW_CLIENT_URL} if PREVIEW_CLIENT_URL else {},
    "ENFORCE_TRAILING_SLASH": False,
}
DELIVERY_CACHE_CONTROL = env.delivery_cache_control
SITE_SHARED_SECONDS = env.site_shared_seconds
CACHE_PURGE_URL = env.cache_purge_url
DELIVERY_CACHE_TAG_HEADER = env.delivery_cache_tag_header

WAGTAILADMIN_USER_LOGIN_FORM = "accounts.forms.SignInForm"
WAGTAIL_SITE_NAME = "Hashi（橋）"
WAGTAILADMIN_BASE_URL = WAGTAILAPI_BASE_URL = BASE_URL
# Application windows and banners are entered in Japan time, whoever enters them.
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]
WAGTAIL_I18N_ENABLED = True
WAGTAILADMIN_PERMITTED_LANGUAGES = [(code, own) for code, _name, own in _LANGUAGES]
WAGTAILADMIN_RICH_TEXT_EDITORS = {
    "default": {
        "WIDGET": "wagtail.admin.rich_text.DraftailRichTextArea",
        "OPTIONS": {"features": ["bold", "ol", "ul", "link", "document-link"]},
    }
}
WAGTAILIMAGES_IMAGE_MODEL = "media.Image"
WAGTAILIMAGES_IMAGE_FORM_BASE = "content.editing.picture_forms.PictureForm"
WAGTAILDOCS_DOCUMENT_MODEL = "media.Document"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "media.forms.DocumentForm"
WAGTAILDOCS_SERVE_METHOD = "serve_view"
# Bytes; deploy/nginx.conf lets a little more through, so that it is the form that refuses.
WAGTAILDOCS_MAX_UPLOAD_SIZE = 100 * 1024 * 1024
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "odp", "ods", "odt", "pdf", "pptx", "txt", "xlsx", "zip"]
TAGGIT_CASE_INSENSITIVE = True
TAGGIT_TAGS_FROM_STRING = "text.tags.tags_from_text"
TAGGIT_STRING_FROM_TAGS = "text.tags.text_from_tags"
TAG_SPACES_ALLOWED = True
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_FINISH_WORKFLOW_ACTION = "content.editing.moderation.publish_reviewed_revision"
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False
WAGTAILLOCALIZE_DISABLE_ON_DELETE = True
# Redirects follow the change log instead (home/redirects.py), which knows what was public.
WAGTAILREDIRECTS_AUTO_CREATE = False
# A rebuild in one transaction would keep everybody else from writing to SQLite meanwhile.
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "search.backends", "ATOMIC_REBUILD": False}}

TASKS = {
    "default": {
        "BACKEND": {
            "thread": "publishing.background.ThreadBackend",
            "database": "django_tasks_db.DatabaseBackend",
            "immediate": "django_tasks.backends.immediate.ImmediateBackend",
        }[env.tasks_backend]
    }
}

# W019: Wagtail shows previews in a frame of its own pages, so frames are SAMEORIGIN, not DENY.
SILENCED_SYSTEM_CHECKS = ["security.W019"]
