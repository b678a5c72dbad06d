"""Settings of one city's process, read from typed environment values.

One process serves one city's database; which city it is stands in that database, never here.
"""

from __future__ import annotations

import os
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

CHECKOUT = Path(__file__).resolve().parents[3]


def flag(name: str, *, default: bool) -> bool:
    """A yes/no environment value: 1, true, yes (any case) mean yes."""
    value = os.environ.get(name)
    return default if value is None else value.strip().lower() in {"1", "true", "yes"}


def networks(text: str) -> list[IPv4Network | IPv6Network]:
    """Addresses or networks separated by commas; an address with the length of its network means that network.

    The launcher refuses others before it starts anything.
    """
    return [ip_network(one.strip(), strict=False) for one in text.split(",") if one.strip()]


# Whatever server the city has: our statements are many and short, and starting a helping process or a compiler for one of
# them takes longer than it runs.
PLANNING = "-c jit=off -c max_parallel_workers_per_gather=0 -c random_page_cost=1.1"


def database(url: str) -> dict[str, Any]:
    """Django's form of a PostgreSQL address; `?host=/folder` names a socket folder, other words (`sslmode`) go to libpq."""
    parts = urlsplit(url)
    query = parse_qs(parts.query)
    more = {name: values[-1] for name, values in query.items() if name not in {"host", "port", "options"}}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "magistrat",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.get("host", [parts.hostname or ""])[0],
        "PORT": str(parts.port or query.get("port", [""])[0]),
        "CONN_MAX_AGE": 0,
        "OPTIONS": {**more, "options": " ".join([*query.get("options", []), PLANNING])},
    }


# --- where things lie -------------------------------------------------------------------------
CITIES_DIR = Path(os.environ.get("MAGISTRAT_CITIES", CHECKOUT / "cities"))
CITY_DIR = Path(os.environ.get("MAGISTRAT_CITY_DIR", CHECKOUT / "var" / "dev"))
STORAGE_DIR = Path(os.environ.get("MAGISTRAT_STORAGE_DIR", CITY_DIR / "files"))
# a bucket of an S3 storage in which contents are kept; empty: on the disk alone. The disk beside it holds what is read.
S3_BUCKET = os.environ.get("MAGISTRAT_S3_BUCKET", "")
S3_ENDPOINT = os.environ.get("MAGISTRAT_S3_ENDPOINT", "").rstrip("/")
S3_REGION = os.environ.get("MAGISTRAT_S3_REGION") or os.environ.get("AWS_REGION") or "us-east-1"
S3_KEY = os.environ.get("MAGISTRAT_S3_KEY") or os.environ.get("AWS_ACCESS_KEY_ID", "")
S3_SECRET = os.environ.get("MAGISTRAT_S3_SECRET") or os.environ.get("AWS_SECRET_ACCESS_KEY", "")
# what nobody has read for so many days leaves the disk, earlier when the disk holds more (0: as much as there is)
S3_DISK_DAYS = int(os.environ.get("MAGISTRAT_S3_DISK_DAYS", "30"))
S3_DISK_BYTES = int(float(os.environ.get("MAGISTRAT_S3_DISK_GB", "0")) * 1024**3)
# how the city's pages are reached from outside, «https://…»: it stands on copies and in letters; empty: only a code does
SITE_ADDRESS = os.environ.get("MAGISTRAT_SITE", "").rstrip("/")
UPLOAD_LIMIT_BYTES = int(os.environ.get("MAGISTRAT_UPLOAD_LIMIT_MB", "100")) * 1024 * 1024
# A pile of letters comes in one request (`documents.actions.piles.MOST`).
DATA_UPLOAD_MAX_NUMBER_FILES = 250
# clamd: the path of its socket, or host:port; empty means that contents are not checked
CLAMD = os.environ.get("MAGISTRAT_CLAMD", "")
# folders of scanners: a path, or registry=path, several separated by ";"
SCANNERS = os.environ.get("MAGISTRAT_SCANNERS", "")
# folder with the certificates of authorities whose signatures are believed; not there: nobody's are
SIGNATURE_ROOTS = os.environ.get("MAGISTRAT_SIGNATURE_ROOTS") or CITY_DIR / "signature-roots"
# where the city's own test authority keeps its key, when it has one
SIGNATURE_AUTHORITY = CITY_DIR / "test-authority"

# --- database: the application's role works, the owner's role migrates ----------------------------
DATABASE_URL = os.environ.get("DATABASE_URL", "postgresql:///magistrat")
DATABASE_OWNER_URL = os.environ.get("DATABASE_OWNER_URL", DATABASE_URL)
DATABASES = {"default": database(DATABASE_OWNER_URL if flag("MAGISTRAT_AS_OWNER", default=False) else DATABASE_URL)}
if flag("MAGISTRAT_POOL", default=False):
    DATABASES["default"]["OPTIONS"]["pool"] = {"min_size": 2, "max_size": 8}
    # A connection that the pool kept over a restart of the server is asked first, or a person would meet it broken.
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- security -------------------------------------------------------------------------------------
DEBUG = flag("MAGISTRAT_DEBUG", default=False)
SECRET_KEY = os.environ.get("MAGISTRAT_SECRET_KEY", "only-for-checks-and-tests-never-for-a-server")
ALLOWED_HOSTS = os.environ.get("MAGISTRAT_HOSTS", "localhost,127.0.0.1,[::1],testserver").split(",")
# addresses of the city's own proxies («127.0.0.1,10.1.0.4»): whose request it is is asked of them alone. No network in which
# people sit: each of them would be taken for a proxy and could name any address as his own
PROXIES = networks(os.environ.get("MAGISTRAT_PROXIES", ""))
SECURE_TRANSPORT = flag("MAGISTRAT_HTTPS", default=False)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_TRANSPORT
# Two cities side by side on one host differ only in their port, and cookies do not know ports.
SESSION_COOKIE_NAME = os.environ.get("MAGISTRAT_COOKIE", "magistrat")
CSRF_COOKIE_NAME = SESSION_COOKIE_NAME + "_csrf"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_SAVE_EVERY_REQUEST = False
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "SAMEORIGIN"
CSRF_FAILURE_VIEW = "magistrat.ui.pages.csrf_failure"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:", "blob:"],
        # Tabler's charts and bars set widths by style attributes.
        "style-src": ["'self'", "'unsafe-inline'"],
        "object-src": ["'none'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'self'"],
    }
}

# --- applications, upper floors last ----------------------------------------------------------------
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django_htmx",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "procrastinate.contrib.django",
    "magistrat.ui",
    "magistrat.accounts",
    "magistrat.journal",
    "magistrat.numbers",
    "magistrat.storage",
    "magistrat.texts",
    "magistrat.signatures",
    "magistrat.outbox",
    "magistrat.regulation",
    "magistrat.organisation",
    "magistrat.documents",
    "magistrat.tasks",
    "magistrat.approvals",
    "magistrat.bodies",
    "magistrat.correspondence",
    "magistrat.acts",
    "magistrat.sittings",
    "magistrat.exchange",
    "magistrat.reports",
    "magistrat.registers",
    "magistrat.moving",
    "magistrat.amendments",
    "magistrat.workplace",
    "magistrat.portal",
    "magistrat.api",
    "magistrat.demo",
]
MIDDLEWARE = [
    "magistrat.ui.proxies.ProxyMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "magistrat.accounts.middleware.VisitMiddleware",
    "magistrat.organisation.middleware.ActorMiddleware",
    "magistrat.api.middleware.ProgramMiddleware",
    "magistrat.ui.middleware.RefusalMiddleware",
    "magistrat.ui.middleware.UploadMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "magistrat.config.urls"
WSGI_APPLICATION = "magistrat.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "magistrat.ui.context.page",
            ],
            "builtins": ["magistrat.ui.templatetags.ui"],
        },
    },
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": True,
        "OPTIONS": {"environment": "magistrat.ui.compiled.environment"},
    },
]
# Compiled templates of Django's own widgets: a filter with long lists of posts is a third of a page's time otherwise.
FORM_RENDERER = "django.forms.renderers.Jinja2"

# --- what the ground shows of upper apps: it asks by name, the names stand here ---------------------------------
UI_CITY = "magistrat.regulation.queries.city"
UI_LINKS = {
    "home": "workplace:desk",
    "search": "documents:search",
    "document": "documents:card",
    "clause": "regulation:entry",
    "words": "regulation:words",
    "regulation": "regulation:entries",
    "choose_post": "organisation:choose_post",
    "sign_in": "accounts:sign_in",
    "sign_out": "accounts:sign_out",
    "own_account": "accounts:own",
}

# --- background work: each app keeps its jobs in jobs.py ----------------------------------------------------------
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
# What was done stands in the journal; the queue keeps only what waits or has failed.
PROCRASTINATE_WORKER_DEFAULTS = {"delete_jobs": "successful"}

# --- accounts -----------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["login"]},
    },
]
LOGIN_URL = "accounts:sign_in"
LOGIN_REDIRECT_URL = "workplace:desk"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours: a quarter of an hour
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
IDLE_MINUTES = int(os.environ.get("MAGISTRAT_IDLE_MINUTES", "60"))
# The moment that the page names must stay true, whoever goes on trying.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_USERNAME_FORM_FIELD = "username"  # as Django calls it in credentials, whatever the account calls it
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
AXES_LOCKOUT_CALLABLE = "magistrat.accounts.pages.locked_out"

# --- words and time -------------------------------------------------------------------------------------
LANGUAGE_CODE = "uk"
USE_I18N = True
TIME_ZONE = "Europe/Kyiv"
USE_TZ = True

# --- static files: packages of the front end lie in node_modules, brought by the lock file ----------------
STATIC_URL = "/static/"
# Files are served where they lie; a folder is needed only where another server serves them (`collectstatic`).
STATIC_ROOT = os.environ.get("MAGISTRAT_STATIC_DIR") or None
STATICFILES_DIRS = [
    (name, folder)
    for name, folder in (("tabler", CHECKOUT / "node_modules" / "@tabler" / "core" / "dist"),)
    if folder.is_dir()
]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG

# --- mail ---------------------------------------------------------------------------------------------------
EMAIL_HOST = os.environ.get("MAGISTRAT_SMTP_HOST", "")
EMAIL_PORT = int(os.environ.get("MAGISTRAT_SMTP_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("MAGISTRAT_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("MAGISTRAT_SMTP_PASSWORD", "")
EMAIL_USE_TLS = flag("MAGISTRAT_SMTP_STARTTLS", default=False)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = os.environ.get("MAGISTRAT_MAIL_FROM", "kancelyariya@localhost")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# --- log -------------------------------------------------------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
