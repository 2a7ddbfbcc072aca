"""
The steps a story takes, each with its permission, its checks and its lock.

Nothing else writes windows. Every step takes `by=`, locks the article's row, runs in
one transaction and raises `PermissionDenied` or `ValidationError` with a sentence for
the person who asked. `at` is the moment a step counts from: it defaults to now, and
only the demo and imports pass a past one, which must not lie before any boundary
that the story's windows already have.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.formats import date_format

from authors.models import User
from images.models import Image
from images.search import save_names
from images.slugs import unique_slug

from . import content as contents
from .content import Content
from .embeds import referenced_ids, write_fallbacks
from .merging import Clash, Side, changed, merge
from .models import (
    Article,
    Correction,
    OldAddress,
    Version,
    VersionAuthor,
    VersionName,
    VersionPerson,
    VersionPicture,
    VersionSeason,
    VersionShow,
    VersionTag,
)
from .permissions import may_edit, may_publish, may_see, require
from .readiness import problems
from .sanitising import excerpt, sanitise, word_count
from .signals import window_changed

UNTITLED = "untitled"


class StaleBase(ValidationError):
    """
    Somebody else saved meanwhile, and both changed the same thing.

    Nothing was written. `clashes` says what, `latest` is the version saved meanwhile.
    """

    def __init__(self, latest: Version, clashes: list[Clash]) -> None:
        self.latest = latest
        self.clashes = clashes
        what = ", ".join(clash.label.lower() for clash in clashes)
        super().__init__(
            f"{latest.by} saved version {latest.number} while you were writing, and "
            f"both of you changed: {what}. Choose below; nothing of either is lost."
        )


@dataclass
class Fix:
    """What became of a change to the live story."""

    live: Version
    draft: Version | None = None
    rescheduled: list[Version] = field(default_factory=list)
    stopped: list[Version] = field(default_factory=list)
    unsettled: list[Clash] = field(default_factory=list)


# Drafting


@transaction.atomic
def start(*, by: User, headline: str = "", kind: str = Article.Kind.NEWS) -> Article:
    """An empty story of this writer's own, with an address but no version yet."""
    require(by.has_perm("articles.add_article"), "You may not start stories.")
    return Article.objects.create(
        owner=by,
        headline=headline,
        kind=kind,
        slug=unique_address(headline),
    )


def unique_address(headline: str, *, but: Article | None = None) -> str:
    """An address in any script that no other story has or ever had in public."""
    slug = unique_slug(Article, headline, fallback=UNTITLED, but=but)
    number = 2
    while (
        OldAddress.objects.filter(slug=slug)
        .exclude(article_id=but.pk if but else None)
        .exists()
    ):
        slug = unique_slug(Article, f"{headline or UNTITLED} {number}", but=but)
        number += 1
    return slug


@transaction.atomic
def save_version(
    article: Article,
    content: Content | None = None,
    *,
    by: User,
    base: int | None = None,
    choices: dict[str, Side] | None = None,
    note: str = "",
) -> Version:
    """
    Save the working copy as the next version.

    `content` is what the person wants the story to say; without it the rows are taken
    as they stand. `base` is the number of the version they began from: where it is no
    longer the latest, both sides are merged, and `StaleBase` is raised (nothing
    written) for what both changed and `choices` does not settle. Saving what is
    already saved makes no version and returns the latest.
    """
    article = _locked(article)
    require(may_edit(by, article), "You may not change this story now.")
    latest = article.versions.first()
    if content is None:
        content = contents.capture(article)
    elif latest and base is not None and base != latest.number:
        began_from = article.versions.get(number=base)
        merged = merge(
            began_from.content,
            _clean(content, timezone.now()),
            latest.content,
            choices=choices,
        )
        if merged.clashes:
            raise StaleBase(latest, merged.clashes)
        content = merged.content
        note = note or f"Merged with version {latest.number}"
    return _save(article, content, by=by, based_on=latest, note=note)


def submit(article: Article, *, by: User) -> Article:
    """Hand a draft to the editors."""
    with _stepping(article) as article:
        if article.state != Article.State.DRAFT:
            raise ValidationError("The story is in review already.")
        require(may_edit(by, article), "You may not submit this story.")
        found = problems(_latest(article).content, at=timezone.now())
        if found:
            raise ValidationError(found)
        article.state = Article.State.IN_REVIEW
        article.save(update_fields=["state"])
    return article


def return_to_writer(article: Article, *, by: User) -> Article:
    """Take a story out of review: an editor returns it, or its writer withdraws it."""
    with _stepping(article) as article:
        require(
            may_publish(by) or (may_see(by, article) and article.owner_id == by.pk),
            "You may not take this story out of review.",
        )
        if article.state != Article.State.IN_REVIEW:
            raise ValidationError("The story is not in review.")
        article.state = Article.State.DRAFT
        article.save(update_fields=["state"])
    return article


def restore(
    article: Article, version: Version, *, by: User
) -> tuple[Version, list[str]]:
    """
    Make an older version the working copy again, as a new version.

    Returns it with the names of targets that are gone and were left out. What readers
    see does not change.
    """
    with _stepping(article) as article:
        require(may_edit(by, article), "You may not change this story now.")
        _check_own(article, version)
        gone = contents.write(article, version.content)
        restored = _freeze(
            article,
            by=by,
            based_on=version,
            note=f"Restored from version {version.number}",
        )
    return restored, gone


# Publishing


def publish(
    article: Article,
    *,
    by: User,
    number: int | None = None,
    at: datetime | None = None,
    until: datetime | None = None,
    substantive: bool = True,
    reason: str = "",
) -> Version:
    """
    Make the latest version live from now on, or until `until`.

    `number` is the version the editor looked at; if somebody saved a newer one, the
    step is refused. `substantive` moves the Updated stamp of a story that was live
    before and shows `reason` to readers.
    """
    moment = at or timezone.now()
    with _stepping(article) as article:
        _require_publisher(by)
        version = _latest(article, number)
        if version.is_live(moment):
            raise ValidationError("This version is live already.")
        _check_ready(article, version, at=moment)
        coming = (
            article.versions.scheduled(moment)
            .exclude(pk=version.pk)
            .order_by("live_from")
            .first()
        )
        if coming:
            raise ValidationError(
                f"Version {coming.number} is scheduled for "
                f"{spoken(coming.live_from)} and would replace this one. "
                "Cancel that schedule first."
            )
        version = _give_window(
            article,
            version,
            moment,
            until,
            now=moment,
            substantive=substantive,
            reason=reason,
        )
        _leave_review(article)
    return version


def schedule(
    article: Article,
    *,
    by: User,
    at: datetime,
    number: int | None = None,
    until: datetime | None = None,
    substantive: bool = True,
    reason: str = "",
    now: datetime | None = None,
) -> Version:
    """
    Make the latest version live at a coming moment. Nothing has to run then.

    A version that is scheduled already moves to the new moment.
    """
    now = now or timezone.now()
    with _stepping(article) as article:
        _require_publisher(by)
        if at <= now:
            raise ValidationError(
                f"{spoken(at)} has passed. Choose a coming time, or publish now."
            )
        version = _latest(article, number)
        _check_ready(article, version, at=at)
        later = (
            article.versions.filter(live_from__gte=at)
            .exclude(pk=version.pk)
            .order_by("live_from")
            .first()
        )
        if later:
            raise ValidationError(
                f"Version {later.number} is scheduled for {spoken(later.live_from)}, "
                "and its older text would replace this one. Cancel that schedule first."
            )
        if version.is_live(now):
            raise ValidationError("This version is live. Save a change first.")
        version = _give_window(
            article,
            version,
            at,
            until,
            now=now,
            substantive=substantive,
            reason=reason,
        )
        _leave_review(article)
    return version


def cancel_schedule(
    article: Article, version: Version, *, by: User, now: datetime | None = None
) -> Version:
    """
    Take a coming window away. Its predecessor stays live, until its own expiry.
    """
    now = now or timezone.now()
    with _stepping(article) as article:
        _require_publisher(by)
        _check_own(article, version)
        version.refresh_from_db()
        if version.live_from is None or version.live_from <= now:
            raise ValidationError("This version is not waiting for a schedule.")
        _take_window(version)
        _lay_windows(article)
    return version


# Changing what is live


def fix_live(
    article: Article,
    changes: dict[str, Any],
    *,
    by: User,
    live_number: int | None = None,
    note: str = "",
    at: datetime | None = None,
) -> Fix:
    """
    Publish one small change to the live story without its pending rewrite.

    `changes` maps names of content to new values. The change is merged three ways
    into the working copy and into every scheduled version. A scheduled version that
    contradicts it is stopped and says why; what the draft contradicts is written into
    `Article.unsettled` and blocks its publication until it is settled. The Updated
    stamp does not move.
    """
    return _change_live(
        article,
        changes,
        by=by,
        live_number=live_number,
        note=note or "Fix of the live story",
        at=at,
    )


def correct(
    article: Article,
    changes: dict[str, Any],
    *,
    by: User,
    notice: str,
    live_number: int | None = None,
    note: str = "",
    at: datetime | None = None,
) -> Fix:
    """As `fix_live`, with a notice to readers; the Updated stamp moves."""
    if not notice.strip():
        raise ValidationError("A correction needs a notice that says what was wrong.")
    return _change_live(
        article,
        changes,
        by=by,
        live_number=live_number,
        note=note or "Correction",
        notice=notice.strip(),
        at=at,
    )


def settle(article: Article, *, by: User) -> Article:
    """Say that the draft has been brought into line with the fix of the live story."""
    with _stepping(article) as article:
        require(may_edit(by, article), "You may not change this story now.")
        article.unsettled = []
        article.save(update_fields=["unsettled"])
    return article


# Taking down


def unpublish(article: Article, *, by: User, at: datetime | None = None) -> Article:
    """End the live window now and take every coming one away."""
    moment = at or timezone.now()
    with _stepping(article) as article:
        _require_publisher(by)
        live = article.versions.live(moment).first()
        coming = list(article.versions.scheduled(moment))
        if not live and not coming:
            raise ValidationError("The story is neither live nor scheduled.")
        for version in coming:
            _take_window(version)
        if live and live.live_from == moment:
            _take_window(live)
        elif live:
            live.expires_at = moment
            live.save(update_fields=["expires_at"])
        _lay_windows(article)
    return article


def retract(
    article: Article, *, by: User, notice: str, at: datetime | None = None
) -> Version:
    """
    Withdraw a published story: its page keeps the headline and a notice to readers.

    It leaves every list, feed and pick at once; coming versions are taken back.
    """
    if not notice.strip():
        raise ValidationError("A retraction needs a notice that says why.")
    moment = at or timezone.now()
    with _stepping(article) as article:
        _require_publisher(by)
        live = _live(article, moment)
        if live.retracted:
            raise ValidationError("The story is retracted already.")
        for version in article.versions.scheduled(moment):
            _take_window(version)
        retracted = _freeze_content(
            article,
            live.content,
            by=by,
            based_on=live,
            note="Retraction",
            retracted=True,
            retraction_notice=notice.strip(),
        )
        retracted = _give_window(
            article,
            retracted,
            moment,
            None,
            now=moment,
            substantive=True,
            reason="Retracted",
        )
        _keep_working_copy_latest(article, by=by, note="Draft")
    return retracted


def change_address(
    article: Article, slug: str, *, by: User, at: datetime | None = None
) -> Article:
    """
    Move a story to another address.

    Once a story was ever live, its old address redirects for good, in one hop however
    often it moves; one that is only scheduled would be given away by that. An address
    that another story has or had is refused; moving back to an own old one is fine.
    """
    moment = at or timezone.now()
    with _stepping(article) as article:
        require(
            may_publish(by) if article.was_ever_live else may_edit(by, article),
            "You may not change the address of this story.",
        )
        slug = clean_address(slug)
        if slug == article.slug:
            return article
        if Article.objects.filter(slug=slug).exclude(pk=article.pk).exists():
            raise ValidationError(f"Another story has the address “{slug}”.")
        taken = OldAddress.objects.filter(slug=slug).first()
        if taken and taken.article_id != article.pk:
            raise ValidationError(
                f"“{slug}” is an old address of another story and still leads there."
            )
        if taken:
            taken.delete()
        if article.versions.filter(live_from__lte=moment).exists():
            OldAddress.objects.create(
                slug=article.slug, article=article, left_at=moment
            )
        article.slug = slug
        article.save(update_fields=["slug"])
        window_changed.send(Article, article=article)
    return article


def clean_address(slug: str) -> str:
    """The address as it will be stored; raises `ValidationError` if nothing is left."""
    from django.utils.text import slugify

    cleaned = slugify(slug, allow_unicode=True)[:150].strip("-")
    if not cleaned:
        raise ValidationError(
            "An address needs at least one letter or digit, in any script."
        )
    return cleaned


def delete(article: Article, *, by: User) -> None:
    """Delete a draft that readers never saw. What was ever live is never deleted."""
    with _stepping(article) as article:
        require(
            by.has_perm("articles.delete_article") and may_edit(by, article),
            "You may not delete this story.",
        )
        if article.was_ever_live:
            raise ValidationError(
                "The story was published or is scheduled, so it is kept for good. "
                "Unpublish or retract it instead."
            )
        article.delete()


# Inside


def _locked(article: Article) -> Article:
    return (
        Article.objects.select_for_update(of=("self",))
        .select_related(None)
        .get(pk=article.pk)
    )


@contextmanager
def _stepping(article: Article) -> Iterator[Article]:
    """One transaction holding the article's row; the caller's copy is brought up."""
    with transaction.atomic():
        locked = _locked(article)
        yield locked
    for name in ("state", "slug", "latest_number", "unsettled", "saved_at"):
        setattr(article, name, getattr(locked, name))


def _require_publisher(by: User) -> None:
    require(may_publish(by), "Only editors may change what readers see.")


def _check_own(article: Article, version: Version) -> None:
    if version.article_id != article.pk:
        raise ValidationError("That version belongs to another story.")


def _latest(article: Article, number: int | None = None) -> Version:
    latest = article.versions.first()
    if latest is None:
        raise ValidationError("The story has not been saved yet.")
    if number is not None and number != latest.number:
        raise ValidationError(
            f"{latest.by} saved version {latest.number} since you looked at version "
            f"{number}. Look at the new one first."
        )
    return latest


def _live(article: Article, at: datetime) -> Version:
    live = article.versions.live(at).first()
    if live is None:
        raise ValidationError("The story is not live.")
    return live


def _check_ready(article: Article, version: Version, *, at: datetime) -> None:
    found = problems(version.content, at=at)
    if version.retracted:
        found.append("A retraction cannot be published again; save a new text first.")
    found += [
        f"A fix of the live story changed the {clash['label'].lower()}, and this draft "
        "says otherwise. Settle that first."
        for clash in article.unsettled
    ]
    if found:
        raise ValidationError(found)


def _leave_review(article: Article) -> None:
    article.state = Article.State.DRAFT
    article.save(update_fields=["state"])


def spoken(moment: datetime) -> str:
    """A moment as the desk says it: in the site's time zone, which it names."""
    local = timezone.localtime(moment)
    return f"{date_format(local, 'j F Y, H:i')} {local.tzname()}"


def _clean(content: Content, at: datetime) -> Content:
    """Content with a sanitised body and embeds that read without this system."""
    if "body" not in content:
        return content
    return content | {"body": write_fallbacks(sanitise(content["body"]), at)}


def _save(
    article: Article,
    content: Content,
    *,
    by: User,
    based_on: Version | None,
    note: str,
) -> Version:
    content = _clean(content, timezone.now())
    if based_on and not changed(based_on.content, content) and not based_on.retracted:
        return based_on
    contents.write(article, content)
    return _freeze(article, by=by, based_on=based_on, note=note)


def _freeze(
    article: Article, *, by: User, based_on: Version | None, note: str
) -> Version:
    """The working copy, as it stands in the database, as the next version."""
    content = contents.capture(article)
    return _freeze_content(article, content, by=by, based_on=based_on, note=note)


def _freeze_content(
    article: Article,
    content: Content,
    *,
    by: User,
    based_on: Version | None,
    note: str,
    **columns: Any,
) -> Version:
    body = content["body"]
    version = Version.objects.create(
        article=article,
        number=article.latest_number + 1,
        based_on=based_on,
        by=by,
        note=note[:200],
        content=content,
        **{
            name: content[name]
            for name in contents.TEXTS
            if name not in contents.PRIVATE
        },
        section_id=content["section"],
        lead_image_id=content["lead_image"],
        excerpt=excerpt(body),
        word_count=word_count(body),
        sources=[
            {key: row[key] for key in ("name", "url", "published_on")}
            for row in content["sources"]
        ],
        **columns,
    )
    pictures = set(referenced_ids(body).get("picture", []))
    if content["lead_image"]:
        pictures.add(content["lead_image"])
    present = contents.existing(Image, pictures)
    VersionPicture.objects.bulk_create(
        VersionPicture(version=version, image_id=pk) for pk in sorted(present)
    )
    article.latest_number = version.number
    article.saved_at = timezone.now()
    article.save(update_fields=["latest_number", "saved_at"])
    return version


def _give_window(
    article: Article,
    version: Version,
    start: datetime,
    until: datetime | None,
    *,
    now: datetime,
    substantive: bool,
    reason: str,
) -> Version:
    """Lay a window from `start` on, ending the one that covers that moment."""
    if until and until <= start:
        raise ValidationError("A story cannot expire before it is published.")
    if version.live_from and version.live_from <= now:
        # Published again after it expired or was taken down: its first window is
        # history and stays, so the same content gets a version of its own.
        version = _freeze_content(
            article, version.content, by=version.by, based_on=version, note=version.note
        )
    others = article.versions.filter(live_from__isnull=False).exclude(pk=version.pk)
    before = others.order_by("-live_from").first()
    if before and before.live_from >= start:
        raise ValidationError(
            f"Another version of the story is live from {spoken(before.live_from)}; "
            "windows follow one another."
        )
    version.live_from = start
    version.expires_at = until
    version.published_at = before.published_at if before else start
    if before and substantive:
        version.updated_at, version.update_reason = start, reason
    elif before:
        version.updated_at = before.updated_at
        version.update_reason = before.update_reason
    else:
        version.updated_at, version.update_reason = start, ""
    version.stopped_because = ""
    _lay_windows(article, version)
    _lay_index_rows(version)
    return version


def _lay_windows(article: Article, opened: Version | None = None) -> None:
    """
    Work out every `live_until` from the starts and the own expiries.

    What ends earlier than before is written first, so that no constraint on open or
    overlapping windows is met halfway.
    """
    versions = [
        version
        for version in article.versions.filter(live_from__isnull=False).order_by(
            "live_from"
        )
        if opened is None or version.pk != opened.pk
    ]
    if opened:
        versions.append(opened)
        versions.sort(key=lambda version: version.live_from)
    _stamp_publication(versions, opened)
    ends: list[tuple[Version, datetime | None]] = []
    for index, version in enumerate(versions):
        following = versions[index + 1].live_from if index + 1 < len(versions) else None
        ends.append(
            (
                version,
                min((t for t in (version.expires_at, following) if t), default=None),
            )
        )
    far = datetime.max.replace(tzinfo=timezone.get_default_timezone()) - timedelta(2)
    ends.sort(key=lambda pair: (pair[0] is opened, pair[1] or far))
    for version, until in ends:
        if version is opened:
            version.live_until = until
            version.save(
                update_fields=[
                    "live_from",
                    "live_until",
                    "expires_at",
                    "published_at",
                    "updated_at",
                    "update_reason",
                    "stopped_because",
                ]
            )
        elif version.live_until != until:
            version.live_until = until
            version.save(update_fields=["live_until"])
    window_changed.send(Article, article=article)


def _stamp_publication(versions: list[Version], opened: Version | None) -> None:
    """
    The story was first published when its first window began. That moves only while
    the first window is still to come: when it is cancelled or moved.
    """
    for version in versions:
        first = versions[0].live_from
        if version.published_at == first:
            continue
        version.published_at = first
        version.updated_at = max(version.updated_at, first)
        if version is not opened:
            version.save(update_fields=["published_at", "updated_at"])
            _lay_index_rows(version)


def _take_window(version: Version, *, because: str = "") -> None:
    version.live_from = version.live_until = version.expires_at = None
    version.published_at = version.updated_at = None
    version.stopped_because = because
    version.save(
        update_fields=[
            "live_from",
            "live_until",
            "expires_at",
            "published_at",
            "updated_at",
            "stopped_because",
        ]
    )
    for rows in INDEX_ROWS:
        rows.objects.filter(version=version).delete()


INDEX_ROWS: tuple[type[models.Model], ...] = (
    VersionShow,
    VersionSeason,
    VersionPerson,
    VersionTag,
    VersionAuthor,
    VersionName,
)


def _lay_index_rows(version: Version) -> None:
    """The rows that lists are read from; a target deleted meanwhile has none."""
    for rows in INDEX_ROWS:
        rows.objects.filter(version=version).delete()
    content = version.content
    stamp = {"version": version, "published_at": version.published_at}
    VersionShow.objects.bulk_create(
        VersionShow(
            **stamp,
            show_id=row["show"],
            is_primary=row["is_primary"],
            position=position,
        )
        for position, row in _rows(content, "shows")
    )
    VersionAuthor.objects.bulk_create(
        VersionAuthor(
            **stamp, author_id=row["author"], role=row["role"], position=position
        )
        for position, row in _rows(content, "bylines")
    )
    VersionSeason.objects.bulk_create(
        VersionSeason(**stamp, season_id=pk) for pk in _ids(content, "seasons")
    )
    VersionPerson.objects.bulk_create(
        VersionPerson(**stamp, person_id=pk) for pk in _ids(content, "people")
    )
    VersionTag.objects.bulk_create(
        VersionTag(**stamp, tag=tag) for tag in contents.tags_of(content)
    )
    save_names(version.names, [version.headline])


def _rows(content: Content, name: str) -> list[tuple[int, dict[str, Any]]]:
    target, model = contents.ROWS[name].target  # type: ignore[misc]
    present = contents.existing(model, [row[target] for row in content[name]])
    return [
        (position, row)
        for position, row in enumerate(content[name])
        if row[target] in present
    ]


def _ids(content: Content, name: str) -> list[int]:
    return sorted(contents.existing(contents.SETS[name][1], content[name]))


def _change_live(
    article: Article,
    changes: dict[str, Any],
    *,
    by: User,
    live_number: int | None,
    note: str,
    notice: str = "",
    at: datetime | None,
) -> Fix:
    moment = at or timezone.now()
    with _stepping(article) as article:
        _require_publisher(by)
        live = _live(article, moment)
        if live.retracted:
            raise ValidationError("The story is retracted; its notice stands alone.")
        if live_number is not None and live.number != live_number:
            raise ValidationError(
                f"Version {live.number} went live since you opened this. "
                "Look at it first."
            )
        before = live.content
        after = before | _clean(changes, moment)
        if not changed(before, after):
            raise ValidationError("Nothing was changed.")
        # What was wrong before the fix does not stand in its way.
        was_wrong = problems(before, at=moment)
        found = [p for p in problems(after, at=moment) if p not in was_wrong]
        if found:
            raise ValidationError(found)
        working = contents.capture(article)
        coming = list(article.versions.scheduled(moment).order_by("live_from"))
        windows = [
            (version, version.live_from, version.expires_at) for version in coming
        ]
        stamps = {v.pk: (v.updated_at, v.published_at, v.update_reason) for v in coming}
        fixed = _freeze_content(article, after, by=by, based_on=live, note=note)
        # Coming windows are lifted while the fix takes its place before them.
        for version in coming:
            _take_window(version)
        fixed = _give_window(
            article,
            fixed,
            moment,
            live.expires_at,
            now=moment,
            substantive=bool(notice),
            reason="Corrected" if notice else "",
        )
        fix = Fix(live=fixed)
        for version, start, expiry in windows:
            _carry_into_schedule(
                article,
                fix,
                version,
                before,
                after,
                start=start,
                expiry=expiry,
                now=moment,
                by=by,
                substantive=stamps[version.pk][0] == start,
                reason=stamps[version.pk][2],
            )
        _carry_into_draft(article, fix, before, after, working, by=by)
        if notice:
            Correction.objects.create(
                article=article,
                version=fixed,
                notice=notice,
                published_at=moment,
                by=by,
            )
    return fix


def _carry_into_schedule(
    article: Article,
    fix: Fix,
    version: Version,
    before: Content,
    after: Content,
    *,
    start: datetime,
    expiry: datetime | None,
    now: datetime,
    by: User,
    substantive: bool,
    reason: str,
) -> None:
    merged = merge(before, version.content, after)
    if merged.clashes:
        what = ", ".join(clash.label.lower() for clash in merged.clashes)
        _take_window(
            version,
            because=f"It was scheduled for {spoken(start)}, but version "
            f"{fix.live.number} changed the live story meanwhile and both changed: "
            f"{what}. Bring them together, then schedule again.",
        )
        fix.stopped.append(version)
        return
    carried = _freeze_content(
        article,
        merged.content,
        by=by,
        based_on=version,
        note=f"Version {version.number} with the fix of version {fix.live.number}",
    )
    fix.rescheduled.append(
        _give_window(
            article,
            carried,
            start,
            expiry,
            now=now,
            substantive=substantive,
            reason=reason,
        )
    )


def _carry_into_draft(
    article: Article,
    fix: Fix,
    before: Content,
    after: Content,
    working: Content,
    *,
    by: User,
) -> None:
    merged = merge(before, working, after)
    contents.write(article, merged.content)
    if merged.clashes:
        article.unsettled = [
            {"field": clash.field, "label": clash.label, "live": clash.theirs}
            for clash in merged.clashes
        ]
        article.save(update_fields=["unsettled"])
    fix.unsettled = merged.clashes
    fix.draft = _keep_working_copy_latest(
        article, by=by, note=f"Draft with the fix of version {fix.live.number}"
    )


def _keep_working_copy_latest(
    article: Article, *, by: User, note: str
) -> Version | None:
    """
    The latest version always equals the working copy: after a step made versions of
    its own, the draft is saved again if it says something else.
    """
    latest = _latest(article)
    if not changed(latest.content, contents.capture(article)):
        return None
    return _freeze(article, by=by, based_on=latest, note=note)
