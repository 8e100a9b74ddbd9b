"""Templates, for an administrator: texts read over, adapted, previewed with example values, published. She opens no file."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from documents import access
from documents.enums import DocumentKind
from documents.forms.templates import TextsForm
from documents.selectors import templates as selectors
from documents.services import templates as services
from documents.services.copies import render_paper
from documents.services.templates import TextsRefused
from foundation.requests import sent
from partners.enums import Axis
from partners.requests import ReadingRequest

LIST, PAGE, PUBLISH_REFUSED = "journeys:templates", "journeys:template", "Ce modèle n’est pas publié : "


@require_safe
def template_list(request: ReadingRequest) -> HttpResponse:
    """List the kinds of documents and the version in use of each."""
    access.require_templates(request.reader)
    return render(request, "documents/templates.html", {"lines": selectors.template_lines()})


@require_safe
def template(request: ReadingRequest, template_id: uuid.UUID) -> HttpResponse:
    """Read a version: its texts, what is wrong in them, the fields, the other versions."""
    found = access.get_template(request.reader, template_id)
    return render(
        request, "documents/template.html", {"page": selectors.template_page(found), "list_url": reverse(LIST)}
    )


@require_http_methods(["GET", "HEAD", "POST"])
def template_edit(request: ReadingRequest, template_id: uuid.UUID) -> HttpResponse:
    """Adapt the texts, starting from this version: they are kept as the version in preparation."""
    found = access.get_template(request.reader, template_id)
    page = selectors.template_page(found)
    form = TextsForm(sent(request), page=page, back=reverse(PAGE, args=[found.pk]))
    if form.is_bound and form.is_valid():
        try:
            written = services.write_template(
                kind=page.kind,
                axis=Axis(page.axis) if page.axis else None,
                texts=form.texts,
                note=form.cleaned_data["note"],
                by=request.reader.user_id,
            )
        except TextsRefused as refused:
            form.say(refused.wrong)
        else:
            messages.success(request, "Textes enregistrés. Relisez-les, puis publiez-les.")
            return redirect(PAGE, written.pk)
    return render(request, "documents/template_edit.html", {"page": page, "form": form, "list_url": reverse(LIST)})


@require_safe
def template_preview(request: ReadingRequest, template_id: uuid.UUID) -> HttpResponse:
    """Show the PDF of a version, filled with example values."""
    found = access.get_template(request.reader, template_id)
    paper = selectors.template_preview(found, request.reader.today)
    answer = HttpResponse(render_paper(paper, edited_on=request.reader.today), content_type="application/pdf")
    kind = DocumentKind(found.kind).value.lower().replace("_", "-")
    answer["Content-Disposition"] = f'inline; filename="modele-{kind}-v{found.number}.pdf"'
    return answer


@require_POST
def template_publish(request: ReadingRequest, template_id: uuid.UUID) -> HttpResponse:
    """Publish a version: what is drafted from now on uses it."""
    found = access.get_template(request.reader, template_id)
    try:
        services.publish_template(template=found, by=request.reader.user_id)
    except TextsRefused as refused:
        messages.warning(request, PUBLISH_REFUSED + refused.reason)
    else:
        messages.success(request, "Modèle publié. Les documents préparés à partir de maintenant l’utilisent.")
    return redirect(PAGE, found.pk)
