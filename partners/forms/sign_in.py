"""What we change in allauth's forms."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import ResetPasswordForm as AllauthResetPasswordForm
from django.http import HttpRequest


class ResetPasswordForm(AllauthResetPasswordForm):
    """Write to the address in both cases, so that neither the words nor the time taken tell whether it has an account."""

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        """Send the link, or the word that no account has this address (without offering a sign-up: there is none)."""
        email = str(self.cleaned_data["email"])
        if not self.users:
            get_adapter().send_mail("account/email/unknown_account", email, {"request": request})
            return email
        return str(super().save(request, **kwargs))
