"""Links to previews: which version, signed, for whoever may see the story."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core import signing
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from authors.http import AuthenticatedRequest

from .models import Version
from .pages import article_page
from .permissions import may_see

SALT = "articles.preview"
# Seconds. A link that is passed around stops working after three days.
LIFETIME = 72 * 60 * 60


def preview_url(version: Version) -> str:
    token = signing.TimestampSigner(salt=SALT).sign(str(version.pk))
    return reverse("articles:preview", kwargs={"token": token})


def version_id(token: str) -> int:
    """Raises `signing.BadSignature` for a token that is forged or has expired."""
    return int(signing.TimestampSigner(salt=SALT).unsign(token, max_age=LIFETIME))


@require_safe
@login_required
def preview(request: AuthenticatedRequest, token: str) -> HttpResponse:
    """
    The public page of any version, on the public template, without writing anything.

    Whoever may not see the story gets the same answer as for a forged link.
    """
    try:
        pk = version_id(token)
    except signing.BadSignature:
        raise Http404("This preview link is not valid, or no longer.") from None
    version = get_object_or_404(Version.objects.for_page(), pk=pk)
    if not may_see(request.user, version.article):
        raise Http404("This preview link is not valid, or no longer.")
    context = article_page(version, request.moment, audience="editor")
    response = render(
        request, "articles/article_detail.html", context | {"is_preview": True}
    )
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    return response
