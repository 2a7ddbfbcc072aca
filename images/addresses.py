"""Addresses for readers elsewhere: feeds, sitemaps, cards, structured data."""

from urllib.parse import urljoin, urlsplit

from django.conf import settings


def on_site(address: str) -> str:
    """
    With scheme and host, from `SITE_URL` and never from a request.

    An address that has both stays (pictures on a storage of their own). One that names
    a host without a scheme is taken for a path: `//elsewhere/` must not leave the site.
    """
    if urlsplit(address).scheme in {"http", "https"}:
        return address
    return urljoin(f"{settings.SITE_URL}/", f"/{address.lstrip('/')}")
