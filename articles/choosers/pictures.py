"""Which pictures the desk has of a show already, so that nobody has to search for them."""

from __future__ import annotations

from django.http import HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from articles.models import Version
from authors.http import AuthenticatedRequest
from images.models import Image
from images.renditions import picture_url
from shows.models import Trailer

from .views import ids_in, known_shows, staff_with

# Stories and trailers whose pictures are looked at, the newest of each.
LATEST = 6


@never_cache
@require_GET
@staff_with("images.view_image")
def of_show(request: AuthenticatedRequest) -> HttpResponse:
    """
    Pictures of a show as `?show=1`: `{results: [{id, title, detail, alt, credit,
    thumb}]}`. Its backdrop and poster first, then those of its trailers and of what is
    live about it; none twice, and none that readers could not see.
    """
    known = known_shows(request.user, request.moment)
    known = known.select_related("poster", "backdrop")
    show = known.filter(pk__in=ids_in(request, "show")[:1]).first()
    if show is None:
        return JsonResponse({"results": []})
    trailers = Trailer.objects.known_to(request.user, request.moment)
    live = Version.objects.live(request.moment).about_show(show, request.moment)
    offered: list[tuple[str, Image | None]] = [
        ("Backdrop", show.backdrop),
        ("Poster", show.poster),
        *(
            (f"Trailer: {each.title}", each.poster)
            for each in trailers.filter(show=show, poster__isnull=False)
            .select_related("poster")
            .order_by("-published_on", "-pk")[:LATEST]
        ),
        *(
            (f"Story: {each.headline}", each.lead_image)
            for each in live.select_related("lead_image").only(
                "headline", "lead_image"
            )[:LATEST]
        ),
    ]
    found: dict[int, dict[str, object]] = {}
    for detail, image in offered:
        if image and image.may_be_shown(request.moment) and image.pk not in found:
            found[image.pk] = {
                "id": image.pk,
                "title": str(image),
                "detail": detail,
                "alt": image.alt_text,
                "credit": image.credit,
                "thumb": picture_url(image, "card", 320),
            }
    return JsonResponse({"results": list(found.values())})
