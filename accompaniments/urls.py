"""Addresses of accompaniments. `config.urls` mounts them at the root; those of a file start with `dossiers/<uuid>/`."""

from django.urls import URLPattern, path

from accompaniments.views import (
    around,
    assignment,
    claims,
    contacts,
    criteria,
    diagnosis,
    diagnosis_manage,
    difficulties,
    grid,
    measures,
    meeting_changes,
    objectives,
    outreach,
    outreach_end,
    proposals,
    referrals,
    steps,
    summary,
    takeovers,
    watch,
)
from accompaniments.views import meetings as meeting_views

app_name = "accompaniments"

_FILE = "dossiers/<uuid:enrolment_id>/rencontres/"
_ONE = f"{_FILE}<uuid:meeting_id>/"

entries: list[URLPattern] = [
    path("orientations/", referrals.referrals, name="referrals"),
    path("reprises/nouvelle/", takeovers.takeover_new, name="takeover_new"),
    path("dossiers/<uuid:enrolment_id>/orientation/refus/", referrals.referral_refuse, name="referral_refuse"),
    path("dossiers/<uuid:enrolment_id>/orientation/corriger/", referrals.referral_correct, name="referral_correct"),
    path("dossiers/<uuid:enrolment_id>/referent/", assignment.assign, name="assign"),
    path("dossiers/<uuid:enrolment_id>/remplacement/", assignment.replacement, name="replacement"),
]

around_the_household: list[URLPattern] = [
    path("dossiers/<uuid:enrolment_id>/services/nouveau/", around.service_new, name="service_new"),
    path("dossiers/<uuid:enrolment_id>/services/<uuid:present_id>/fin/", around.service_end, name="service_end"),
    path("dossiers/<uuid:enrolment_id>/services/orienter/", around.orientation_new, name="orientation_new"),
    path(
        "dossiers/<uuid:enrolment_id>/services/orientations/<uuid:orientation_id>/",
        around.orientation_answer,
        name="orientation_answer",
    ),
]

beside_meetings: list[URLPattern] = [
    path("dossiers/<uuid:enrolment_id>/contacts/nouveau/", contacts.contact_new, name="contact_new"),
    path("dossiers/<uuid:enrolment_id>/contacts/<uuid:contact_id>/", contacts.contact, name="contact"),
    path("dossiers/<uuid:enrolment_id>/demarches/", claims.claims, name="claims"),
    path("dossiers/<uuid:enrolment_id>/demarches/nouvelle/", claims.claim_new, name="claim_new"),
    path(
        "dossiers/<uuid:enrolment_id>/demarches/<uuid:claim_id>/suite/", claims.claim_follow_up, name="claim_follow_up"
    ),
]

meetings: list[URLPattern] = [
    path("rencontres/nouvelle/", meeting_views.meeting_choose, name="meeting_choose"),
    path(f"{_FILE}nouvelle/", meeting_views.meeting_new, name="meeting_new"),
    path(f"{_FILE}apercu/", meeting_views.meeting_preview, name="meeting_preview"),
    path(f"{_FILE}prevoir/", meeting_views.meeting_plan, name="meeting_plan"),
    path(_ONE, meeting_views.meeting, name="meeting"),
    path(f"{_ONE}historique/", meeting_views.meeting_history, name="meeting_history"),
    path(f"{_ONE}corriger/", meeting_changes.meeting_correct, name="meeting_correct"),
    path(f"{_ONE}corriger/apercu/", meeting_changes.meeting_correct_preview, name="meeting_correct_preview"),
    path(f"{_ONE}deplacer/", meeting_changes.meeting_reschedule, name="meeting_reschedule"),
    path(f"{_ONE}retirer/", meeting_changes.meeting_withdraw, name="meeting_withdraw"),
    path(f"{_ONE}retablir/", meeting_changes.meeting_restore, name="meeting_restore"),
    path(f"{_ONE}annuler/", meeting_changes.meeting_undo, name="meeting_undo"),
]

_SUPPORT = "dossiers/<uuid:enrolment_id>/"
_MEASURE = f"{_SUPPORT}financement/<uuid:measure_id>/"

_DIAGNOSIS = f"{_SUPPORT}diagnostic/<uuid:diagnosis_id>/"

assessments: list[URLPattern] = [
    path(f"{_SUPPORT}diagnostic/nouveau/", diagnosis.diagnosis_open, name="diagnosis_open"),
    path(_DIAGNOSIS, diagnosis.diagnosis, name="diagnosis"),
    path(f"{_DIAGNOSIS}ecrire/", diagnosis.diagnosis_write, name="diagnosis_write"),
    path(f"{_DIAGNOSIS}signer/", diagnosis.diagnosis_sign, name="diagnosis_sign"),
    path(f"{_DIAGNOSIS}abandonner/", diagnosis.diagnosis_abandon, name="diagnosis_abandon"),
    path(f"{_DIAGNOSIS}retablir/", diagnosis.diagnosis_restore, name="diagnosis_restore"),
    path(f"{_DIAGNOSIS}rapport-interne/", diagnosis.diagnosis_report, name="diagnosis_report"),
    path(f"{_DIAGNOSIS}valider/", diagnosis_manage.diagnosis_validate, name="diagnosis_validate"),
    path(f"{_DIAGNOSIS}renvoyer/", diagnosis_manage.diagnosis_send_back, name="diagnosis_send_back"),
    path(f"{_DIAGNOSIS}transmettre/", diagnosis_manage.diagnosis_return, name="diagnosis_return"),
    path(f"{_DIAGNOSIS}retour-bailleur/", diagnosis_manage.diagnosis_returned, name="diagnosis_returned"),
    path(f"{_SUPPORT}grille/nouvelle/", grid.grid_new, name="grid_new"),
    path(f"{_SUPPORT}grille/<uuid:assessment_id>/", grid.grid_correct, name="grid_correct"),
]

proposing: list[URLPattern] = [
    path(f"{_SUPPORT}criteres/", criteria.criteria, name="criteria"),
    path(f"{_SUPPORT}criteres/derogation/", criteria.criteria_derogate, name="criteria_derogate"),
    path(f"{_SUPPORT}proposition/", proposals.proposal_new, name="proposal_new"),
    path(f"{_SUPPORT}proposition/reponse/", proposals.proposal_answer, name="proposal_answer"),
]

_OBJECTIVE = f"{_SUPPORT}objectifs/<uuid:objective_id>/"

working: list[URLPattern] = [
    path(f"{_SUPPORT}etapes/", steps.steps, name="steps"),
    path(f"{_SUPPORT}resume/", summary.summary, name="summary"),
    path(f"{_SUPPORT}objectifs/nouveau/", objectives.objective_new, name="objective_new"),
    path(f"{_OBJECTIVE}modifier/", objectives.objective_edit, name="objective_edit"),
    path(f"{_OBJECTIVE}etat/", objectives.objective_close, name="objective_close"),
    path(f"{_OBJECTIVE}ordre/", objectives.objective_move, name="objective_move"),
]

_OUTREACH = f"{_SUPPORT}relance/"

reaching_out: list[URLPattern] = [
    path(_OUTREACH, outreach.outreach, name="outreach"),
    path(f"{_OUTREACH}nouvelle/", outreach.outreach_new, name="outreach_new"),
    path(f"{_OUTREACH}avis-de-passage/", outreach.outreach_passage, name="outreach_passage"),
    path(f"{_OUTREACH}infructueux/", outreach_end.outreach_fail, name="outreach_fail"),
    path(f"{_OUTREACH}infructueux/reponse/", outreach_end.outreach_decide, name="outreach_decide"),
    path(f"{_OUTREACH}infructueux/preuve/", outreach_end.outreach_proof, name="outreach_proof"),
    path(f"{_OUTREACH}reprendre/", outreach_end.outreach_restart, name="outreach_restart"),
    path(f"{_OUTREACH}<uuid:attempt_id>/suite/", outreach.outreach_follow, name="outreach_follow"),
    path(f"{_OUTREACH}<uuid:attempt_id>/retirer/", outreach.outreach_withdraw, name="outreach_withdraw"),
    path(f"{_OUTREACH}<uuid:attempt_id>/courrier/", outreach.outreach_letter, name="outreach_letter"),
    path(f"{_OUTREACH}<uuid:attempt_id>/preuve/", outreach.outreach_receipt, name="outreach_receipt"),
]

_DIFFICULTY = f"{_SUPPORT}difficultes/<uuid:difficulty_id>/"

ending: list[URLPattern] = [
    path(f"{_SUPPORT}financement/nouveau/", measures.measure_open, name="measure_open"),
    path(f"{_MEASURE}suspension/", measures.measure_suspend, name="measure_suspend"),
    path(f"{_MEASURE}reprise/", measures.measure_resume, name="measure_resume"),
    path(f"{_MEASURE}fin/", measures.measure_close, name="measure_close"),
    path(f"{_MEASURE}retrait/", measures.measure_withdraw, name="measure_withdraw"),
    path(f"{_SUPPORT}veille/point/", watch.watch_check_in, name="watch_check_in"),
    path(f"{_SUPPORT}veille/point/<uuid:check_in_id>/corriger/", watch.watch_correct, name="watch_correct"),
    path(f"{_SUPPORT}veille/rouvrir/", watch.watch_reopen, name="watch_reopen"),
    path(f"{_SUPPORT}difficultes/nouvelle/", difficulties.difficulty_new, name="difficulty_new"),
    path(_DIFFICULTY, difficulties.difficulty, name="difficulty"),
    path(f"{_DIFFICULTY}repondre/", difficulties.difficulty_answer, name="difficulty_answer"),
    path(f"{_DIFFICULTY}clore/", difficulties.difficulty_close, name="difficulty_close"),
    path(f"{_DIFFICULTY}rouvrir/", difficulties.difficulty_reopen, name="difficulty_reopen"),
]

urlpatterns: list[URLPattern] = [
    *ending,
    *reaching_out,
    *working,
    *entries,
    *beside_meetings,
    *around_the_household,
    *meetings,
    *assessments,
    *proposing,
]
