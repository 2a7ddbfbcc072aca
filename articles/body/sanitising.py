"""
The one gate for body HTML: forms, importers and the editor all pass through it.

`sanitise()` first rewrites what it is given in canonical form (`canonical.py`) and
then lets nh3, the last word on safety, remove whatever its allow-list does not name.
Nothing edits stored HTML after that.
"""

import re
import unicodedata

import nh3
from django.core.exceptions import ValidationError

from . import posts
from .canonical import canonicalise
from .links import clean_link
from .markup import (
    EMBED,
    EMBED_ID,
    EMBED_KINDS,
    ENTRY_CLASS,
    ENTRY_COUNTS,
    ENTRY_NUMBER,
    GALLERY,
    GALLERY_CLASS,
    LIVE_FIELDS,
    LIVE_FORM,
    LIVE_OF,
    MAX_CAPTION_LENGTH,
    POST,
    POST_ATTRIBUTES,
    POST_CLASS,
    PULLED,
    SEASON_NUMBER,
    SPOILER,
    SPONSORED,
    TAG,
    WIDE,
    unescape,
)

# Half a million characters is a book. Longer bodies are a mistake of a program.
MAX_LENGTH = 500_000


def _attribute_filter(tag: str, attribute: str, value: str) -> str | None:
    if attribute == "href":
        return value if clean_link(value) == value else None
    if attribute in ("data-id", "data-show", "data-person"):
        return value if re.fullmatch(EMBED_ID, value) else None
    if attribute == "data-season":
        return value if re.fullmatch(SEASON_NUMBER, value) else None
    if attribute in ("cite", "data-address"):
        address = posts.read_address(value)
        return value if address and address.url == value else None
    if attribute.removeprefix("data-") in POST_ATTRIBUTES:
        said = posts.is_said(attribute.removeprefix("data-"), value)
        return value if said else None
    if attribute == "data-number":
        return value if re.fullmatch(ENTRY_NUMBER, value) else None
    if attribute == "data-of":
        return value if re.fullmatch(LIVE_OF, value) else None
    if attribute == "data-form":
        return value if re.fullmatch(LIVE_FORM, value) else None
    if attribute == "data-caption":
        return value if len(value) <= MAX_CAPTION_LENGTH else None
    if attribute in ("colspan", "rowspan", "start"):
        return value if re.fullmatch(r"-?[0-9]{1,6}", value) else None
    return value


_TAGS = {
    "p", "h2", "h3", "h4", "ul", "ol", "li", "blockquote", "hr", "br",
    "a", "strong", "em", "s", "sub", "sup", "cite", "q",
    "table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td",
    "figure", "figcaption", "span", "details", "summary", "section",
}  # fmt: skip
_CONTENT_DROPPED = {
    "script", "style", "template", "noscript", "textarea", "xmp", "title", "iframe",
    "noembed", "noframes", "svg", "math", "object",
}  # fmt: skip


def _make_cleaner(*more_tags: str) -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=_TAGS | set(more_tags),
        clean_content_tags=_CONTENT_DROPPED,
        attributes={
            # Without this nh3 keeps `title` and `lang` on every element.
            "*": set(),
            "a": {"href"},
            "ol": {"start", "reversed"},
            "td": {"colspan", "rowspan"},
            "th": {"colspan", "rowspan"},
            "blockquote": {"cite"},
            "figure": {
                "data-id",
                "data-season",
                "data-caption",
                "data-address",
                *(f"data-{name}" for name in POST_ATTRIBUTES),
            },
            "section": {"data-number"},
            "span": {
                "data-show",
                "data-season",
                "data-person",
                "data-of",
                "data-form",
            },
        },
        tag_attribute_values={
            "a": {"rel": {SPONSORED}},
            "figure": {"data-embed": set(EMBED_KINDS), "data-size": {WIDE}},
            "span": {"data-fact": set(LIVE_FIELDS)},
            "section": {"data-count": set(ENTRY_COUNTS)},
            "th": {"scope": {"row", "col", "rowgroup", "colgroup"}},
        },
        allowed_classes={
            "blockquote": {PULLED},
            "figure": {
                "embed",
                *(f"embed-{kind}" for kind in EMBED_KINDS),
                GALLERY_CLASS,
                POST_CLASS,
            },
            "section": {ENTRY_CLASS},
        },
        attribute_filter=_attribute_filter,
        url_schemes={"http", "https", "mailto", "tel"},
        # Whatever else a rel says is added when a page is rendered: see rendering.py.
        link_rel=None,
    )


# Made once: building a cleaner costs more than most bodies.
_CLEANER = _make_cleaner()
_REDLINE_CLEANER = _make_cleaner("ins", "del")


def sanitise(html: str) -> str:
    """
    The canonical, safe form of any HTML.

    Sanitising what is sanitised changes nothing. Line endings become `\\n`, text is
    Unicode NFC, and characters that XML cannot carry are dropped. Raises
    ValidationError, with a sentence for the person, for a body that cannot be kept
    as it is: one with a NUL character, or one longer than MAX_LENGTH.
    """
    if "\0" in html:
        raise ValidationError(
            "The text holds a NUL character, which cannot be stored. It usually comes"
            " from copying out of a damaged file; remove it and save again.",
            code="null_character",
        )
    _check_length(html)
    html = html.replace("\r\n", "\n").replace("\r", "\n")
    clean = _CLEANER.clean(canonicalise(html))
    # Escaping may have made it longer, and what is stored must pass again.
    _check_length(clean)
    return clean


def sanitise_line(html: str) -> str:
    """The canonical form of a few words, to stand inside a block."""
    return sanitise(f"<p>{html}</p>").removeprefix("<p>").removesuffix("</p>")


def sanitise_refused(html: str) -> str:
    """The safe form of what `sanitise()` refused, for showing it to its writer."""
    return _CLEANER.clean(canonicalise(html.replace("\0", "")))


def sanitise_redline(html: str) -> str:
    """The safe form of a body, or a part of one, whose changes are marked."""
    return _REDLINE_CLEANER.clean(html)


def _check_length(html: str) -> None:
    if len(html) > MAX_LENGTH:
        raise ValidationError(
            f"The text is {len(html):,} characters long, markup included; at most"
            f" {MAX_LENGTH:,} can be kept.",
            code="too_long",
        )


INLINE_TAGS = frozenset({"a", "strong", "em", "s", "sub", "sup", "cite", "q", "span"})
_ASIDE = re.compile(
    rf'<(h[2-4]|table)>.*?</\1>|<blockquote class="{PULLED}">.*?</blockquote>'
    rf"|{SPOILER.pattern}|{GALLERY.pattern}|{POST.pattern}",
    re.DOTALL,
)
_BLANKS = re.compile(r"[ \t\n\xa0]+")


def plain_text(html: str, *, embeds: bool = False) -> str:
    """
    What the body says, one block to a line.

    Embeds are left out unless asked for: their fallbacks name other stories.
    """
    if not embeds:
        html = EMBED.sub("", html)
    text = TAG.sub(lambda match: "" if match[2] in INLINE_TAGS else "\n", html)
    lines = (_BLANKS.sub(" ", line).strip() for line in unescape(text).split("\n"))
    return "\n".join(line for line in lines if line)


def excerpt(html: str, words: int = 40, *, characters: int = 300) -> str:
    """The first words of the running text, without headings, tables, pull quotes, spoilers."""
    text = plain_text(_ASIDE.sub("", html))
    found = text.split()
    kept = " ".join(found[:words])
    if len(found) <= words and len(kept) <= characters:
        return kept
    if len(kept) > characters - 1:
        kept = kept[: characters - 1]
        # Back to the last whole word, unless one word fills it all.
        kept = kept.rpartition(" ")[0] or kept
    return kept.rstrip(",;:–—-( ") + "…"


# Scripts written without spaces: every character counts for a word, as in most
# word processors.
_WORD = re.compile(
    r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]"
    r"|[^\W_](?:['’.,\-]?[^\W_\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff])*"
)


def word_count(html: str) -> int:
    """Words of the story itself; embeds do not count."""
    return len(_WORD.findall(plain_text(html)))


def is_canonical(html: str) -> bool:
    return unicodedata.is_normalized("NFC", html) and sanitise(html) == html
