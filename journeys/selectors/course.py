"""« Où en est-on » with what the home says of it: the commission, the entry, the exams, the slide, the title rebuilt.

Domain.md §2.1 S5–S7, S9, S11, §2.2 V9b. The course is the accompaniment's, dossiers and titles are the leases': they meet here.
"""

import datetime as dt
import uuid
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from django.urls import reverse

from accompaniments.enums import State
from accompaniments.selectors.course import Awaited, CourseStep
from accompaniments.selectors.course_facts import Fact
from foundation.periods import Period
from foundation.words import day_of, plain_date
from households.models import Enrolment
from households.permissions import Standing, read_since
from leases.enums import Answer, DecisionKind, ExamOutcome, InventoryKind, LeaseKind
from leases.models import (
    AllocationFile,
    Decision,
    Inventory,
    Lease,
    Offer,
    PrefectNotice,
    Slide,
    SlideExam,
)
from leases.selectors.inventories import is_in_place
from leases.selectors.slides import standing_agreement
from partners.enums import Axis
from partners.reader import Reader

ENTRY = {
    LeaseKind.DIRECT: "Bail du ménage",
    LeaseKind.SUBLEASE: "Sous-location",
    LeaseKind.ALT: "Hébergement (ALT)",
    LeaseKind.HOSTING: "Hébergement",
    LeaseKind.RESIDENCY: "Résidence",
    LeaseKind.NO_TITLE: "Titre perdu, occupation sans titre",
    LeaseKind.PCS: "Protocole de cohésion sociale",
}


def with_titles(
    steps: Sequence[CourseStep], reader: Reader, enrolment: Enrolment, hers: Standing
) -> tuple[CourseStep, ...]:
    """Add to each step the titles that began during it, and to the present one what they still wait for.

    For the associations that hold the file: the landlord reads steps and days (domain.md §3.9). A constant number of queries.
    """
    if not steps or not hers.is_holder or not hers.is_listed:
        return tuple(steps)
    rows: list[Lease] = list(
        Lease.objects.filter(enrolment=enrolment).select_related("head_lease", "follows").order_by("started_on")
    )
    if (since := read_since(hers, enrolment)) is not None:
        rows = [row for row in rows if row.ended_on is None or row.ended_on >= since]
    slid = set(Slide.objects.filter(lease__in=rows, annulled_at__isnull=True).values_list("lease_id", flat=True))
    url = reverse("journeys:file_lease", args=[enrolment.pk]) + "#titles"
    dated = [
        (row.started_on, Fact(_said(row, is_slid=row.pk in slid), url))
        for row in rows
        if row.started_on <= reader.today
    ]
    found = [*_of_exams(rows, opens=hers.reads_whole)]
    if hers.reads_whole:
        found += [*_of_dossiers(enrolment), *_of_inventories(rows)]
    dated += [(day, fact) for day, fact in found if since is None or day >= since]
    facts: dict[int, list[Fact]] = {}
    for day, fact in sorted(dated, key=lambda one: one[0]):
        facts.setdefault(_step_of(steps, day), []).append(fact)
    awaited = _awaited(reader, enrolment, rows, slid) if hers.reads_whole else ()
    return tuple(
        replace(
            step,
            facts=(*step.facts, *facts.get(rank, ())),
            awaited=(*step.awaited, *awaited) if step.is_current and step.state == State.SUPPORTED else step.awaited,
        )
        for rank, step in enumerate(steps)
    )


def _step_of(steps: Sequence[CourseStep], day: dt.date) -> int:
    """Give the step during which something happened: the last entered by that day, the first for what came before."""
    entered = [rank for rank, step in enumerate(steps) if step.on is not None and step.on <= day]
    return entered[-1] if entered else 0


def _of_dossiers(enrolment: Enrolment) -> Iterator[tuple[dt.date, Fact]]:
    """Give each dossier submitted, what the commission decided of it, and the household's answer to the offer."""
    files = list(AllocationFile.objects.filter(enrolment=enrolment, submitted_at__isnull=False))
    for file in files:
        if file.submitted_at is not None:
            day = day_of(file.submitted_at)
            yield day, Fact(f"Dossier CAL soumis le {plain_date(day)}", reverse("journeys:cal_file", args=[file.pk]))
    decisions = Decision.objects.filter(file__in=files, annulled_on__isnull=True) if files else ()
    for row in decisions:
        url = reverse("journeys:cal_file", args=[row.file_id])
        rank = f", rang {row.rank}" if row.rank else ""
        said = f"Commission du {plain_date(row.decided_on)}\u00a0: {DecisionKind(row.kind).label}{rank}"
        yield row.decided_on, Fact(said, url)
        if row.promoted_on is not None:
            yield row.promoted_on, Fact(f"Passage au premier rang le {plain_date(row.promoted_on)}", url)
    offers = Offer.objects.filter(decision__file__in=files).select_related("decision") if files else ()
    for offer in offers:
        if offer.answer and offer.answered_on is not None:
            said = f"Offre {Answer(offer.answer).label}, le {plain_date(offer.answered_on)}"
            yield offer.answered_on, Fact(said, reverse("journeys:cal_file", args=[offer.decision.file_id]))


def _of_inventories(rows: Sequence[Lease]) -> Iterator[tuple[dt.date, Fact]]:
    for one in Inventory.objects.filter(lease__in=rows).select_related("lease"):
        said = f"État des lieux ({InventoryKind(one.kind).label}) le {plain_date(one.made_on)}"
        url = reverse("journeys:inventory", args=[one.lease.enrolment_id, one.lease_id, one.pk])
        yield one.made_on, Fact(said, url)


def _of_exams(rows: Sequence[Lease], *, opens: bool) -> Iterator[tuple[dt.date, Fact]]:
    """Give the exams held and the notices sent to the préfet; their pages to who opens them."""
    for exam in SlideExam.objects.filter(sublease__in=rows, outcome=ExamOutcome.HELD, held_on__isnull=False):
        if exam.held_on is not None:
            said = f"Examen contradictoire tenu le {plain_date(exam.held_on)}"
            yield exam.held_on, Fact(said, reverse("journeys:exam", args=[exam.pk]) if opens else "")
    for notice in PrefectNotice.objects.filter(sublease__in=rows, sent_on__isnull=False, withdrawn_at__isnull=True):
        if notice.sent_on is not None:
            said = f"Avis au préfet envoyé le {plain_date(notice.sent_on)}"
            yield notice.sent_on, Fact(said, reverse("journeys:notice", args=[notice.pk]) if opens else "")


def _said(row: Lease, *, is_slid: bool) -> str:
    if is_slid:
        return f"Glissement le {plain_date(row.started_on)}"
    said = f"{ENTRY[LeaseKind(row.kind)]} depuis le {plain_date(row.started_on)}"
    return f"{said}, jusqu’au {plain_date(row.ended_on)}" if row.ended_on else said


def _awaited(
    reader: Reader, enrolment: Enrolment, rows: Sequence[Lease], slid: Collection[uuid.UUID]
) -> tuple[Awaited, ...]:
    """Give what the present title waits for: an entry, its état des lieux, the slide, a title to rebuild."""
    present = next((row for row in rows if Period(row.started_on, row.ended_on).holds(reader.today)), None)
    coming = next((row for row in rows if row.started_on > reader.today), None)
    tab = reverse("journeys:file_lease", args=[enrolment.pk]) + "#titles"
    if coming is not None:
        text, why = "Entrée dans le logement", "Le bail est signé."
        if is_in_place(coming):
            text, why = "Nouveau titre dans le même logement", "Il est signé, le ménage ne déménage pas."
        if coming.pk in slid:
            text, why = "Glissement du bail", "Le bail du ménage est signé, dans le même logement."
        return (Awaited(text, why, coming.started_on, tab, "Voir le bail"),)
    if present is None:
        if enrolment.version.programme.axis != Axis.ACCESS:
            return ()
        return (Awaited("Entrée dans le logement", "Aucun bail n’est encore enregistré.", None, tab, "Voir le bail"),)
    args = [enrolment.pk, present.pk]
    found = []
    if present.kind == LeaseKind.NO_TITLE:
        found.append(
            Awaited(
                "Un titre à rebâtir",
                "Par une sous-location de l’association, un protocole de cohésion sociale ou un nouveau bail.",
                None,
                reverse("journeys:title_change", args=args),
                "Changer de titre",
            )
        )
    needs_inventory = present.kind in {LeaseKind.DIRECT, LeaseKind.SUBLEASE} and not (
        present.is_taken_over or present.pk in slid
    )
    if needs_inventory and not Inventory.objects.filter(lease=present).exclude(kind=InventoryKind.MOVE_OUT).exists():
        found.append(
            Awaited(
                "État des lieux sur place" if is_in_place(present) else "État des lieux d’entrée",
                "Il n’est pas enregistré.",
                None,
                reverse("journeys:inventory_new", args=args),
                "Le faire",
            )
        )
    if present.kind == LeaseKind.SUBLEASE and present.expects_slide:
        agreement = standing_agreement(present)
        found.append(
            Awaited(
                "Glissement du bail",
                f"Accord du bailleur le {plain_date(agreement.decided_on)}."
                if agreement
                else "Après l’examen contradictoire, avec l’accord du bailleur (CCH, art. L. 442-8-3).",
                agreement.planned_on if agreement else None,
                reverse("journeys:title_slide", args=args) if agreement else tab,
                "Enregistrer le glissement" if agreement else "Voir la sous-location",
            )
        )
    return tuple(found)
