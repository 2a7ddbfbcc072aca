"""
Puts the demo into the database by the same steps that people use.

Loading twice adds nothing. What is there already, whoever made or changed it, is left
as it stands: a show by its address, an author by theirs, a story by its present or any
former address.
"""

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import uuid4

from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from PIL.Image import Image as Picture

from articles import content as contents, publishing
from articles.body.live_facts import Reference
from articles.body.markup import FACT_KINDS
from articles.models import Article, OldAddress, Section, Shop, Version
from authors.models import Author, User
from images.ingest import ingest
from images.models import Image
from shows import facts
from shows.models import (
    Announcement,
    Country,
    Credit,
    Episode,
    Genre,
    Language,
    OldShowAddress,
    OtherSpelling,
    OtherTitle,
    Person,
    Platform,
    Season,
    SeasonPart,
    Show,
    Trailer,
)
from shows.phrases import Asked

from . import manuscripts, pictures
from .desk import ACCOUNTS, AUTHORS, SECTIONS, SHOPS, AuthorEntry
from .entries import News, Role, ShowEntry, Source, TrailerEntry
from .manuscripts import Manuscript
from .markup import to_html, to_line
from .pages import load_pages
from .people import BIOGRAPHIES, SPELLINGS
from .picks import load_picks
from .places import COUNTRIES, LANGUAGES, PLATFORMS
from .shows import SHOWS
from .stories import INLINE_PICTURES

CREDIT = "Newsroom illustration"
LICENCE = "CC0 1.0"
# What a story says of who had a part in it, as its heading may name it.
DISCLOSED = (
    "disclosure",
    "disclosed_by",
    "disclosed_link",
    "disclosed_text",
    "paid_sites",
)

Report = Callable[[str], None]


class Sizes(NamedTuple):
    """How large the pictures are drawn; tests draw them small."""

    poster: tuple[int, int] = pictures.POSTER
    lead: tuple[int, int] = pictures.LEAD
    portrait: tuple[int, int] = pictures.PORTRAIT


SMALL = Sizes((80, 120), (160, 90), (64, 64))


def load(report: Report, *, sizes: Sizes = Sizes()) -> None:  # noqa: B008
    """Everything, in the order in which it depends on one another."""
    users = load_accounts()
    report(f"Accounts: {', '.join(users)}, each with its name as the password.")
    library = Library(by=users["admin"], sizes=sizes)
    load_sections()
    for name, host in SHOPS:
        Shop.objects.get_or_create(host=host, defaults={"name": name})
    added = load_authors(users, library)
    report(f"Authors: {len(AUTHORS)}, {added} of them new.")
    for number, entry in enumerate(SHOWS, 1):
        is_new = load_show(entry, users["editor"], library)
        report(_line(number, len(SHOWS), entry.title, is_new))
    stories = in_order(manuscripts.read_all())
    for number, manuscript in enumerate(stories, 1):
        is_new = Story(manuscript, users, library).load()
        report(_line(number, len(stories), manuscript.head["headline"], is_new))
    made = load_picks(users["editor"])
    report(f"Picks and shelves: {made} new.")
    made = load_pages(users["editor"])
    report(f"Pages about the site: {made} new.")


def _line(number: int, count: int, name: str, is_new: bool) -> str:
    return f"[{number:>2}/{count}] {name}" + ("" if is_new else " (is there already)")


class Library:
    """Pictures drawn and taken in only when something new needs them."""

    def __init__(self, *, by: User, sizes: Sizes) -> None:
        self.by = by
        self.sizes = sizes
        self.taken: dict[tuple[str, int], Image] = {}

    def poster(self, entry: ShowEntry) -> Image:
        picture = pictures.poster(entry.key, entry.title, self.sizes.poster)
        return self._take(picture, f"Poster: {entry.title}", entry.alt_text)

    def portrait(self, entry: AuthorEntry) -> Image:
        picture = pictures.portrait(entry.key, self.sizes.portrait)
        return self._take(picture, f"Portrait: {entry.name}", entry.alt_text)

    def scene(self, key: str, crop: int = 0) -> Image:
        if (key, crop) not in self.taken:
            picture = pictures.lead(key, self.sizes.lead, crop=crop)
            title = f"Scene: {key.replace('-', ' ')}"
            self.taken[key, crop] = self._take(picture, title, pictures.describe(key))
        return self.taken[key, crop]

    def _take(self, picture: Picture, title: str, alt_text: str) -> Image:
        return ingest(
            ContentFile(pictures.encode(picture)),
            by=self.by,
            title=title,
            alt_text=alt_text,
            credit=CREDIT,
            licence=LICENCE,
        )


# The desk


def load_accounts() -> dict[str, User]:
    users = {}
    for account in ACCOUNTS:
        user = User.objects.filter(username=account.username).first()
        if user is None:
            user = User.objects.create_user(
                account.username,
                password=account.username,
                first_name=account.first_name,
                last_name=account.last_name,
                is_staff=True,
                is_superuser=account.is_superuser,
            )
            if account.group:
                user.groups.add(Group.objects.get(name=account.group))
        users[account.username] = user
    return users


def load_sections() -> None:
    for position, entry in enumerate(SECTIONS, 1):
        Section.objects.get_or_create(
            slug=entry.slug,
            defaults={
                "name": entry.name,
                "description": entry.description,
                "position": position,
            },
        )


def load_authors(users: dict[str, User], library: Library) -> int:
    added = 0
    for entry in AUTHORS:
        if Author.objects.filter(slug=entry.key).exists():
            continue
        user = users.get(entry.username)
        if user and Author.objects.filter(user=user).exists():
            user = None
        author = Author.objects.create(
            slug=entry.key,
            name=entry.name,
            title=entry.title,
            desk=Author.Desk.EDITORS if "editor" in entry.title else Author.Desk.STAFF,
            biography=entry.biography,
            portrait=library.portrait(entry),
            user=user,
        )
        for label, url in entry.links:
            author.links.create(label=label, url=url)
        added += 1
    return added


# Shows


@transaction.atomic
def load_show(entry: ShowEntry, by: User, library: Library) -> bool:
    """A show with all that is known about it; False where there is one already."""
    if find_show(entry.slug or entry.key):
        return False
    show = Show.objects.create(
        slug=entry.slug or entry.key,
        kind=entry.kind,
        title=entry.title,
        original_title=entry.original_title,
        synopsis=entry.synopsis,
        year=entry.year,
        runtime=entry.runtime,
        based_on=entry.based_on,
        poster=library.poster(entry),
        backdrop=library.scene(entry.key),
    )
    for title in entry.other_titles:
        OtherTitle.objects.create(show=show, title=title)
    show.countries.set(_country(code) for code in entry.countries)
    show.languages.set(_language(code) for code in entry.languages)
    show.genres.set(Genre.objects.get_or_create(name=name)[0] for name in entry.genres)
    for season_entry in entry.seasons:
        season = Season.objects.create(
            show=show,
            number=season_entry.number,
            title=season_entry.title,
            synopsis=season_entry.synopsis,
        )
        for number, title in enumerate(season_entry.parts, 1):
            SeasonPart.objects.create(season=season, number=number, title=title)
        Episode.objects.bulk_create(
            Episode(season=season, number=number, title=title or "")
            for number, title in enumerate(season_entry.episodes, 1)
        )
    seasons = {season.number: season for season in show.seasons.all()}
    _credit(show, seasons, entry.cast, Credit.Kind.CAST)
    _credit(show, seasons, entry.crew, Credit.Kind.CREW)
    for news in _in_single_statements(entry.news):
        _record(show, seasons, news, by)
    for trailer in entry.trailers:
        _add_trailer(show, seasons, trailer, by)
    _date_news_back(show)
    return True


def find_show(slug: str) -> Show | None:
    show = Show.objects.filter(slug=slug).first()
    if show is None:
        old = OldShowAddress.objects.filter(slug=slug).select_related("show").first()
        show = old.show if old else None
    return show


def find_person(name: str) -> Person:
    """The person of this name, who is made with all known spellings if need be."""
    person = Person.objects.filter(name=name).order_by("pk").first()
    if person is None:
        person = Person.objects.create(name=name, biography=BIOGRAPHIES.get(name, ""))
        for spelling in SPELLINGS.get(name, ()):
            OtherSpelling.objects.create(person=person, name=spelling)
    return person


def _country(code: str) -> Country:
    name = COUNTRIES[code]
    country = Country.objects.filter(Q(code=code) | Q(name=name)).first()
    return country or Country.objects.create(code=code, name=name)


def _language(code: str) -> Language:
    name = LANGUAGES[code]
    language = Language.objects.filter(Q(code=code) | Q(name=name)).first()
    return language or Language.objects.create(code=code, name=name)


def _credit(
    show: Show, seasons: dict[int, Season], roles: Iterable[Role], kind: str
) -> None:
    for billing, role in enumerate(roles, 1):
        credit = Credit.objects.create(
            show=show,
            person=find_person(role.person),
            kind=kind,
            character=role.character,
            job=role.job,
            billing=billing,
        )
        credit.seasons.set(seasons[number] for number in role.seasons)


def _in_single_statements(news: Iterable[News]) -> Iterable[News]:
    """
    A release and its number of episodes are two announcements of one source.

    News from after today is left out: the clock of this machine may be behind.
    """
    today = timezone.localdate()
    for item in news:
        if item.source.day > today:
            continue
        if item.kind == Announcement.Kind.RELEASED and item.number:
            yield item._replace(number=None)
            yield News(
                Announcement.Kind.EPISODE_COUNT,
                item.source,
                season=item.season,
                part=item.part,
                number=item.number,
                certainty=item.certainty,
            )
        else:
            yield item


def _record(show: Show, seasons: dict[int, Season], news: News, by: User) -> None:
    season = seasons[news.season] if news.season is not None else None
    day, precision = _day(news.date)
    facts.record(
        by=by,
        kind=news.kind,
        show=show,
        season=season,
        part=season.parts.get(number=news.part) if season and news.part else None,
        person=find_person(news.person) if news.person else None,
        character=news.character,
        job=news.job,
        platform=_platform(news.platform) if news.platform else None,
        territory=news.territory,
        date=day,
        precision=precision,
        number=news.number,
        certainty=news.certainty,
        source_name=news.source.name,
        source_url=news.source.url,
        announced_on=news.source.day,
        note=_note(news.source, news.note),
    )


def _date_news_back(show: Show) -> None:
    """As if it had been recorded in its day; the usual manager only lets news grow."""
    Announcement._base_manager.filter(show=show).update(recorded_at=F("public_from"))


def _add_trailer(
    show: Show, seasons: dict[int, Season], entry: TrailerEntry, by: User
) -> None:
    season = seasons[entry.season] if entry.season is not None else None
    trailer = Trailer.objects.create(
        show=show,
        season=season,
        key=entry.key,
        title=entry.title,
        poster=show.backdrop,
        published_on=entry.source.day if entry.source else None,
    )
    if entry.source:
        facts.record(
            by=by,
            kind=Announcement.Kind.TRAILER_OUT,
            show=show,
            season=season,
            trailer=trailer,
            source_name=entry.source.name,
            source_url=entry.source.url,
            announced_on=entry.source.day,
        )


def _platform(name: str) -> Platform:
    return Platform.objects.get_or_create(
        name=name, defaults={"kind": PLATFORMS[name]}
    )[0]


def _note(source: Source, note: str) -> str:
    if not source.roughly:
        return note
    return (
        f"{note} The page gives no day; the one recorded is the nearest known.".strip()
    )


def _day(text: str) -> tuple[date | None, str]:
    """2027, 2027-Q1, 2027-03 or 2027-03-04, as a first day and a precision."""
    if not text:
        return None, ""
    year, _, rest = text.partition("-")
    if not rest:
        return date(int(year), 1, 1), "year"
    if rest.startswith("Q"):
        return date(int(year), 3 * int(rest[1]) - 2, 1), "quarter"
    if "-" not in rest:
        return date(int(year), int(rest), 1), "month"
    return date.fromisoformat(text), "day"


# Stories


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
