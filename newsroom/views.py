from django.contrib import admin
from django.contrib.admin.views.decorators import staff_member_required
from django.contrib.contenttypes.models import ContentType
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from articles import layouts
from articles.models import Front
from articles.structured import organisation, website
from images.http import ReaderRequest
from images.structured import document


@require_safe
def home(request: ReaderRequest) -> HttpResponse:
    front = layouts.compose(Front(is_home=True), request.moment)
    structured = document(website(), organisation())
    context = {"front": front, "is_home": True, "structured": structured}
    return render(request, "newsroom/home.html", context)


@require_safe
def robots(request: ReaderRequest) -> HttpResponse:
    return render(request, "newsroom/robots.txt", content_type="text/plain")


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
