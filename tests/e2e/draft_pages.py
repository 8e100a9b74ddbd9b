"""A small form that keeps drafts, for `test_drafts.py` alone: what a page of ours does, and nothing else."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template import engines
from django.urls import include, path

from records.services.drafts import drop_draft

KIND = "essai.note"
SUBJECT = uuid.UUID("00000000-0000-4000-8000-0000000000e5")
sent: dict[str, dict[str, list[str]]] = {}

_FORM = """{% extends "base.html" %}
{% block title %}Essai{% endblock title %}
{% block main %}
  <h1>Essai</h1>
  <form method="post" autocomplete="off">
    {% csrf_token %}
    {% include "records/_drafts.html" with draft_kind=kind draft_subject=subject draft_bound=bound %}
    <input type="hidden" name="sending_key" value="{{ key }}">
    {% if error %}<p class="invalid-feedback">{{ error }}</p>{% endif %}
    <label for="note">Note</label>
    <textarea id="note" name="note">{{ note }}</textarea>
    <label><input type="checkbox" name="present" value="a"> Inès</label>
    <label><input type="checkbox" name="present" value="b" checked> Yanis</label>
    <label for="secret">Code</label>
    <input type="password" id="secret" name="secret">
    <button class="btn btn-act" type="submit">Enregistrer</button>
  </form>
{% endblock main %}"""
_DONE = (
    '{% extends "base.html" %}{% block title %}Fait{% endblock title %}{% block main %}<h1>Fait</h1>{% endblock main %}'
)


def form(request):
    """Show the form, or take what was sent, once a key."""
    if request.method != "POST" or request.POST["note"] == "refusé":
        data = request.POST
        context = {
            "kind": KIND,
            "subject": SUBJECT,
            "bound": bool(data),
            "key": data.get("sending_key") or uuid.uuid4(),
            "note": data.get("note", ""),
            "error": "Écrivez autre chose." if data else "",
        }
        return HttpResponse(engines["django"].from_string(_FORM).render(context, request))
    sent.setdefault(request.POST["sending_key"], dict(request.POST.lists()))
    drop_draft(user_id=request.reader.user_id, kind=KIND, subject_id=SUBJECT, tab=request.POST.get("draft_tab", ""))
    messages.success(request, "Note enregistrée.")
    return redirect("/essai/fait/")


def done(request):
    """Say that it is done."""
    return HttpResponse(engines["django"].from_string(_DONE).render({}, request))


urlpatterns = [path("essai/", form), path("essai/fait/", done), path("", include("config.urls"))]
handler403 = "partners.views.errors.permission_denied"
handler404 = "partners.views.errors.not_found"
