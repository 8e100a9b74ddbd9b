"""The addresses of django-allauth that we use, under its own names; no sign-up, no e-mail management, no other factor."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.usersessions import views as sessions
from django.urls import path, re_path

urlpatterns = [
    path("connexion/", account.login, name="account_login"),
    path("deconnexion/", account.logout, name="account_logout"),
    path("ferme/", account.account_inactive, name="account_inactive"),
    path("confirmer/", account.reauthenticate, name="account_reauthenticate"),
    path("mot-de-passe/", account.password_change, name="account_change_password"),
    path("mot-de-passe/oublie/", account.password_reset, name="account_reset_password"),
    path("mot-de-passe/oublie/envoye/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^mot-de-passe/oublie/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("mot-de-passe/change/", account.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    path("sessions/", sessions.list_usersessions, name="usersessions_list"),
    path("connexion/code/", mfa.authenticate, name="mfa_authenticate"),
    path("confirmer/code/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("double-authentification/", mfa.index, name="mfa_index"),
    path("double-authentification/activer/", totp.activate_totp, name="mfa_activate_totp"),
    path("double-authentification/desactiver/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("double-authentification/codes/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("double-authentification/codes/nouveaux/", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path(
        "double-authentification/codes/telecharger/", codes.download_recovery_codes, name="mfa_download_recovery_codes"
    ),
]
