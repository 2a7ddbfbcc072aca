"""
What a page about the site may begin with: texts to be made one's own.

They promise what this program helps to keep. `{site}` and `{host}` are put in.
"""

from typing import NamedTuple

from django.conf import settings

from .models import Page


class HouseText(NamedTuple):
    title: str
    description: str
    body: str


TEXTS: dict[str, HouseText] = {
    Page.Kind.ABOUT: HouseText(
        "About us",
        "Who we are, what we write about, and how we know what we know.",
        "<p>{site} is about the series and films you are waiting for, and about those "
        "you finished at three in the morning and now have to talk about.</p>"
        "<h2>What we do</h2>"
        "<p>We say what is known about a show, who says so, and when we last checked. A "
        "release date here has a source. When the date moves, every page that prints it "
        "moves with it; when nobody knows, we say that nobody knows, which is shorter "
        "than a thousand words around it.</p>"
        "<p>We review what we have seen to the end, recap what is worth arguing about, "
        "and keep our guides true for as long as people read them.</p>"
        "<h2>Who pays for it</h2>"
        "<p>Nobody whose work we write about decides what we write. Advertising is "
        "labelled as advertising. A story that was paid for says so above its first "
        "line, and a link that earns us something says that beside it.</p>",
    ),
    Page.Kind.STANDARDS: HouseText(
        "How we work",
        "Where our facts come from, how sure we are of them, and how we correct mistakes.",
        "<p>These are the rules of this newsroom. Hold us to them.</p>"
        "<h2>Sources</h2>"
        "<p>Every date, every name in a cast and every renewal that we print has a source "
        "that you can follow. We prefer those who decide: the platform, the studio, the "
        "people on the call sheet. We name who reported something first.</p>"
        "<h2>How sure we are</h2>"
        "<p>Four words mean four things. <strong>Confirmed</strong>: those who decide have "
        "said so. <strong>Reported</strong>: a publication that we trust says so, and "
        "names why it knows. <strong>Rumoured</strong>: people say so, and nobody can be "
        "held to it. <strong>Denied</strong>: those who decide say that it is not so. A "
        "rumour never replaces a fact; it stands beside it.</p>"
        "<h2>Published, updated, checked</h2>"
        "<p>A story was published once. It was updated when readers learnt something new "
        "from the change, and the change is said in a line below the headline. It was "
        "checked when a person last read it and found that it still holds. Mending a "
        "typing error moves none of the three.</p>"
        "<h2>Corrections</h2>"
        "<p>When we were wrong we put it right in the story, say so on the story, and list "
        'it on the page of <a href="/corrections/">corrections</a>. We do not quietly '
        "change what a story said. A story that cannot be put right is retracted: its "
        "address stays, and tells why.</p>"
        "<h2>Names</h2>"
        "<p>People are spelled as they spell themselves. If we misspelled you, you need no "
        "reason to ask.</p>"
        "<h2>Spoilers</h2>"
        "<p>What gives away an ending is not in a headline. Inside a story it waits behind "
        "a line that you open yourself.</p>",
    ),
    Page.Kind.CONTACT: HouseText(
        "Contact",
        "How to reach the newsroom, send a correction or a tip, or advertise.",
        "<p>People read what arrives here. Not every message gets an answer; every "
        "correction is looked into.</p>"
        "<h2>A mistake</h2>"
        "<p>Send the address of the story and what is wrong with it, with a source if you "
        'have one: <a href="mailto:corrections@{host}">corrections@{host}</a>. What we '
        'put right stands on the page of <a href="/corrections/">corrections</a>.</p>'
        "<h2>A tip</h2>"
        "<p>If you know something that readers should know: "
        '<a href="mailto:tips@{host}">tips@{host}</a>. Say how you know it, and whether we '
        "may name you. We never say where something came from without asking. Do not "
        "write from an account that your employer can read.</p>"
        "<h2>Everything else</h2>"
        '<p>The desk: <a href="mailto:desk@{host}">desk@{host}</a>. Advertising: '
        '<a href="mailto:advertising@{host}">advertising@{host}</a>; they cannot change a '
        "story, so please do not ask them to.</p>",
    ),
    Page.Kind.MASTHEAD: HouseText(
        "Masthead",
        "Who writes and edits the site.",
        "<p>These are the people behind what you read. Each name leads to a page with all "
        "of their stories.</p>",
    ),
}
# In the order of the footer.
PLACES = {kind: place for place, kind in enumerate(TEXTS, 1)}
ADDRESSES = {kind: str(kind) for kind in TEXTS}


def text_of(kind: str, host: str) -> HouseText | None:
    """The text to begin with, with the name and the host of this site in it."""
    text = TEXTS.get(kind)
    if text is None:
        return None
    said = {"site": settings.SITE_NAME, "host": host}
    return HouseText(*(part.format(**said) for part in text))
