"""Documents of a file: drafted from it, signed, and what begins or ends with them, in one transaction (domain.md §2.2 V8, §6)."""

import datetime as dt
import uuid
from dataclasses import replace
from typing import Any

from django.db import transaction

from accompaniments.enums import State
from accompaniments.models import Accompaniment
from accompaniments.rules.agreements import SUBLET, WITH_LANDLORD, why_not_proposed_yet
from accompaniments.services.course import open_accompaniment, start_support
from documents.enums import Capacity, DocumentKind, DocumentState, SignatureState
from documents.models import Document, Signatory
from documents.rules.content import Context
from documents.services import drafting, signing
from documents.services.signing import Outcome
from foundation.periods import eve
from foundation.refusals import Refused
from households.enums import HolderCause, HolderRole, NamingCause, NamingService, SharingScope
from households.models import Enrolment, EnrolmentHolder, Person, SharingAgreement
from households.services.holders import end_associate, hold_by_convention
from households.services.namings import end_namings_of, name_to
from households.services.sharing import record_agreement, revoke
from journeys.selectors.agreement_content import (
    AgreementTerms,
    Facts,
    draft_of,
    facts_of,
    signatories_of,
    unit_of_home,
)
from journeys.selectors.plan_papers import ended_words, kept_texts
from journeys.selectors.sublease_content import minutes_of
from leases.enums import LeaseKind, PlanCreditor
from leases.models import RepaymentPlan, SlideExam
from leases.selectors.plans import has_paper, plan_texts
from leases.selectors.slides import standing_agreement
from leases.services.exams import keep_minutes
from leases.services.plans import keep_document
from partners.enums import Axis
from partners.models import Organisation
from records.services.events import one_act

START = "Convention tripartite en vigueur"
RENEWED = "Renouvellement"


def prepare(
    *, enrolment: Enrolment, kind: DocumentKind, terms: AgreementTerms, by: uuid.UUID, today: dt.date
) -> Document:
    """Prepare a document from the file and from what its form says. Raises Refused."""
    _refuse_course(enrolment)
    if kind == DocumentKind.AMENDMENT:
        raise Refused("Un avenant se prépare depuis le document qu’il modifie.")
    if kind not in {DocumentKind.SHARING_AGREEMENT, DocumentKind.AMENDMENT} and _is_running(enrolment, kind):
        raise Refused("Un document de cette sorte est déjà en préparation, à signer ou en vigueur\u00a0: ouvrez-le.")
    facts = facts_of(enrolment, today)
    _refuse_without_sublease(kind, facts)
    _refuse_terms(kind, terms)
    return _draft(kind, facts, terms, by=by)


@transaction.atomic
def prepare_minutes(*, enrolment: Enrolment, exam: SlideExam, by: uuid.UUID, today: dt.date) -> Document:
    """Draft the minutes of an exam held, from what was recorded: the three parties sign them (ADR 0052). Raises Refused."""
    if exam.held_on is None:
        raise Refused("Le compte rendu vient après l’examen.")
    if exam.minutes_id is not None:
        raise Refused("Un compte rendu est déjà préparé pour cet examen.")
    facts = facts_of(enrolment, today)
    tenant, home = exam.sublease.head_lease, exam.sublease.share.dwelling
    terms = AgreementTerms(
        texts=dict(minutes_of(exam, today)),
        association_ids=(tenant.tenant_association_id,) if tenant and tenant.tenant_association_id else (),
        landlord_id=home.landlord_id,
    )
    with one_act():
        document = _draft(DocumentKind.EXAM_MINUTES, facts, terms, by=by)
        keep_minutes(by=by, exam=exam, minutes=document)
    return document


@transaction.atomic
def prepare_plan(*, enrolment: Enrolment, plan: RepaymentPlan, by: uuid.UUID, today: dt.date) -> Document:
    """Draft the document of a repayment plan, from what was recorded: the household and its creditor sign it. Raises Refused."""
    if plan.ended_on is not None:
        raise Refused("Ce plan est terminé.")
    if has_paper(plan):
        raise Refused("Un document est déjà préparé pour ce plan\u00a0: ouvrez-le.")
    facts, is_landlords = facts_of(enrolment, today), plan.creditor == PlanCreditor.LANDLORD
    terms = AgreementTerms(
        texts=plan_texts(plan, today),
        association_ids=() if is_landlords else (plan.organisation_id,),
        landlord_id=plan.organisation_id if is_landlords else None,
        landlord_signs=is_landlords,
    )
    with one_act():
        document = _draft(DocumentKind.REPAYMENT_PLAN, facts, terms, by=by)
        keep_document(by=by, plan=plan, document=document)
    return document


def rewrite(
    *, enrolment: Enrolment, document: Document, version: int, terms: AgreementTerms, by: uuid.UUID, today: dt.date
) -> Document:
    """Change a document in preparation; what comes from the file is read again. Raises Refused."""
    kind, facts = DocumentKind(document.kind), facts_of(enrolment, today)
    _refuse_terms(kind, terms)
    terms = _as_recorded(document, terms, today)
    return drafting.update_draft(
        document=document,
        version=version,
        context=draft_of(kind, facts, terms, _amended(document)),
        signatories=_signatories(kind, facts, terms),
        by=by,
        ends_on=terms.ends_on,
    )


def make_version(
    *, enrolment: Enrolment, document: Document, reason: str, terms: AgreementTerms, by: uuid.UUID, today: dt.date
) -> Document:
    """Make the next version, from the file of today: signatures of one still to sign become void. Raises Refused."""
    kind, facts = DocumentKind(document.kind), facts_of(enrolment, today)
    _refuse_terms(kind, terms)
    _refuse_over(document)
    terms = _as_recorded(document, terms, today)
    return drafting.new_version(
        document=document,
        reason=reason,
        by=by,
        today=today,
        axis=_axis(enrolment),
        context=draft_of(kind, facts, terms, _amended(document)),
        signatories=_signatories(kind, facts, terms),
        ends_on=terms.ends_on,
    )


def renew(
    *, enrolment: Enrolment, document: Document, terms: AgreementTerms, by: uuid.UUID, today: dt.date
) -> Document:
    """Prepare the renewal of a document in force, from the file of today. Raises Refused."""
    if document.state != DocumentState.IN_FORCE:
        raise Refused("Seul un document en vigueur se renouvelle.")
    if terms.ends_on is None:
        raise Refused("Indiquez la nouvelle fin.", "ends_on")
    if document.ends_on and terms.ends_on <= document.ends_on:
        raise Refused("La nouvelle fin vient après celle du document en vigueur.", "ends_on")
    if terms.ends_on <= today:
        raise Refused("La nouvelle fin est à venir.", "ends_on")
    return make_version(enrolment=enrolment, document=document, reason=RENEWED, terms=terms, by=by, today=today)


def amend(
    *, enrolment: Enrolment, document: Document, terms: AgreementTerms, by: uuid.UUID, today: dt.date
) -> Document:
    """Prepare an amendment to a document in force: those who are adults today sign it, with its organisations. Raises Refused."""
    if document.state != DocumentState.IN_FORCE or document.kind == DocumentKind.AMENDMENT:
        raise Refused("Un avenant modifie un document en vigueur.")
    facts = facts_of(enrolment, today)
    return drafting.draft(
        kind=DocumentKind.AMENDMENT,
        axis=_axis(enrolment),
        subject_kind=drafting.ENROLMENT,
        subject_id=enrolment.pk,
        context=draft_of(DocumentKind.AMENDMENT, facts, terms, document),
        signatories=_signatories(DocumentKind.AMENDMENT, facts, terms),
        by=by,
        today=today,
        series=document.series,
        previous=document,
        reason=terms.texts.get("raison", ""),
    )


def propose(*, document: Document, by: uuid.UUID, today: dt.date) -> Document:
    """Propose a document to signature, at a step that allows it. To call outside a transaction. Raises Refused."""
    enrolment = _file_of(document)
    _refuse_over(document)
    state = Accompaniment.objects.open().filter(enrolment=enrolment).values_list("state", flat=True).first()
    if why := why_not_proposed_yet(DocumentKind(document.kind), _axis(enrolment), State(state) if state else None):
        raise Refused(why)
    with one_act():
        return drafting.propose(document=document, by=by, today=today)


def sign(*, by: uuid.UUID, today: dt.date, **answer: Any) -> Outcome:
    """Record a signature, as `documents.services.signing.record_signature`, with what it begins. Raises Refused."""
    _refuse_over(answer["signatory"].document)
    with one_act():
        return signing.record_signature(
            by=by, today=today, then=lambda outcome: _follow(outcome, by=by, today=today), **answer
        )


@transaction.atomic
def refuse(*, by: uuid.UUID, today: dt.date, **answer: Any) -> Outcome:
    """Record a refusal, as `record_refusal`: it may be the last answer that was needed. Raises Refused."""
    with one_act():
        outcome = signing.record_refusal(by=by, today=today, **answer)
        _follow(outcome, by=by, today=today)
        return outcome


@transaction.atomic
def be_absent(*, by: uuid.UUID, today: dt.date, **answer: Any) -> Outcome:
    """Record an absence, as `record_absence`: it may be the last answer that was needed. Raises Refused."""
    with one_act():
        outcome = signing.record_absence(by=by, today=today, **answer)
        _follow(outcome, by=by, today=today)
        return outcome


@transaction.atomic
def finish(*, document: Document, ended_on: dt.date, reason: str, by: uuid.UUID, today: dt.date) -> Document:
    """End a document in force with what it opened: an accord is withdrawn, a convention names and shares no more. Raises Refused."""
    with one_act():
        if document.kind == DocumentKind.SHARING_AGREEMENT:
            agreement = SharingAgreement.objects.filter(document_id=document.pk, ended_on__isnull=True).first()
            if agreement is not None and agreement.is_granted:
                row = drafting.end(document=document, ended_on=ended_on, reason=reason, by=by, today=today)
                revoke(by=by, agreement=agreement, revoked_on=_day_after(ended_on, agreement, today))
                return row
        row = drafting.end(document=document, ended_on=ended_on, reason=reason, by=by, today=today)
        if row.kind == DocumentKind.TRIPARTITE_AGREEMENT:
            _close_convention(row, by=by, ended_on=ended_on)
        return row


def _as_recorded(document: Document, terms: AgreementTerms, today: dt.date) -> AgreementTerms:
    """Give the terms with what a plan's paper says of it as it is recorded, whatever was typed."""
    return replace(terms, texts={**terms.texts, **kept_texts(document, today)})


def _refuse_over(document: Document) -> None:
    """Refuse to carry on with the paper of a plan that ended. Raises Refused."""
    if said := ended_words(document):
        raise Refused(f"{said} Son document ne se signe plus\u00a0: abandonnez-le.")


def _day_after(ended_on: dt.date, agreement: SharingAgreement, today: dt.date) -> dt.date:
    """Give the first day on which an accord no longer stands: today at the latest, since it closes at once."""
    return max(min(ended_on + dt.timedelta(days=1), today), agreement.started_on)


def _follow(outcome: Outcome, *, by: uuid.UUID, today: dt.date) -> None:
    """Do what an answer begins."""
    document = outcome.document
    enrolment = _file_of(document)
    if document.kind == DocumentKind.SHARING_AGREEMENT:
        _answer_sharing(outcome, enrolment, by=by)
    elif outcome.is_now_in_force and document.kind == DocumentKind.TRIPARTITE_AGREEMENT:
        _open_convention(document, enrolment, by=by, today=today)


def _open_convention(document: Document, enrolment: Enrolment, *, by: uuid.UUID, today: dt.date) -> None:
    """Begin a sauvegarde's accompaniment, name the household to its unit, open the file to the second association."""
    day = document.in_force_on or today
    if _axis(enrolment) == Axis.MAINTENANCE and open_accompaniment(enrolment).state != State.WATCHED:
        start_support(by=by, enrolment=enrolment, effective_on=day, today=today, reason=START)
    facts = facts_of(enrolment, today)
    signed = list(document.signatories.select_related("organisation"))
    for row in signed:
        if row.capacity != Capacity.LANDLORD or row.organisation is None:
            continue
        unit = unit_of_home(facts.housing, facts.lease, row.organisation_id)
        if unit is not None:  # a wish names nobody (domain.md §3.9)
            name_to(
                by=by,
                enrolment=enrolment,
                landlord=row.organisation,
                service=NamingService.CORRESPONDENT,
                unit=unit,
                cause=NamingCause.CONVENTION_SIGNED,
                started_on=day,
                source_id=document.series,
            )
    named = [row.organisation for row in signed if row.capacity == Capacity.ASSOCIATION and row.organisation]
    _hold(enrolment, named, by=by, day=day)


def _hold(enrolment: Enrolment, named: list[Organisation], *, by: uuid.UUID, day: dt.date) -> None:
    """Let the associations that the convention names hold the file, and no longer one that only a former version named."""
    if len(named) > 1:
        for association in named:
            hold_by_convention(by=by, enrolment=enrolment, association=association, started_on=day)
    gone = EnrolmentHolder.objects.filter(
        enrolment=enrolment, role=HolderRole.ASSOCIATE, cause=HolderCause.CONVENTION, ended_on__isnull=True
    ).exclude(association__in=named)
    for holder in gone:
        end_associate(by=by, holder=holder, ended_on=max(eve(day), eve(holder.started_on)))


def _close_convention(document: Document, *, by: uuid.UUID, ended_on: dt.date) -> None:
    enrolment = _file_of(document)
    end_namings_of(
        by=by, enrolment=enrolment, cause=NamingCause.CONVENTION_SIGNED, source_id=document.series, ended_on=ended_on
    )
    for holder in EnrolmentHolder.objects.filter(
        enrolment=enrolment, role=HolderRole.ASSOCIATE, cause=HolderCause.CONVENTION, ended_on__isnull=True
    ):
        end_associate(by=by, holder=holder, ended_on=ended_on)


def _answer_sharing(outcome: Outcome, enrolment: Enrolment, *, by: uuid.UUID) -> None:
    """Write the accord, or its refusal, with the answer that says it: what it opens or closes does so at once (§3.9)."""
    document, signatory = outcome.document, outcome.signatory
    is_refused = signatory.state == SignatureState.REFUSED
    if not outcome.is_now_in_force and not is_refused:
        return
    values = Context.loads(document.context).values
    person = Person.objects.get(pk=uuid.UUID(values["_person"]))
    scope = SharingScope(values["_scope"])
    day = (document.in_force_on if outcome.is_now_in_force else signatory.state_on) or document.drafted_on
    standing = SharingAgreement.objects.filter(
        enrolment=enrolment, person=person, scope=scope, ended_on__isnull=True, started_on=day
    ).first()
    if standing is not None and standing.is_granted != is_refused:
        if standing.document_id is None:
            standing.document_id, standing.proof = document.pk, _proof(signatory, document)
            standing.save(update_fields=["document_id", "proof"])
        return  # the same answer was recorded that day without its document
    record_agreement(
        by=by,
        enrolment=enrolment,
        person=person,
        scope=scope,
        is_granted=not is_refused,
        started_on=day,
        proof=_proof(signatory, document),
        document_id=document.pk,
    )


def _proof(signatory: Signatory, document: Document) -> Any:
    return signatory.scan or document.pdf


def _draft(kind: DocumentKind, facts: Facts, terms: AgreementTerms, *, by: uuid.UUID) -> Document:
    return drafting.draft(
        kind=kind,
        axis=_axis(facts.enrolment),
        subject_kind=drafting.ENROLMENT,
        subject_id=facts.enrolment.pk,
        context=draft_of(kind, facts, terms, None),
        signatories=_signatories(kind, facts, terms),
        by=by,
        today=facts.today,
        ends_on=terms.ends_on,
    )


def _signatories(kind: DocumentKind, facts: Facts, terms: AgreementTerms) -> list[drafting.SignatoryTerms]:
    asked = signatories_of(kind, facts, terms)
    if not any(one.capacity in Capacity.OF_HOUSEHOLD for one in asked):
        raise Refused("Aucun adulte du ménage ne peut signer ce document aujourd’hui.")
    return asked


def _refuse_terms(kind: DocumentKind, terms: AgreementTerms) -> None:
    if terms.starts_on and terms.ends_on and terms.ends_on < terms.starts_on:
        raise Refused("La fin ne peut pas précéder le début.", "ends_on")
    if kind in WITH_LANDLORD and terms.landlord_id is None:
        raise Refused("Indiquez le bailleur.", "landlord")
    if kind == DocumentKind.SHARING_AGREEMENT and (terms.person_id is None or terms.scope is None):
        raise Refused("Indiquez la personne, et avec qui elle accepte de partager.", "person")


def _refuse_without_sublease(kind: DocumentKind, facts: Facts) -> None:
    """A sublease's documents come with it; its slide's with the landlord's agreement. Raises Refused."""
    is_sublet = facts.lease is not None and facts.lease.kind == LeaseKind.SUBLEASE
    if kind in (*SUBLET, DocumentKind.SLIDE_AMENDMENT) and not is_sublet:
        raise Refused(
            "Ce ménage n’a pas de sous-location en cours\u00a0: enregistrez-la d’abord, dans «\u00a0Bail\u00a0»."
        )
    if kind == DocumentKind.SLIDE_AMENDMENT and facts.lease is not None and standing_agreement(facts.lease) is None:
        raise Refused("Le bailleur n’a pas encore accepté le glissement (CCH, art. L. 442-8-3).")


def _refuse_course(enrolment: Enrolment) -> None:
    open_accompaniment(enrolment)


def _is_running(enrolment: Enrolment, kind: DocumentKind) -> bool:
    return Document.objects.filter(
        subject_kind=drafting.ENROLMENT, subject_id=enrolment.pk, kind=kind, state__in=DocumentState.OPEN
    ).exists()


def _amended(document: Document) -> Document | None:
    """Give what an amendment amends: the document in force of its chain."""
    if document.kind != DocumentKind.AMENDMENT:
        return None
    rows = Document.objects.filter(series=document.series).exclude(kind=DocumentKind.AMENDMENT)
    return rows.filter(state=DocumentState.IN_FORCE).first() or rows.order_by("-number").first()


def _file_of(document: Document) -> Enrolment:
    enrolment: Enrolment = Enrolment.objects.select_related("version__programme").get(pk=document.subject_id)
    return enrolment


def _axis(enrolment: Enrolment) -> Axis:
    return Axis(enrolment.version.programme.axis)
