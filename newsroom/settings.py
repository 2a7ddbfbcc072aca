"""
Settings of the whole site.

Whatever differs between machines comes from the environment (or a local `.env`);
`.env.example` describes every variable.
"""

from pathlib import Path
from urllib.parse import urlsplit

import environ

from newsroom import environment as env, hosts, snippets
from newsroom.inline import script_hash

BASE_DIR = Path(__file__).resolve().parent.parent

# What is already in the environment wins over the file.
environ.Env.read_env(BASE_DIR / ".env")

# Core

DEBUG = env.boolean("DEBUG")

if DEBUG:
    SECRET_KEY = env.text("SECRET_KEY", "for-development-only")
    ALLOWED_HOSTS = env.hosts(
        "ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"]
    )
    SITE_URL = f"http://localhost:{env.whole_number('PORT', 8000)}"
else:
    SECRET_KEY = env.required(
        "SECRET_KEY", "give it at least 50 random characters and keep them secret."
    )
    ALLOWED_HOSTS = env.hosts("ALLOWED_HOSTS", default=None)
    SITE_URL = f"https://{ALLOWED_HOSTS[0].lstrip('.')}"

# Links in feeds, sitemaps, mail and structured data begin with this, never with the
# Host header of a request.
SITE_URL = env.site_address("SITE_URL", SITE_URL)
SITE_NAME = "Newsroom"
HTTPS = SITE_URL.startswith("https://")

ROOT_URLCONF = "newsroom.urls"
WSGI_APPLICATION = "newsroom.wsgi.application"

# Apps

INSTALLED_APPS = [
    "newsroom",
    "articles",
    "shows",
    "authors",
    "images",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "taggit",
    "ckeditor",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "newsroom.middleware.MomentMiddleware",
    "newsroom.middleware.ContentSecurityPolicyMiddleware",
    "newsroom.middleware.RequestLimitsMiddleware",
    # Pads each answer at random, so that its length tells nothing of a token in it.
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "newsroom.middleware.PrivateResponseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    # Knows who asks, and so what moment they may see.
    "newsroom.ahead.AheadMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "newsroom.middleware.LoggedOutMiddleware",
    # Looks at what the view raised, so it stands near to it.
    "newsroom.middleware.DatabaseOutageMiddleware",
    # Looks at 404s only, so it comes last.
    "newsroom.middleware.RedirectMiddleware",
]

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
            ],
        },
    },
]

# Data

# Seconds; 0 lets a migration of a large site take its time.
_statement_timeout = env.whole_number("DATABASE_STATEMENT_TIMEOUT", 10)
DATABASES = {
    "default": env.database("DATABASE_URL", f"sqlite:///{BASE_DIR / 'db.sqlite3'}")
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # IMMEDIATE and a long timeout let writers queue instead of failing with
    # "database is locked"; FULL keeps every acknowledged save over a power loss.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
        ),
    }
else:
    # A dead or stuck server costs a request seconds, never a worker for good.
    DATABASES["default"]["OPTIONS"] = {
        "connect_timeout": 2,
        "options": (
            f"-c statement_timeout={_statement_timeout}s -c lock_timeout=3s"
            " -c idle_in_transaction_session_timeout=30s"
        ),
        # What the address itself asks for (?sslmode=require).
        **DATABASES["default"].get("OPTIONS", {}),
    }
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
# Opening SQLite costs more than a query, as it reads the whole schema. `runserver`
# takes a new thread, and so a new connection, for every request anyway.
DATABASES["default"]["CONN_MAX_AGE"] = 0 if DEBUG else 60

REDIS_URL = env.redis_address("REDIS_URL")
if REDIS_URL:
    CACHES = {
        "default": {
            "BACKEND": "newsroom.cache.TolerantRedisCache",
            "LOCATION": REDIS_URL,
            "KEY_PREFIX": "newsroom",
        }
    }
else:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "authors.User"
TAGGIT_CASE_INSENSITIVE = True
TAGGIT_STRIP_UNICODE_WHEN_SLUGIFYING = False
TAGGIT_TAGS_FROM_STRING = "articles.tagging.tags_from_text"
TAGGIT_STRING_FROM_TAGS = "articles.tagging.text_from_tags"

# Time and language

LANGUAGE_CODE = "en-us"
TIME_ZONE = env.time_zone("TIME_ZONE")
USE_I18N = True
USE_TZ = True

# Static files and pictures

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "newsroom.staticfiles.LeanAppDirectoriesFinder",
]
# While developing, files are read where they lie; nothing has to be collected.
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_USE_FINDERS = DEBUG
# What browsers and telephones ask for at the root, whatever a page says.
WHITENOISE_ROOT = BASE_DIR / "static" / "root"

MEDIA_URL = "/media/"
MEDIA_ROOT = Path(env.text("MEDIA_ROOT", str(BASE_DIR / "media")))
MEDIA_BUCKET = env.bucket("MEDIA_STORAGE_URL")

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if DEBUG
            else "newsroom.staticfiles.HashedStaticFilesStorage"
        )
    },
}
_picture_origins = []
if MEDIA_BUCKET:
    STORAGES["default"] = MEDIA_BUCKET.storage
    MEDIA_URL = f"{MEDIA_BUCKET.public_address}/"
    _picture_origins = ["{0.scheme}://{0.netloc}".format(urlsplit(MEDIA_URL))]

# Mail

_mail = env.email("EMAIL_URL", "consolemail://" if DEBUG else "smtp://localhost:25")
EMAIL_BACKEND = _mail["EMAIL_BACKEND"]
EMAIL_HOST = _mail.get("EMAIL_HOST") or "localhost"
EMAIL_PORT = _mail.get("EMAIL_PORT") or 25
EMAIL_HOST_USER = _mail.get("EMAIL_HOST_USER") or ""
EMAIL_HOST_PASSWORD = _mail.get("EMAIL_HOST_PASSWORD") or ""
EMAIL_USE_TLS = _mail.get("EMAIL_USE_TLS", False)
EMAIL_USE_SSL = _mail.get("EMAIL_USE_SSL", False)
EMAIL_FILE_PATH = _mail.get("EMAIL_FILE_PATH")
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = f"newsroom@{urlsplit(SITE_URL).hostname}"
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# Security

ADMIN_PATH = "/admin/"
LOGIN_URL = "admin:login"
CSRF_FAILURE_VIEW = "newsroom.errors.csrf_failure"
CSRF_TRUSTED_ORIGINS = [SITE_URL]

SECURE_SSL_REDIRECT = HTTPS
# Probes of a load balancer speak plain HTTP.
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
# Which coming moment an editor looks at; signed, and of no use without the session.
AHEAD_COOKIE_NAME = "ahead"
if HTTPS:
    # Browsers accept the prefix only for this very host, so that no other host
    # of the domain can plant a cookie here.
    AHEAD_COOKIE_NAME = "__Host-ahead"
    SESSION_COOKIE_NAME = "__Host-sessionid"
    CSRF_COOKIE_NAME = "__Host-csrftoken"
if env.boolean("BEHIND_PROXY"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

X_FRAME_OPTIONS = "DENY"
# Sources like to see who sends them readers; they learn the host, not the page.
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"

# Named and shaped as in Django 6, which brings a middleware of its own.
SECURE_CSP = {
    "default-src": ["'none'"],
    "script-src": ["'self'", script_hash(BASE_DIR / "templates" / "_theme.html")],
    "style-src": ["'self'"],
    "img-src": ["'self'", "data:", *_picture_origins],
    "font-src": ["'self'"],
    "connect-src": ["'self'"],
    # Loaded on a reader's click alone; the same hosts as articles.body.posts.FRAME_HOSTS.
    "frame-src": [
        "https://platform.twitter.com",
        "https://www.instagram.com",
        "https://www.tiktok.com",
        "https://www.youtube-nocookie.com",
        "https://player.vimeo.com",
    ],
    "form-action": ["'self'"],
    "base-uri": ["'none'"],
    "frame-ancestors": ["'none'"],
    "object-src": ["'none'"],
    "manifest-src": ["'self'"],
}
# What the body editor needs, and nothing more; below ADMIN_PATH only.
SECURE_CSP_ADMIN = {
    "script-src-attr": ["'unsafe-inline'"],
    "style-src": ["'self'", "'unsafe-inline'"],
}

# The largest picture (10 MB) with its form around it; refused before it is read.
REQUEST_BODY_LIMIT = 16 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
# A series with 300 credits sends thousands of fields in one form.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
DATA_UPLOAD_MAX_NUMBER_FILES = 50

SILENCED_SYSTEM_CHECKS = [
    # CKEditor 4 is at its end: SECURITY.md tells why it stays for now and how it is
    # fenced in; newsroom.checks fails on a configuration that opens the fence.
    "ckeditor.W001",
    # Other hosts of the domain are not ours to promise HTTPS for.
    "security.W005",
    "security.W021",
]

AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"
    },
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

# Forms: a link typed without its scheme is taken for https, as from Django 6 on.
FORMS_URLFIELD_ASSUME_HTTPS = True

# Logging

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}
    },
    # Standard error, for whatever runs the process to keep.
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": [], "level": "INFO", "propagate": True},
    },
}

# Advertising and analytics. Both are off; what stands here wins over what
# administrators set under Site settings in the admin.

ADS = env.switch("ADS")
AD_HOSTS = env.checked("AD_HOSTS", hosts.host_names)
# By the values of AdPlace.Place.
AD_PLACES = {
    place: named
    for place, variable in [
        ("top", "AD_TOP"),
        ("story", "AD_STORY"),
        ("list", "AD_LIST"),
    ]
    if (named := env.checked(variable, snippets.network_ad))
}
# The scripts that count, from ANALYTICS_SNIPPET or from an address and attributes.
ANALYTICS = env.checked("ANALYTICS_SNIPPET", snippets.read)
if not ANALYTICS and (_script := env.checked("ANALYTICS_SCRIPT", hosts.script_address)):
    _attributes = env.checked(
        "ANALYTICS_ATTRIBUTES",
        lambda text: hosts.data_attributes("\n".join(text.split())),
    )
    ANALYTICS = [
        snippets.Piece(address=_script, attributes=_attributes, code="", element="")
    ]
ANALYTICS_HOSTS = env.checked("ANALYTICS_HOSTS", hosts.host_names)

# The needs-update desk

# An explainer about what is still to come is to be read again after so many days.
UNCHECKED_AFTER_DAYS = env.whole_number("UNCHECKED_AFTER_DAYS", 30)

# The body editor

# CKEditor loads plugins by their plain address, never by a hashed one.
_editor_plugins = {
    "newsroomchooser": "newsroomembeds/chooser.js",
    "newsroomembeds": "newsroomembeds/plugin.js",
    "newsroomfacts": "newsroomfacts/plugin.js",
    "newsroomdialogs": "newsroomblocks/dialogs.js",
    "newsroompasted": "newsroomblocks/pasted.js",
    "newsroomblocks": "newsroomblocks/plugin.js",
    "newsroomwriting": "newsroomwriting/plugin.js",
    "newsroompaste": "newsroompaste/plugin.js",
}
CKEDITOR_CONFIGS: dict[str, dict[str, object]] = {
    "default": {
        "versionCheck": False,
        "width": "auto",
        "height": "auto",
        "toolbar": [
            ["Heading2", "Heading3", "Heading4"],
            ["Bold", "Italic", "Link", "Unlink"],
            ["BulletedList", "NumberedList", "Blockquote", "PullQuote", "Spoiler"],
            ["Picture", "Gallery", "RankedEntry", "QuotedPost"],
            ["ShowCard", "ReadMore", "WatchNext", "FactBlock", "LiveFact"],
            ["Table", "HorizontalRule"],
            ["Undo", "Redo", "RemoveFormat", "Find"],
            ["Maximize", "ShowBlocks", "Source"],
        ],
        # The same elements as articles.body.sanitising, which has the last word.
        "allowedContent": (
            "p h2 h3 h4 ul li strong em s sub sup cite q br hr;blockquote(pull);"
            "details summary;"
            "section(entry)[data-count,data-number];figure(gallery);"
            "figure(post)[data-address,data-title,data-author,data-handle,data-date,"
            "data-duration];blockquote[cite];"
            "ol[start,reversed];a[!href,rel];table caption thead tbody tfoot tr;"
            "td[colspan,rowspan];th[colspan,rowspan,scope];"
            "figure(embed,embed-article,embed-picture,embed-show,embed-facts,"
            "embed-known,embed-cast,embed-timeline,embed-watch,embed-trailer,"
            "embed-time,embed-watch-next)[!data-embed,!data-id,data-season,data-caption,data-size];figcaption;"
            "span[!data-fact,!data-show,data-season,data-person,data-of,!data-form]"
        ),
        "extra_plugins": ["divarea", "widget", *_editor_plugins],
        "external_plugin_resources": [
            (name, f"{STATIC_URL}newsroom/ckeditor/{folder}/", file)
            for name, (folder, file) in (
                (name, path.split("/")) for name, path in _editor_plugins.items()
            )
        ],
        "removePlugins": (
            "elementspath,resize,exportpdf,scayt,wsc,about,smiley,flash,iframe,forms,"
            "image,uploadimage,filebrowser,bidi,colorbutton,colordialog,"
            "copyformatting,div,editorplaceholder,font,format,indentblock,justify,"
            "language,newpage,pagebreak,preview,print,save,showborders,stylescombo,"
            "templates"
        ),
        "removeDialogTabs": "link:upload;link:target;link:advanced;table:advanced",
        "linkDefaultProtocol": "https://",
        "entities": False,
        "disableNativeSpellChecker": False,
        # A pasted file opens the picture dialog instead; nothing is kept as data:.
        "clipboard_handleImages": False,
    }
}
