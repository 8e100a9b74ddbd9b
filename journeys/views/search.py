"""Search: what is typed is posted, never in an address, and found only in what the reader may know."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from foundation.requests import sent
from journeys.forms.search import SearchForm
from journeys.selectors.search import search_page
from partners.requests import ReadingRequest


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def search(request: ReadingRequest) -> HttpResponse:
    """Ask for a name or a number, and show what answers; as one types, only the answers come."""
    form = SearchForm(sent(request))
    is_asked = form.is_bound and form.is_valid()
    page = search_page(request.reader, form.cleaned_data["text"]) if is_asked else None
    template = "journeys/_search_results.html" if request.htmx else "journeys/search.html"
    return render(request, template, {"form": form, "page": page})
