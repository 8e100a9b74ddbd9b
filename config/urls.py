"""Every address of the product."""

from django.urls import include, path

urlpatterns = [
    path("compte/", include("partners.urls.sign_in")),
    path("", include("partners.urls")),
    path("", include("records.urls")),
]
