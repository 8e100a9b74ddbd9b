"""Every request carries its Reader; login is required everywhere by default; an expired session keeps the words."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from partners.requests import load_reader

Handler = Callable[[HttpRequest], HttpResponse]


class SessionMiddleware:
    """Idle limit and activity (to be completed by the sign-in part)."""

    def __init__(self, get_response: Handler) -> None:
        """Keep the next handler."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on."""
        return self.get_response(request)


class ReaderMiddleware:
    """Load the Reader of a signed-in request."""

    def __init__(self, get_response: Handler) -> None:
        """Keep the next handler."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Set `request.reader`."""
        request.reader = load_reader(request.user)  # type: ignore[attr-defined]
        return self.get_response(request)
