"""The file page: where one is, what to do, what is awaited, what happened; and the small pages around it."""

import datetime as dt
from dataclasses import dataclass, replace

from accompaniments import selectors as accompaniments
from accompaniments.selectors import CourseStep, StepLine
from foundation.timeline import Due
from households.models import Enrolment
from households.permissions import Standing, standings_kept
from households.readings import Card, Flag, card
from journeys.acts import Act, acts_of
from journeys.selectors.course import with_titles
from journeys.selectors.dues import dues
from journeys.selectors.exam_facts import with_exams
from journeys.selectors.journal import Journal, journal
from journeys.selectors.request_facts import with_request
from leases.selectors.procedures import procedure_warning
from partners.reader import Reader
from partners.selectors import person_cards
from records.selectors import readers_of

READERS_PAGE = 50
_VERBS = {
    "enrolment.opened": "a ouvert le dossier",
    "meeting.opened": "a ouvert une rencontre",
    "document.opened": "a ouvert un document à signer ou signé",
    "document.downloaded": "a téléchargé un document",
    "document.scan_downloaded": "a téléchargé un exemplaire signé numérisé",
    "agreement.proof_downloaded": "a téléchargé un accord de partage signé",
}


@dataclass(frozen=True)
class FileHead:
    """What every page of a file carries."""

    card: Card
    step: StepLine | None


@dataclass(frozen=True)
class FilePage:
    """« Où en est-on », « Que faire », « À faire », Journal."""

    course: tuple[CourseStep, ...]
    acts: tuple[Act, ...]
    why_reading: str
    due: tuple[Due, ...]
    journal: Journal


@dataclass(frozen=True)
class ReadLine:
    """Someone opened the file."""

    at: dt.datetime
    name: str
    organisation: str
    what: str


@dataclass(frozen=True)
class Readers:
    """« Qui a consulté »: one page of who opened the file."""

    lines: tuple[ReadLine, ...]
    page: int
    page_count: int
    total: int


def file_head(reader: Reader, enrolment: Enrolment) -> FileHead:
    """Give the header of a file for this reader."""
    shown = card(reader, enrolment)
    if warning := procedure_warning(reader, enrolment):
        shown = replace(shown, flags=(*shown.flags, Flag("PROCEDURE", warning)))
    return FileHead(shown, accompaniments.steps(reader, [enrolment.pk]).get(enrolment.pk))


def file_page(reader: Reader, enrolment: Enrolment, head: FileHead, *, kind: str, page: str | None) -> FilePage:
    """Give the file's first page, shaped for this reader."""
    with standings_kept():
        return _file_page(reader, enrolment, head, kind=kind, page=page)


def _file_page(reader: Reader, enrolment: Enrolment, head: FileHead, *, kind: str, page: str | None) -> FilePage:
    hers = head.card.standing
    due = file_due(reader, enrolment) if hers.reads_whole else []
    return FilePage(
        course=with_exams(
            with_titles(
                with_request(accompaniments.course(reader, enrolment, due), reader, enrolment, hers),
                reader,
                enrolment,
                hers,
            ),
            reader,
            enrolment,
        ),
        acts=acts_of(head.card, head.step.state if head.step else None),
        why_reading=_why_reading(hers),
        due=tuple(due),
        journal=journal(reader, enrolment, hers, kind=kind, page=page),
    )


def file_due(reader: Reader, enrolment: Enrolment) -> list[Due]:
    """Give what is due on one file, late first."""
    return dues(reader, [enrolment.pk])


def file_readers(enrolment: Enrolment, today: dt.date, page_number: str) -> Readers:
    """Give who opened a file and when, the latest first: for who watches over it (domain.md §3.9, access logs)."""
    found = readers_of(enrolment.pk, limit=READERS_PAGE, page=int(page_number) if page_number.isdecimal() else 1)
    people = person_cards(found.actor_ids, today)
    lines = tuple(
        ReadLine(
            at=line.at,
            name=people[line.actor_id].name if line.actor_id in people else "Compte supprimé",
            organisation=people[line.actor_id].organisation if line.actor_id in people else "",
            what=_VERBS.get(line.verb, "a consulté le dossier"),
        )
        for line in found.lines
    )
    return Readers(lines, found.page, found.page_count, found.total)


def _why_reading(hers: Standing) -> str:
    if not hers.is_listed:
        return (
            "L’adresse de ce ménage est protégée. Vous voyez que le dossier existe, ses dates et ses étapes. "
            "Sa référente peut vous nommer sur la liste."
        )
    if hers.is_holder:
        return (
            "Vous n’êtes pas de l’équipe de ce dossier\u00a0: vous lisez ce qui est partagé entre associations. "
            "Votre responsable peut vous y ajouter, ou prévoir un remplacement."
        )
    return "Ce ménage vous est nommé. Pour toute question, joignez la personne qui le suit."
