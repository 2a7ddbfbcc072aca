"""Authors as structured data (schema.org)."""

from datetime import datetime

from images.addresses import on_site
from images.structured import Node, picture, said

from .models import Author


def author_reference(author: Author) -> Node:
    """An author as stories name them; their own page says the rest."""
    address = on_site(author.get_absolute_url())
    return {"@type": "Person", "name": author.name, "url": address}


def author_page(author: Author, *, at: datetime) -> Node:
    """What the page of an author says; load the author with `for_page()`."""
    person = said(
        {
            **author_reference(author),
            "jobTitle": author.title,
            "description": author.biography,
            "image": picture(author.portrait, "portrait", at),
            "sameAs": [link.url for link in author.links.all()],
        }
    )
    address = on_site(author.get_absolute_url())
    return {"@type": "ProfilePage", "url": address, "mainEntity": person}
