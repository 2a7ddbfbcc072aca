"""How the whole site prints moments, names and addresses."""

import json
import re
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from urllib.parse import quote, urlencode

from django import template
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest
from django.utils import timezone
from django.utils.encoding import iri_to_uri
from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe

from images.addresses import on_site
from images.fragments import fragment
from newsroom import house, ticking
from newsroom.ahead import spoken

register = template.Library()

NON_BREAKING = "\N{NO-BREAK SPACE}"
# A number stays with the word before it ("Season 2") and a month with its day
# ("28 January"); long words are left alone, or a line could not break at all.
BEFORE_NUMBER = re.compile(r"(?<=\b\w)(\w{0,9}[.]?) (?=\d)")
BEFORE_MONTH = re.compile(
    r"(?<=\b\d)(\d?) (?=(?:January|February|March|April|May|June|July|August"
    r"|September|October|November|December)\b)"
)

PUBLISHER = "NewsMediaOrganization"

# Characters that mean something to HTML, or end a line of JavaScript.
ESCAPED = {ord(each): f"\\u{ord(each):04X}" for each in "<>&\u2028\u2029"}


@register.filter
def tied(text: str) -> str:
    """Tie numbers to their words, so that "Season 2" never breaks before the 2."""
    text = BEFORE_NUMBER.sub(rf"\1{NON_BREAKING}", str(text))
    return BEFORE_MONTH.sub(rf"\1{NON_BREAKING}", text)


@register.simple_tag(takes_context=True)
def regular_work(context: Any) -> dict[str, Any]:
    """For `newsroom/_tick.html`: that time does its work, or that it does not."""
    tick, moment = ticking.last(), context["request"].moment
    # Nobody mails anything from a machine that somebody develops on.
    is_overdue = tick.is_overdue(moment) and not settings.DEBUG
    return {
        "tick": tick,
        "moment": moment,
        "is_overdue": is_overdue,
        "warns": is_overdue or bool(tick.failed),
    }


class When(NamedTuple):
    """What `newsroom/_when.html` prints."""

    words: str
    iso: str
    whole: str


@register.simple_tag(takes_context=True)
def when(context: Any, moment: datetime | None) -> SafeString | str:
    """A moment as a person would say it at the moment of the request."""
    printed = said(moment, getattr(_request(context), "moment", None))
    if printed is None:
        return ""
    # A full stop or a comma may follow, and no space comes before it.
    return mark_safe(fragment("newsroom/_when.html", printed).rstrip())  # noqa: S308


def said(moment: datetime | None, now: datetime | None) -> When | None:
    if moment is None:
        return None
    local = timezone.localtime(moment)
    return When(
        words=in_words(moment, now),
        iso=iso(moment),
        # Not the filter of templates, which is slow; a page has dozens of times.
        whole=f"{local.day} {local:%B %Y, %H:%M %Z}",
    )


def _request(context: Any) -> HttpRequest | None:
    """Also inside `{% include … only %}`, which drops the variable of that name."""
    return getattr(context, "request", None)


def in_words(moment: datetime, now: datetime | None) -> str:
    """3 hours ago; yesterday; 6 June; 6 June 2022."""
    zone = timezone.get_current_timezone()
    local = moment.astimezone(zone)
    if now is None:
        return f"{local.day} {local:%B %Y}"
    if moment > now:
        return f"{local.day} {local:%B %Y, %H:%M}"
    age = now - moment
    if age < timedelta(minutes=1):
        return "just now"
    if age < timedelta(hours=1):
        return _counted(int(age.total_seconds() // 60), "minute")
    today = now.astimezone(zone)
    if age < timedelta(hours=24) and local.date() == today.date():
        return _counted(int(age.total_seconds() // 3600), "hour")
    days = (today.date() - local.date()).days
    if days == 1:
        return "yesterday"
    if days < 7:
        return _counted(days, "day")
    if local.year == today.year:
        return f"{local.day} {local:%B}"
    return f"{local.day} {local:%B %Y}"


def _counted(number: int, unit: str) -> str:
    return f"{number} {unit}{'' if number == 1 else 's'} ago"


@register.filter
def weekday_and_time(moment: datetime) -> str:
    return spoken(moment)


@register.filter
def iso(moment: datetime) -> str:
    """To the second, for machines: HTML allows no more than three digits of a second."""
    return timezone.localtime(moment).isoformat("T", "seconds")


@register.filter
def iso_day(text: str) -> str:
    """6 June 2022, from what JSON holds: 2022-06-06."""
    try:
        return date_format(date.fromisoformat(str(text)), "j F Y")
    except ValueError:
        return ""


@register.filter
def initials(name: str) -> str:
    """The letters that stand in for a missing portrait."""
    words = str(name).split()
    return "".join(word[0] for word in [*words[:1], *words[1:][-1:]]).upper()


@register.simple_tag
def site_name() -> str:
    return settings.SITE_NAME


@register.simple_tag
def absolute_url(address: str) -> str:
    """With scheme and host, for readers elsewhere. Addresses that have both stay."""
    return on_site(str(address))


@register.simple_tag
def webcal_url(path: str) -> str:
    """An address that opens in the calendar of the device, which then keeps asking it."""
    return f"webcal://{on_site(path).partition('://')[2]}"


@register.simple_tag
def mail_link(subject: str, address: str) -> str:
    """A mail about a page, to whomever the reader likes."""
    return (
        f"mailto:?{urlencode({'subject': subject, 'body': address}, quote_via=quote)}"
    )


@register.simple_tag(takes_context=True)
def house_page(context: Any, kind: str) -> house.PageLink | None:
    """The published page of a kind: about, standards, contact or masthead."""
    return house.page_of_kind(_request(context), kind)


@register.simple_tag(takes_context=True)
def json_ld(context: Any, document: dict[str, Any]) -> SafeString:
    """
    Structured data as it may stand inside a script element; who publishes the site
    says on every page where it tells of itself.

    No text of it can end the element or begin a comment, as with `json_script`.
    """
    nodes = document.get("@graph", [])
    if any(node.get("@type") == PUBLISHER for node in nodes):
        told = house.told_of_publisher(_request(context))
        nodes = [n | told if n.get("@type") == PUBLISHER else n for n in nodes]
        document = document | {"@graph": nodes}
    text = json.dumps(document, cls=DjangoJSONEncoder, ensure_ascii=False)
    return mark_safe(text.translate(ESCAPED))  # noqa: S308


@register.simple_tag(takes_context=True)
def canonical_url(context: Any, page_number: int | str = 1) -> str:
    """
    The one address of this page.

    Filters and tracking parameters are left out; the number of a list's page stays.
    """
    request = _request(context)
    path = iri_to_uri(request.path) if request else "/"
    number = str(page_number)
    is_later = number.isascii() and number.isdigit() and int(number) > 1
    return absolute_url(f"{path}?page={number}" if is_later else path)
