from datetime import datetime
from typing import Any

from django import template
from django.template import Context

from articles.desk import news_board, speaking
from articles.desk.board import Board
from articles.news import desk as news_desk
from articles.publishing import spoken as spoken_moment
from articles.states import state_of
from authors.models import User

register = template.Library()


@register.inclusion_tag("admin/articles/_board.html", takes_context=True)
def desk_board(context: Context) -> dict[str, Any]:
    """The columns of the first screen, for whoever may see stories at all."""
    request = context["request"]
    user = request.user
    if not user.has_perm("articles.view_article"):
        return {"columns": []}
    return {
        "columns": [
            *news_board.columns(user, request.moment),
            *Board(user, request.moment).columns(),
        ],
        "moment": request.moment,
        "perms": context["perms"],
        "may_add": user.has_perm("articles.add_article"),
        "may_tell": news_desk.may_propose(user),
        "csrf_token": context.get("csrf_token"),
    }


@register.filter
def state(story: Any) -> Any:
    """The state of a story that `states.with_state` has annotated."""
    return state_of(story)


@register.filter
def spoken(moment: datetime) -> str:
    """With the time zone, which every time at the desk names."""
    return spoken_moment(moment)


@register.filter
def brief(moment: datetime, at: datetime) -> str:
    return speaking.brief(moment, at)


@register.filter
def ago(moment: datetime, at: datetime) -> str:
    return speaking.ago(moment, at)


@register.filter
def time_left(until: datetime, at: datetime) -> str:
    return speaking.time_left(until, at)


@register.filter
def late(story: Any, at: datetime) -> str:
    return speaking.late(story, at)


@register.filter
def protection(story: Any, at: datetime) -> str:
    """Until when a story that `states.with_state` has annotated is spoiler-safe."""
    return speaking.protection(story, at)


@register.filter
def person(user: User | None) -> str:
    return speaking.name_of(user)
