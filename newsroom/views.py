from django.conf import settings
from django.contrib import admin
from django.contrib.admin.views.decorators import staff_member_required
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.templatetags.static import static
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from articles import layouts
from articles.layouts import content as contents
from articles.models import Front, Layout
from articles.permissions import may_look_ahead
from articles.search.findable import recent_news
from articles.structured import organisation, website
from articles.views import section_context
from images.http import ReaderRequest
from images.structured import document

from .ahead import asked_moment
from .models import Site


@require_safe
def home(request: ReaderRequest) -> HttpResponse:
    front = layouts.compose(Front(is_home=True), request.moment)
    structured = document(website(), organisation())
    context = {"front": front, "is_home": True, "structured": structured}
    return render(request, "newsroom/home.html", context)


@never_cache
@require_safe
@staff_member_required(login_url="admin:login")
def layout_preview(request: ReaderRequest, pk: int) -> HttpResponse:
    """A front as a layout would make it, now or at the moment it is meant for."""
    if not request.user.has_perm("articles.view_layout"):
        raise PermissionDenied("Only editors may see layouts.")
    layout = get_object_or_404(Layout.objects.select_related("front__section"), pk=pk)
    asked = asked_moment(request)
    if asked and may_look_ahead(request.user):
        # Every tag of the page asks the request which moment it is.
        request.moment = asked
    content = contents.capture(layout)
    context = {"layout": layout, "moment": request.moment}
    section = layout.front.section
    if section:
        context |= section_context(request, section, content)
        return render(request, "articles/section_preview.html", context)
    front = layouts.compose_draft(layout.front, content, request.moment)
    context |= {"front": front, "is_home": True}
    return render(request, "newsroom/home_preview.html", context)


@require_safe
def manifest(request: ReaderRequest) -> HttpResponse:
    """What a telephone needs to put the site among its programs."""
    icons = [
        (f"img/icon-{size}.png", f"{size}x{size}", purpose)
        for size, purpose in ((192, "any"), (512, "any"), (512, "maskable"))
    ]
    return JsonResponse(
        {
            "name": settings.SITE_NAME,
            "short_name": settings.SITE_NAME,
            "id": "/",
            "start_url": "/",
            "display": "browser",
            "background_color": "#fdfdfb",
            "theme_color": "#131316",
            "icons": [
                {
                    "src": static(path),
                    "sizes": sizes,
                    "type": "image/png",
                    "purpose": purpose,
                }
                for path, sizes, purpose in icons
            ],
        },
        content_type="application/manifest+json",
    )


@require_safe
def robots(request: ReaderRequest) -> HttpResponse:
    # The protocol knows no sitemap without an address.
    context = {"has_news": recent_news(request.moment).exists()}
    return render(request, "newsroom/robots.txt", context, "text/plain")


@require_safe
def ads_txt(request: ReaderRequest) -> HttpResponse:
    sellers = Site.objects.values_list("ads_sellers", flat=True).first()
    if not sellers:
        raise Http404("Nobody sells places for advertising here.")
    return HttpResponse(f"{sellers}\n", "text/plain; charset=utf-8")


@require_safe
@staff_member_required(login_url="admin:login")
def view_on_site(
    request: HttpRequest, content_type_id: int, object_id: int
) -> HttpResponse:
    """
    From a form of the admin to its page on the site.

    Instead of Django's own, which leads anybody on the staff to the address of any
    object, and with it to the headline of every draft.
    """
    content_type = ContentType.objects.filter(pk=content_type_id).first()
    model = content_type and content_type.model_class()
    screen = admin.site._registry.get(model) if model else None
    target = screen and screen.get_object(request, str(object_id))
    if (
        not screen
        or target is None
        or not screen.has_view_permission(request, target)
        or not hasattr(target, "get_absolute_url")
    ):
        raise Http404("There is no such page, or it is not yours to see.")
    return redirect(target)


def no_such_page(request: HttpRequest, nowhere: str) -> HttpResponse:
    """Nothing else of an address that ours stands in for is left to Django's view."""
    raise Http404("There is no page at this address.")
