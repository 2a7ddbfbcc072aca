from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse

from articles.body.widgets import tell_left_out
from articles.logbook import refusals_logged
from articles.models import KEPT_CURRENT, Article
from articles.permissions import may_publish
from articles.reading.previews import preview_url
from articles.states import state_of, told_instead
from authors.http import AuthenticatedRequest

from .inlines import remember, remembered, was_ever_live
from .pages import StoryPages
from .steps import STEPS, Step


class StepPages(StoryPages):
    """A page for each step, and the steps that the form offers."""

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        steps = [
            path(
                f"<path:object_id>/{name}/",
                wrap(self._step_view(step)),
                name=f"articles_article_{name}",
            )
            for name, step in STEPS.items()
        ]
        return [*steps, *super().get_urls()]

    def screen(self, request: AuthenticatedRequest, article: Any) -> dict[str, Any]:
        latest = article.versions.select_related("by").first()
        at = request.moment
        standing = list(article.versions.standing(at))
        if any(each.live_from for each in standing):
            remember(request, was_ever_live, article, True)
        return super().screen(request, article) | {
            "state": state_of(article),
            "instead": _instead(article),
            "article_state": article,
            "latest": latest,
            "preview_url": preview_url(latest) if latest else "",
            "steps": self._offered(request, article),
            "unsettled": article.unsettled,
            "live": next((each for each in standing if each.is_live(at)), None),
            "coming": [e for e in standing if e.live_from and e.live_from > at],
            "stopped": [each for each in standing if each.stopped_because],
        }

    def step_url(self, article: Article, step: str) -> str:
        return reverse(f"admin:articles_article_{step}", args=[article.pk])

    def _step_view(self, step: type[Step]) -> Callable[..., HttpResponse]:
        def view(request: AuthenticatedRequest, object_id: str) -> HttpResponse:
            return self.step_view(request, object_id, step)

        return view

    def step_view(
        self, request: AuthenticatedRequest, object_id: str, step: type[Step]
    ) -> HttpResponse:
        article = self.visible_or_404(request, object_id, trying=step.verb)
        if not step.allowed(request.user, article, request.moment):
            if request.method != "POST":
                raise PermissionDenied("This step is not yours to take.")
            with refusals_logged(article, step.verb, request.user):
                raise PermissionDenied("This step is not yours to take.")
        number = request.GET.get("version", "")
        version = (
            article.versions.filter(number=int(number)).first()
            if number.isdecimal() and len(number) < 9
            else None
        )
        data = request.POST if request.method == "POST" else None
        form = step(
            data,
            article=article,
            version=version,
            moment=request.moment,
            viewer=request.user,
        )
        if request.method == "POST" and form.is_valid() and form.is_final():
            try:
                told = form.perform(by=request.user)
            except ValidationError as error:
                form.add_error(None, error)
            else:
                tell_left_out(request, form)
                messages.success(request, told)
                self.log_change(request, article, f"{step.title}: {told}"[:900])
                return HttpResponseRedirect(
                    reverse("admin:articles_article_change", args=[article.pk])
                )
        return self.page(
            request,
            form.template,
            article=article,
            title=step.title,
            form=form,
            media=self.media + form.media,
            status=422 if form.errors else 200,
        )

    def _offered(
        self, request: AuthenticatedRequest, article: Any
    ) -> dict[str, list[type[Step]]]:
        """
        The steps this person can take now: the one they most likely take next, and
        the rest.
        """
        user = request.user
        sensible = _sensible(
            article,
            editor=may_publish(user),
            moved=remembered(request, was_ever_live, article),
        )
        steps = [
            STEPS[name]
            for name in sensible
            if STEPS[name].allowed(user, article, request.moment)
        ]
        primary = steps[:1] if steps and steps[0].name in PRIMARY else []
        return {"primary": primary, "others": steps[len(primary) :]}


def _instead(article: Any) -> str:
    """What readers find at the address of a story that was live and is not."""
    gone = article.ever_live and article.live_number is None
    return told_instead(article) if gone and not article.merged_into_id else ""


# What may be the one button: nobody most likely kills a story next.
PRIMARY = {"submit", "publish", "approve", "withdraw", "revive", "lift-hold", "part"}


def _sensible(article: Any, *, editor: bool, moved: bool) -> list[str]:
    """
    Names of the steps that make sense for a story in its state, the likeliest first.
    `article` carries what `states.with_state` annotates.
    """
    live = article.live_number is not None
    standing = live and not article.live_retracted
    coming = article.next_live_from is not None
    down = [
        *(["unpublish"] if live or coming else []),
        *(["answer"] if article.ever_live and not live else []),
        *(["retract"] if standing else []),
        "merge",
    ]
    if article.held_at:
        return ["lift-hold", *(["unpublish"] if live or coming else []), "kill"]
    if article.merged_into_id:
        return ["part"]
    if article.state == Article.State.KILLED:
        return ["revive", "hold"]
    newest_window = article.next_number or article.live_number or 0
    has_news = article.latest_number > newest_window
    in_review = article.state == Article.State.IN_REVIEW
    steps = []
    if in_review:
        steps += ["publish", "approve", "request-changes"] if editor else ["publish"]
        steps.append("withdraw")
    elif has_news:
        steps += ["publish"] if not coming or live else []
        steps.append("submit")
        steps += ["approve"] if article.approved_number != article.latest_number else []
    steps += ["fix", "correct", "spoilers"] if standing else []
    if standing:
        is_alive = article.kind in KEPT_CURRENT
        steps.append("still-true" if is_alive else "knew-already")
    steps += ["publish"] if not has_news and not coming and not standing else []
    steps += ["cancel-schedule"] if coming else []
    steps += ["trust"] if live or coming else []
    steps.append("embargo")
    steps += ["address"] if moved else []
    return [*dict.fromkeys(steps), *down, "kill", "hold"]
