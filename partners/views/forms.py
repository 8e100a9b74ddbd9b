"""What the administrator's forms share: when they are sent, what a refusal does, the page they are on."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from foundation.refusals import Refused, said_beside


def done(form: forms.BaseForm, act: Callable[[], Any]) -> bool:
    """Do the act of a form that was sent and is valid; a refusal goes beside its field, and all that was typed stays."""
    if not form.is_bound or not form.is_valid():
        return False
    with said_beside(form):
        act()
    return form.is_valid()


def attempt(request: HttpRequest, act: Callable[[], Any], said: str, undo: str = "") -> None:
    """Do the act of a button: say that it is done (`undo` is the address that takes it back), or why it is refused."""
    try:
        act()
    except Refused as refused:
        messages.error(request, refused.reason)
    else:
        messages.success(request, said, extra_tags=undo)


def form_page(
    request: HttpRequest, form: forms.BaseForm, *, title: str, trail: list[tuple[str, str]], lead: str = ""
) -> HttpResponse:
    """Show a form on its page. `trail` is where one is: labels and addresses."""
    context = {"form": form, "title": title, "trail": [*trail, (title, "")], "lead": lead}
    return render(request, "partners/form.html", context)
