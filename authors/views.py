from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from .models import Author


@require_safe
def author_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """An author; the template asks `articles` for the stories."""
    author = get_object_or_404(Author.objects.for_page(), slug=slug)
    return render(request, "authors/author_detail.html", {"author": author})
