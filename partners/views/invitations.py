"""The one-time link of an invitation: opening it changes nothing, only sending the form does."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from foundation.refusals import said_beside
from foundation.requests import sent
from partners.enums import InvitationState
from partners.forms.invitations import AcceptForm
from partners.selectors import invitations as selectors
from partners.services import invitations as services
from partners.services.invitations import InvitationGone


@login_not_required
@sensitive_post_parameters("password", "again")
@require_http_methods(["GET", "HEAD", "POST"])
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """Show the invitation, then make the account with the password chosen."""
    offer = selectors.offer(services.digest_of(token), now=timezone.now())
    if offer is None or offer.state != InvitationState.OPEN:
        return _gone(request, offer.state if offer else InvitationState.REVOKED)
    form = AcceptForm(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            with said_beside(form):
                services.accept(
                    token=token,
                    password=form.cleaned_data["password"],
                    telephone=form.cleaned_data["telephone"],
                    now=timezone.now(),
                    today=timezone.localdate(),
                )
                messages.success(
                    request, "Votre compte est ouvert. Connectez-vous avec votre adresse et ce mot de passe."
                )
                return redirect("account_login")
        except InvitationGone as gone:
            return _gone(request, gone.state)
    return render(request, "partners/invitation.html", {"offer": offer, "form": form})


def _gone(request: HttpRequest, state: InvitationState) -> HttpResponse:
    return render(request, "partners/invitation_gone.html", {"state": state}, status=410)
