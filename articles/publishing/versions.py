"""Freezing what an article says as its next version."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone

from articles import content as contents
from articles.body import lines
from articles.body.lines import LINES
from articles.body.sanitising import excerpt, sanitise, word_count
from articles.content import Content
from articles.differences.merging import changed
from articles.embeds import referenced_ids, write_fallbacks
from articles.models import (
    Article,
    Version,
    VersionPicture,
)
from articles.news import claiming
from articles.search.at_the_desk import enter_words
from authors.models import User
from images.models import Image

from .lines import worded
from .stepping import latest_of


def clean(content: Content, at: datetime) -> Content:
    """Content with a sanitised body, and words that read without this system."""
    cleaned = {
        name: lines.write(content[name], at) for name in LINES if name in content
    }
    if "body" in content:
        cleaned["body"] = write_fallbacks(sanitise(content["body"]), at)
    return content | cleaned


def save(
    article: Article,
    content: Content,
    *,
    by: User,
    based_on: Version | None,
    note: str,
) -> Version:
    """
    Content, cleaned and written to the working copy, as the next version; the one it
    is based on where it says the same. The article's row is locked by the caller.
    """
    content = clean(content, timezone.now())
    if based_on and not changed(based_on.content, content) and not based_on.retracted:
        return based_on
    contents.write(article, content)
    return freeze(article, by=by, based_on=based_on, note=note)


def save_as_it_stands(
    article: Article, *, by: User, based_on: Version | None, note: str
) -> Version:
    """The rows, of which only the words are cleaned, as the next version."""
    content = clean(contents.capture(article), timezone.now())
    if based_on and not changed(based_on.content, content) and not based_on.retracted:
        return based_on
    contents.write_words(article, content)
    return freeze_content(article, content, by=by, based_on=based_on, note=note)


def freeze(
    article: Article, *, by: User, based_on: Version | None, note: str
) -> Version:
    """The working copy, as it stands in the database, as the next version."""
    content = contents.capture(article)
    return freeze_content(article, content, by=by, based_on=based_on, note=note)


def freeze_content(
    article: Article,
    content: Content,
    *,
    by: User,
    based_on: Version | None,
    note: str,
    **columns: Any,
) -> Version:
    """
    Content as it stands as the next version, whatever the working copy says, with its
    pictures, words and claims. `columns` are further ones of the row.
    """
    content = contents.EMPTY | content
    body = content["body"]
    version = Version.objects.create(
        article=article,
        number=article.latest_number + 1,
        based_on=based_on,
        by=by,
        note=note[:200],
        content=content,
        **{
            name: contents.stored(name, content[name])
            for name in contents.TEXTS
            if name not in contents.PRIVATE
        }
        | worded(content),
        section_id=content["section"],
        lead_image_id=content["lead_image"],
        safe_image_id=content["safe_image"],
        excerpt=excerpt(body),
        word_count=word_count(body),
        sources=[
            {key: row[key] for key in ("name", "url", "published_on")}
            for row in content["sources"]
        ],
        **columns,
    )
    pictures = set(referenced_ids(body).get("picture", []))
    pictures |= {content["lead_image"], content["safe_image"]} - {None}
    present = contents.existing(Image, pictures)
    VersionPicture.objects.bulk_create(
        VersionPicture(version=version, image_id=pk) for pk in sorted(present)
    )
    article.latest_number = version.number
    article.saved_at = timezone.now()
    article.save(update_fields=["latest_number", "saved_at"])
    enter_words(article, version)
    claiming.read(version)
    claiming.keep(article)
    return version


def keep_working_copy_latest(
    article: Article, *, by: User, note: str, draft: Version | None = None
) -> Version | None:
    """
    The latest version always equals the working copy: after a step made versions of
    its own, the draft is saved again if it says something else. `draft` is the
    version that it was before the step.
    """
    latest = latest_of(article)
    if not changed(latest.content, contents.capture(article)):
        return None
    return freeze(article, by=by, based_on=draft or latest, note=note)
