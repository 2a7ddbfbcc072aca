"""The pages about the demo's newsroom: those that every newsroom may begin with."""

from django.utils import timezone

from authors.models import User

from ..house_texts import ADDRESSES, PLACES, text_of
from ..models import Page
from ..pages import publish_page, save_page

HOST = "newsroom.example"


def load_pages(editor: User) -> int:
    """Published, and not touched where the kind is there already; how many were new."""
    made = 0
    for kind, slug in ADDRESSES.items():
        text = text_of(kind, HOST)
        if text is None or Page.objects.filter(kind=kind).exists():
            continue
        page = Page.objects.create(
            kind=kind, slug=slug, title=text.title, footer_position=PLACES[kind]
        )
        now = timezone.now()
        save_page(page, text._asdict(), base=0, by=editor, at=now)
        publish_page(page, by=editor, at=now)
        made += 1
    return made
