"""Addresses of records: drafts, jobs, reference parameters. Mounted at the root."""

from django.urls import path, register_converter

from records.converters import DraftKind, DraftTab, ParameterCode
from records.views import drafts, jobs, parameters

register_converter(DraftKind, "draft_kind")
register_converter(DraftTab, "draft_tab")
register_converter(ParameterCode, "parameter_code")

app_name = "records"
urlpatterns = [
    path("brouillons/<draft_kind:kind>/<uuid:subject_id>/", drafts.draft_list, name="drafts"),
    path("brouillons/<draft_kind:kind>/<uuid:subject_id>/<draft_tab:tab>/", drafts.draft, name="draft"),
    path("reconnexion/", drafts.signed_in_again, name="signed_in_again"),
    path("travaux/<uuid:job_id>/", jobs.job, name="job"),
    path("travaux/<uuid:job_id>/relancer/", jobs.job_retry, name="job_retry"),
    path("parametres/", parameters.parameters, name="parameters"),
    path("parametres/<uuid:parameter_id>/confirmer/", parameters.confirm, name="parameter_confirm"),
    path("parametres/<parameter_code:code>/valeur/", parameters.new_value, name="parameter_new_value"),
]
