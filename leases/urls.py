"""Addresses of leases. Those that touch a household's file or a commission's act are of `journeys`."""

from django.urls import path

from leases.views import supply

app_name = "leases"

urlpatterns = [
    path("logements/", supply.dwelling_list, name="dwellings"),
    path("logements/nouveau/", supply.dwelling_new, name="dwelling_new"),
    path("logements/reservataires/nouveau/", supply.reservation_holder_new, name="reservation_holder_new"),
    path("logements/<uuid:dwelling_id>/", supply.dwelling_edit, name="dwelling_edit"),
    path("logements/<uuid:dwelling_id>/annonce/", supply.announcement_new, name="announcement_new"),
    path("annonces/<uuid:announcement_id>/", supply.announcement_edit, name="announcement_edit"),
    path("annonces/<uuid:announcement_id>/retrait/", supply.announcement_end, name="announcement_end"),
]
