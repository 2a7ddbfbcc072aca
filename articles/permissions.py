"""Who may do what with a story. Every step and every view asks here."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from authors.models import User

from .models import Article


def may_see(user: User, article: Article) -> bool:
    """Read the working copy, its versions and previews of them."""
    visible = Article.objects.visible_to(user, timezone.now())
    return visible.filter(pk=article.pk).exists()


def may_edit(user: User, article: Article) -> bool:
    """Save the working copy. A story in review is the editors' until it is returned."""
    if not user.has_perm("articles.change_article") or not may_see(user, article):
        return False
    return may_publish(user) or article.state == Article.State.DRAFT


def may_publish(user: User) -> bool:
    """Whatever readers notice: publish, schedule, fix, correct, take down."""
    return (
        user.is_active and user.is_staff and user.has_perm("articles.publish_article")
    )


def require(allowed: bool, sentence: str) -> None:
    """Raise `PermissionDenied` with a sentence that names no story."""
    if not allowed:
        raise PermissionDenied(sentence)
