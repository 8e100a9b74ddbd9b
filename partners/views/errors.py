"""What one reads when something goes wrong: what happened, that nothing was lost when it is true, the request's number."""

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from structlog.contextvars import get_contextvars

_BARE = "Cette demande n’a pas pu être lue."


def request_number() -> str:
    """Give the start of the request's number, as the logs carry it."""
    return str(get_contextvars().get("request_id", ""))[:8]


def _answer(request: HttpRequest, status: int, **said: Any) -> HttpResponse:
    """Answer a whole page, or the sentence alone to a script of the page."""
    said = {"number": request_number(), "status": status, **said}
    if "HX-Request" in request.headers:
        return render(request, "errors/_fragment.html", said, status=status)
    return render(request, "errors/error.html", said, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 -- Django’s signature
    """Answer 400, or 413 to what is too heavy. Nothing of the request is trusted: not even who sends it."""
    is_heavy = isinstance(exception, RequestDataTooBig)
    said = {
        "number": request_number(),
        "status": 413 if is_heavy else 400,
        "title": "Ce que vous envoyez est trop lourd" if is_heavy else "Cette demande ne se comprend pas",
        "text": "Rien n’a été enregistré. Revenez à la page précédente et envoyez moins à la fois."
        if is_heavy
        else "Rien n’a été enregistré. Revenez à la page précédente et recommencez.",
    }
    return HttpResponse(render_to_string("errors/bare.html", said), status=said["status"])


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 403 with the reason that the rule gave."""
    return _answer(
        request,
        403,
        title="Ceci ne vous est pas ouvert",
        text=str(exception) or "Votre rôle ne le permet pas.",
        kept="Rien n’a été modifié.",
    )


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 -- Django's signature
    """Answer 404, the same for what does not exist and for what may not be seen."""
    return _answer(
        request,
        404,
        title="Il n’y a rien à cette adresse",
        text="Le lien est ancien, ou ce dossier n’est pas ouvert à votre équipe.",
        kept="Rien n’a été perdu.",
    )


def not_allowed(request: HttpRequest) -> HttpResponse:
    """Answer 405 to what opens a button's address as a page: a bookmark, an address typed by hand."""
    return _answer(
        request,
        405,
        title="Cette adresse est celle d’un bouton",
        text="Elle ne s’ouvre pas comme une page. Revenez à la page où se trouve le bouton.",
        kept="Rien n’a été modifié.",
    )


def too_many_requests(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 -- alike
    """Answer 429 to too many tries."""
    return _answer(
        request,
        429,
        title="Trop d’essais",
        text="Trop d’essais ont été faits en peu de temps. Attendez cinq minutes, puis réessayez.",
        kept="Si vous ne savez plus votre mot de passe, demandez-en un nouveau depuis la page de connexion.",
    )


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 -- Django's signature
    """Answer 403 to a form older than the session."""
    return _answer(
        request,
        403,
        title="Cette page était ouverte depuis trop longtemps",
        text="Vous vous êtes reconnecté depuis, ou votre navigateur refuse les cookies. Rien n’a été enregistré.",
        kept="Revenez à la page précédente\u00a0: ce que vous avez écrit y est encore. Envoyez-le de nouveau.",
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500 without the database nor the session: they may be what failed."""
    said = {
        "number": request_number(),
        "status": 500,
        "title": "La page n’a pas pu s’afficher",
        "text": "Une erreur est survenue de notre côté\u00a0; elle est notée. Ce qui était enregistré l’est toujours.",
        "retry": request.get_full_path() if request.method == "GET" else "",
    }
    try:
        return HttpResponse(render_to_string("errors/bare.html", said), status=500)
    except Exception:  # noqa: BLE001 -- the last page must come out
        return HttpResponse(_BARE, status=500)
