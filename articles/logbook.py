"""The log of a story: every step that was taken, and every one that was refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from django.core.exceptions import PermissionDenied
from django.db import connection

from authors.models import User

from .models import Article, LogLine, Version
from .models.log import Verb

P = ParamSpec("P")
R = TypeVar("R")


def log(
    article: Article | Any,
    verb: Verb,
    *,
    by: User,
    version: Version | None = None,
    detail: str = "",
) -> None:
    """
    Add a line inside the step's own transaction: no step without its line.

    What is no story, as a shelf, stands in the log by its name.
    """
    LogLine.objects.create(
        **_named(article),
        verb=verb,
        by=by,
        version_number=version.number if version else None,
        detail=detail,
    )


@contextmanager
def refusals_logged(article: Article | Any, verb: Verb, by: User) -> Iterator[None]:
    """
    Log that somebody tried what they may not.

    The refusal rolls the caller's transaction back, and the line with it; so inside
    one the line travels with the exception, to whoever catches it outside (see
    `log_refusal`).
    """
    try:
        yield
    except PermissionDenied as denied:
        if not hasattr(denied, "attempt"):
            denied.attempt = _attempt(article, verb, by, str(denied))  # type: ignore[attr-defined]
        log_refusal(denied)
        raise


def log_refusal(denied: BaseException) -> None:
    """Write the line of a refused attempt, once, as soon as nothing rolls it back."""
    attempt: LogLine | None = getattr(denied, "attempt", None)
    if attempt and attempt._state.adding and not connection.in_atomic_block:
        attempt.save()


def log_hidden_attempt(key: str, verb: Verb, by: User) -> None:
    """
    Log that somebody tried a step on a story that they may not even see, and whose
    existence the answer denies them.
    """
    if key.isdecimal() and len(key) < 19:
        article = Article.objects.only("headline").filter(pk=int(key)).first()
        if article:
            _attempt(article, verb, by, "The story was not theirs to see.").save()


def _attempt(article: Article | Any, verb: Verb, by: User, detail: str) -> LogLine:
    return LogLine(
        **_named(article),
        verb=verb,
        by=by,
        refused=True,
        detail=detail,
    )


def _named(subject: Article | Any) -> dict[str, Any]:
    if isinstance(subject, Article):
        return {"article_id": subject.pk, "headline": subject.headline}
    story = getattr(subject, "article_id", None)
    return {"article_id": story, "headline": str(subject)[:200]}


def logged(
    verb: Verb,
) -> Callable[
    [Callable[Concatenate[Article, P], R]], Callable[Concatenate[Article, P], R]
]:
    """For a step `f(article, …, by=…)`: refused attempts are logged."""

    def decorate(
        step: Callable[Concatenate[Article, P], R],
    ) -> Callable[Concatenate[Article, P], R]:
        @wraps(step)
        def taken(article: Article, *args: P.args, **kwargs: P.kwargs) -> R:
            by = kwargs["by"]
            assert isinstance(by, User)  # noqa: S101 - every step names its person
            with refusals_logged(article, verb, by):
                return step(article, *args, **kwargs)

        return taken

    return decorate
