"""« Que dois-je faire\u00a0? », across her households."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from journeys.filters import TodoFilter
from journeys.selectors.todo import todo_page, worked_files
from partners.requests import ReadingRequest

REFUSED_TODO = (
    "Cette page est celle des associations\u00a0: elle liste ce qui est à faire pour les ménages qu’elles suivent."
)


@require_GET
def todo(request: ReadingRequest) -> HttpResponse:
    """Show everything that is due on the households she follows."""
    if not request.reader.associations:
        raise PermissionDenied(REFUSED_TODO)
    hers = worked_files(request.reader)
    found = TodoFilter(request.GET, hers.files, today=request.reader.today, cards=hers.cards)
    page = todo_page(request.reader, found.qs, hers.cards, found.kind, request.GET.get("page"))
    return render(request, "journeys/todo.html", {"page": page, "filter": found})
