"""Forms sent by `static/js/drafts.js`, so that neither a lost network nor another person's session costs words."""

import uuid
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseRedirectBase

Handler = Callable[[HttpRequest], HttpResponse]

OTHER_PERSON = (
    "Une autre personne est connectée dans ce navigateur. Vos mots restent sur cette page\u00a0: reconnectez-vous."
)


class ScriptedFormMiddleware:
    """Answer a form that the page sends itself (`X-Requested-With: fetch`).

    A redirect becomes a 204 with `X-Location`: the page goes there as a browser would, and the message to show on
    arrival is not spent on an answer that nobody sees. Words typed by one person are never taken from another who
    signed in beside (`X-Draft-User` says who typed).
    """

    def __init__(self, get_response: Handler) -> None:
        """Keep the next handler."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Turn a redirect into an address to go to."""
        response = self.get_response(request)
        if not is_scripted(request) or not isinstance(response, HttpResponseRedirectBase):
            return response
        answer = HttpResponse(status=204, headers={"X-Location": response.url})
        answer.cookies = response.cookies
        return answer

    def process_view(self, request: HttpRequest, *_: object) -> HttpResponse | None:
        """Refuse what another person typed."""
        typed_by = request.headers.get("X-Draft-User")
        if typed_by is None or not request.user.is_authenticated:
            return None
        if typed_by.strip().lower() == str(uuid.UUID(str(request.user.pk))):
            return None
        return JsonResponse({"error": OTHER_PERSON, "code": "other_person"}, status=409)


def is_scripted(request: HttpRequest) -> bool:
    """Tell whether our script sent this request, and not the browser by itself."""
    return request.headers.get("X-Requested-With") == "fetch"
