"""Addresses of what spans a file: its pages, the lists, the team, search, help."""

from django.urls import path

from documents.views import templates
from journeys.views import (
    agreements,
    allocation,
    commission,
    costs,
    departures,
    difficulties,
    evaluations,
    exams,
    exits,
    file,
    heads,
    help,  # noqa: A004 -- the page's name
    insurance,
    inventories,
    lists,
    notices,
    outcomes,
    plans,
    procedures,
    proposals,
    protocols,
    referrals,
    rent,
    rent_imports,
    requests,
    review,
    reviews,
    search,
    slide_decisions,
    splits,
    subleases,
    supply,
    team,
    titles,
    todo,
)

app_name = "journeys"
_FILE = "dossiers/<uuid:enrolment_id>/"

_CAL = "cal/<uuid:file_id>/"
_REMARK = f"{_CAL}remarques/<uuid:remark_id>/"
_SESSION = "commissions/<uuid:session_id>/"
_HEARING = "passages/<uuid:hearing_id>/"

cal = [
    path(f"{_FILE}projet-logement/", allocation.project, name="file_project"),
    path(f"{_FILE}projet-logement/nouveau/", allocation.project_new, name="project_new"),
    path(f"{_FILE}dossiers-cal/", allocation.household_files, name="file_cal"),
    path(f"{_FILE}dossiers-cal/<uuid:announcement_id>/", allocation.file_prepare, name="cal_prepare"),
    path("cal/", allocation.files, name="cal_files"),
    path(_CAL, allocation.file, name="cal_file"),
    path(f"{_CAL}remplir/", allocation.file_edit, name="cal_file_edit"),
    path(f"{_CAL}soumettre/", allocation.file_submit, name="cal_file_submit"),
    path(f"{_CAL}retirer/", allocation.file_withdraw, name="cal_file_withdraw"),
    path(f"{_CAL}documents/<slug:document>/", allocation.document_download, name="cal_document"),
    path(f"{_CAL}pieces/nouvelle/", allocation.piece_new, name="cal_piece_new"),
    path(f"{_CAL}pieces/demander/", review.piece_ask, name="cal_piece_ask"),
    path(f"{_CAL}pieces/<uuid:piece_id>/", allocation.piece, name="cal_piece"),
    path(f"{_CAL}pieces/<uuid:piece_id>/lisibilite/", review.piece_judge, name="cal_piece_judge"),
    path(f"{_CAL}remarques/nouvelle/", review.remark_new, name="cal_remark_new"),
    path(f"{_REMARK}reponse/", allocation.remark_answer, name="cal_remark_answer"),
    path(f"{_REMARK}reglee/", review.remark_settle, name="cal_remark_settle"),
    path(f"{_REMARK}rouverte/", review.remark_reopen, name="cal_remark_reopen"),
    path(f"{_CAL}complet/", review.file_complete, name="cal_file_complete"),
    path(f"{_CAL}rouvrir/", review.file_send_back, name="cal_file_send_back"),
    path(f"{_CAL}lu/", review.file_read, name="cal_file_read"),
    path(f"{_CAL}seance/", commission.schedule, name="cal_schedule"),
    path(f"{_CAL}rang/", outcomes.promote, name="cal_promote"),
    path(f"{_CAL}condition/", outcomes.condition, name="cal_condition"),
    path(f"{_CAL}offre/", outcomes.offer, name="cal_offer"),
    path(f"{_CAL}reponse/", outcomes.answer, name="cal_answer"),
    path(f"{_CAL}annulation/", outcomes.annul, name="cal_annul"),
    path(f"{_CAL}sans-bail/", outcomes.fail, name="cal_fail"),
    path(f"{_CAL}entree/", outcomes.entry, name="cal_entry"),
    path(f"{_CAL}bail/", outcomes.lease, name="cal_lease"),
    path(f"{_CAL}baux/<uuid:lease_id>/etat-des-lieux/", outcomes.inventory, name="cal_inventory"),
    path(f"{_FILE}proposition/corriger/", proposals.proposal_correct, name="proposal_correct"),
    path("commissions/", commission.session_list, name="sessions"),
    path("commissions/nouvelle/", commission.session_new, name="session_new"),
    path(_SESSION, commission.session, name="session"),
    path(f"{_SESSION}deplacer/", commission.session_move, name="session_move"),
    path(f"{_SESSION}annuler/", commission.session_cancel, name="session_cancel"),
    path(f"{_SESSION}candidats/<uuid:announcement_id>/", commission.session_candidates, name="session_candidates"),
    path(f"{_HEARING}inviter/", commission.hearing_invite, name="cal_invite"),
    path(f"{_HEARING}retirer/", commission.hearing_remove, name="cal_remove"),
    path(f"{_HEARING}decision/", commission.decide, name="cal_decide"),
    path("offre-et-demande/<uuid:unit_id>/", supply.unit_sheet, name="unit_sheet"),
]

_PROCEDURE = f"{_FILE}procedure/"
_STAGE = f"{_PROCEDURE}stades/<uuid:step_id>/"
_PROTOCOL = f"{_PROCEDURE}protocoles/<uuid:protocol_id>/"

of_landlord = [
    path("orientations/nouvelle/", referrals.referral_new, name="referral_new"),
    path("demandes/", requests.requests, name="requests"),
    path("demandes/nouvelle/", requests.request_choose, name="request_choose"),
    path("demandes/nouvelle/<uuid:dwelling_id>/", requests.request_new, name="request_new"),
    path(_PROCEDURE, procedures.procedure, name="file_procedure"),
    path(f"{_PROCEDURE}stade/", procedures.procedure_step, name="procedure_step"),
    path(f"{_STAGE}fin/", procedures.procedure_step_end, name="procedure_step_end"),
    path(f"{_STAGE}prefet/", procedures.procedure_prefect, name="procedure_prefect"),
    path(f"{_STAGE}retirer/", procedures.procedure_withdraw, name="procedure_withdraw"),
    path(f"{_STAGE}retablir/", procedures.procedure_restore, name="procedure_restore"),
    path(f"{_PROCEDURE}releve/", procedures.procedure_balance, name="procedure_balance"),
    path(f"{_PROCEDURE}bail/", procedures.procedure_lease, name="procedure_lease"),
    path(f"{_PROCEDURE}protocole/", protocols.protocol_new, name="protocol_new"),
    path(f"{_PROTOCOL}prolonger/", protocols.protocol_extend, name="protocol_extend"),
    path(f"{_PROTOCOL}fin/", protocols.protocol_end, name="protocol_end"),
    path(f"{_PROTOCOL}plan/", protocols.protocol_plan, name="protocol_plan"),
    path(f"{_PROTOCOL}bail/", protocols.protocol_lease, name="protocol_lease"),
    path(f"{_PROCEDURE}engagement/", procedures.procedure_hold, name="procedure_hold"),
    path(f"{_PROCEDURE}engagements/<uuid:hold_id>/fin/", procedures.procedure_hold_end, name="procedure_hold_end"),
]

_CERTIFICATE = f"{_FILE}assurances/<uuid:certificate_id>/"
_PLAN = f"{_FILE}plans/<uuid:plan_id>/"
_ACCOUNT = f"{_FILE}sous-locations/<uuid:sublease_id>/compte/"

_IMPORT = "comptes/releves/<uuid:import_id>/"

of_rent = [
    path("comptes/", rent_imports.rent_accounts, name="rent_accounts"),
    path("comptes/appeler/", rent_imports.rent_call_all, name="rent_call_all"),
    path("comptes/couts/", costs.rent_costs, name="rent_costs"),
    path("comptes/couts/nouveau/", costs.rent_cost_new, name="rent_cost_new"),
    path("comptes/couts/<uuid:cost_id>/retirer/", costs.rent_cost_withdraw, name="rent_cost_withdraw"),
    path("comptes/couts/budget/<uuid:version_id>/<int:year>/", costs.rent_budget, name="rent_budget"),
    path("comptes/releves/nouveau/", rent_imports.rent_import_new, name="rent_import_new"),
    path(_IMPORT, rent_imports.rent_import, name="rent_import"),
    path(f"{_IMPORT}enregistrer/", rent_imports.rent_import_write, name="rent_import_write"),
    path(f"{_IMPORT}annuler/", rent_imports.rent_import_undo, name="rent_import_undo"),
    path(f"{_IMPORT}abandonner/", rent_imports.rent_import_drop, name="rent_import_drop"),
    path(_ACCOUNT, rent.account, name="rent_account"),
    path(f"{_ACCOUNT}appeler/", rent.call, name="rent_call"),
    path(f"{_ACCOUNT}ecriture/", rent.entry, name="rent_entry"),
    path(f"{_ACCOUNT}ecritures/<uuid:entry_id>/retirer/", rent.withdraw, name="rent_withdraw"),
    path(f"{_ACCOUNT}loyer/", rent.revise, name="rent_revise"),
    path(f"{_ACCOUNT}caisse/", rent.agency, name="rent_agency"),
    path(f"{_ACCOUNT}releve/", rent.statement, name="rent_statement"),
    path(f"{_FILE}sous-locations/<uuid:sublease_id>/plan/", plans.plan_association_new, name="plan_association_new"),
    path(f"{_FILE}plans/nouveau/", plans.plan_landlord_new, name="plan_landlord_new"),
    path(_PLAN, plans.plan, name="plan"),
    path(f"{_PLAN}document/", plans.plan_paper, name="plan_paper"),
    path(f"{_PLAN}paiement/", plans.plan_pay, name="plan_pay"),
    path(f"{_PLAN}paiements/<uuid:payment_id>/retirer/", plans.plan_payment_withdraw, name="plan_payment_withdraw"),
    path(f"{_PLAN}loyer-courant/", plans.plan_resumed, name="plan_resumed"),
    path(f"{_PLAN}remplacer/", plans.plan_replace, name="plan_replace"),
    path(f"{_PLAN}fin/", plans.plan_end, name="plan_end"),
    path(f"{_FILE}baux/<uuid:title_id>/assurance/", insurance.insurance_new, name="insurance_new"),
    path(f"{_CERTIFICATE}retirer/", insurance.insurance_withdraw, name="insurance_withdraw"),
    path(f"{_CERTIFICATE}attestation/", insurance.insurance_paper, name="insurance_paper"),
]

_REVIEW = f"{_FILE}bilans/<uuid:review_id>/"

stage_reviews = [
    path(f"{_FILE}bilans/nouveau/", reviews.review_new, name="review_new"),
    path(_REVIEW, reviews.review, name="review"),
    path(f"{_REVIEW}ecrire/", reviews.review_write, name="review_write"),
    path(f"{_REVIEW}demander/", reviews.review_ask, name="review_ask"),
    path(f"{_REVIEW}reprendre/", reviews.review_take_back, name="review_take_back"),
    path(f"{_REVIEW}abandonner/", reviews.review_abandon, name="review_abandon"),
    path(f"{_REVIEW}retablir/", reviews.review_restore, name="review_restore"),
    path(f"{_REVIEW}part-bailleur/", reviews.review_landlord, name="review_landlord"),
    path(f"{_REVIEW}valider/", reviews.review_validate, name="review_validate"),
    path(f"{_REVIEW}document/", reviews.review_report, name="review_report"),
]

_EVALUATION = f"{_FILE}evaluation-finale/<uuid:evaluation_id>/"

ends = [
    path(f"{_FILE}evaluation-finale/nouvelle/", evaluations.evaluation_open, name="evaluation_open"),
    path(f"{_FILE}fin/", exits.close, name="close"),
    path(f"{_FILE}veille/fin/", exits.watch_end, name="watch_end"),
    path(_EVALUATION, evaluations.evaluation, name="evaluation"),
    path(f"{_EVALUATION}ecrire/", evaluations.evaluation_write, name="evaluation_write"),
    path(f"{_EVALUATION}abandonner/", evaluations.evaluation_abandon, name="evaluation_abandon"),
    path(f"{_EVALUATION}retablir/", evaluations.evaluation_restore, name="evaluation_restore"),
    path(f"{_EVALUATION}demander/", evaluations.evaluation_ask, name="evaluation_ask"),
    path(f"{_EVALUATION}avis-bailleur/", evaluations.evaluation_opinion, name="evaluation_opinion"),
    path(f"{_EVALUATION}valider/", evaluations.evaluation_validate, name="evaluation_validate"),
    path(f"{_EVALUATION}document/", evaluations.evaluation_report, name="evaluation_report"),
    path(f"{_EVALUATION}informer/", evaluations.evaluation_inform, name="evaluation_inform"),
    path(f"{_EVALUATION}information-bailleur/", evaluations.evaluation_information, name="evaluation_information"),
]

_PAPERS = f"{_FILE}documents/"
_PAPER = f"{_PAPERS}<uuid:document_id>/"
_SIGNATORY = f"{_PAPER}signataires/<uuid:signatory_id>/"
papers = [
    path("a-signer/", agreements.to_sign, name="to_sign"),
    path(f"{_PAPERS}preparer/", agreements.agreement_new, name="agreement_new"),
    path(f"{_PAPERS}preparer/<slug:document_slug>/", agreements.agreement_draft, name="agreement_draft"),
    path(_PAPER, agreements.document, name="document"),
    path(f"{_PAPER}modifier/", agreements.document_edit, name="document_edit"),
    path(f"{_PAPER}version/", agreements.document_version, name="document_version"),
    path(f"{_PAPER}renouveler/", agreements.document_renew, name="document_renew"),
    path(f"{_PAPER}avenant/", agreements.document_amend, name="document_amend"),
    path(f"{_PAPER}proposer/", agreements.document_propose, name="document_propose"),
    path(f"{_PAPER}abandonner/", agreements.document_cancel, name="document_cancel"),
    path(f"{_PAPER}fin/", agreements.document_end, name="document_end"),
    path(f"{_PAPER}pdf/", agreements.document_pdf, name="document_pdf"),
    path(f"{_PAPER}exemplaire-signe/", agreements.document_signed_pdf, name="document_signed_pdf"),
    path(f"{_SIGNATORY}exemplaire/", agreements.document_scan, name="document_scan"),
    path(f"{_SIGNATORY}signer/", agreements.document_sign, name="document_sign"),
    path(f"{_SIGNATORY}reponse/", agreements.document_answer, name="document_answer"),
    path(f"{_SIGNATORY}reprendre/", agreements.document_take_back, name="document_take_back"),
]

of_tenancy = [
    path("difficultes/", difficulties.difficulties, name="difficulties"),
]

_SUBLEASE = "sous-locations/<uuid:sublease_id>/"
_HEAD = "sous-locations/baux/<uuid:lease_id>/"
_EXAM = "examens/<uuid:exam_id>/"
_NOTICE = "avis-au-prefet/<uuid:notice_id>/"
_SLIDE = "glissements/<uuid:proposal_id>/"

sliding = [
    path("sous-locations/", subleases.subleases, name="subleases"),
    path(f"{_HEAD}rendre/", heads.head_end, name="head_end"),
    path(f"{_HEAD}rendre/annuler/", heads.head_end_undo, name="head_end_undo"),
    path(f"{_HEAD}sous-louer/", heads.head_sublet, name="head_sublet"),
    path(f"{_SUBLEASE}examens/convoquer/", exams.exam_convene, name="exam_convene"),
    path(f"{_SUBLEASE}avis-au-prefet/<int:number>/", notices.notice_prepare, name="notice_prepare"),
    path(f"{_SUBLEASE}glissement/", slide_decisions.slide_propose, name="slide_propose"),
    path(_EXAM, exams.exam, name="exam"),
    path(f"{_EXAM}convocation/<slug:to>/", exams.exam_letter, name="exam_letter"),
    path(f"{_EXAM}remise/", exams.exam_told, name="exam_told"),
    path(f"{_EXAM}entretien/", exams.exam_record, name="exam_record"),
    path(f"{_EXAM}absence/", exams.exam_absent, name="exam_absent"),
    path(f"{_EXAM}annuler/", exams.exam_cancel, name="exam_cancel"),
    path(f"{_EXAM}position/", exams.exam_position, name="exam_position"),
    path(f"{_EXAM}compte-rendu/", exams.exam_minutes, name="exam_minutes"),
    path(_NOTICE, notices.notice, name="notice"),
    path(f"{_NOTICE}lettre/", notices.notice_letter_pdf, name="notice_letter"),
    path(f"{_NOTICE}envoi/", notices.notice_send, name="notice_send"),
    path(f"{_NOTICE}preuve/", notices.notice_prove, name="notice_prove"),
    path(f"{_NOTICE}retirer/", notices.notice_withdraw, name="notice_withdraw"),
    path(f"{_NOTICE}copies/<slug:copy>/", notices.notice_copy, name="notice_copy"),
    path(f"{_SLIDE}decision/", slide_decisions.slide_decide, name="slide_decide"),
    path(f"{_SLIDE}reponse/", slide_decisions.slide_answer, name="slide_answer"),
    path(f"{_SLIDE}retirer/", slide_decisions.slide_withdraw, name="slide_withdraw"),
]

_TITLE = f"{_FILE}bail/<uuid:lease_id>/"
_INVENTORY = f"{_TITLE}etats-des-lieux/<uuid:inventory_id>/"
_PHOTO = f"{_INVENTORY}photos/<uuid:photo_id>/"
of_titles = [
    path(f"{_FILE}bail/reprendre/", titles.take_over, name="title_take_over"),
    path(f"{_TITLE}titre/", titles.change, name="title_change"),
    path(f"{_TITLE}fin/", titles.end, name="title_end"),
    path(f"{_TITLE}fin/annuler/", titles.end_undo, name="title_end_undo"),
    path(f"{_TITLE}corriger/", titles.correct, name="title_correct"),
    path(f"{_TITLE}annuler/", titles.annul, name="title_annul"),
    path(f"{_TITLE}defaire/", titles.undo, name="title_undo"),
    path(f"{_TITLE}glissement/", titles.slide, name="title_slide"),
    path(f"{_TITLE}etats-des-lieux/nouveau/", inventories.inventory_new, name="inventory_new"),
    path(_INVENTORY, inventories.inventory, name="inventory"),
    path(f"{_INVENTORY}photos/", inventories.inventory_photo_add, name="inventory_photo_add"),
    path(_PHOTO, inventories.inventory_photo, name="inventory_photo"),
    path(f"{_PHOTO}retirer/", inventories.inventory_photo_remove, name="inventory_photo_remove"),
]

urlpatterns = [
    *of_titles,
    *sliding,
    *cal,
    *papers,
    *stage_reviews,
    *ends,
    *of_landlord,
    *of_rent,
    *of_tenancy,
    path("dossiers/", lists.households, name="households"),
    path(_FILE, file.file, name="file"),
    path(f"{_FILE}personnes/", file.people, name="file_people"),
    path(f"{_FILE}logement/", file.housing, name="file_housing"),
    path(f"{_FILE}ressources/", file.resources, name="file_resources"),
    path(f"{_FILE}rencontres/", file.meetings, name="file_meetings"),
    path(f"{_FILE}accompagnement/", file.support, name="file_support"),
    path(f"{_FILE}bail/", file.lease, name="file_lease"),
    path(f"{_FILE}partage/", file.sharing, name="file_sharing"),
    path(f"{_FILE}equipe/", file.team, name="file_team"),
    path(f"{_FILE}separation/", splits.split, name="split"),
    path(f"{_FILE}consultations/", file.readers, name="file_readers"),
    path("modeles/", templates.template_list, name="templates"),
    path("modeles/<uuid:template_id>/", templates.template, name="template"),
    path("modeles/<uuid:template_id>/textes/", templates.template_edit, name="template_edit"),
    path("modeles/<uuid:template_id>/apercu/", templates.template_preview, name="template_preview"),
    path("modeles/<uuid:template_id>/publier/", templates.template_publish, name="template_publish"),
    path("recherche/", search.search, name="search"),
    path("a-faire/", todo.todo, name="todo"),
    path("equipe/", team.team, name="team"),
    path("equipe/<uuid:membership_id>/depart/", departures.departure, name="departure"),
    path("aide/", help.help_page, name="help"),
    path("accessibilite/", help.accessibility, name="accessibility"),
    path("donnees-personnelles/", help.personal_data, name="personal_data"),
]
