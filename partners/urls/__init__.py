"""Addresses of partners: the account, invitations, the administrator's pages. Sign-in is in `sign_in`."""

from django.urls import path

from partners.views import invitations

app_name = "partners"
urlpatterns = [
    path("invitation/<str:token>/", invitations.accept, name="invitation"),
]
