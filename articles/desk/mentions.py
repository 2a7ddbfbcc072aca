"""Names in notes: `@name` tells somebody of the desk."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from datetime import datetime

from django.db.models import Q, QuerySet
from django.db.models.functions import Lower

from articles.models import Article
from authors.models import User

# How many names are offered while somebody types.
OFFERED = 8
# What a user name may hold, after an @ that is not inside a mail address.
_NAME = re.compile(r"(?<![\w.+@/-])@(\w[\w.@+-]{0,149})")
_JOINT = re.compile(r"[.@+-]+")


def who_may_see(article: Article, at: datetime) -> QuerySet[User]:
    """
    Everybody for whom `permissions.may_see` holds, in one query.

    The same rule as `ArticleQuerySet.visible_to`, read from the other side; a test
    holds the two together.
    """
    staff = User.objects.filter(is_active=True, is_staff=True)
    editors = _with_permission("articles.change_any_article")
    writers = _with_permission("articles.view_article")
    is_public = (
        article.state != Article.State.KILLED
        and article.versions.filter(live_from__lte=at).exists()
    )
    if not is_public:
        theirs = Q(pk__in=[article.owner_id, article.assignee_id or article.owner_id])
        bylined = User.objects.filter(author__bylines__article=article)
        writers = writers.filter(theirs | Q(pk__in=bylined.values("pk")))
    return staff.filter(Q(pk__in=editors.values("pk")) | Q(pk__in=writers.values("pk")))


def mentioned(
    text: str, article: Article, at: datetime
) -> tuple[list[User], list[str]]:
    """
    Whom the names of a text mean: people who may see the story; and the names that
    mean nobody who may, which is all that their author learns of them.
    """
    typed = list(dict.fromkeys(match[1] for match in _NAME.finditer(text)))
    if not typed:
        return [], []
    readings = {token: _readings(token) for token in typed}
    wanted = {reading.lower() for each in readings.values() for reading in each}
    people = (
        who_may_see(article, at)
        .annotate(lower_name=Lower("username"))
        .filter(lower_name__in=wanted)
    )
    known = {user.username: user for user in people}
    by_lower = {name.lower(): user for name, user in known.items()}
    meant: dict[int, User] = {}
    unknown = []
    for token in typed:
        for reading in readings[token]:
            user = known.get(reading) or by_lower.get(reading.lower())
            if user:
                meant[user.pk] = user
                break
        else:
            unknown.append(token.rstrip(".@+-"))
    return list(meant.values()), unknown


def offered(begun: str, article: Article, at: datetime) -> list[dict[str, str]]:
    """The people whose user name, or a word of whose name, begins so."""
    people = who_may_see(article, at)
    if begun:
        people = people.filter(
            Q(username__istartswith=begun)
            | Q(first_name__istartswith=begun)
            | Q(last_name__istartswith=begun)
            | Q(author__name__istartswith=begun)
            | Q(author__name__icontains=f" {begun}")
        )
    people = people.select_related("author").order_by("username")
    return [
        {"username": user.username, "name": _full_name(user)}
        for user in people[:OFFERED]
    ]


def pieces(text: str, told: Collection[str]) -> Iterator[tuple[str, bool]]:
    """A text cut at the names of those who were told: (piece, whether it is one)."""
    lower = {name.lower() for name in told}
    end = 0
    for match in _NAME.finditer(text):
        for reading in _readings(match[1]):
            if reading.lower() in lower:
                if match.start() > end:
                    yield text[end : match.start()], False
                end = match.start() + 1 + len(reading)
                yield text[match.start() : end], True
                break
    if end < len(text):
        yield text[end:], False


def _readings(token: str) -> list[str]:
    """
    What a typed name may mean, the longest first: a full stop or a hyphen after it
    may belong to the name or to the sentence.
    """
    cuts = [match.start() for match in _JOINT.finditer(token)]
    return [token, *(token[:cut] for cut in reversed(cuts) if cut)]


def _with_permission(name: str) -> QuerySet[User]:
    return User.objects.with_perm(
        name, backend="django.contrib.auth.backends.ModelBackend"
    )


def _full_name(user: User) -> str:
    author = getattr(user, "author", None)
    return user.get_full_name() or (author.name if author else "")
