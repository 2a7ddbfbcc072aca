"""
Tags that are renamed or merged, and what stands for their former names.

Versions hold tags by name and are never rewritten. `current_names` says what a name
means now, at every entrance: a restored version or an old habit of typing never brings
a tag back that was merged away.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models.signals import pre_save
from django.dispatch import receiver
from taggit.models import Tag

from articles.models import FormerTag, Placement, TaggedArticle, VersionTag
from articles.permissions import require
from authors.models import User
from images.slugs import unique_slug


def current_names(names: Iterable[str]) -> list[str]:
    """The names with each former one replaced by that of its tag, each once."""
    names = list(names)
    if not names:
        return []
    folded = {name.casefold() for name in names}
    found = FormerTag.objects.filter(folded__in=folded).select_related("tag")
    stands_for = {former.folded: former.tag.name for former in found}
    current = [stands_for.get(name.casefold(), name) for name in names]
    return list({name.casefold(): name for name in current}.values())


@receiver(pre_save, sender=Tag)
def give_address(instance: Tag, **kwargs: Any) -> None:
    """
    taggit gives new tags an address without the marks of their script, or one that
    leads to another tag.
    """
    if instance._state.adding and instance.slug == instance.slugify(instance.name):
        instance.slug = free_address_of(instance.name)


def free_address_of(name: str) -> str:
    """An address that no tag has and none had."""
    slug, number = unique_slug(Tag, name, fallback="tag"), 2
    while FormerTag.objects.filter(slug=slug).exists():
        slug = unique_slug(Tag, f"{name}-{number}", fallback=f"tag-{number}")
        number += 1
    return slug


def may_retag(user: User) -> bool:
    return user.is_active and user.is_staff and user.has_perm("articles.merge_tag")


def check_name(tag: Tag, name: str, slug: str) -> None:
    """Refuse a name or an address that leads to another tag."""
    others = FormerTag.objects.exclude(tag=tag.pk).select_related("tag")
    if taken := others.filter(folded=name.casefold()).first():
        raise ValidationError({"name": f"“{name}” stands for “{taken.tag}” now."})
    if taken := others.filter(slug=slug).first():
        raise ValidationError(
            {"slug": f"“{slug}” is an old address of “{taken.tag}” and leads there."}
        )


@transaction.atomic
def rename_tag(tag: Tag, name: str, slug: str, *, by: User) -> Tag:
    """Its former name goes on meaning it, and its former address leads to it."""
    require(may_retag(by), "You may not rename tags.")
    before = Tag.objects.select_for_update().get(pk=tag.pk)
    check_name(before, name, slug)
    own = FormerTag.objects.filter(tag=before, moved=None)
    own.filter(folded=name.casefold()).delete()
    own.filter(slug=slug).delete()
    renamed = before.name.casefold() != name.casefold()
    if renamed or before.slug != slug:
        FormerTag.objects.create(
            name=before.name,
            folded=before.name.casefold() if renamed else None,
            slug=before.slug if before.slug != slug else None,
            tag=before,
            by=by,
        )
    tag.name, tag.slug = name, slug
    tag.save()
    return tag


@transaction.atomic
def merge_tags(duplicate: Tag, *, into: Tag, by: User) -> FormerTag:
    """
    Move every story of a tag to another one. Its name and address lead there, and
    what moved is kept, so that it can be undone.
    """
    require(may_retag(by), "You may not merge tags.")
    if duplicate.pk == into.pk:
        raise ValidationError(f"“{duplicate}” cannot be merged into itself.")
    rows = Tag.objects.select_for_update().in_bulk([duplicate.pk, into.pk])
    if len(rows) < 2:
        raise ValidationError("One of these tags is no longer here.")
    duplicate, kept = rows[duplicate.pk], rows[into.pk]
    moved = {
        "stories": _move(TaggedArticle, "content_object_id", duplicate, kept),
        "versions": _move(VersionTag, "version_id", duplicate, kept),
        "placements": _hand_over(Placement.objects.filter(tag=duplicate), kept),
        "former": _hand_over(FormerTag.objects.filter(tag=duplicate), kept),
    }
    name, slug = duplicate.name, duplicate.slug
    duplicate.delete()
    return FormerTag.objects.create(
        name=name, folded=name.casefold(), slug=slug, tag=kept, moved=moved, by=by
    )


@transaction.atomic
def undo_merge(former: FormerTag, *, by: User) -> Tag:
    """
    The tag that was merged away, with the stories that came with it.

    Those that lost the kept tag since are left alone.
    """
    require(may_retag(by), "You may not undo this.")
    former = FormerTag.objects.select_for_update().get(pk=former.pk)
    if former.moved is None:
        raise ValidationError("The tag was renamed, not merged. Rename it back.")
    kept, moved = former.tag, former.moved
    former.delete()
    tag = Tag.objects.create(name=former.name, slug=former.slug or "")
    _move_back(TaggedArticle, "content_object_id", kept, tag, moved["stories"])
    _move_back(VersionTag, "version_id", kept, tag, moved["versions"])
    Placement.objects.filter(pk__in=moved["placements"], tag=kept).update(tag=tag)
    FormerTag.objects.filter(pk__in=moved["former"], tag=kept).update(tag=tag)
    return tag


Moved = dict[str, list[int]]


def _move(model: Any, owner: str, duplicate: Tag, kept: Tag) -> Moved:
    """Rows whose owner has the kept tag already go; all others change hands."""
    rows = model.objects.filter(tag=duplicate)
    have = model.objects.filter(tag=kept).values(owner)
    both = list(rows.filter(**{f"{owner}__in": have}).values_list(owner, flat=True))
    rows.filter(**{f"{owner}__in": both}).delete()
    moved = list(rows.values_list(owner, flat=True))
    rows.update(tag=kept)
    return {"moved": moved, "both": both}


def _move_back(model: Any, owner: str, kept: Tag, tag: Tag, moved: Moved) -> None:
    standing = model.objects.filter(tag=kept)
    standing.filter(**{f"{owner}__in": moved["moved"]}).update(tag=tag)
    for row in standing.filter(**{f"{owner}__in": moved["both"]}):
        row.pk, row.tag = None, tag
        row._state.adding = True
        row.save()


def _hand_over(rows: Any, kept: Tag) -> list[int]:
    keys = list(rows.values_list("pk", flat=True))
    rows.update(tag=kept)
    return keys
