"""Our choices in django-allauth: nobody signs up, who has no role does not sign in, TOTP secrets are encrypted."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.usersessions.adapter import DefaultUserSessionsAdapter
from allauth.usersessions.models import UserSession
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from foundation.encryption import decrypt, encrypt
from partners.models import User
from partners.requests import load_reader, must_have_second_factor
from records.services.events import record


class AccountAdapter(DefaultAccountAdapter):
    """No sign-up, no sign-in without a role in force; what touches a password or a second factor leaves an event."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 -- allauth's signature
        """Refuse every sign-up: an invitation makes the account."""
        return False

    def pre_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse | None:  # noqa: ARG002
        """Refuse, after the password was right, someone whose account is closed or who has no role in force."""
        if not user.is_active or not load_reader(user).roles:
            return redirect("account_inactive")
        return None

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        """Write in the journal that she signed in, then send her where she was going."""
        record("user.signed_in", user, by=user.pk)
        response: HttpResponse = super().post_login(request, user, **kwargs)
        return response

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Say nothing of a sign-in or a sign-out: the page shows it. Other messages go on."""
        template = args[2] if len(args) > 2 else kwargs.get("message_template", "")  # noqa: PLR2004
        if template not in {"account/messages/logged_in.txt", "account/messages/logged_out.txt"}:
            super().add_message(*args, **kwargs)

    def send_notification_mail(self, template_prefix: str, user: User, *args: Any, **kwargs: Any) -> None:
        """Write in the journal what allauth would tell by mail (password changed, TOTP activated…): its one hook."""
        record(f"user.{template_prefix.rsplit('/', maxsplit=1)[-1]}", user, by=user.pk)
        super().send_notification_mail(template_prefix, user, *args, **kwargs)


class MFAAdapter(DefaultMFAAdapter):
    """TOTP secrets and recovery codes are encrypted at rest; a second factor that is required cannot be taken away."""

    def encrypt(self, text: str) -> str:
        """Encrypt with the keys of every other secret text."""
        return encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Read it back."""
        return decrypt(encrypted_text)

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Refuse to deactivate a second factor that one of her organisations requires."""
        return not must_have_second_factor(load_reader(authenticator.user))


class UserSessionsAdapter(DefaultUserSessionsAdapter):
    """Ending sessions elsewhere leaves an event."""

    def end_sessions(self, sessions: list[UserSession]) -> None:
        """End them, each with its session row."""
        super().end_sessions(sessions)
        for session in sessions:
            record("user.session_ended", session.user, by=session.user_id)
