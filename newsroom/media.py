from posixpath import normpath

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe
from django.views.static import serve

# The only pictures that readers are sent.
PUBLIC = "renditions/"


@require_safe
def serve_media(request: HttpRequest, path: str) -> HttpResponseBase:
    """
    A stored file from the local disk, fenced in so that it can only be a picture.

    Behind a storage of its own (MEDIA_STORAGE_URL) nothing leads here.
    """
    if normpath(path) != path or path.startswith(("/", ".")):
        raise Http404("No picture has such an address.")
    is_public = path.startswith(PUBLIC)
    if not is_public and not request.user.is_staff:
        raise PermissionDenied("Only the newsroom may see an original.")
    response = serve(request, path, document_root=str(settings.MEDIA_ROOT))
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    if is_public:
        # The name changes with the file and its focus.
        patch_cache_control(response, public=True, max_age=31_536_000, immutable=True)
    else:
        patch_cache_control(response, private=True, no_store=True)
    return response
