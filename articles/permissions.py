"""Who may do what with a story. Every step and every view asks here."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from authors.models import User

from .models import Article

# A writer works on what is neither in an editor's hands nor stopped for good.
WRITERS_STATES = {Article.State.DRAFT, Article.State.CHANGES_REQUESTED}


def may_see(user: User, article: Article) -> bool:
    """Read the working copy, its versions and previews of them."""
    visible = Article.objects.visible_to(user, timezone.now())
    return visible.filter(pk=article.pk).exists()


def may_edit(user: User, article: Article) -> bool:
    """Save the working copy."""
    return is_open_to(user, article) and may_see(user, article)


def is_open_to(user: User, article: Article) -> bool:
    """
    Whether those who may see it may also save it. A story in review is the editors'
    until it is returned; a killed one, one that was merged away and one under legal
    hold are nobody's.
    """
    if article.held_at or article.state == Article.State.KILLED:
        return False
    if article.merged_into_id or not user.has_perm("articles.change_article"):
        return False
    return may_publish(user) or article.state in WRITERS_STATES


def may_publish(user: User) -> bool:
    """Whatever readers notice: publish, schedule, fix, correct, take down."""
    return (
        user.is_active and user.is_staff and user.has_perm("articles.publish_article")
    )


def may_update(user: User, article: Article, at: datetime) -> bool:
    """
    Publish a change of this story: editors, and a writer whom an editor trusts with
    it. Trust covers a story that is live, never its first publication or its end.
    """
    if may_publish(user):
        return True
    return (
        user.is_active
        and user.is_staff
        and user.has_perm("articles.change_article")
        and article.trusted_writers.filter(pk=user.pk).exists()
        and article.versions.live(at).listed().exists()
    )


def may_share(user: User, article: Article) -> bool:
    """Give a preview to somebody outside: whoever may write the story, or edits."""
    return may_see(user, article) and (
        may_publish(user)
        or article.owner_id == user.pk
        or article.bylines.filter(author__user=user).exists()
    )


def may_curate(user: User) -> bool:
    """Choose what stands beside stories and shows. It acts at once."""
    return (
        user.is_active and user.is_staff and user.has_perm("articles.change_selection")
    )


def may_hold(user: User) -> bool:
    return user.is_active and user.is_staff and user.has_perm("articles.hold_article")


def may_lift_hold(user: User) -> bool:
    return (
        user.is_active and user.is_staff and user.has_perm("articles.lift_hold_article")
    )


def may_look_ahead(user: User | AnonymousUser) -> bool:
    """See the site as it will be, with what is not public before."""
    return user.is_active and user.is_staff and user.has_perm("articles.look_ahead")


def may_lay_out(user: User) -> bool:
    """Decide what stands where on the home page and the fronts of sections."""
    return user.is_active and user.is_staff and user.has_perm("articles.change_layout")


def require(allowed: bool, sentence: str) -> None:
    """Raise `PermissionDenied` with a sentence that names no story."""
    if not allowed:
        raise PermissionDenied(sentence)
