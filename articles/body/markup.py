"""
The small grammar of stored body HTML, shared by everything that reads it.

A stored body is *canonical*: made by `sanitising.sanitise()`, and by nothing else.
That is what makes reading it with regular expressions sound. Every tag is written
in lower case, every element that is opened is closed in order (`br`, `hr` excepted),
every attribute stands in double quotes with `"`, `&`, `<` and `>` escaped, and
`<` and `>` appear in text only as entities. So `<` always begins a tag, and that tag
ends at the first `>`.
"""

import re

# Kinds of `<figure data-embed="…">`. `articles.embeds` holds a module for each.
# Those that are written from the facts of a show, or of one of its seasons.
FACT_KINDS = ("facts", "known", "cast", "timeline", "watch", "trailer", "time")
EMBED_KINDS = ("article", "picture", "show", "watch-next", *FACT_KINDS)

# The largest id a BigAutoField can hold has 19 digits; 18 never overflow it.
EMBED_ID = r"[1-9][0-9]{0,17}"

# Of a season in its show; 0 holds the specials.
SEASON_NUMBER = r"(?:0|[1-9][0-9]{0,3})"

MAX_CAPTION_LENGTH = 300
# Of a picture that stands out of the column of the text.
WIDE = "wide"

# Of `<span data-fact="…">`, a fact inside a sentence: `articles.body.live_facts`.
LIVE_FIELDS = (
    "status",
    "release_date",
    "platform",
    "episode_count",
    "seasons",
    "crew",
    "actor",
    "character",
)
LIVE_FORM = r"[a-z]{1,20}"
# Of the character or the job that is asked about; it holds no sign of a line's own
# grammar.
LIVE_OF = r"[^\"<>{}|:\n]{1,100}"
MAX_LIVE_LENGTH = 300

# Of a quotation that stands out of the column, mostly of words of the story itself.
PULLED = "pull"

# What a link says of itself that somebody pays for; which others are paid for is told
# by where they lead: `articles.body.paid_links`.
SPONSORED = "sponsored"

VOID = frozenset({"br", "hr"})

# Any tag of canonical HTML: the slash, the name, the attributes.
TAG = re.compile(r'<(/?)([a-z][a-z0-9]*)((?: [a-z-]+="[^"]*")*)>')
ATTRIBUTE = re.compile(r' ([a-z-]+)="([^"]*)"')

# One embed of canonical HTML, whole. Figures never nest.
EMBED = re.compile(
    r'<figure class="embed embed-(?P<kind>[a-z-]+)" data-embed="(?P=kind)"'
    rf' data-id="(?P<id>{EMBED_ID})"(?: data-season="(?P<season>{SEASON_NUMBER})")?'
    r'(?: data-caption="(?P<caption>[^"]*)")?(?: data-size="(?P<size>wide)")?>'
    r"<figcaption>(?P<fallback>.*?)</figcaption></figure>",
    re.DOTALL,
)

# A part of the story that only those read who choose to. They never nest.
SPOILER = re.compile(
    r"<details><summary>(?P<summary>.*?)</summary>(?P<told>.*?)</details>", re.DOTALL
)
SPOILER_WORDS = "Spoiler"

_PICTURE = r'<figure class="embed embed-picture" (?:(?!</figure>).)*</figure>'
_SHOW = r'<figure class="embed embed-show" (?:(?!</figure>).)*</figure>'

# One place of a ranked list: a title, perhaps a picture and a show, and what is said
# of it. They never nest. Its number comes from where it stands: `articles.body.entries`.
ENTRY_CLASS = "entry"
ENTRY_COUNTS = ("down", "none")
ENTRY_NUMBER = r"[1-9][0-9]{0,3}"
ENTRY = re.compile(
    rf'<section class="{ENTRY_CLASS}"(?: data-count="(?P<count>[a-z]+)")?'
    rf'(?: data-number="(?P<number>{ENTRY_NUMBER})")?><h2>(?P<entry_title>.*?)</h2>'
    rf"(?P<entry_picture>{_PICTURE})?(?P<entry_show>{_SHOW})?"
    r"(?P<verdict>.*?)</section>",
    re.DOTALL,
)

# Pictures that stand together, in order, each as it would stand alone.
GALLERY_CLASS = "gallery"
GALLERY = re.compile(
    rf'<figure class="{GALLERY_CLASS}">'
    r"(?:<figcaption>(?P<gallery_title>.*?)</figcaption>)?"
    rf"(?P<gallery_pictures>(?:{_PICTURE})+)</figure>",
    re.DOTALL,
)

# A post or video of another site: what it says, a picture of it, and who said it where.
# Its attributes are read by `articles.body.posts`.
POST_CLASS = "post"
POST_ATTRIBUTES = ("title", "author", "handle", "date", "duration")
POST = re.compile(
    rf'<figure class="{POST_CLASS}" data-address="(?P<address>[^"]*)"'
    r'(?P<post_said>(?: data-[a-z]+="[^"]*")*)>'
    r'(?:<blockquote cite="[^"]*">(?P<quoted>.*?)</blockquote>)?'
    rf"(?P<still>{_PICTURE})?<figcaption>(?P<post_credit>.*?)</figcaption></figure>",
    re.DOTALL,
)

# One live fact of canonical HTML, whole. Its words are plain text.
LIVE = re.compile(
    r'<span data-fact="(?P<field>[a-z_]+)" data-show="(?P<show>' + EMBED_ID + r')"'
    rf'(?: data-season="(?P<season>{SEASON_NUMBER})")?'
    rf'(?: data-person="(?P<person>{EMBED_ID})")?'
    rf'(?: data-of="(?P<of>[^"]*)")? data-form="(?P<form>{LIVE_FORM})">'
    r"(?P<words>[^<]*)</span>"
)

_ESCAPES = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\xa0": "&nbsp;"}
)
_TEXT_ESCAPES = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\xa0": "&nbsp;"}
)
_ENTITY = re.compile(r"&(amp|lt|gt|quot|nbsp);")
_ENTITIES = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "nbsp": "\xa0"}


def escape_text(text: str) -> str:
    """Write text the way the HTML standard serialises it between tags."""
    return text.translate(_TEXT_ESCAPES)


def escape_attribute(value: str) -> str:
    """Write a value the way nh3 serialises it in an attribute."""
    return value.translate(_ESCAPES)


def unescape(html: str) -> str:
    """Undo the five escapes of canonical HTML, and no others."""
    return _ENTITY.sub(lambda match: _ENTITIES[match[1]], html)


def attributes(source: str) -> dict[str, str]:
    """The attributes of a matched `TAG`, unescaped."""
    return {name: unescape(value) for name, value in ATTRIBUTE.findall(source)}
