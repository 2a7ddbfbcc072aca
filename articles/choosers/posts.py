"""What the body editor asks about posts and videos of other sites."""

from __future__ import annotations

from django.http import HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from articles.body.posts import LONGEST_ADDRESS, read_address, refusal
from authors.http import AuthenticatedRequest

from .views import refuse, staff_with


@never_cache
@require_GET
@staff_with("articles.view_article")
def posts(request: AuthenticatedRequest) -> HttpResponse:
    """
    What an address leads to, as `{address, site, isVideo, by}`: the address in the one
    form in which it is stored. Nobody outside is asked.
    """
    typed = request.GET.get("address", "")[: LONGEST_ADDRESS + 1]
    address = read_address(typed)
    if address is None:
        return refuse(refusal(typed), 400)
    return JsonResponse(
        {
            "address": address.url,
            "site": address.provider.label,
            "isVideo": address.provider.is_video,
            "by": address.by,
        }
    )
