"""Addresses of the months."""

from django.urls import path

from reporting.views import month_acts, months

app_name = "reporting"

urlpatterns = [
    path("mois/", months.months, name="months"),
    path("mois/fichiers/<uuid:job_id>/", months.file, name="file"),
    path("mois/<slug:programme>/<str:month>/", months.month, name="month"),
    path("mois/<slug:programme>/<str:month>/liste/<slug:figure>/", months.figure, name="figure"),
    path("mois/<slug:programme>/<str:month>/valider/", month_acts.validate, name="validate"),
    path("mois/<slug:programme>/<str:month>/recalculer/", month_acts.recompute, name="recompute"),
    path("mois/<slug:programme>/<str:month>/nouvelle-version/", month_acts.reissue, name="reissue"),
    path("mois/<slug:programme>/<str:month>/fichiers/<slug:kind>/", months.make_file, name="make_file"),
    path("mois/<slug:programme>/<str:month>/rapport.pdf", months.report, name="report"),
]
