"""The pages of a file's documents: their part of « Accompagnement », their forms, what one has to sign (domain.md §6)."""

import datetime as dt
import uuid
from dataclasses import dataclass, replace

from django.urls import reverse

from accompaniments.readings.agreements import AgreementRead, agreements
from accompaniments.rules.agreements import OF_SUBLEASE, TRIPARTITE, WITH_LANDLORD
from accompaniments.selectors.agreements import SLUGS, the
from documents.enums import Capacity, DocumentKind, DocumentState
from documents.models import Document
from documents.rules.content import Context, Objective
from documents.rules.fields import BY_CODE, Field
from documents.rules.texts import names_in
from documents.selectors.documents import DocumentLine
from documents.selectors.templates import template_for
from documents.views.mount import May, Mount
from foundation.words import capitalised
from households.enums import HolderRole, SharingScope
from households.models import Enrolment, EnrolmentHolder
from households.permissions import Standing
from households.readings import Card, card
from journeys.access import FileDocument
from journeys.selectors.agreement_content import (
    TYPED,
    AgreementTerms,
    Facts,
    facts_of,
    first_texts,
    names_among,
    objectives_of,
    signatories_of,
    tenant_of,
    terms_of_context,
    usual_end,
)
from journeys.selectors.plan_papers import ended_words
from leases.selectors.protocols import running_protocol
from partners.enums import Axis
from partners.reader import Reader

NEW, EDIT, VERSION, RENEW, AMEND = "new", "edit", "version", "renew", "amend"
_SUBMIT = {
    NEW: "Préparer le document",
    EDIT: "Enregistrer",
    VERSION: "Préparer la nouvelle version",
    RENEW: "Préparer le renouvellement",
    AMEND: "Préparer l’avenant",
}
_LEADS = {
    NEW: "Ce que le dossier dit déjà est repris. Vous relirez le document avant de le proposer à la signature.",
    EDIT: "Ce qui vient du dossier est repris de nouveau à l’enregistrement.",
    VERSION: "Si le document est à signer, les réponses déjà données deviennent caduques. S’il est en vigueur, il le reste jusqu’à l’entrée en vigueur de cette version.",
    RENEW: "Le document en vigueur le reste jusqu’à l’entrée en vigueur de son renouvellement.",
    AMEND: "Les adultes d’aujourd’hui et les organismes du document le signent.",
}


@dataclass(frozen=True)
class SectionLine:
    """A document in « Accompagnement »."""

    line: DocumentLine
    url: str  # empty: she knows that it exists, and no more
    shows_signatures: bool
    amend_url: str
    joined: int
    left: int


@dataclass(frozen=True)
class Section:
    """The documents' part of a file's page."""

    lines: tuple[SectionLine, ...]
    past: tuple[SectionLine, ...]
    new_url: str
    name_url: str  # a protected file: whoever signs for an organisation is to be named on its list


@dataclass(frozen=True)
class DraftPage:
    """What the form of a document stands on."""

    card: Card
    kind: DocumentKind
    mode: str
    heading: str
    lead: str
    submit: str
    back: str
    draft_subject: uuid.UUID
    why_not: str
    fields: tuple[Field, ...]  # the texts that one types
    kept: tuple[tuple[str, str], ...]  # those that a record says, with their label
    terms: AgreementTerms  # what the form starts from
    version: int | None
    asks_start: bool
    asks_end: bool
    asks_landlord: bool
    asks_landlord_signs: bool
    asks_partner: bool
    asks_associations: bool
    adults: tuple[tuple[str, str], ...]
    scopes: tuple[tuple[str, str], ...]
    associations: tuple[tuple[str, str], ...]
    landlords: tuple[tuple[str, str], ...]
    objectives: tuple[Objective, ...]
    carries_objectives: bool
    signatories: tuple[tuple[str, str], ...]  # name, capacity: of today
    is_read_by_landlord: bool
    is_protected: bool


def section(reader: Reader, enrolment: Enrolment, hers: Standing) -> Section | None:
    """Give the documents' part of a file for this reader, None when it holds nothing for her."""
    lines = [_section_line(enrolment, hers, read) for read in agreements(reader, enrolment, hers)]
    new_url = reverse("journeys:agreement_new", args=[enrolment.pk]) if _may_prepare(enrolment, hers) else ""
    if not lines and not new_url:
        return None
    return Section(
        lines=tuple(line for line in lines if line.line.state in DocumentState.OPEN),
        past=tuple(line for line in lines if line.line.state not in DocumentState.OPEN),
        new_url=new_url,
        name_url=_name_url(enrolment, hers, [line.line for line in lines]),
    )


def draft_page(reader: Reader, enrolment: Enrolment, kind: DocumentKind) -> DraftPage:
    """Give what the form of a new document needs."""
    facts = facts_of(enrolment, reader.today)
    held = EnrolmentHolder.objects.open_on(reader.today).filter(enrolment=enrolment, role=HolderRole.LEAD)
    tenant = tenant_of(facts) if kind in OF_SUBLEASE else None
    terms = AgreementTerms(
        texts=first_texts(facts),
        starts_on=reader.today,
        ends_on=usual_end(reader.today),
        association_ids=(tenant.pk,) if tenant else tuple(held.values_list("association_id", flat=True)),
        landlord_id=facts.landlord_id,
    )
    if kind == DocumentKind.SOCIAL_COHESION_PROTOCOL and (protocol := running_protocol(enrolment.pk)):
        terms = replace(
            terms,
            texts={**terms.texts, **protocol.texts},
            starts_on=protocol.started_on,
            ends_on=protocol.last_day,
            landlord_id=protocol.landlord_id,
        )
    template = template_for(kind, Axis(enrolment.version.programme.axis))
    why = "" if template else "Aucun modèle n’est publié pour ce document. Demandez à l’administrateur de le publier."
    named = _names(template.texts) if template else frozenset()
    return _page(reader, facts, kind, NEW, terms, named=named, why_not=why, document=None)


def edit_page(reader: Reader, enrolment: Enrolment, document: Document, mode: str) -> DraftPage:
    """Give what the form of a document already drafted needs: to change it, to make its next version, to renew it."""
    facts = facts_of(enrolment, reader.today)
    kind = DocumentKind(document.kind)
    terms = terms_of_context(Context.loads(document.context))
    state = document.state
    refusals = {
        EDIT: (
            "" if state == DocumentState.DRAFT else "Ce document est proposé à la signature\u00a0: il ne change plus."
        ),
        VERSION: (
            ""
            if state in (DocumentState.TO_SIGN, DocumentState.IN_FORCE, DocumentState.CANCELLED)
            else "Ce document n’a pas de nouvelle version dans son état."
        ),
        RENEW: ("" if state == DocumentState.IN_FORCE else "Seul un document en vigueur se renouvelle."),
    }
    if mode == RENEW and terms.ends_on:
        starts_on = terms.ends_on + dt.timedelta(days=1)
        terms = replace(terms, starts_on=starts_on, ends_on=usual_end(starts_on))
    template = document.template if mode == EDIT else template_for(kind, Axis(enrolment.version.programme.axis))
    named = _names((template or document.template).texts)
    return _page(reader, facts, kind, mode, terms, named=named, why_not=refusals[mode], document=document)


def amend_page(reader: Reader, enrolment: Enrolment, document: Document) -> DraftPage:
    """Give what the form of an amendment needs: it starts from who arrived and who left."""
    facts = facts_of(enrolment, reader.today)
    of_base = terms_of_context(Context.loads(document.context))
    asked = {
        row.person_id: row.printed_name
        for row in document.signatories.filter(capacity=Capacity.ADULT, person_id__isnull=False)
    }
    present = dict(facts.adults)
    joined = [f"{name} rejoint le ménage." for pk, name in present.items() if pk not in asked]
    left = [f"{name} ne fait plus partie du ménage." for pk, name in asked.items() if pk not in present]
    changes = ["Chaque personne qui rejoint le ménage signe le document et ses engagements."] if joined else []
    terms = replace(
        of_base,
        texts={"raison": "\n".join([*joined, *left]), "changements": "\n".join(changes)},
        starts_on=reader.today,
        ends_on=None,
        landlord_signs=document.signatories.filter(capacity=Capacity.LANDLORD).exists(),
        partner="",
    )
    is_open = document.state == DocumentState.IN_FORCE and document.kind != DocumentKind.AMENDMENT
    template = template_for(DocumentKind.AMENDMENT, Axis(enrolment.version.programme.axis))
    named = _names(template.texts) if template else frozenset()
    why = "" if is_open else "Un avenant modifie un document en vigueur."
    return _page(reader, facts, DocumentKind.AMENDMENT, AMEND, terms, named=named, why_not=why, document=document)


def mount(reader: Reader, found: FileDocument) -> Mount:
    """Give the pages of a document, mounted on its file for this reader."""
    enrolment, hers = found.enrolment, found.hers
    shown = card(reader, enrolment)
    back = reverse("journeys:file_support", args=[enrolment.pk]) + "#documents"
    if found.is_signatory_only:
        shown = replace(shown, standing=hers, title=f"Dossier n°\u00a0{enrolment.file_number}", flags=())
        back = reverse("journeys:to_sign")
    may = May(
        write=hers.may_write,
        manage=hers.may_write,
        read_reasons=hers.reads_whole,
        signs_for=found.signs_for,
    )
    return Mount(
        shown,
        found.document.pk,
        may,
        "journeys:document",
        back,
        {"enrolment_id": enrolment.pk},
        ended_words(found.document),
    )


def _page(
    reader: Reader,
    facts: Facts,
    kind: DocumentKind,
    mode: str,
    terms: AgreementTerms,
    *,
    named: frozenset[str],
    why_not: str,
    document: Document | None,
) -> DraftPage:
    enrolment = facts.enrolment
    is_amendment = kind == DocumentKind.AMENDMENT
    tripartite = kind in WITH_LANDLORD
    contract = kind in (DocumentKind.SUPPORT_CONTRACT, DocumentKind.PPAL)
    back = (
        reverse("journeys:document", args=[enrolment.pk, document.pk])
        if document
        else reverse("journeys:agreement_new", args=[enrolment.pk])
    )
    titles = {
        NEW: f"Préparer {the(kind)}",
        EDIT: f"Modifier {the(kind)}",
        VERSION: "Nouvelle version",
        RENEW: f"Renouveler {the(kind)}",
        AMEND: "Préparer un avenant",
    }
    landlord_reads = tripartite or terms.landlord_signs
    return DraftPage(
        card=card(reader, enrolment),
        kind=kind,
        mode=mode,
        heading=titles[mode],
        lead=_LEADS[mode],
        submit=_SUBMIT[mode],
        back=back,
        draft_subject=document.pk if document else enrolment.pk,
        why_not=why_not,
        fields=tuple(
            field
            for code, field in BY_CODE.items()
            if code in named and (field.is_long or code in TYPED) and not field.is_kept
        ),
        kept=tuple(
            (field.label, _without_dashes(terms.texts.get(code, "")))
            for code, field in BY_CODE.items()
            if code in named and field.is_kept
        ),
        terms=terms,
        version=document.version if document and mode == EDIT else None,
        asks_start="date_debut" in named,
        asks_end="date_fin" in named or "duree" in named,
        asks_landlord=(tripartite or "bailleur" in named) and not is_amendment,
        asks_landlord_signs=contract,
        asks_partner=kind in TRIPARTITE or contract,
        asks_associations="associations" in named and not is_amendment,
        adults=tuple((str(pk), name) for pk, name in facts.adults) if kind == DocumentKind.SHARING_AGREEMENT else (),
        scopes=_scopes(facts),
        associations=tuple(names_among(facts.associations)),
        landlords=tuple(names_among(facts.landlords)),
        objectives=tuple(objectives_of(kind, facts, landlord_reads=landlord_reads)),
        carries_objectives="objectifs" in named,
        signatories=tuple(
            (one.printed_name, one.printed_title or str(one.capacity.label))
            for one in signatories_of(kind, facts, terms)
        )
        if kind != DocumentKind.SHARING_AGREEMENT
        else (),
        is_read_by_landlord=landlord_reads,
        is_protected=enrolment.is_protected,
    )


def _without_dashes(text: str) -> str:
    return "\n".join(line.removeprefix("- ") for line in text.splitlines())


def _names(texts: list[dict[str, object]]) -> frozenset[str]:
    return frozenset(name for line in texts for name in names_in(str(line["text"])))


def _scopes(facts: Facts) -> tuple[tuple[str, str], ...]:
    """Offer the sharing with a second association where the programme has one."""
    offered = [scope for scope in SharingScope if scope != SharingScope.ASSOCIATIONS or len(facts.associations) > 1]
    return tuple((scope.value, capitalised(str(scope.label))) for scope in offered)


def _section_line(enrolment: Enrolment, hers: Standing, read: AgreementRead) -> SectionLine:
    change = read.change
    asks = hers.may_write and change is not None and change.is_any
    return SectionLine(
        line=read.line,
        url=reverse("journeys:document", args=[enrolment.pk, read.line.id]) if read.is_open else "",
        shows_signatures=read.is_open,
        amend_url=reverse("journeys:document_amend", args=[enrolment.pk, read.line.id]) if asks else "",
        joined=len(change.joined) if change else 0,
        left=len(change.left) if change else 0,
    )


def _may_prepare(enrolment: Enrolment, hers: Standing) -> bool:
    return hers.may_write and enrolment.ended_on is None


def _name_url(enrolment: Enrolment, hers: Standing, lines: list[DocumentLine]) -> str:
    waits = any(
        line.state == DocumentState.TO_SIGN and one.capacity == Capacity.LANDLORD
        for line in lines
        for one in line.awaited
    )
    if not (enrolment.is_protected and hers.may_protect and waits):
        return ""
    return reverse("households:protection_name", args=[enrolment.pk])


def kind_of_slug(slug: str) -> DocumentKind | None:
    """Read a kind from its address."""
    return next((kind for kind, one in SLUGS.items() if one == slug), None)


def chosen(ids: list[str]) -> tuple[uuid.UUID, ...]:
    """Read choices already checked."""
    return tuple(uuid.UUID(value) for value in ids)
