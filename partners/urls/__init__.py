"""Addresses of partners: the account, invitations, the administrator's pages. Sign-in is in `sign_in`."""

app_name = "partners"
urlpatterns = []
