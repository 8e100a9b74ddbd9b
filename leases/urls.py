"""Addresses of leases. Those that touch a household's file or a commission's act are of `journeys`."""

from django.urls import path

from leases.views import field_staff, shares, supply

app_name = "leases"

urlpatterns = [
    path("logements/", supply.dwelling_list, name="dwellings"),
    path("logements/nouveau/", supply.dwelling_new, name="dwelling_new"),
    path("logements/reservataires/nouveau/", supply.reservation_holder_new, name="reservation_holder_new"),
    path("logements/<uuid:dwelling_id>/", supply.dwelling_edit, name="dwelling_edit"),
    path("logements/<uuid:dwelling_id>/annonce/", supply.announcement_new, name="announcement_new"),
    path("logements/<uuid:dwelling_id>/parties/", shares.dwelling_parts, name="dwelling_parts"),
    path("logements/<uuid:dwelling_id>/parties/nouvelle/", shares.dwelling_part_new, name="dwelling_part_new"),
    path(
        "logements/<uuid:dwelling_id>/parties/<uuid:share_id>/fin/",
        shares.dwelling_part_close,
        name="dwelling_part_close",
    ),
    path(
        "logements/<uuid:dwelling_id>/parties/<uuid:share_id>/rouvrir/",
        shares.dwelling_part_reopen,
        name="dwelling_part_reopen",
    ),
    path("annonces/<uuid:announcement_id>/", supply.announcement_edit, name="announcement_edit"),
    path("annonces/<uuid:announcement_id>/retrait/", supply.announcement_end, name="announcement_end"),
    path("proximite/", field_staff.staff_list, name="field_staff"),
    path("proximite/nouveau/", field_staff.staff_new, name="field_staff_new"),
    path("proximite/<uuid:staff_id>/corriger/", field_staff.staff_edit, name="field_staff_edit"),
    path("proximite/<uuid:staff_id>/depart/", field_staff.staff_end, name="field_staff_end"),
    path("proximite/<uuid:staff_id>/reprendre/", field_staff.staff_restore, name="field_staff_restore"),
    path("proximite/<uuid:staff_id>/secteur/", field_staff.sector_new, name="field_sector_new"),
    path("proximite/secteurs/<uuid:sector_id>/fin/", field_staff.sector_end, name="field_sector_end"),
    path("proximite/secteurs/<uuid:sector_id>/reprendre/", field_staff.sector_restore, name="field_sector_restore"),
]
