from typing import Any

from django import template
from django.template import Context

from articles.desk import autosaving

register = template.Library()


@register.inclusion_tag("admin/articles/_unsaved.html", takes_context=True)
def unsaved_texts(context: Context) -> dict[str, Any]:
    """What this person typed and did not save, for the first screen."""
    request = context["request"]
    return {"texts": autosaving.waiting(request.user, request.moment)}
