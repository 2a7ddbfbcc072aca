"""
What the body editor asks of the picture library.

Both views answer JSON, refusals included: `{"error": "A sentence."}`.
"""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from . import ingest
from .choosers import UncountedPaginator
from .models import Image
from .renditions import picture_url

logger = logging.getLogger(__name__)

View = Callable[[HttpRequest], HttpResponse]

# Code of a ValidationError → status.
STATUSES = {
    "not_a_picture": 415,
    "too_large": 413,
    "too_many_pixels": 413,
    "quota": 403,
    "withdrawn": 410,
    "storage": 503,
}
PER_PAGE = 20
LONGEST_QUERY = 200


def staff_with(permission: str) -> Callable[[View], View]:
    """For scripts: a refusal is an answer, not a way to the login page."""

    def decorator(view: View) -> View:
        @wraps(view)
        def checked(request: HttpRequest) -> HttpResponse:
            user = request.user
            if not (user.is_active and user.is_staff):
                return _refuse("Please log in again; your session has ended.", 403)
            if not user.has_perm(permission):
                return _refuse("You may not do this with pictures.", 403)
            return view(request)

        return checked

    return decorator


@never_cache
@require_POST
@staff_with("images.add_image")
def upload(request: HttpRequest) -> HttpResponse:
    """
    Add a picture to the library.

    Takes multipart form data: `file`; `alt` or `decorative=1`; and, where known,
    `title`, `caption`, `credit`, `credit_url`, `licence`. Answers 201 with `{id,
    title, alt, url, width, height}`. A file that is in the library already is not
    stored again: 200 with the picture as it stands there and a `message`.
    """
    file = request.FILES.get("file")
    if file is None:
        return _refuse("Please choose a picture.", 400)
    try:
        ingest.check_quota(request.user)
        known = ingest.find(ingest.read(file))
        if known is not None:
            message = "The library has this picture already; here it is as described."
            return JsonResponse({**_described(known), "message": message})
        image = ingest.ingest(file, by=request.user, **_texts(request))
    except ValidationError as error:
        code = getattr(error, "code", None) or ""
        return _refuse(" ".join(error.messages), STATUSES.get(code, 400))
    return JsonResponse(_described(image), status=201)


@never_cache
@require_GET
@staff_with("images.view_image")
def lookup(request: HttpRequest) -> HttpResponse:
    """
    Pictures by the start of the words typed in `q`, the newest first: `{results:
    [{id, title, alt, credit, thumb}], more}`. Without `q` simply the newest.
    """
    images = Image.objects.kept().defer("caption", "licence", "credit_url")
    if typed := request.GET.get("q", "").strip()[:LONGEST_QUERY]:
        images = images.named(typed)
    page = UncountedPaginator(images, PER_PAGE).page(request.GET.get("page", 1))
    results = [
        {
            "id": image.pk,
            "title": str(image),
            "alt": image.alt_text,
            "credit": image.credit,
            "thumb": picture_url(image, "card", 320),
        }
        for image in page
    ]
    return JsonResponse({"results": results, "more": page.has_next()})


def _texts(request: HttpRequest) -> dict[str, Any]:
    texts = {
        name: request.POST.get(name, "").strip()
        for name in ("title", "caption", "credit", "credit_url", "licence")
    }
    alt_text = request.POST.get("alt", "").strip()
    is_decorative = request.POST.get("decorative", "") not in ("", "0", "false")
    if is_decorative:
        alt_text = ""
    elif not alt_text:
        raise ValidationError(
            "Please say what the picture shows, or mark it as decorative.",
            code="no_alt_text",
        )
    return {**texts, "alt_text": alt_text, "is_decorative": is_decorative}


def _described(image: Image) -> dict[str, Any]:
    return {
        "id": image.pk,
        "title": str(image),
        "alt": image.alt_text,
        "url": picture_url(image, "natural", 800),
        "width": image.width,
        "height": image.height,
    }


def _refuse(sentence: str, status: int) -> HttpResponse:
    return JsonResponse({"error": sentence}, status=status)
