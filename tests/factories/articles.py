"""
Stories, made through the real steps.

`ArticleFactory()` is a saved draft that could be published as it is. Traits are
states: `published=True` (since an hour ago), `scheduled=True` (tomorrow),
`in_review=True`, `retracted=True`, `expired=True`, `reworked=True` (live, with
unpublished changes). `published_at=` publishes at another moment.

All stories share one lead picture, which costs no file; `lead_image=` gives another.
"""

from datetime import datetime, timedelta
from typing import Any

import factory
from django.utils import timezone

from articles import publishing
from articles.models import Article, Section, Version
from authors.models import Author
from images.models import Image

from .desk import make_editor, make_writer
from .images import ImageFactory

BODY = "<p>The season is coming back, and here is all that is known about it.</p>"


class SectionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Section
        django_get_or_create = ("slug",)

    name = "TV"
    slug = factory.LazyAttribute(lambda section: section.name.lower())


class BylineAuthorFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Author
        django_get_or_create = ("name",)

    name = "Ada Quill"


LEAD = "lead picture of every story"


def lead_picture() -> Image:
    """The one that all stories share."""
    return Image.objects.filter(title=LEAD).first() or ImageFactory(
        without_files=True, title=LEAD, alt_text="A school on a hill"
    )


class ArticleFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Article
        skip_postgeneration_save = True

    headline = factory.Sequence(lambda n: f"What is known about season {n}")
    slug = factory.LazyAttribute(
        lambda article: publishing.unique_address(article.headline)
    )
    standfirst = "Dates, cast and trailer."
    body = BODY
    owner = factory.LazyFunction(make_writer)
    section = factory.SubFactory(SectionFactory)
    lead_image = factory.LazyFunction(lead_picture)

    @classmethod
    def _create(cls, model_class: type, *args: Any, **kwargs: Any) -> Article:
        relations = {
            name: kwargs.pop(name, None)
            for name in ("authors", "shows", "seasons", "episodes", "people", "tags")
        }
        article = super()._create(model_class, *args, **kwargs)
        authors = relations["authors"]
        if authors is None:
            authors = [BylineAuthorFactory()]
        for position, author in enumerate(authors):
            article.bylines.create(author=author, position=position)
        for position, show in enumerate(relations["shows"] or []):
            article.article_shows.create(
                show=show, position=position, is_primary=position == 0
            )
        for name in ("seasons", "episodes", "people", "tags"):
            if relations[name]:
                getattr(article, name).set(relations[name])
        return article

    @classmethod
    def create(cls, **kwargs: Any) -> Article:
        state = {
            name: kwargs.pop(name, False)
            for name in (
                "published",
                "scheduled",
                "in_review",
                "retracted",
                "expired",
                "reworked",
            )
        }
        moment = kwargs.pop("published_at", None)
        article = super().create(**kwargs)
        publishing.save_version(article, by=article.owner)
        if moment or any(state.values()):
            _bring_to(article, moment, **state)
        return article


def _bring_to(
    article: Article,
    moment: datetime | None,
    *,
    published: bool,
    scheduled: bool,
    in_review: bool,
    retracted: bool,
    expired: bool,
    reworked: bool,
) -> None:
    editor = make_editor()
    now = timezone.now()
    live_since = moment or now - timedelta(hours=1)
    if expired:
        publishing.publish(
            article,
            by=editor,
            at=now - timedelta(hours=2),
            until=now - timedelta(hours=1),
        )
    elif published or retracted or reworked or moment:
        publishing.publish(article, by=editor, at=live_since)
    if retracted:
        publishing.retract(article, by=editor, notice="We were misled by a hoax.")
    if reworked:
        article.body += "<p>A rewrite nobody may read yet.</p>"
        article.save()
        publishing.save_version(article, by=article.owner)
    if scheduled:
        publishing.schedule(article, by=editor, at=now + timedelta(days=1))
    if in_review:
        publishing.submit(article, by=article.owner)


def live_version(article: Article) -> Version:
    return article.versions.live(timezone.now()).get()
