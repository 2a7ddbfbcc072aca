from typing import Any

from django import template
from django.template import Context

from articles.board import board
from articles.states import State, state_of

register = template.Library()


@register.inclusion_tag("admin/articles/_board.html", takes_context=True)
def desk_board(context: Context) -> dict[str, Any]:
    """The columns of the first screen, for whoever may see stories at all."""
    request = context["request"]
    user = request.user
    if not user.has_perm("articles.view_article"):
        return {"columns": []}
    return {
        "columns": board(user, request.moment),
        "moment": request.moment,
        "may_add": user.has_perm("articles.add_article"),
    }


@register.filter
def state_label(story: Any) -> str:
    """The state of a story that `states.with_state` has annotated."""
    return str(State(state_of(story)).label)
