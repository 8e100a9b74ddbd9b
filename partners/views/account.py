"""Someone's own page: how she is reached, her password, her second factor, her sessions."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from foundation.requests import sent
from partners.forms.administration import AccountForm
from partners.requests import ReadingRequest, must_have_second_factor
from partners.selectors import administration as selectors
from partners.services import people as services
from partners.views.forms import done


@require_http_methods(["GET", "HEAD", "POST"])
def account(request: ReadingRequest) -> HttpResponse:
    """Show and correct what she says of herself."""
    form = AccountForm(sent(request), user=request.user)
    if done(form, lambda: services.edit_self(user=request.user, **form.cleaned_data)):
        messages.success(request, "Votre compte est à jour.")
        return redirect("partners:account")
    page = selectors.person_page(request.user, request.reader.today)
    must = must_have_second_factor(request.reader)
    return render(request, "partners/account.html", {"form": form, "page": page, "must_have_second_factor": must})
