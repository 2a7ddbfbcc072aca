"""Addresses that a body may link to."""

import re
from urllib.parse import parse_qs, quote, unquote, urlsplit

# Redirect links that other programs put in place of the address the writer meant:
# (host or its parent, path or None for any, query parameters that may hold it).
# The editor gets the same list through its configuration.
REDIRECTORS: list[tuple[str, str | None, tuple[str, ...]]] = [
    ("google.com", "/url", ("q", "url")),
    ("l.facebook.com", "/l.php", ("u",)),
    ("lm.facebook.com", "/l.php", ("u",)),
    ("l.instagram.com", None, ("u",)),
    ("l.threads.com", None, ("u",)),
    ("safelinks.protection.outlook.com", None, ("url",)),
    ("youtube.com", "/redirect", ("q",)),
    ("out.reddit.com", None, ("url",)),
    ("slack-redir.net", "/link", ("url",)),
    ("t.umblr.com", "/redirect", ("z",)),
    ("linkedin.com", "/redir/redirect", ("url",)),
    ("duckduckgo.com", "/l/", ("uddg",)),
    ("vk.com", "/away.php", ("to",)),
    ("steamcommunity.com", "/linkfilter/", ("url", "u")),
    ("urldefense.proofpoint.com", "/v2/url", ("u",)),
]

MAX_LENGTH = 2000

# Browsers drop tabs and newlines inside an address, so `java\nscript:` is a scheme.
_DROPPED = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b\u2028\u2029\ufeff\ufffe\uffff]")
_UNSAFE = re.compile(r'[ "<>`\\{}|^\xa0]')
_WEB = re.compile(
    r"(https?)://([^/?#@\\\s\"'<>`{}|^%]+)([/?#].*)?", re.IGNORECASE | re.DOTALL
)
_MAIL = re.compile(r"mailto:([^@\s?]+@[^@\s?]+(?:\?.*)?)", re.IGNORECASE | re.DOTALL)
# Anything between the digits is for the eye; what remains is dialled.
_PHONE = re.compile(
    r"tel:[\s/-]*(\+?[0-9](?:[\s()./-]*[0-9]){2,24})\s*(;ext=[0-9]{1,7})?",
    re.IGNORECASE,
)
_BETWEEN_DIGITS = re.compile(r"[\s()./-]+")
# A place of the story itself: see `articles.body.within`. Word and wikis write marks
# of their own, which begin with an underline.
_WITHIN = re.compile(r"#[^\W_][^\s#]{0,199}")
# `//host` and `/\host` leave the site although they begin with a slash.
_SITE_RELATIVE = re.compile(r"/(?![/\\])")
_URLDEFENSE_V3 = re.compile(r"https://urldefense\.com/v3/__(.+?)__;")


def clean_link(href: str) -> str | None:
    """
    The address as it may be stored, or None when it must not be linked to.

    Redirects of search engines, mail filters and social networks are replaced by
    the address they lead to. What is left is http, https, mailto, tel, site-relative
    or a place of the story itself.
    """
    # Each pass unwraps one redirect; they come nested, but never deeper than this.
    for _ in range(4):
        accepted = _accept(href)
        if accepted is None:
            return None
        target = _redirect_target(accepted)
        if target is None:
            return accepted
        href = target
    return None


def is_external(href: str) -> bool:
    return href[:4].lower() == "http"


def _accept(href: str) -> str | None:
    href = _DROPPED.sub("", href).strip()
    if not href or len(href) > MAX_LENGTH:
        return None
    if match := _WEB.fullmatch(href):
        scheme, host, rest = match.groups()
        href = f"{scheme.lower()}://{host}{rest or ''}"
        try:
            parts = urlsplit(href)
            # Reading the port checks it.
            if not parts.hostname or (parts.port is None and host.endswith(":")):
                return None
        except ValueError:
            return None
    elif match := _MAIL.fullmatch(href):
        href = f"mailto:{match[1]}"
    elif match := _PHONE.fullmatch(href):
        href = f"tel:{_BETWEEN_DIGITS.sub('', match[1])}{(match[2] or '').lower()}"
    elif _WITHIN.fullmatch(href):
        pass
    elif not _SITE_RELATIVE.match(href):
        return None
    return _UNSAFE.sub(lambda char: quote(char[0]), href)


def _redirect_target(href: str) -> str | None:
    if match := _URLDEFENSE_V3.match(href):
        return match[1]
    parts = urlsplit(href)
    host = parts.hostname or ""
    for domain, path, names in REDIRECTORS:
        if host != domain and not host.endswith("." + domain):
            continue
        if path is not None and parts.path != path:
            continue
        query = parse_qs(parts.query)
        for name in names:
            for value in query.get(name, ()):
                if domain == "urldefense.proofpoint.com":
                    value = unquote(value.replace("-", "%").replace("_", "/"))
                if _WEB.fullmatch(value):
                    return value
    return None
