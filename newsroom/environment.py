"""
The environment, read with types.

An empty variable counts as one that is not set. Each reader fails at start with one
sentence that names its variable and never repeats a value that may hold a password.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import parse_qs, unquote, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import environ
from django.core.exceptions import ImproperlyConfigured

T = TypeVar("T")

TRUE = {"1", "true", "yes", "on"}
FALSE = {"0", "false", "no", "off"}
DATABASE_ENGINES = {"django.db.backends.sqlite3", "django.db.backends.postgresql"}


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, "").strip() or default


def required(name: str, why: str) -> str:
    value = text(name)
    if not value:
        raise ImproperlyConfigured(f"{name} is not set: {why}")
    return value


def boolean(name: str, default: bool = False) -> bool:
    value = text(name).lower()
    if not value:
        return default
    if value not in TRUE | FALSE:
        raise ImproperlyConfigured(f"{name} must be 1 or 0, not “{value}”.")
    return value in TRUE


def switch(name: str) -> bool | None:
    """As `boolean`; None where nobody has said."""
    return boolean(name) if text(name) else None


def checked(name: str, check: Callable[[str], T]) -> T:
    """What a check makes of it; its sentence about what is wrong names the variable."""
    try:
        return check(text(name))
    except ValueError as error:
        raise ImproperlyConfigured(f"{name}: {error}") from None


def whole_number(name: str, default: int) -> int:
    value = text(name)
    if not value:
        return default
    if not (value.isascii() and value.isdigit()):
        raise ImproperlyConfigured(f"{name} must be a whole number, not “{value}”.")
    return int(value)


def hosts(name: str, *, default: list[str] | None) -> list[str]:
    """Host names separated by commas; required where there is no default."""
    names = [host.strip() for host in text(name).split(",") if host.strip()]
    if not names:
        if default is None:
            raise ImproperlyConfigured(
                f"{name} is not set: list the host names of this site, "
                "separated by commas (news.example.com,www.example.com)."
            )
        return default
    for host in names:
        if any(character in host for character in "/ @?#"):
            raise ImproperlyConfigured(
                f"{name} holds “{host}”, which is not a host name: "
                "leave out the scheme and the path (news.example.com)."
            )
    return names


def site_address(name: str, default: str) -> str:
    """The public address of the site, without the slash at its end."""
    value = text(name, default).rstrip("/")
    parts = _split(name, value)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ImproperlyConfigured(
            f"{name} must be a full address that begins with https:// or http:// "
            f"(https://news.example.com), not “{value}”."
        )
    if parts.path or parts.query or parts.fragment or parts.username:
        raise ImproperlyConfigured(
            f"{name} must end after the host name, without a path, not “{value}”."
        )
    # Links and the origin of forms are compared with it letter by letter.
    return f"{parts.scheme}://{parts.netloc.lower()}"


def time_zone(name: str, default: str = "UTC") -> str:
    value = text(name, default)
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ImproperlyConfigured(
            f"{name} is not a time zone: “{value}” "
            "(write it as Europe/London or America/New_York)."
        ) from None
    return value


def database(name: str, default: str) -> dict[str, Any]:
    message = (
        f"{name} is not a database address: write postgres://USER:PASSWORD@HOST:PORT/NAME "
        "or sqlite:///PATH."
    )
    try:
        config = environ.Env.db_url_config(text(name, default))
    except (ValueError, KeyError, ImproperlyConfigured):
        raise ImproperlyConfigured(message) from None
    if config.get("ENGINE") not in DATABASE_ENGINES or not config.get("NAME"):
        raise ImproperlyConfigured(message)
    return dict(config)


def email(name: str, default: str) -> dict[str, Any]:
    try:
        config = environ.Env.email_url_config(text(name, default))
    except (ValueError, KeyError, ImproperlyConfigured):
        raise ImproperlyConfigured(
            f"{name} is not a mail address: write smtp+tls://USER:PASSWORD@HOST:587, "
            "smtp://HOST:25 or consolemail:// (prints mail instead of sending it)."
        ) from None
    return dict(config)


def redis_address(name: str) -> str:
    value = text(name)
    if value and _split(name, value).scheme not in {"redis", "rediss", "unix"}:
        raise ImproperlyConfigured(
            f"{name} is not a Redis address: write redis://HOST:6379/0."
        )
    return value


@dataclass(frozen=True)
class Bucket:
    """S3-compatible storage, as MEDIA_STORAGE_URL names it."""

    key: str
    secret: str
    endpoint: str
    bucket: str
    region: str | None
    public_address: str

    @property
    def storage(self) -> dict[str, Any]:
        """The entry of Django's STORAGES."""
        public = urlsplit(self.public_address)
        return {
            "BACKEND": "storages.backends.s3.S3Storage",
            "OPTIONS": {
                "access_key": self.key,
                "secret_key": self.secret,
                "endpoint_url": self.endpoint,
                "bucket_name": self.bucket,
                "region_name": self.region,
                # A full address at once: asking boto3 to sign each one costs more
                # than the rest of a card.
                "custom_domain": f"{public.netloc}{public.path}",
                "url_protocol": f"{public.scheme}:",
                "querystring_auth": False,
                "default_acl": None,
                "file_overwrite": False,
                # Names are never reused, so whoever holds a file may keep it.
                "object_parameters": {
                    "CacheControl": "public, max-age=31536000, immutable"
                },
            },
        }


def bucket(name: str) -> Bucket | None:
    value = text(name)
    if not value:
        return None
    parts = _split(name, value)
    bucket_name = parts.path.strip("/")
    if (
        parts.scheme not in {"s3", "s3+http"}
        or not (parts.hostname and parts.username and parts.password and bucket_name)
        or "/" in bucket_name
    ):
        raise ImproperlyConfigured(
            f"{name} is not a storage address: write s3://KEY:SECRET@ENDPOINT/BUCKET "
            "(each / in the secret as %2F)."
        )
    options = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    scheme = "https" if parts.scheme == "s3" else "http"
    endpoint = f"{scheme}://{parts.netloc.rpartition('@')[2]}"
    return Bucket(
        key=unquote(parts.username),
        secret=unquote(parts.password),
        endpoint=endpoint,
        bucket=bucket_name,
        region=options.get("region"),
        public_address=_web_address(
            name, options.get("public", f"{endpoint}/{bucket_name}")
        ),
    )


def _split(name: str, value: str) -> Any:
    try:
        parts = urlsplit(value)
        # A port that is no number shows only when it is read.
        _ = parts.port
    except ValueError:
        raise ImproperlyConfigured(f"{name} is not an address.") from None
    return parts


def _web_address(name: str, value: str) -> str:
    """An http(s) address with an optional path, without the slash at its end."""
    parts = _split(name, value)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ImproperlyConfigured(
            f"{name}: public= must be a full address (https://media.example.com)."
        )
    return value.rstrip("/")
