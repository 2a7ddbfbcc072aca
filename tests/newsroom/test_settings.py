import os
import secrets
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
NAMES = [
    "ADS",
    "AD_HOSTS",
    "AD_LIST",
    "AD_STORY",
    "AD_TOP",
    "ALLOWED_HOSTS",
    "ANALYTICS_ATTRIBUTES",
    "ANALYTICS_HOSTS",
    "ANALYTICS_SCRIPT",
    "ANALYTICS_SNIPPET",
    "BEHIND_PROXY",
    "DATABASE_STATEMENT_TIMEOUT",
    "DATABASE_URL",
    "DEBUG",
    "EMAIL_URL",
    "MEDIA_ROOT",
    "MEDIA_STORAGE_URL",
    "PORT",
    "REDIS_URL",
    "SECRET_KEY",
    "SITE_URL",
    "TIME_ZONE",
]
PRODUCTION = {
    "SECRET_KEY": secrets.token_urlsafe(50),
    "ALLOWED_HOSTS": "news.example.com,www.example.com",
}


def start(*command: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Start the site in a process of its own; an empty variable shields from `.env`."""
    environment = os.environ | dict.fromkeys(NAMES, "") | variables
    # The browser of an earlier test in this process needs it; production does not.
    environment.pop("DJANGO_ALLOW_ASYNC_UNSAFE", None)
    environment["DJANGO_SETTINGS_MODULE"] = "newsroom.settings"
    return subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def value_of(expression: str, **variables: str) -> str:
    code = f"from django.conf import settings; print(repr({expression}))"
    done = start("-c", code, **variables)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("AD_TOP", "100/90"),
        ("ALLOWED_HOSTS", "https://news.example.com"),
        ("ANALYTICS_SNIPPET", "<img src=x>"),
        ("BEHIND_PROXY", "perhaps"),
        ("DATABASE_STATEMENT_TIMEOUT", "ten"),
        ("DATABASE_URL", "mysql://root:hunter2@localhost/newsroom"),
        ("DATABASE_URL", "my-database"),
        ("DATABASE_URL", "postgres://newsroom:hunter2@localhost:port/newsroom"),
        ("DEBUG", "maybe"),
        ("EMAIL_URL", "pigeon://hunter2@loft"),
        ("MEDIA_STORAGE_URL", "s3://minio.example.com/pictures"),
        ("MEDIA_STORAGE_URL", "s3://key:hunter2@minio.example.com"),
        ("MEDIA_STORAGE_URL", "s3://key:hunter2@minio.example.com/b?public=media"),
        ("REDIS_URL", "localhost:6379"),
        ("SITE_URL", "news.example.com"),
        ("SITE_URL", "https://news.example.com/blog"),
        ("SITE_URL", "https://news.example.com:port"),
        ("TIME_ZONE", "Europe/Atlantis"),
        ("TIME_ZONE", "../../etc/passwd"),
    ],
)
def test_a_wrong_variable_stops_the_start_with_one_sentence_that_names_it(name, value):
    done = start("-c", "import newsroom.settings", **PRODUCTION | {name: value})

    assert done.returncode != 0
    last_line = done.stderr.strip().splitlines()[-1]
    assert last_line.startswith("django.core.exceptions.ImproperlyConfigured: " + name)
    assert last_line.endswith(".")
    assert "hunter2" not in done.stderr


@pytest.mark.parametrize("name", ["SECRET_KEY", "ALLOWED_HOSTS"])
def test_production_needs_a_key_and_host_names(name):
    done = start("-c", "import newsroom.settings", **PRODUCTION | {name: ""})

    assert done.returncode != 0
    assert f"{name} is not set" in done.stderr


def test_debug_is_off_unless_asked_for():
    assert value_of("settings.DEBUG", **PRODUCTION) == "False"
    assert value_of("settings.DEBUG", DEBUG="1") == "True"


def test_check_deploy_is_clean_with_production_variables():
    done = start("manage.py", "check", "--deploy", "--fail-level=WARNING", **PRODUCTION)

    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout


def test_https_makes_cookies_that_only_this_host_may_set():
    names = "(settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_SECURE, settings.SECURE_SSL_REDIRECT)"

    https = value_of(names, **PRODUCTION)
    http = value_of(names, **PRODUCTION, SITE_URL="http://news.example.com:8080")

    assert https == "('__Host-sessionid', True, True)"
    assert http == "('sessionid', False, False)"


def test_postgres_connections_have_time_limits():
    address = "postgres://me:p%40ss@db.example.com:5433/newsroom?sslmode=require"
    database = "settings.DATABASES['default']"

    assert (
        value_of(
            f"[{database}[k] for k in ('USER', 'PASSWORD', 'HOST', 'PORT', 'NAME')]",
            **PRODUCTION,
            DATABASE_URL=address,
        )
        == "['me', 'p@ss', 'db.example.com', 5433, 'newsroom']"
    )
    options = value_of(f"{database}['OPTIONS']", **PRODUCTION, DATABASE_URL=address)
    for part in [
        "'connect_timeout': 2",
        "statement_timeout=10s",
        "lock_timeout=3s",
        "idle_in_transaction_session_timeout=30s",
        "'sslmode': 'require'",
    ]:
        assert part in options


def test_bucket_is_read_from_its_address():
    address = "s3://KEY:se%2Fcret@minio.example.com:9000/pictures?region=eu-west-1"

    storage = value_of(
        "settings.STORAGES['default']", **PRODUCTION, MEDIA_STORAGE_URL=address
    )
    policy = value_of(
        "settings.SECURE_CSP['img-src']", **PRODUCTION, MEDIA_STORAGE_URL=address
    )

    assert "'secret_key': 'se/cret'" in storage
    assert "'endpoint_url': 'https://minio.example.com:9000'" in storage
    assert "'custom_domain': 'minio.example.com:9000/pictures'" in storage
    assert "'file_overwrite': False" in storage
    assert "'https://minio.example.com:9000'" in policy


def test_every_variable_is_described_in_the_example():
    example = (ROOT / ".env.example").read_text()

    assert [name for name in NAMES if f"{name}=" not in example] == []
