from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from newsroom import sitemaps
from newsroom.ahead import look_ahead
from newsroom.health import healthz
from newsroom.media import serve_media
from newsroom.page_views import page_detail, page_without_slash
from newsroom.search_views import search_page, search_suggestions
from newsroom.views import (
    ads_txt,
    home,
    layout_preview,
    manifest,
    no_such_page,
    robots,
    view_on_site,
)

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("admin/pictures/", include("images.urls")),
    path("admin/choosers/", include("articles.choosers.urls")),
    path("admin/r/<int:content_type_id>/<int:object_id>/", view_on_site),
    path("admin/r/<path:nowhere>", no_such_page),
    path("admin/layouts/<int:pk>/preview/", layout_preview, name="layout-preview"),
    path("admin/ahead/", look_ahead, name="look-ahead"),
    path("admin/", admin.site.urls),
    path("", home, name="home"),
    path("search/", search_page, name="search"),
    path("search/suggestions/", search_suggestions, name="search-suggestions"),
    path("site.webmanifest", manifest, name="manifest"),
    path("robots.txt", robots, name="robots"),
    path("ads.txt", ads_txt, name="ads-txt"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemaps/<slug:name>.xml", sitemaps.part, name="sitemap-part"),
    path("news-sitemap.xml", sitemaps.news, name="news-sitemap"),
    path("", include("articles.urls")),
    path("", include("shows.urls")),
    path("", include("authors.urls")),
]

if not settings.MEDIA_BUCKET:
    urlpatterns.append(path("media/<path:path>", serve_media))

# Whatever else stands at the root comes before them.
urlpatterns += [
    path("<uslug:slug>/", page_detail, name="page"),
    path("<uslug:slug>", page_without_slash, name="page-without-slash"),
]

handler400 = "newsroom.errors.bad_request"
handler403 = "newsroom.errors.permission_denied"
handler404 = "newsroom.errors.page_not_found"
handler500 = "newsroom.errors.server_error"
