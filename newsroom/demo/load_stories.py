"""Brings the stories of the demo through the desk, by the steps that people use."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from articles import content as contents, publishing
from articles.body.live_facts import Reference
from articles.body.markup import FACT_KINDS
from articles.models import Article, OldAddress, Section, Version
from authors.models import Author, User
from shows.models import Season, Show
from shows.phrases import Asked

from .library import Library
from .load_shows import find_person, find_show
from .manuscripts import Manuscript
from .markup import to_html, to_line
from .stories import INLINE_PICTURES

# What a story says of who had a part in it, as its heading may name it.
DISCLOSED = (
    "disclosure",
    "disclosed_by",
    "disclosed_link",
    "disclosed_text",
    "paid_sites",
)


def in_order(stories: Iterable[Manuscript]) -> list[Manuscript]:
    """By publication, so that a story finds those it refers to; the others last."""
    now = timezone.now()
    return sorted(
        stories,
        key=lambda story: (
            story.state != "live",
            story.published_at(now) if story.state == "live" else now,
            story.slug,
        ),
    )


class Story:
    """One manuscript on its way through the desk."""

    def __init__(
        self, manuscript: Manuscript, users: dict[str, User], library: Library
    ) -> None:
        self.manuscript = manuscript
        self.head = manuscript.head
        self.editor = users["editor"]
        self.library = library
        # The writer owns what appears under her byline; the desk owns the rest.
        first, _ = manuscript.bylines[0]
        self.owner = users["writer"] if first == "hana-whitlock" else users["editor"]
        self.now = timezone.now()

    @transaction.atomic
    def load(self) -> bool:
        """Write it and bring it where it belongs; False where it is there already."""
        slug = self.manuscript.slug
        if (
            Article.objects.filter(slug=slug).exists()
            or OldAddress.objects.filter(slug=slug).exists()
        ):
            return False
        article = publishing.start(
            by=self.owner, headline=self.head["headline"], kind=self.head["kind"]
        )
        publishing.change_address(
            article, self.head.get("address_from", slug), by=self.owner
        )
        publishing.save_version(article, self.content(self.first_text()), by=self.owner)
        if self.manuscript.state == "review":
            publishing.submit(article, by=self.owner)
        elif self.manuscript.state == "live":
            self.publish(article)
        return True

    def publish(self, article: Article) -> None:
        moment = self.manuscript.published_at(self.now)
        if moment > self.now:
            publishing.schedule(article, by=self.editor, at=moment)
            return
        publishing.publish(article, by=self.editor, at=moment)
        self._date_back(article, moment)
        if "update" in self.head:
            self.update(article, moment)
        if "correction" in self.head:
            self.correct(article, moment)
        if "retraction" in self.head:
            step = self.head["retraction"]
            at = self._after(moment, step["after"])
            publishing.retract(article, by=self.editor, notice=step["notice"], at=at)
            self._date_back(article, at)
        if "address_from" in self.head:
            publishing.change_address(article, self.manuscript.slug, by=self.editor)
        if "rework" in self.head:
            self.rework(article)

    def first_text(self) -> str:
        """What it said before it was updated, if it was."""
        text = self.manuscript.text
        for before, after in self.head.get("update", {}).get("replace", ()):
            if after not in text:
                raise LookupError(f"{self.manuscript.slug} does not say “{after}”.")
            text = text.replace(after, before)
        return text

    def update(self, article: Article, published: datetime) -> None:
        step = self.head["update"]
        at = self._after(published, step["after"])
        article.refresh_from_db()
        content = contents.capture(article)
        content["body"] = self.body(self.manuscript.text)
        publishing.save_version(article, content, by=self.owner, note=step["reason"])
        publishing.publish(article, by=self.editor, at=at, reason=step["reason"])
        self._date_back(article, at)

    def correct(self, article: Article, published: datetime) -> None:
        step = self.head["correction"]
        at = self._after(published, step["after"])
        live = article.versions.live(published).get()
        body = live.body
        for wrong, right in step["replace"]:
            body = body.replace(wrong, right)
        publishing.correct(
            article, {"body": body}, by=self.editor, notice=step["notice"], at=at
        )
        self._date_back(article, at)

    def rework(self, article: Article) -> None:
        """Changes on top of a live story that readers do not see yet."""
        step = self.head["rework"]
        article.refresh_from_db()
        content = contents.capture(article)
        content["headline"] = step.get("headline", content["headline"])
        content["body"] += self.body(step["add"])
        publishing.save_version(
            article, content, by=self.owner, note=step.get("note", "")
        )

    def _after(self, moment: datetime, hours: str) -> datetime:
        return min(
            moment + timedelta(hours=int(hours.rstrip("h"))),
            self.now - timedelta(minutes=5),
        )

    def _date_back(self, article: Article, moment: datetime) -> None:
        """The history tells when things happened, not when the demo was loaded."""
        fresh = article.versions.filter(created_at__gte=self.now)
        Version.objects.filter(pk__in=fresh.values("pk")).update(created_at=moment)
        Article.objects.filter(pk=article.pk).update(created_at=moment, saved_at=moment)

    def content(self, text: str) -> contents.Content:
        head = self.head
        shows = [self.show(key) for key in head.get("shows", [])]
        return contents.empty() | {
            "kind": head["kind"],
            "question": head.get("question", ""),
            "headline": head["headline"],
            "standfirst": to_line(head["standfirst"], self.live_fact),
            "body": self.body(text),
            "section": Section.objects.get(slug=head["section"]).pk,
            "lead_image": self.library.scene(head["lead"], head.get("crop", 0)).pk,
            "lead_caption": head.get("caption", ""),
            "verdict": head.get("verdict", ""),
            "rating": head.get("rating"),
            "seo_title": head.get("seo_title", ""),
            "seo_description": to_line(head.get("seo_description", ""), self.live_fact),
            **{name: head.get(name, "") for name in DISCLOSED},
            **self.protection(),
            "internal_note": head.get("internal_note", ""),
            "tags": sorted(head["tags"]),
            "seasons": sorted(
                self.season(key, number).pk for key, number in head.get("seasons", [])
            ),
            "episodes": sorted(
                self.season(key, season).episodes.get(number=number).pk
                for key, season, number in head.get("episodes", [])
            ),
            "people": sorted(find_person(name).pk for name in head.get("people", [])),
            "bylines": [
                {
                    "uid": str(uuid4()),
                    "author": Author.objects.get(slug=key).pk,
                    "role": role,
                }
                for key, role in self.manuscript.bylines
            ],
            "shows": [
                {"uid": str(uuid4()), "show": show.pk, "is_primary": number == 0}
                for number, show in enumerate(shows)
            ],
            "sources": [
                {
                    "uid": str(uuid4()),
                    "name": source["name"],
                    "url": source.get("url", ""),
                    "published_on": source["on"].isoformat()
                    if "on" in source
                    else None,
                }
                for source in head.get("sources", [])
            ],
        }

    def protection(self) -> contents.Content:
        """What stands in for a story that tells what happens, for hours from now."""
        spoilers = self.head.get("spoilers")
        if not spoilers:
            return {}
        until = timezone.now() + timedelta(hours=spoilers["hours"])
        return {
            "gives_away": spoilers["of"],
            "safe_until": contents.plain(until),
            "safe_headline": spoilers["headline"],
            "safe_standfirst": spoilers["standfirst"],
            "safe_image": self.library.scene(spoilers["lead"], spoilers["crop"]).pk,
        }

    def show(self, key: str) -> Show:
        show = find_show(key)
        if show is None:
            raise LookupError(f"{self.manuscript.slug}: there is no show “{key}”.")
        return show

    def season(self, key: str, number: int) -> Season:
        return self.show(key).seasons.get(number=number)

    def body(self, text: str) -> str:
        return to_html(text, self.embed, self.live_fact)

    def live_fact(self, fact: str, key: str, of: str) -> Reference:
        """What a mark asks; its words are written later."""
        field, _, form = fact.partition(".")
        slug, _, number = key.partition(" ")
        return Reference(
            field,
            self.show(slug).pk,
            int(number) if number else None,
            form or "name",
            person=find_person(of).pk if field == Asked.CHARACTER else None,
            of="" if field == Asked.CHARACTER else of,
        )

    def embed(self, kind: str, key: str) -> str:
        """The element that stands for what a key names; its fallback is made later."""
        more = ""
        if kind in FACT_KINDS:
            # "all-of-us-are-dead 2", or without a number the whole show.
            slug, _, number = key.partition(" ")
            target = self.show(slug).pk
            more = f' data-season="{number}"' if number else ""
        elif kind == "show":
            target = self.show(key).pk
        elif kind == "article":
            target = Article.objects.get(slug=key).pk
        elif kind == "picture":
            inline = INLINE_PICTURES[key]
            target = self.library.scene(inline.scene, inline.crop).pk
            more = f' data-caption="{inline.caption}"'
        else:
            raise LookupError(f"{self.manuscript.slug}: no embed is called “{kind}”.")
        return (
            f'<figure class="embed embed-{kind}" data-embed="{kind}" '
            f'data-id="{target}"{more}><figcaption>{key}</figcaption></figure>'
        )
