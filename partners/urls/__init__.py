"""Addresses of partners: the account, invitations, the administrator's pages. Sign-in is in `sign_in`."""

from django.urls import path

from partners.views import account, criteria, delegations, directory, invitations, organisations, people, programmes

app_name = "partners"
urlpatterns = [
    path("compte/", account.account, name="account"),
    path("invitation/<str:token>/", invitations.accept, name="invitation"),
    path("annuaire/", directory.service_list, name="directory"),
    path("annuaire/nouveau/", directory.service_create, name="service_create"),
    path("annuaire/<uuid:service_id>/corriger/", directory.service_edit, name="service_edit"),
    path("annuaire/<uuid:service_id>/terminer/", directory.service_end, name="service_end"),
    path("annuaire/<uuid:service_id>/reprendre/", directory.service_reopen, name="service_reopen"),
    path("administration/organismes/", organisations.organisation_list, name="organisations"),
    path("administration/organismes/nouveau/", organisations.organisation_create, name="organisation_create"),
    path("administration/organismes/<uuid:organisation_id>/", organisations.organisation, name="organisation"),
    path(
        "administration/organismes/<uuid:organisation_id>/corriger/",
        organisations.organisation_edit,
        name="organisation_edit",
    ),
    path(
        "administration/organismes/<uuid:organisation_id>/terminer/",
        organisations.organisation_end,
        name="organisation_end",
    ),
    path(
        "administration/organismes/<uuid:organisation_id>/reprendre/",
        organisations.organisation_reopen,
        name="organisation_reopen",
    ),
    path(
        "administration/organismes/<uuid:organisation_id>/agences/nouvelle/",
        organisations.agency_create,
        name="agency_create",
    ),
    path(
        "administration/organismes/<uuid:organisation_id>/delegations/nouvelle/",
        delegations.delegation_create,
        name="delegation_create",
    ),
    path(
        "administration/delegations/<uuid:delegation_id>/terminer/", delegations.delegation_end, name="delegation_end"
    ),
    path(
        "administration/delegations/<uuid:delegation_id>/reprendre/",
        delegations.delegation_reopen,
        name="delegation_reopen",
    ),
    path("administration/agences/<uuid:agency_id>/corriger/", organisations.agency_edit, name="agency_edit"),
    path("administration/agences/<uuid:agency_id>/unites/nouvelle/", organisations.unit_create, name="unit_create"),
    path("administration/unites/<uuid:unit_id>/", organisations.unit, name="unit"),
    path("administration/unites/<uuid:unit_id>/corriger/", organisations.unit_edit, name="unit_edit"),
    path(
        "administration/unites/<uuid:unit_id>/correspondant/",
        organisations.unit_correspondent,
        name="unit_correspondent",
    ),
    path(
        "administration/correspondants/<uuid:correspondent_id>/annuler/",
        organisations.correspondent_undo,
        name="correspondent_undo",
    ),
    path("administration/personnes/", people.people, name="people"),
    path("administration/personnes/<uuid:user_id>/", people.person, name="person"),
    path("administration/personnes/<uuid:user_id>/corriger/", people.person_edit, name="person_edit"),
    path("administration/personnes/<uuid:user_id>/fermer/", people.person_suspend, name="person_suspend"),
    path("administration/personnes/<uuid:user_id>/rouvrir/", people.person_restore, name="person_restore"),
    path(
        "administration/personnes/<uuid:user_id>/double-authentification/",
        people.second_factor_reset,
        name="second_factor_reset",
    ),
    path("administration/personnes/<uuid:user_id>/roles/nouveau/", people.membership_create, name="membership_create"),
    path("administration/roles/<uuid:membership_id>/terminer/", people.membership_end, name="membership_end"),
    path("administration/roles/<uuid:membership_id>/reprendre/", people.membership_reopen, name="membership_reopen"),
    path("administration/invitations/", people.invitation_list, name="invitations"),
    path("administration/invitations/nouvelle/", people.invitation_create, name="invitation_create"),
    path(
        "administration/invitations/<uuid:invitation_id>/renvoyer/", people.invitation_resend, name="invitation_resend"
    ),
    path(
        "administration/invitations/<uuid:invitation_id>/annuler/", people.invitation_revoke, name="invitation_revoke"
    ),
    path("administration/programmes/", programmes.programme_list, name="programmes"),
    path("administration/programmes/nouveau/", programmes.programme_create, name="programme_create"),
    path("administration/programmes/<uuid:programme_id>/", programmes.programme, name="programme"),
    path("administration/programmes/<uuid:programme_id>/nom/", programmes.programme_rename, name="programme_rename"),
    path(
        "administration/programmes/<uuid:programme_id>/versions/nouvelle/",
        programmes.version_create,
        name="version_create",
    ),
    path("administration/versions/<uuid:version_id>/corriger/", programmes.version_edit, name="version_edit"),
    path(
        "administration/versions/<uuid:version_id>/criteres/nouveau/",
        criteria.criterion_create,
        name="criterion_create",
    ),
    path("administration/criteres/<uuid:criterion_id>/", criteria.criterion_edit, name="criterion_edit"),
    path("administration/criteres/<uuid:criterion_id>/retirer/", criteria.criterion_retire, name="criterion_retire"),
    path("administration/versions/<uuid:version_id>/annuler/", programmes.version_undo, name="version_undo"),
]
