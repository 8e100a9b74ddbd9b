"""The referrals that wait for a lead worker, and what may be answered to one."""

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import cast

from django.core.paginator import Page, Paginator

from accompaniments.enums import ReferralSource, State
from accompaniments.models import Referral
from accompaniments.selectors.course import within_words
from households.models import Enrolment
from households.readings import Card, card, cards
from partners.enums import CadenceKind
from partners.models import Organisation
from partners.reader import Reader
from partners.selectors import cadences

BY_PAGE = 25


@dataclass(frozen=True)
class WaitingLine:
    """A referral that waits."""

    card: Card
    source: str
    sectors: str
    received_on: dt.date
    passed_on: bool
    due_on: dt.date | None
    due_why: str


@dataclass(frozen=True)
class Answer:
    """The page where a referral is not retained: who it is about, to whom it may be passed on."""

    card: Card
    others: tuple[Organisation, ...]
    why_not: str  # why nothing may be answered any more, or nothing


def waiting_referrals(reader: Reader, page: str | int) -> "Page[WaitingLine]":
    """Give a page of the referrals that wait in the associations that this reader manages, the oldest first."""
    rows = (
        Referral.objects.filter(
            accompaniment__state=State.REFERRED,
            refused_on__isnull=True,
            association_id__in=reader.managed_associations,
            enrolment__in=Enrolment.objects.managed_by(reader),
        )
        .select_related("enrolment__version__programme", "enrolment__household")
        .order_by("received_on", "recorded_at", "pk")
    )
    shown = Paginator(rows, BY_PAGE).get_page(page)
    files = [row.enrolment for row in shown.object_list]
    known = cards(reader, files)
    terms = cadences({file.version_id for file in files})
    lines = []
    for row in shown.object_list:
        within = terms[row.enrolment.version_id].get(CadenceKind.FIRST_ACTION)
        hers = known[row.enrolment_id]
        lines.append(
            WaitingLine(
                card=hers,
                source=str(ReferralSource(row.source).label),
                sectors=row.wished_sectors if hers.is_readable else "",
                received_on=row.received_on,
                passed_on=row.passed_on_from_id is not None,
                due_on=within.after(row.received_on) if within else None,
                due_why=within_words(within) if within else "",
            )
        )
    return Page(lines, shown.number, cast("Paginator[WaitingLine]", shown.paginator))


def answer_to(reader: Reader, enrolment: Enrolment) -> Answer:
    """Give what the page of a refusal shows, and whether the referral still waits."""
    waits = Referral.objects.filter(
        enrolment=enrolment,
        accompaniment__state=State.REFERRED,
        refused_on__isnull=True,
        association_id__in=reader.managed_associations,
    )
    holding = set(enrolment.holders.filter(ended_on__isnull=True).values_list("association_id", flat=True))
    return Answer(
        card=card(reader, enrolment),
        others=tuple(row for row in enrolment.version.associations.all() if row.pk not in holding),
        why_not=""
        if waits.exists()
        else "Cette orientation n’attend plus de réponse\u00a0: l’étude a commencé, ou le dossier est clos.",
    )


def referral_key(organisation_id: uuid.UUID) -> str:
    """Give what the form sends for « passed on to this one »."""
    return f"PASS:{organisation_id}"
