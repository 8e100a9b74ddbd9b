"""Between meetings: messages, calls, partners, and the démarches with their follow-up, in each of their states."""

import datetime as dt
import uuid
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from accompaniments.enums import ClaimKind, ClaimStep, ContactKind
from accompaniments.models import Claim
from accompaniments.services import claims, contacts
from accompaniments.services.claims import Step
from foundation.timeline import Audience
from journeys.demo import texts
from journeys.demo.case import Case
from journeys.demo.people import often

_KINDS = (
    ContactKind.MESSAGE_SENT,
    ContactKind.MESSAGE_SENT,
    ContactKind.MESSAGE_RECEIVED,
    ContactKind.CALL_NO_ANSWER,
    ContactKind.PARTNER_CALL,
)


@dataclass(frozen=True)
class Errand:
    """A démarche: who reads of it, and its steps with how many days ago each was taken."""

    kind: ClaimKind
    audience: Audience
    label: str
    steps: tuple[tuple[ClaimStep, int], ...]


_ERRANDS: dict[str, Errand] = {
    "fsl_granted": Errand(
        ClaimKind.FSL_MAINTENANCE, Audience.LANDLORD, "Dette de loyer",
        ((ClaimStep.PREPARED, 150), (ClaimStep.FILED, 138), (ClaimStep.MISSING_PIECE, 120), (ClaimStep.FILED, 112),
         (ClaimStep.GRANTED, 80)),
    ),
    "fsl_refused": Errand(
        ClaimKind.FSL_MAINTENANCE, Audience.COORDINATION, "Dette de loyer",
        ((ClaimStep.FILED, 95), (ClaimStep.REFUSED, 52)),
    ),
    "fsl_missing": Errand(
        ClaimKind.FSL_MAINTENANCE, Audience.ASSOCIATIONS, "Aide à l’énergie",
        ((ClaimStep.FILED, 40), (ClaimStep.MISSING_PIECE, 21)),
    ),
    "fsl_filed": Errand(ClaimKind.FSL_ACCESS, Audience.ASSOCIATIONS, "Dépôt de garantie", ((ClaimStep.FILED, 25),)),
    "loca_pass": Errand(
        ClaimKind.LOCA_PASS, Audience.COORDINATION, "", ((ClaimStep.PREPARED, 30), (ClaimStep.FILED, 16)),
    ),
    "over_indebtedness": Errand(
        ClaimKind.OVER_INDEBTEDNESS, Audience.TEAM, "Dossier à la Banque de France",
        ((ClaimStep.PREPARED, 60), (ClaimStep.FILED, 34)),
    ),
    "housing_benefit": Errand(
        ClaimKind.HOUSING_BENEFIT, Audience.ASSOCIATIONS, "", ((ClaimStep.FILED, 75), (ClaimStep.GRANTED, 44)),
    ),
    "rights": Errand(
        ClaimKind.RIGHTS, Audience.TEAM, "Renouvellement du titre de séjour",
        ((ClaimStep.PREPARED, 50), (ClaimStep.ABANDONED, 20)),
    ),
    "nur": Errand(ClaimKind.HOUSING_REQUEST, Audience.LANDLORD, "", ((ClaimStep.PREPARED, 12),)),
}  # fmt: skip


def run_errands(case: Case) -> None:
    """Put contacts and démarches on the calendar."""
    if not case.story.lead:
        return
    _contacts(case)
    for mark, errand in sorted(_ERRANDS.items()):
        if mark in case.story.marks:
            _claim(case, mark, errand)


def _contacts(case: Case) -> None:
    stage, story, draw = case.stage, case.story, case.random
    day = stage.ago(story.recorded) + dt.timedelta(days=draw.randint(9, 20))
    end = stage.ago(story.closed) if story.closed is not None else stage.today
    number = 0
    while day < end - dt.timedelta(days=story.quiet):
        worked = stage.diary.working_day(day)
        number += 1
        kind = draw.choice(_KINDS)
        stage.at(worked, 13, 15 + case.rank % 40, partial(_log, case, kind, number))
        day = worked + dt.timedelta(days=draw.randint(24, 60))
    if "call_no_answer" in story.marks:
        for rank, ago in enumerate((18, 11, 4)):
            worked = stage.diary.working_day(stage.ago(ago))
            stage.at(worked, 11, 5 + rank, partial(_log, case, ContactKind.CALL_NO_ANSWER, 500 + rank))


def _log(case: Case, kind: ContactKind, number: int) -> None:
    draw = case.random
    audience, text = draw.choice(texts.CONTACTS[kind.value])
    contacts.log_contact(
        by=case.writer().pk,
        enrolment=case.enrolment,
        association_id=case.association.pk,
        kind=kind,
        happened_at=case.stage.clock.moment - dt.timedelta(minutes=10),
        sending_key=case.key(f"contact-{number}"),
        now=case.stage.clock.now(),
        person_answered=kind == ContactKind.MESSAGE_SENT and often(draw, 5),
        partner=draw.choice(texts.PARTNERS[audience.value]) if kind == ContactKind.PARTNER_CALL else "",
        audience=audience,
        text=text,
    )


def _claim(case: Case, mark: str, errand: Errand) -> None:
    stage = case.stage
    opened: list[uuid.UUID] = []
    scale = min(1.0, max(1, case.story.recorded - 8) / errand.steps[0][1])
    for position, (_, ago) in enumerate(errand.steps, 1):
        day = stage.diary.working_day(stage.ago(max(1, round(ago * scale))))
        stage.at(day, 15, 5 + position, partial(_take, case, mark, errand, opened, position))


def _take(case: Case, mark: str, errand: Errand, opened: list[uuid.UUID], position: int) -> None:
    """Take one step of a démarche: the first opens it."""
    today, draw = case.stage.clock.today, case.random
    step = errand.steps[position - 1][0]
    is_last = position == len(errand.steps)
    said = Step(
        step,
        today,
        amount=Decimal(draw.randint(180, 940)) if step == ClaimStep.GRANTED else None,
        missing_piece=draw.choice(texts.MISSING_PIECES) if step == ClaimStep.MISSING_PIECE else "",
        remind_on=today + dt.timedelta(days=draw.choice((14, 21, 30))) if step in ClaimStep.OPEN and is_last else None,
        note="Réponse reçue par courrier." if step in {ClaimStep.GRANTED, ClaimStep.REFUSED} else "",
    )
    by = case.writer().pk
    if opened:
        claim = Claim.objects.get(pk=opened[0])
        claims.follow_up(by=by, claim=claim, position=position, step=said, today=today)
        return
    claim = claims.open_claim(
        by=by,
        enrolment=case.enrolment,
        association_id=case.association.pk,
        kind=errand.kind,
        first=said,
        sending_key=case.key(f"claim-{mark}"),
        today=today,
        label=errand.label,
        person_id=case.members(adults_only=True)[0].pk,
        audience=errand.audience,
    )
    opened.append(claim.pk)
