from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from images.http import ReaderRequest
from images.structured import breadcrumbs, document

from .models import Author
from .structured import author_page


@require_safe
def author_detail(request: ReaderRequest, slug: str) -> HttpResponse:
    """An author; the template asks `articles` for the stories."""
    author = get_object_or_404(Author.objects.for_page(), slug=slug)
    structured = document(
        author_page(author, at=request.moment),
        breadcrumbs((author.name, author.get_absolute_url())),
    )
    context = {"author": author, "structured": structured}
    return render(request, "authors/author_detail.html", context)
