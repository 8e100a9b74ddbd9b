"""Addresses of what spans a file: its pages, the lists, the team, search, help."""

from django.urls import path

from journeys.views import departures, file, help, lists, search, splits, team  # noqa: A004 -- the page's name

app_name = "journeys"
_FILE = "dossiers/<uuid:enrolment_id>/"

urlpatterns = [
    path("dossiers/", lists.households, name="households"),
    path(_FILE, file.file, name="file"),
    path(f"{_FILE}personnes/", file.people, name="file_people"),
    path(f"{_FILE}logement/", file.housing, name="file_housing"),
    path(f"{_FILE}ressources/", file.resources, name="file_resources"),
    path(f"{_FILE}rencontres/", file.meetings, name="file_meetings"),
    path(f"{_FILE}partage/", file.sharing, name="file_sharing"),
    path(f"{_FILE}equipe/", file.team, name="file_team"),
    path(f"{_FILE}separation/", splits.split, name="split"),
    path(f"{_FILE}consultations/", file.readers, name="file_readers"),
    path("recherche/", search.search, name="search"),
    path("equipe/", team.team, name="team"),
    path("equipe/<uuid:membership_id>/depart/", departures.departure, name="departure"),
    path("aide/", help.help_page, name="help"),
    path("accessibilite/", help.accessibility, name="accessibility"),
    path("donnees-personnelles/", help.personal_data, name="personal_data"),
]
