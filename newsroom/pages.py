"""
What is done with a page about the site: it is saved, published, taken down, restored.

As with stories every save is kept, and a stale one neither overwrites nor is lost: what
only one side touched is merged, the body by its blocks. What both wrote is a `Clash`,
which says who wrote what, and the text that was typed stays where it was typed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import resolve

from articles.addresses import redirects
from articles.differences.comparing import Difference
from articles.differences.merging import merge_bodies
from articles.differences.redline import compare_bodies
from articles.differences.wording import compare_texts
from articles.permissions import require
from authors.models import User

from .models import Page, PageVersion, Site
from .models.page import CONTENT

Content = dict[str, str]

NOT_YOURS = "Only editors may change the pages about the site."


@dataclass(frozen=True)
class Merged:
    """What two people made of one save. In `clashes` both changed the same words."""

    content: Content
    clashes: dict[str, str]
    # Who saved meanwhile; nobody where nothing was stale.
    other: User | None = None

    @property
    def is_stale(self) -> bool:
        return self.other is not None


class Clash(ValidationError):
    """A stale save that cannot be merged without a person."""


def may_change(user: User) -> bool:
    return user.is_active and user.is_staff and user.has_perm("newsroom.change_page")


def content_of(row: Page | PageVersion) -> Content:
    return {name: getattr(row, name) for name in CONTENT}


def merge(page: Page, content: Content, base: int) -> Merged:
    """`content` was typed over save `base`; what others saved since is put into it."""
    if base == page.latest_number:
        return Merged(content, {})
    wanted = page.versions.filter(number__in=[base, page.latest_number])
    saves = {save.number: save for save in wanted.select_related("by")}
    latest = saves[page.latest_number]
    before = content_of(saves[base]) if base in saves else dict.fromkeys(CONTENT, "")
    theirs, merged, clashes = content_of(latest), dict(content), {}
    for name in CONTENT:
        if content[name] in (before[name], theirs[name]):
            merged[name] = theirs[name]
        elif theirs[name] == before[name]:
            continue
        elif name == "body":
            merged[name], spots = merge_bodies(
                before[name], content[name], theirs[name]
            )
            if spots:
                clashes[name] = theirs[name]
        else:
            clashes[name] = theirs[name]
    return Merged(merged, clashes, latest.by)


def compare(before: PageVersion, after: PageVersion) -> list[tuple[str, Difference]]:
    """Every field that differs, by its name on the form, told as for stories."""
    found = []
    for name in CONTENT:
        was, now = getattr(before, name), getattr(after, name)
        if was == now:
            continue
        column: Any = Page._meta.get_field(name)
        difference = (
            Difference(name, redline=compare_bodies(was, now))
            if name == "body"
            else Difference(name, runs=compare_texts(was, now))
        )
        found.append((str(column.verbose_name), difference))
    return found


@transaction.atomic
def save_page(
    page: Page, content: Content, *, base: int, by: User, at: datetime
) -> PageVersion:
    """Keep what was typed over save `base` as the next one. Readers see none of it yet."""
    require(may_change(by), NOT_YOURS)
    locked = _lock(page)
    merged = merge(locked, content, base)
    if merged.clashes:
        said = "Somebody else changed this meanwhile."
        raise Clash(dict.fromkeys(merged.clashes, said))
    return _keep(page, locked, merged.content, base=base, by=by, at=at)


@transaction.atomic
def place_page(page: Page, place: dict[str, object], *, by: User) -> Page:
    """Change the kind, the address or the place in the footer. It acts at once."""
    require(may_change(by), NOT_YOURS)
    locked = _lock(page)
    for name, value in place.items():
        setattr(locked, name, value)
        setattr(page, name, value)
    locked.full_clean(exclude=CONTENT)
    check_address(locked.slug)
    locked.save(update_fields=list(place))
    tell_site()
    return page


@transaction.atomic
def publish_page(page: Page, *, by: User, at: datetime) -> Page:
    """Show readers the latest save."""
    require(may_change(by), NOT_YOURS)
    locked = _lock(page)
    latest = locked.versions.filter(number=locked.latest_number).first()
    if latest is None or not latest.body.strip():
        raise ValidationError("A page without a text cannot be published.")
    check_address(locked.slug)
    if latest.published_at is None:
        latest.published_at = at
        latest.save(update_fields=["published_at"])
    Page.objects.filter(pk=page.pk).update(live=latest, was_live=True)
    page.live, page.was_live = latest, True
    tell_site()
    return page


@transaction.atomic
def unpublish_page(page: Page, *, by: User) -> Page:
    """Take it from readers; its address answers 404 until it is published again."""
    require(may_change(by), NOT_YOURS)
    _lock(page)
    Page.objects.filter(pk=page.pk).update(live=None)
    page.live = None
    tell_site()
    return page


@transaction.atomic
def restore_page(
    page: Page, number: int, *, base: int, by: User, at: datetime
) -> PageVersion:
    """Make an older text the working copy again, as a save of its own."""
    require(may_change(by), NOT_YOURS)
    locked = _lock(page)
    if base != locked.latest_number:
        raise Clash("Somebody saved this page meanwhile. Look at their text first.")
    wanted = locked.versions.filter(number=number).first()
    if wanted is None:
        raise ValidationError("There is no such save.")
    return _keep(page, locked, content_of(wanted), base=base, by=by, at=at)


@transaction.atomic
def tell_site() -> None:
    """Copy what every page needs of the published ones to the row that all read."""
    site = Site.locked()
    rows = Page.objects.published().select_related("live").order_by("footer_position")
    site.pages = [
        {
            "slug": page.slug,
            "kind": page.kind,
            "title": page.live.title,
            "place": page.footer_position,
        }
        for page in rows
        if page.live
    ]
    site.save(update_fields=["pages"])


def check_address(slug: str) -> None:
    """No page may be called like anything else that stands at the root of the site."""
    named = {resolve(path).view_name for path in (f"/{slug}/", f"/{slug}")}
    is_no_page = f"/{slug}/".startswith(redirects.NEVER_BELOW)
    if is_no_page or named - {"page", "page-without-slash"}:
        raise ValidationError(
            {"slug": f"/{slug}/ is another page of the site. Choose another word."}
        )


def _lock(page: Page) -> Page:
    return Page.objects.select_for_update().get(pk=page.pk)


def _keep(
    page: Page, locked: Page, content: Content, *, base: int, by: User, at: datetime
) -> PageVersion:
    latest = locked.versions.filter(number=locked.latest_number).first()
    if latest and content_of(latest) == content:
        return latest
    version = PageVersion.objects.create(
        page=locked,
        number=locked.latest_number + 1,
        based_on=base,
        by=by,
        at=at,
        **content,
    )
    saved = content | {"latest_number": version.number}
    Page.objects.filter(pk=page.pk).update(**saved)
    for name, value in saved.items():
        setattr(page, name, value)
    return version
