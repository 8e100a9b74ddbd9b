"""Addresses of what one writes in a file. `config.urls` mounts them at the root."""

from django.urls import path

from households.views import finances, people, places, sharing, team

app_name = "households"
_FILE = "dossiers/<uuid:enrolment_id>/"
_MEMBER = f"{_FILE}personnes/<uuid:member_id>/"
_CHANNEL = f"{_FILE}contact/<uuid:channel_id>/"

urlpatterns = [
    path(f"{_FILE}personnes/ajouter/", people.person_add, name="person_add"),
    path(f"{_MEMBER}corriger/", people.person_correct, name="person_correct"),
    path(f"{_MEMBER}presence/", people.member_change, name="member_change"),
    path(f"{_MEMBER}depart/", people.member_end, name="member_end"),
    path(f"{_FILE}mandataires/ajouter/", people.guardian_add, name="guardian_add"),
    path(f"{_FILE}mandataires/<uuid:guardian_id>/fin/", people.guardian_end, name="guardian_end"),
    path(f"{_FILE}demandes/ajouter/", people.request_add, name="request_add"),
    path(f"{_FILE}demandes/<uuid:request_id>/", people.request_correct, name="request_correct"),
    path(f"{_FILE}langue/", people.language_edit, name="language_edit"),
    path(f"{_FILE}lieux/ajouter/", places.housing_move, name="housing_move"),
    path(f"{_FILE}lieux/<uuid:housing_id>/", places.housing_correct, name="housing_correct"),
    path(f"{_FILE}contact/ajouter/", places.channel_add, name="channel_add"),
    path(f"{_CHANNEL}corriger/", places.channel_correct, name="channel_correct"),
    path(f"{_CHANNEL}fin/", places.channel_end, name="channel_end"),
    path(f"{_FILE}precautions/ajouter/", places.precaution_add, name="precaution_add"),
    path(f"{_FILE}precautions/<uuid:precaution_id>/fin/", places.precaution_end, name="precaution_end"),
    path(f"{_FILE}ressources/modifier/", finances.finances_edit, name="finances_edit"),
    path(f"{_FILE}accords/ajouter/", sharing.agreement_add, name="agreement_add"),
    path(f"{_FILE}accords/<uuid:agreement_id>/retirer/", sharing.agreement_revoke, name="agreement_revoke"),
    path(
        f"{_FILE}accords/<uuid:agreement_id>/exemplaire/ajouter/",
        sharing.agreement_proof_add,
        name="agreement_proof_add",
    ),
    path(f"{_FILE}accords/<uuid:agreement_id>/exemplaire/", sharing.agreement_proof, name="agreement_proof"),
    path(f"{_FILE}notice/", sharing.notice_give, name="notice_give"),
    path(f"{_FILE}protection/", sharing.protection_edit, name="protection_edit"),
    path(f"{_FILE}protection/nommer/", sharing.protection_name, name="protection_name"),
    path(f"{_FILE}protection/<uuid:listed_id>/retirer/", sharing.protection_remove, name="protection_remove"),
    path(f"{_FILE}protection/lever/", sharing.protection_lift, name="protection_lift"),
    path(f"{_FILE}equipe/ajouter/", team.co_worker_add, name="co_worker_add"),
    path(f"{_FILE}equipe/<uuid:worker_id>/fin/", team.worker_end, name="worker_end"),
]
