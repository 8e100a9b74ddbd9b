"""Every address of the product."""

from django.conf import settings
from django.urls import include, path

from config.gallery import gallery
from config.health import HealthView
from config.views import home

urlpatterns = [
    path("", home, name="home"),
    path("sante/", HealthView.as_view(), name="health"),
    path("compte/", include("partners.urls.sign_in")),
    path("", include("partners.urls")),
    path("", include("records.urls")),
    path("", include("households.urls")),
    path("", include("journeys.urls")),
    path("", include("accompaniments.urls")),
    path("", include("leases.urls")),
    path("", include("reporting.urls")),
]

if settings.PALIER_GALLERY:
    urlpatterns += [
        path("galerie/", gallery, name="gallery"),
        path("galerie/<slug:page>/", gallery, name="gallery_page"),
    ]

handler400 = "partners.views.errors.bad_request"
handler403 = "partners.views.errors.permission_denied"
handler404 = "partners.views.errors.not_found"
handler429 = "partners.views.errors.too_many_requests"  # django-allauth's
handler500 = "partners.views.errors.server_error"
