"""What no part of the product should have to think of in a request."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict

Handler = Callable[[HttpRequest], HttpResponse]


class NullByteMiddleware:
    """Take null bytes out of what is sent: no database takes them, and no page may hold them."""

    def __init__(self, get_response: Handler) -> None:
        """Keep the next handler."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_: Any) -> None:
        """Strip the address's parameters, then the form (CSRF has read it already)."""
        if "%00" in request.META.get("QUERY_STRING", ""):
            request.GET = _stripped(request.GET)  # type: ignore[assignment]
        if request.method == "POST" and any("\x00" in value for _, values in request.POST.lists() for value in values):
            request.POST = _stripped(request.POST)  # type: ignore[assignment]


def _stripped(data: QueryDict) -> QueryDict:
    clean = QueryDict(mutable=True)
    for name, values in data.lists():
        clean.setlist(name.replace("\x00", ""), [value.replace("\x00", "") for value in values])
    clean._mutable = False  # noqa: SLF001 -- Django's own way
    return clean
