from datetime import datetime

from django import template

from articles.publishing import spoken

register = template.Library()


@register.filter
def with_zone(moment: datetime | None) -> str:
    """A moment in the site's time zone, which is named."""
    return spoken(moment)
