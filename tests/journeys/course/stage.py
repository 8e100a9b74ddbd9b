"""A stage on which a course is played through the services, each act on its own day."""

import datetime as dt
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
import time_machine

from accompaniments.enums import DiagnosisSection, Mode, Outcome, Passage, Progress, State, Subject
from accompaniments.models import Accompaniment, Diagnosis, Meeting, Objective
from accompaniments.readings.meetings import MeetingContent
from accompaniments.rules.grid import Score
from accompaniments.services import diagnosis as diagnoses
from accompaniments.services.diagnosis import Written
from accompaniments.services.grid import score_grid
from accompaniments.services.meetings import log_meeting
from documents.enums import DocumentKind, SignatureMeans
from documents.models import Document, Signatory
from documents.services.signing import Outcome as Signed
from foundation.refusals import Refused
from foundation.timeline import Audience, Part
from households.models import Enrolment
from journeys.selectors.agreement_content import AgreementTerms
from journeys.services import agreements
from partners.models import User
from tests.days import at
from tests.documents.scene import drawn
from tests.journeys.agreements.scene import TEXTS
from tests.world import World


@dataclass
class Stage:
    """A file, and what its people do with it on a day."""

    world: World
    enrolment: Enrolment

    @property
    def course(self) -> Accompaniment:
        """Give the course as the database holds it."""
        found: Accompaniment = (
            Accompaniment.objects.select_related("enrolment__version__programme")
            .filter(enrolment=self.enrolment)
            .latest("opened_on")
        )
        return found

    def states(self) -> list[tuple[str, dt.date]]:
        """Give each state with its day, in the order in which they came."""
        return [(row.to_state, row.effective_on) for row in self.course.changes.order_by("position")]

    def is_at(self, state: State, since: dt.date) -> None:
        """Assert where the course stands, and since when."""
        course = self.course
        assert (State(course.state), course.state_on) == (state, since)

    def grid(self, passage: Passage, on: dt.date, level: int = 2) -> None:
        """Score the grid's twelve domains."""
        score_grid(
            by=self.world.lead.pk,
            accompaniment=self.course,
            passage=passage,
            assessed_on=on,
            scores=[Score(subject, level, "observé en visite") for subject in Subject],
            today=on,
        )

    def writes(
        self, diagnosis: Diagnosis, by: User, on: dt.date, *, interview_on: dt.date | None, is_adviser: bool = False
    ) -> None:
        """Write the needs, for the landlord and for its own circle."""
        own = Audience.COORDINATION if is_adviser else Audience.TEAM
        parts = [
            Written(DiagnosisSection.NEEDS, own, f"Besoins vus par {by.pk}"),
            Written(DiagnosisSection.RECOMMENDATIONS, Audience.LANDLORD, f"Préconisations de {by.pk}"),
        ]
        diagnosis.refresh_from_db()
        diagnoses.write_diagnosis(
            by=by.pk,
            diagnosis=diagnosis,
            version=diagnosis.version,
            parts=parts,
            is_adviser=is_adviser,
            interview_on=None if is_adviser else interview_on,
            proposes_support=None if is_adviser else True,
            today=on,
        )

    def signs_diagnosis(self, diagnosis: Diagnosis, by: User, on: dt.date, *, is_adviser: bool = False) -> None:
        """Sign what was read."""
        diagnosis.refresh_from_db()
        diagnoses.sign_diagnosis(
            by=by.pk, diagnosis=diagnosis, version=diagnosis.version, is_adviser=is_adviser, today=on
        )

    def validates(self, diagnosis: Diagnosis, on: dt.date) -> None:
        """Validate it, as the manager."""
        diagnosis.refresh_from_db()
        diagnoses.validate_diagnosis(
            by=self.world.manager.pk, diagnosis=diagnosis, version=diagnosis.version, validated_on=on, today=on
        )

    def visit(self, on: dt.date, ticks: dict[Objective, Progress] | None = None, note: str = "") -> Meeting:
        """Log a visit held, with what it did for each objective, in a tap each."""
        said = (Part(text=note, audience=Audience.TEAM),) if note else ()
        content = MeetingContent(
            mode=Mode.HOME,
            outcome=Outcome.HELD,
            starts_at=at(on, 14),
            minutes=60,
            present=tuple(self.enrolment.household.members.values_list("person_id", flat=True)),
            subjects=(Subject.BUDGET,),
            parts=said,
            progress=tuple((objective.pk, progress) for objective, progress in (ticks or {}).items()),
        )
        return log_meeting(
            by=self.world.lead.pk,
            enrolment=self.enrolment,
            association_id=self.world.soligone.pk,
            content=content,
            sending_key=uuid.uuid4(),
            now=at(on, 18),
        )

    def proposes_document(self, kind: DocumentKind, on: dt.date, **values: Any) -> Document:
        """Prepare a document, and propose it to signature."""
        terms = AgreementTerms(
            **{
                "texts": TEXTS,
                "starts_on": on,
                "ends_on": on + dt.timedelta(days=364),
                "association_ids": (self.world.soligone.pk,),
                "landlord_id": self.world.landlord.pk,
                **values,
            }
        )
        with day(on):
            row = agreements.prepare(enrolment=self.enrolment, kind=kind, terms=terms, by=self.world.lead.pk, today=on)
            return agreements.propose(document=row, by=self.world.lead.pk, today=on)

    def signs(self, document: Document, row: Signatory, on: dt.date) -> Signed:
        """Sign: an organisation by its delegate from her account, the household before its worker."""
        delegates = {self.world.soligone.pk: self.world.manager, self.world.landlord.pk: self.world.landlord_manager}
        in_presence = {"place": "Orange", "drawing": drawn()}
        delegate = delegates.get(row.organisation_id)
        with day(on):
            return agreements.sign(
                signatory=row,
                means=SignatureMeans.SESSION if delegate else SignatureMeans.DRAWN,
                signed_on=on,
                read_digest=document.digest,
                by=(delegate or self.world.lead).pk,
                today=on,
                **({} if delegate else in_presence),
            )


@contextmanager
def day(on: dt.date) -> Iterator[None]:
    """Live on a day."""
    with time_machine.travel(at(on), tick=True):
        yield


@contextmanager
def refused(stage: Stage, match: str = "") -> Iterator[None]:
    """Expect a refusal that leaves the course where it is."""
    before = stage.states()
    with pytest.raises(Refused, match=match or None):
        yield
    assert stage.states() == before
