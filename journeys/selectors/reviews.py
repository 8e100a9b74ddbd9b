"""A stage review with what the accompaniment and the lease side know of its period: composed here, where both may meet."""

import datetime as dt
import uuid
from dataclasses import dataclass, replace

from accompaniments.access.reviews import ReviewHeld
from accompaniments.enums import Passage, ReviewState
from accompaniments.models import Accompaniment, StageReview
from accompaniments.readings.reviews import AccountFact, ReviewFacts, ReviewRead, review_reading
from accompaniments.rules.reviews import why_abandoning_is_refused
from accompaniments.selectors.grid import review_to_score, scoring_url
from accompaniments.selectors.review_periods import asked_services
from accompaniments.selectors.reviews import facts_of, opening_days, proposed_next
from foundation.periods import in_force
from foundation.words import plain_date
from households.enums import HousingSituation, NamingService
from households.models import CurrentHousing, Enrolment, EnrolmentNaming
from households.readings import Card, card
from leases.enums import ProcedureStage
from leases.models import AccountBalance, ProcedureStep
from partners.reader import Reader


@dataclass(frozen=True)
class ReviewPage:
    """A review, its facts as this reader reads them, and what is hers to do."""

    card: Card
    read: ReviewRead
    facts: ReviewFacts
    services: list[NamingService]
    proposed: tuple[dt.date | None, str]
    may_write: bool
    may_abandon: bool
    may_restore: bool
    may_ask: bool
    may_take_back: bool
    may_validate: bool
    may_print: bool
    is_asked: bool
    grid_url: str  # where the review's passage of the grid is scored, while it is not


@dataclass(frozen=True)
class ReviewOpening:
    """What the form that opens a review stands on."""

    card: Card
    days: tuple[dt.date, dt.date]


def opening_page(reader: Reader, enrolment: Enrolment, course: Accompaniment) -> ReviewOpening:
    """Give the period proposed for a new review."""
    return ReviewOpening(card(reader, enrolment), opening_days(course, reader.today))


def whole_facts(row: StageReview) -> ReviewFacts:
    """Give a review's facts: as they stood when it was validated, else as they stand. Not shaped for a reader yet."""
    if row.state == ReviewState.VALIDATED and row.facts:
        return ReviewFacts.from_json(row.facts)
    course: Accompaniment = row.accompaniment
    enrolment = course.enrolment
    facts = facts_of(course, row.period_from, row.period_to)
    return replace(
        facts,
        occupancy=_occupancy(enrolment, row.period_to),
        account=_account(enrolment.pk, row.period_from, row.period_to),
        procedure=_procedure(enrolment.pk, row.period_from, row.period_to),
    )


def review_page(reader: Reader, held: ReviewHeld) -> ReviewPage:
    """Give the page of a review, shaped for this reader."""
    row, hers = held.row, held.hers
    row.accompaniment.enrolment = held.enrolment
    facts = whole_facts(row)
    state = ReviewState(row.state)
    services = asked_services(held.enrolment, reader.today) if hers.may_write else []
    is_leading = hers.may_write and (hers.is_lead or hers.is_lead_manager)
    is_ready = state == ReviewState.WITH_LANDLORD or (state == ReviewState.DRAFT and not services)
    return ReviewPage(
        card=card(reader, held.enrolment),
        read=review_reading(row, hers, is_asked=held.is_asked),
        facts=facts.read_in(hers.audiences, is_holder=hers.is_holder, reads_whole=hers.reads_whole),
        services=services,
        proposed=proposed_next(row.accompaniment, row.held_on),
        may_write=hers.may_write and state == ReviewState.DRAFT,
        may_abandon=hers.may_write and why_abandoning_is_refused(state, row.asked_on) is None,
        may_restore=hers.may_write and state == ReviewState.ABANDONED,
        may_ask=hers.may_write and state == ReviewState.DRAFT and bool(services) and bool(row.worker_text),
        may_take_back=hers.may_write and state == ReviewState.WITH_LANDLORD,
        may_validate=is_leading and is_ready and bool(row.worker_text),
        may_print=state == ReviewState.VALIDATED or (hers.reads_whole and state != ReviewState.ABANDONED),
        is_asked=held.is_asked,
        grid_url=scoring_url(held.enrolment.pk, Passage.REVIEW) if hers.may_write and _is_to_score(row) else "",
    )


def printed_page(reader: Reader, held: ReviewHeld) -> ReviewPage:
    """Give what the document prints: the landlord's version, whoever asks for it."""
    page = review_page(reader, held)
    facts = whole_facts(held.row).for_landlord()
    return replace(page, facts=facts, read=replace(page.read, team_text=""))


def _is_to_score(row: StageReview) -> bool:
    waiting = review_to_score(row.accompaniment)
    return waiting is not None and waiting.pk == row.pk


def _occupancy(enrolment: Enrolment, day: dt.date) -> str:
    """Say since when the household occupies the landlord's dwelling; where it lives otherwise is not the landlord's to read."""
    row = CurrentHousing.objects.filter(
        in_force(day), enrolment=enrolment, landlord__isnull=False, situation=HousingSituation.TENANT
    ).first()
    return f"Le ménage occupe le logement depuis le {plain_date(row.started_on)}" if row else ""


def _account(enrolment_id: uuid.UUID, first: dt.date, last: dt.date) -> tuple[AccountFact, ...]:
    rows = AccountBalance.objects.filter(enrolment_id=enrolment_id, stated_on__gte=first, stated_on__lte=last)
    named = set(
        EnrolmentNaming.objects.filter(in_force(last), enrolment_id=enrolment_id, is_live=True).values_list(
            "landlord_id", flat=True
        )
    )
    if named:  # a landlord reads no account that another one keeps
        rows = rows.filter(landlord_id__in=named)
    return tuple(AccountFact(row.stated_on, row.amount) for row in rows.order_by("stated_on", "recorded_at"))


def _procedure(enrolment_id: uuid.UUID, first: dt.date, last: dt.date) -> tuple[tuple[dt.date, str], ...]:
    rows = ProcedureStep.objects.filter(
        enrolment_id=enrolment_id, reached_on__gte=first, reached_on__lte=last, withdrawn_at__isnull=True
    )
    return tuple((row.reached_on, str(ProcedureStage(row.stage).label)) for row in rows.order_by("reached_on"))
