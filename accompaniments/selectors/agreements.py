"""What conventions and contracts ask for and what became of them: « À faire », the timeline, « Où en est-on »."""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence

from django.urls import reverse

from accompaniments.enums import State
from accompaniments.readings.agreements import adults_on, agreements, change_since, is_known
from accompaniments.rules.agreements import WAS_IN_FORCE, stands_for, wanted_of
from accompaniments.selectors.states import Course
from documents.enums import DocumentKind, DocumentState, SignatureState
from documents.selectors.documents import DocumentLine, documents_of
from foundation.timeline import Due, Happened, noon_of
from foundation.words import capitalised, counted, join_names, plain_date
from households.models import Enrolment
from households.permissions import Standing, read_since
from partners.enums import Axis
from partners.reader import Reader

RENEWAL_SHOWN = dt.timedelta(days=30)
SLUGS: dict[DocumentKind, str] = {
    DocumentKind.TRIPARTITE_AGREEMENT: "convention",
    DocumentKind.SUPPORT_CONTRACT: "contrat",
    DocumentKind.ADHESION: "adhesion",
    DocumentKind.SHARING_AGREEMENT: "accord-de-partage",
    DocumentKind.LEASE_COMMITMENT: "engagement-annexe-au-bail",
    DocumentKind.PPAL: "ppal",
    DocumentKind.SOCIAL_COHESION_PROTOCOL: "protocole-de-cohesion-sociale",
    DocumentKind.SUBLEASE_CONTRACT: "sous-location",
    DocumentKind.SUBLEASE_ANNEX: "convention-de-sous-location",
    DocumentKind.SLIDE_AMENDMENT: "avenant-de-glissement",
}
_THE = {
    DocumentKind.TRIPARTITE_AGREEMENT: "la convention",
    DocumentKind.LEASE_COMMITMENT: "l’engagement annexé au bail",
    DocumentKind.SUPPORT_CONTRACT: "le contrat",
    DocumentKind.PPAL: "le PPAL",
    DocumentKind.ADHESION: "l’adhésion",
    DocumentKind.SHARING_AGREEMENT: "l’accord de partage",
    DocumentKind.SOCIAL_COHESION_PROTOCOL: "le protocole",
    DocumentKind.AMENDMENT: "l’avenant",
    DocumentKind.SUBLEASE_CONTRACT: "le contrat de sous-location",
    DocumentKind.SUBLEASE_ANNEX: "la convention annexée à la sous-location",
    DocumentKind.SLIDE_AMENDMENT: "l’avenant de glissement",
    DocumentKind.EXAM_MINUTES: "le compte rendu d’examen",
    DocumentKind.REPAYMENT_PLAN: "le plan d’apurement",
}
_OF = {
    **{kind: f"de {said}" for kind, said in _THE.items()},
    DocumentKind.SUPPORT_CONTRACT: "du contrat",
    DocumentKind.PPAL: "du PPAL",
    DocumentKind.SOCIAL_COHESION_PROTOCOL: "du protocole",
    DocumentKind.SUBLEASE_CONTRACT: "du contrat de sous-location",
    DocumentKind.EXAM_MINUTES: "du compte rendu d’examen",
    DocumentKind.REPAYMENT_PLAN: "du plan d’apurement",
}


def the(kind: DocumentKind) -> str:
    """Say « la convention », in the middle of a sentence."""
    return _THE[kind]


def due_lines(reader: Reader, known: Mapping[uuid.UUID, Course], hers: Mapping[uuid.UUID, Standing]) -> list[Due]:
    """Give what documents wait for, in three queries; no programme fixes a delay, so each says the day that it starts from."""
    open_ones = {pk: course for pk, course in known.items() if hers[pk].may_write and course.state != State.CLOSED}
    if not open_ones:
        return []
    files = {pk: course.accompaniment.enrolment for pk, course in open_ones.items()}
    documents = documents_of(files)
    adults = adults_on({file.household_id for file in files.values()}, reader.today)
    lines: list[Due] = []
    for pk, course in open_ones.items():
        since = read_since(hers[pk], files[pk])
        of_file = [line for line in documents.get(pk, []) if is_known(line, hers[pk], since)]
        lines += _wanted(pk, course, of_file)
        for line in of_file:
            lines += _of_document(reader, pk, line)
            lines += _amendment(reader, pk, line, of_file, adults[files[pk].household_id])
    return lines


def happened(reader: Reader, enrolment: Enrolment, hers: Standing) -> list[Happened]:
    """Give the days of the documents that this reader opens; to the team, who refused to sign too."""
    lines: list[Happened] = []
    for read in agreements(reader, enrolment, hers):
        line = read.line
        if not read.is_open:
            continue
        url = reverse("journeys:document", args=[enrolment.pk, line.id])
        said = [
            (line.sent_on if hers.reads_whole else None, f"{line.title} à signer", "pen"),
            (line.in_force_on, f"{line.title} en vigueur", "check"),
            (
                line.ended_on if line.state in WAS_IN_FORCE and line.state != DocumentState.SUPERSEDED else None,
                f"{line.title}\u00a0: fin",
                "cross",
            ),
        ]
        lines += [
            Happened(on=on, at=noon_of(on), kind="STEP", icon=icon, title=title, url=url)
            for on, title, icon in said
            if on is not None
        ]
        if hers.reads_whole:
            lines += _refusals(line, url)
    return lines


def documents_of_step(
    reader: Reader, enrolment: Enrolment, hers: Standing, axis: Axis, state: State
) -> tuple[list[str], list[tuple[str, str, str]]]:
    """Give, for the step a file is at, the documents in force (« Convention en vigueur depuis le … ») and those awaited.

    An awaited one is its sentence, its detail and its address.
    """
    wanted = wanted_of(axis, state)
    if not wanted:
        return [], []
    lines = [read.line for read in agreements(reader, enrolment, hers)]
    done, awaited = [], []
    for kind in wanted:
        of_kind = [line for line in lines if line.kind in stands_for(kind)]
        current = next((line for line in of_kind if line.state == DocumentState.IN_FORCE), None)
        if current is not None and current.in_force_on:
            done.append(f"{current.title} en vigueur depuis le {plain_date(current.in_force_on)}.")
            continue
        running = next((line for line in of_kind if line.state in (DocumentState.TO_SIGN, DocumentState.DRAFT)), None)
        awaited.append(_awaited(enrolment, hers, kind, running))
    return done, awaited


def _awaited(
    enrolment: Enrolment, hers: Standing, kind: DocumentKind, running: DocumentLine | None
) -> tuple[str, str, str]:
    if running is None:
        url = reverse("journeys:agreement_draft", args=[enrolment.pk, SLUGS[kind]]) if hers.may_write else ""
        return f"{capitalised(the(kind))} est à préparer.", "", url
    url = reverse("journeys:document", args=[enrolment.pk, running.id]) if hers.reads_whole else ""
    if running.state == DocumentState.DRAFT:
        return f"{capitalised(the(running.kind))} est en préparation.", "", url
    return f"{capitalised(the(running.kind))} est à signer.", _missing(running) if hers.reads_whole else "", url


def _missing(line: DocumentLine) -> str:
    if line.is_hopeless:
        return "Une signature nécessaire manque pour de bon\u00a0: faites une nouvelle version, ou abandonnez-la."
    return f"Il manque\u00a0: {join_names([one.name for one in line.awaited])}." if line.awaited else ""


def _wanted(pk: uuid.UUID, course: Course, lines: Sequence[DocumentLine]) -> list[Due]:
    """Ask for what the step waits for and nobody prepared yet."""
    found = []
    for kind in wanted_of(course.axis, course.state):
        kinds = stands_for(kind)
        states = (DocumentState.DRAFT, DocumentState.TO_SIGN, DocumentState.IN_FORCE)
        if any(line.kind in kinds and line.state in states for line in lines):
            continue
        since = course.accompaniment.state_on
        found.append(
            Due(
                due_on=since,
                title=f"Préparer {the(kind)}",
                why=f"Étape commencée le {plain_date(since)}\u00a0; aucun délai n’est fixé par le programme.",
                enrolment_id=pk,
                url=reverse("journeys:agreement_draft", args=[pk, SLUGS[kind]]),
                act="Préparer",
                is_unlimited=True,
            )
        )
    return found


def _of_document(reader: Reader, pk: uuid.UUID, line: DocumentLine) -> list[Due]:
    url = reverse("journeys:document", args=[pk, line.id])
    if line.state == DocumentState.DRAFT:
        why = f"Préparé le {plain_date(line.drafted_on)}\u00a0; aucun délai n’est fixé par le programme."
        return [
            Due(
                line.drafted_on,
                f"Proposer {the(line.kind)} à la signature",
                why,
                pk,
                url,
                "Ouvrir le document",
                is_unlimited=True,
            )
        ]
    if line.state == DocumentState.TO_SIGN and line.sent_on:
        if line.is_hopeless and line.kind == DocumentKind.SHARING_AGREEMENT:
            return []  # a refusal is an answer: it blocks nothing
        what = (
            "une signature nécessaire manque pour de bon"
            if line.is_hopeless
            else f"il manque {counted(len(line.awaited), 'réponse')}"
        )
        why = f"Proposé le {plain_date(line.sent_on)}\u00a0: {what}\u00a0; aucun délai n’est fixé par le programme."
        return [
            Due(line.sent_on, f"Faire signer {the(line.kind)}", why, pk, url, "Ouvrir le document", is_unlimited=True)
        ]
    if line.state == DocumentState.IN_FORCE and line.ends_on and line.ends_on <= reader.today + RENEWAL_SHOWN:
        why = f"Le terme prévu {_OF[line.kind]} est le {plain_date(line.ends_on)}."
        return [Due(line.ends_on, f"Renouveler {the(line.kind)}, ou y mettre fin", why, pk, url, "Ouvrir le document")]
    return []


def _amendment(
    reader: Reader, pk: uuid.UUID, line: DocumentLine, lines: Sequence[DocumentLine], present: frozenset[uuid.UUID]
) -> list[Due]:
    change = change_since(line, lines, present)
    if change is None or not change.is_any:
        return []
    running = next(
        (
            one
            for one in lines
            if one.series == line.series and one.state in (DocumentState.DRAFT, DocumentState.TO_SIGN)
        ),
        None,
    )
    if running is not None:
        return []  # its own line asks for it
    what = [counted(len(change.joined), "adulte") + " de plus"] if change.joined else []
    what += [counted(len(change.left), "adulte") + " de moins"] if change.left else []
    return [
        Due(
            due_on=reader.today,
            title="Avenant à préparer",
            why=f"Depuis la signature {_OF[line.kind]}, {join_names(what)} dans le ménage.",
            enrolment_id=pk,
            url=reverse("journeys:document_amend", args=[pk, line.id]),
            act="Préparer l’avenant",
        )
    ]


def _refusals(line: DocumentLine, url: str) -> list[Happened]:
    words = {SignatureState.REFUSED: "refus de signer", SignatureState.ABSENT: "absence"}
    return [
        Happened(
            on=one.state_on,
            at=noon_of(one.state_on),
            kind="STEP",
            icon="stop",
            title=f"{line.title}\u00a0: {words[one.state]}",
            url=url,
            detail=f"{one.name}.",
        )
        for one in line.signatories
        if one.state in words and one.state_on
    ]
