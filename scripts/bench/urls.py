"""The product's addresses, and an empty page."""

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, path

from config import urls


def empty(request: HttpRequest) -> HttpResponse:
    """Answer nothing, to someone signed in: the floor of every page."""
    del request
    return HttpResponse("")


urlpatterns: list[URLPattern | URLResolver] = [path("banc/vide/", empty), *urls.urlpatterns]
handler404, handler403 = urls.handler404, urls.handler403
