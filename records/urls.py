"""Addresses of records: drafts, jobs, reference parameters. Mounted at the root."""

from django.urls import path, register_converter

from records.converters import DraftKind, DraftTab
from records.views import drafts

register_converter(DraftKind, "draft_kind")
register_converter(DraftTab, "draft_tab")

app_name = "records"
urlpatterns = [
    path("brouillons/<draft_kind:kind>/<uuid:subject_id>/", drafts.draft_list, name="drafts"),
    path("brouillons/<draft_kind:kind>/<uuid:subject_id>/<draft_tab:tab>/", drafts.draft, name="draft"),
    path("reconnexion/", drafts.signed_in_again, name="signed_in_again"),
]
