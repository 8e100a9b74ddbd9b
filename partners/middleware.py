"""Every request carries its Reader; login is required everywhere by default; an expired session keeps the words."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

from partners.requests import load_reader, must_have_second_factor
from partners.rules import session_is_expired
from partners.views.errors import not_allowed
from records.services.events import from_origin

Handler = Callable[[HttpRequest], HttpResponse]

SEEN_AT = "seen_at"  # in the session: when she last did something, stored at most once a minute
SECOND_FACTOR = "second_factor"  # in the session: whose TOTP was seen active
STORED_EVERY = 60
POLL_HEADER = "X-Palier-Poll"  # what a page asks for by itself is no activity: `hx-headers='{"X-Palier-Poll": "1"}'`
SIGNED_OUT = (
    "Votre session est terminée. Ce que vous avez écrit est toujours là : reconnectez-vous, puis envoyez de nouveau."
)
NO_ROLE = "Vous n’avez aucun rôle en cours. Demandez à l’administrateur de votre organisme de vous en donner un."
SECOND_FACTOR_FIRST = "Votre organisme demande la double authentification : activez-la d’abord."
OPEN_WITHOUT_SECOND_FACTOR = {
    "account_logout",
    "account_reauthenticate",
    "mfa_reauthenticate",
    "mfa_activate_totp",
    "mfa_view_recovery_codes",
    "mfa_download_recovery_codes",
}


def is_scripted(request: HttpRequest) -> bool:
    """Tell whether a script of the page asks, which cannot follow a redirection to sign-in."""
    return (
        request.headers.get("X-Requested-With", "").lower() in {"fetch", "xmlhttprequest"}
        or "HX-Request" in request.headers
        or request.headers.get("Accept", "").split(",")[0].split(";")[0].strip() == "application/json"
    )


def sign_in_url(request: HttpRequest) -> str:
    """Give the sign-in page that comes back to where she was: this page, or the page that sent this form."""
    back = request.get_full_path()
    if request.method not in {"GET", "HEAD"}:
        referer = request.headers.get("Referer", "")
        is_ours = url_has_allowed_host_and_scheme(referer, {request.get_host()}, require_https=request.is_secure())
        back = referer if referer and is_ours else "/"
    return f"{reverse('account_login')}?{urlencode({'next': back})}"


def ask_to_sign_in(request: HttpRequest) -> HttpResponse:
    """Lead to sign-in; a script gets 401 and the address of a sign-in to open beside, so that the page keeps its text."""
    if not is_scripted(request):
        return redirect(sign_in_url(request))
    beside = f"{reverse('account_login')}?{urlencode({'next': reverse('records:signed_in_again')})}"
    response: HttpResponse
    if "HX-Request" in request.headers:
        fragment = {"sign_in": beside, "message": SIGNED_OUT}
        response = render(request, "partners/_signed_out.html", fragment, status=401)
    else:
        response = JsonResponse({"error": SIGNED_OUT, "code": "signed_out", "sign_in": beside}, status=401)
    response["X-Palier-Sign-In"] = beside
    return response


class IdleMiddleware:
    """End a session that was idle too long (domain.md §8.16); keep out of every cache what a signed-in person reads."""

    def __init__(self, get_response: Handler) -> None:
        """Keep the next handler."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Refuse an expired session, remember that she is here, pass on."""
        if request.user.is_authenticated:
            now = timezone.now().timestamp()
            seen = request.session.get(SEEN_AT)
            if session_is_expired(seen, now, settings.PALIER_IDLE_MINUTES):
                return self._private(self._expire(request))
            if seen is None or (now - seen >= STORED_EVERY and POLL_HEADER not in request.headers):
                request.session[SEEN_AT] = now
        return self._private(self.get_response(request))

    @staticmethod
    def _expire(request: HttpRequest) -> HttpResponse:
        logout(request)
        if not is_scripted(request):
            minutes = settings.PALIER_IDLE_MINUTES
            messages.info(
                request, f"Sans activité depuis {minutes}\u00a0minutes, votre session s’est fermée. Reconnectez-vous."
            )
        return ask_to_sign_in(request)

    @staticmethod
    def _private(response: HttpResponse) -> HttpResponse:
        if not response.has_header("Cache-Control"):
            patch_cache_control(response, private=True, no_store=True)
        return response


class ReaderMiddleware:
    """Load the Reader of a signed-in request, stamp its events with where it came from, put words on a bare refusal."""

    def __init__(self, get_response: Handler) -> None:
        """Keep the next handler."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Set `request.reader`; Django answers an empty 405, which a person would read as a broken page."""
        request.reader = load_reader(request.user)  # type: ignore[attr-defined]
        with from_origin(_address(request)):
            response = self.get_response(request)
        if response.status_code != HTTPStatus.METHOD_NOT_ALLOWED or response.content:
            return response
        page = not_allowed(request)
        page["Allow"] = response["Allow"]
        return page

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], _args: list[Any], _kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Hold back who has no role in force, and who must activate a second factor first.

        Raises PermissionDenied with the reason for a person whose last role is over.
        """
        if not request.user.is_authenticated or not getattr(view, "login_required", True):
            return None
        name = request.resolver_match.view_name if request.resolver_match else ""
        reader = request.reader  # type: ignore[attr-defined]
        if not reader.roles and name != "account_logout":
            raise PermissionDenied(NO_ROLE)
        if not must_have_second_factor(reader) or name in OPEN_WITHOUT_SECOND_FACTOR or _has_second_factor(request):
            return None
        if is_scripted(request):
            return JsonResponse({"error": SECOND_FACTOR_FIRST, "code": "second_factor"}, status=403)
        return redirect("mfa_activate_totp")


class SignedInMiddleware(LoginRequiredMiddleware):
    """Login is required everywhere by default; a public view is marked `login_not_required`."""

    def handle_no_permission(  # type: ignore[override]  # a script gets 401
        self,
        request: HttpRequest,
        view_func: object,  # noqa: ARG002
    ) -> HttpResponse:
        """Lead to sign-in, or answer 401 to a script."""
        return ask_to_sign_in(request)


def _has_second_factor(request: HttpRequest) -> bool:
    """Tell whether TOTP is active; asked once a session (resetting it ends her sessions)."""
    user_id = str(request.user.pk)
    if request.session.get(SECOND_FACTOR) == user_id:
        return True
    if not is_mfa_enabled(request.user, ["totp"]):
        return False
    request.session[SECOND_FACTOR] = user_id
    return True


def _address(request: HttpRequest) -> str | None:
    try:
        return str(get_adapter().get_client_ip(request))
    except PermissionDenied:
        return None  # a socket without an address
