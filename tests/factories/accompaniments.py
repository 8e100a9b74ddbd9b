"""Builders of courses and of what a worker writes."""

import datetime as dt
import uuid

import factory

from accompaniments.enums import (
    ClaimKind,
    ClaimStep,
    ContactKind,
    Mode,
    Outcome,
    ReferralSource,
    State,
    Subject,
)
from accompaniments.models import (
    Accompaniment,
    Claim,
    ClaimFollowUp,
    Contact,
    Meeting,
    MeetingPart,
    MeetingPresence,
    MeetingRevision,
    MeetingSubject,
    Referral,
    StateChange,
)
from foundation.timeline import Audience
from tests.days import PARIS, at, before
from tests.factories.base import RowFactory
from tests.factories.households import ANY_USER, SINCE, EnrolmentFactory, PersonFactory
from tests.factories.partners import AssociationFactory, UserFactory

NEW_KEY = factory.LazyFunction(uuid.uuid4)


class AccompanimentFactory(RowFactory[Accompaniment]):
    """A course under way."""

    class Meta:
        model = Accompaniment

    enrolment = factory.SubFactory(EnrolmentFactory)
    state = State.SUPPORTED
    state_on = SINCE
    opened_on = SINCE


class StateChangeFactory(RowFactory[StateChange]):
    """A reprise that entered at SUPPORTED."""

    class Meta:
        model = StateChange

    accompaniment = factory.SubFactory(AccompanimentFactory)
    position = factory.Sequence(lambda n: n % 30_000 + 1)
    from_state = ""
    to_state = State.SUPPORTED
    effective_on = SINCE
    recorded_by = ANY_USER


class ReferralFactory(RowFactory[Referral]):
    """A referral by the SIAO."""

    class Meta:
        model = Referral

    enrolment = factory.SubFactory(EnrolmentFactory)
    source = ReferralSource.SIAO
    referrer_name = "Hélène Roche"
    received_on = SINCE
    note = "Orientation après un an d’hébergement"
    association = factory.SubFactory(AssociationFactory)
    recorded_by = ANY_USER


class MeetingFactory(RowFactory[Meeting]):
    """A meeting held at the office a week ago; `held_on` follows `starts_at`."""

    class Meta:
        model = Meeting

    enrolment = factory.SubFactory(EnrolmentFactory)
    association = factory.SubFactory(AssociationFactory)
    worker = factory.SubFactory(UserFactory)
    mode = Mode.OFFICE
    outcome = Outcome.HELD
    starts_at = factory.LazyFunction(lambda: at(before(7)))
    held_on = factory.LazyAttribute(lambda row: row.starts_at.astimezone(PARIS).date())
    minutes = 60
    sending_key = NEW_KEY
    logged_by = factory.LazyAttribute(lambda row: row.worker.pk)


class MeetingPresenceFactory(RowFactory[MeetingPresence]):
    """A person who was there."""

    class Meta:
        model = MeetingPresence

    meeting = factory.SubFactory(MeetingFactory)
    person = factory.SubFactory(PersonFactory)


class MeetingSubjectFactory(RowFactory[MeetingSubject]):
    """A subject worked on."""

    class Meta:
        model = MeetingSubject

    meeting = factory.SubFactory(MeetingFactory)
    subject = Subject.BUDGET


class MeetingPartFactory(RowFactory[MeetingPart]):
    """A part that the team alone reads."""

    class Meta:
        model = MeetingPart

    meeting = factory.SubFactory(MeetingFactory)
    position = 1
    audience = Audience.TEAM
    text = "Parole réservée à l’équipe"


class MeetingRevisionFactory(RowFactory[MeetingRevision]):
    """A first correction."""

    class Meta:
        model = MeetingRevision

    meeting = factory.SubFactory(MeetingFactory)
    number = 1
    reason = "Erreur de date"
    before = "{}"
    after = "{}"
    revised_by = ANY_USER


class ContactFactory(RowFactory[Contact]):
    """A message sent three days ago."""

    class Meta:
        model = Contact

    enrolment = factory.SubFactory(EnrolmentFactory)
    association = factory.SubFactory(AssociationFactory)
    worker = factory.SubFactory(UserFactory)
    kind = ContactKind.MESSAGE_SENT
    happened_at = factory.LazyFunction(lambda: at(before(3)))
    happened_on = factory.LazyAttribute(lambda row: row.happened_at.astimezone(PARIS).date())
    audience = Audience.TEAM
    text = "Rappel du rendez-vous"
    sending_key = NEW_KEY
    logged_by = factory.LazyAttribute(lambda row: row.worker.pk)


class ClaimFactory(RowFactory[Claim]):
    """A housing-solidarity request being prepared."""

    class Meta:
        model = Claim

    enrolment = factory.SubFactory(EnrolmentFactory)
    association = factory.SubFactory(AssociationFactory)
    kind = ClaimKind.FSL_ACCESS
    step = ClaimStep.PREPARED
    step_on = SINCE
    sending_key = NEW_KEY
    opened_by = ANY_USER


class ClaimFollowUpFactory(RowFactory[ClaimFollowUp]):
    """Its first step."""

    class Meta:
        model = ClaimFollowUp

    claim = factory.SubFactory(ClaimFactory)
    position = 1
    step = ClaimStep.PREPARED
    happened_on = dt.date(2026, 10, 5)
    recorded_by = ANY_USER
