"""October 2026 of the « mesure de sauvegarde », told in dated facts; what each counts for is worked out beside it.

Watch of 24 months. An end on D is followed by a watch from D + 1, whose last day is D + 24 months.

| | unit | facts | at the close |
| --- | --- | --- | --- |
| W1 | Orange | watched 15/11/2024 | last day 14/11/2026: watched, ends |
| W2 | Apt | watched 01/03/2025 | last day 28/02/2027: watched |
| W3 | protected | watched 01/02/2025 | last day 31/01/2027, three months to the day: watched, ends |
| W4 | Apt | watched 01/09/2024, reopened 01/06/2026 (92 days left), watched 20/10 | last day 19/01/2027: watched, ends |
| W5 | Orange | watched 01/06/2025, reopened 05/10 | reopened |
| W6 | Orange | watched 01/06/2025, reopened 30/09 | nothing: the month before |
| W7 | Apt | watched 01/05/2025, reopened 01/11 | last day 30/04/2027: watched, the reopening is November's |
| W8 | Apt | watched 01/11/2024, closed 31/10 | nothing: it is over |
| W9 | Orange | watched 01/06/2025, reopened 07/10, annulled since | watched |

Watched 6 (Orange 2, Apt 3, not assigned 1), ends 3 (1, 1, 1), reopened 1 (Orange).

| | asked | by | stage that day | facts | first contact |
| --- | --- | --- | --- | --- | --- |
| R1 | 01/10 | rental | payment order (summons on 02/10) | letter 02/10 in vain, registered 13/10 answered 20/10 | 2nd, 19 days |
| R2 | 05/10 | litigation | summons that day (a judgment withdrawn) | call met, withdrawn; visit 08/10 met | 1st, 3 days |
| R3 | 10/10 | CTPE | not said | letter 12/10, meeting 24/10 written in November | 1st, 14 days |
| R4 | 12/10 | social | CCAPEX | letter 13/10, registered 23/10, visit 30/10 answered 02/11 | waits |
| R5 | 31/10 | other | not said | nothing | waits |
| R6 | 15/10 | rental, passed on 20/10 | not said | meeting withdrawn, person absent 22/10, meeting 28/10 | none, 13 days |
| R7 | 20/10 | rental | arrears | two calls, a letter in vain, message 23/10 answered | later, 3 days |
| R8 | 30/09 | rental | | call 01/10 answered | its call alone counts |
| R9 | 01/11 | litigation | | call 01/11 answered | nothing |

7 requests: rental 3, litigation, social, CTPE, other 1 each; not said 3. 12 attempts: 4 letters, 2 registered, 2 visits, 3 calls,
1 message. 5 of 7 reached; 3, 3, 13, 14, 19 days: median 13, mean 10.4; 2 wait.

| | unit | proposed, answered | convention |
| --- | --- | --- | --- |
| P1 | Orange | 02/10, accepted 09/10 | in force 15/10 |
| P2 | Apt | 20/09, refused 01/10 | to sign |
| P3 | Apt | 31/10, accepted 03/11 | in force 31/10 |
| P4 | protected | 10/10, no answer 25/10 | cancelled, once in force 26/10 |
| P5 | Orange | 30/09, accepted 30/09 | in force 30/09, its second version 12/10 |
| P6 | Orange | | in force 01/11 |

Proposed 3 (Orange, Apt, not assigned 1 each), accepted 1 (Orange), refused 1 (Apt), no answer 1, conventions 2 (Orange, Apt).
"""

import datetime as dt
import uuid

from accompaniments.enums import AttemptKind, AttemptResult, Outcome, ProposalAnswer, ReferralSource, State
from accompaniments.models import Accompaniment, ContactAttempt, Proposal
from documents.enums import DocumentKind, DocumentState
from documents.models import Document, TemplateVersion
from households.models import Enrolment
from leases.enums import ProcedureStage
from leases.models import ProcedureStep
from partners.models import ManagementUnit
from records.services.events import CLOCK
from reporting.enums import FrozenBecause, MonthStatus
from reporting.models import DashboardMonth, MonthVersion
from reporting.selectors.figures import Computed, compute
from reporting.services.versions import add
from tests.days import at
from tests.factories import accompaniments as a
from tests.reporting.figures import scene
from tests.reporting.figures.scene import OCTOBER, changes, lives, takes_back
from tests.world import World

NAME = "Rarissime"  # of every household: it is nowhere
KNOWN = dt.date(2026, 11, 1)
CALL, LETTER, REGISTERED = AttemptKind.PHONE, AttemptKind.LETTER_SIMPLE, AttemptKind.LETTER_REGISTERED
VISIT, MESSAGE = AttemptKind.SITE_VISIT, AttemptKind.MESSAGE
IN_VAIN, ANSWERED, MET = AttemptResult.NO_ANSWER, AttemptResult.ANSWERED, AttemptResult.MET


def day(text: str) -> dt.date:
    """Read « 05/10 » of 2026, or « 01/06/2025 »."""
    numbers = [int(part) for part in text.split("/")]
    return dt.date(numbers[2] if len(numbers) > 2 else 2026, numbers[1], numbers[0])


class Story:
    """The programme of these tests, and its households."""

    def __init__(self, world: World) -> None:
        self.world = world
        scene.parameters()
        Enrolment.objects.filter(version=world.sauvegarde).update(version=world.securisation)

    def lives(self, *known: tuple[State, str], unit: str = "", is_protected: bool = False) -> Enrolment:
        """Make a household with its course at known states."""
        where: ManagementUnit | None = self.world.units[unit] if unit else None
        states = [(state, day(text)) for state, text in known]
        row = lives(self.world, *states, unit=where, is_protected=is_protected, last_name=NAME)
        Enrolment.objects.filter(pk=row.pk).update(version=self.world.sauvegarde)
        return row

    def watched(self, since: str, *then: tuple[State, str], unit: str = "", is_protected: bool = False) -> Enrolment:
        """Make a household that was accompanied, and is watched since a day."""
        known = ((State.SUPPORTED, "10/01/2024"), (State.WATCHED, since), *then)
        return self.lives(*known, unit=unit, is_protected=is_protected)

    def asked(self, on: str, source: ReferralSource, *stages: tuple[ProcedureStage, str], unit: str = "") -> Enrolment:
        """Make a request for intervention, with what is known of the procedure."""
        row = self.lives((State.REVIEWING, on), unit=unit)
        self.referred(row, on, source)
        for stage, reached_on in stages:
            self.reached(row, stage, reached_on)
        return row

    def referred(self, row: Enrolment, on: str, source: ReferralSource, **values: object):
        """Record a request."""
        named = {"association": self.world.soligone, **values}
        return a.ReferralFactory.make(enrolment=row, source=source, received_on=day(on), **named)

    def reached(self, row: Enrolment, stage: ProcedureStage, on: str, **values: object) -> None:
        """Record a stage of the procedure."""
        ProcedureStep.objects.create(
            enrolment=row, landlord=self.world.landlord, stage=stage, reached_on=day(on), recorded_by=CLOCK, **values
        )

    def tried(
        self,
        row: Enrolment,
        kind: AttemptKind,
        on: str,
        result: AttemptResult = AttemptResult.PENDING,
        result_on: str = "",
        **values: object,
    ) -> None:
        """Record an attempt."""
        ContactAttempt.objects.create(
            accompaniment=Accompaniment.objects.get(enrolment=row),
            kind=kind,
            sent_on=day(on),
            result=result,
            result_on=day(result_on) if result_on else None,
            worker=self.world.lead,
            sending_key=uuid.uuid4(),
            recorded_by=CLOCK,
            **values,
        )

    def met(self, row: Enrolment, on: str, **values: object) -> None:
        """Record a meeting."""
        a.MeetingFactory.make(
            enrolment=row, association=self.world.soligone, worker=self.world.lead, starts_at=at(day(on)), **values
        )

    def proposed(self, row: Enrolment, on: str, answer: ProposalAnswer, answered_on: str = "") -> None:
        """Record a proposal and its answer."""
        Proposal.objects.create(
            accompaniment=Accompaniment.objects.get(enrolment=row),
            proposed_on=day(on),
            answer=answer,
            answered_on=day(answered_on) if answered_on else None,
            recorded_by=CLOCK,
        )

    def convention(
        self,
        row: Enrolment,
        in_force_on: str = "",
        state: DocumentState = DocumentState.IN_FORCE,
        *,
        series: uuid.UUID | None = None,
        number: int = 1,
    ) -> uuid.UUID:
        """Record a tripartite convention; give its series."""
        kind = DocumentKind.TRIPARTITE_AGREEMENT
        template, _ = TemplateVersion.objects.get_or_create(
            kind=kind, axis="", number=1, defaults={"texts": [], "written_by": CLOCK, "published_at": at(KNOWN)}
        )
        known = series or uuid.uuid4()
        Document.objects.create(
            series=known,
            number=number,
            kind=kind,
            subject_kind="households.enrolment",
            subject_id=row.pk,
            template=template,
            state=state,
            context="{}",
            drafted_on=day("01/09"),
            drafted_by=CLOCK,
            in_force_on=day(in_force_on) if in_force_on else None,
        )
        return known


def tell(world: World) -> Story:
    """Tell October, as it is known in November."""
    story = Story(world)
    watches(story)
    requests(story)
    agreements(story)
    return story


def watches(story: Story) -> None:
    """Tell W1 to W9."""
    again = State.SUPPORTED
    story.watched("15/11/2024", unit="Orange")
    story.watched("01/03/2025", unit="Apt")
    story.watched("01/02/2025", unit="Orange", is_protected=True)
    story.watched("01/09/2024", (again, "01/06"), (State.WATCHED, "20/10"), unit="Apt")
    story.watched("01/06/2025", (again, "05/10"), unit="Orange")
    story.watched("01/06/2025", (again, "30/09"), unit="Orange")
    story.watched("01/05/2025", (again, "01/11"), unit="Apt")
    story.watched("01/11/2024", (State.CLOSED, "31/10"), unit="Apt")
    ninth = story.watched("01/06/2025", unit="Orange")
    changes(ninth, again, day("07/10"), day("07/10"))
    takes_back(ninth, day("09/10"))


def requests(story: Story) -> None:
    """Tell R1 to R9."""
    source, stage = ReferralSource, ProcedureStage
    first = story.asked(
        "01/10", source.LANDLORD_RENTAL, (stage.PAYMENT_ORDER, "15/08"), (stage.SUMMONS, "02/10"), unit="Orange"
    )
    story.tried(first, LETTER, "02/10", IN_VAIN, "12/10")
    story.tried(first, REGISTERED, "13/10", ANSWERED, "20/10")
    second = story.asked("05/10", source.LANDLORD_LITIGATION, (stage.SUMMONS, "05/10"), unit="Apt")
    story.reached(second, stage.JUDGMENT_TERMINATION, "05/10", withdrawn_at=at(KNOWN))
    story.tried(second, CALL, "05/10", MET, "05/10", withdrawn_at=at(KNOWN))
    story.tried(second, VISIT, "08/10", MET, "08/10")
    third = story.asked("10/10", source.CTPE)
    story.tried(third, LETTER, "12/10")
    story.met(third, "24/10", logged_at=at(dt.date(2026, 11, 3)))
    fourth = story.asked("12/10", source.LANDLORD_SOCIAL, (stage.CCAPEX_REFERRED, "01/09"))
    story.tried(fourth, LETTER, "13/10", IN_VAIN, "23/10")
    story.tried(fourth, REGISTERED, "23/10", AttemptResult.DELIVERED, "24/10")
    story.tried(fourth, VISIT, "30/10", ANSWERED, "02/11")
    story.asked("31/10", source.OTHER)
    sixth = story.lives((State.REVIEWING, "15/10"))
    former = story.referred(
        sixth, "15/10", source.LANDLORD_RENTAL, association=story.world.cap_habitat, refused_on=day("20/10")
    )
    story.referred(sixth, "20/10", source.LANDLORD_RENTAL, passed_on_from=former)
    story.met(sixth, "16/10", withdrawn_at=at(KNOWN))
    story.met(sixth, "22/10", outcome=Outcome.NOT_PRESENT)
    story.met(sixth, "28/10")
    seventh = story.asked("20/10", source.LANDLORD_RENTAL, (stage.ARREARS, "01/10"))
    for kind, on in ((CALL, "20/10"), (CALL, "21/10"), (LETTER, "22/10")):
        story.tried(seventh, kind, on, IN_VAIN, on)
    story.tried(seventh, MESSAGE, "23/10", ANSWERED, "23/10")
    eighth = story.asked("30/09", source.LANDLORD_RENTAL)
    story.tried(eighth, CALL, "01/10", ANSWERED, "01/10")
    ninth = story.asked("01/11", source.LANDLORD_LITIGATION)
    story.tried(ninth, CALL, "01/11", ANSWERED, "01/11")


def agreements(story: Story) -> None:
    """Tell P1 to P6."""
    ready, answer = (State.READY, "01/09"), ProposalAnswer
    first = story.lives(ready, unit="Orange")
    story.proposed(first, "02/10", answer.ACCEPTED, "09/10")
    story.convention(first, "15/10")
    second = story.lives(ready, unit="Apt")
    story.proposed(second, "20/09", answer.REFUSED, "01/10")
    story.convention(second, state=DocumentState.TO_SIGN)
    third = story.lives(ready, unit="Apt")
    story.proposed(third, "31/10", answer.ACCEPTED, "03/11")
    story.convention(third, "31/10")
    fourth = story.lives(ready, unit="Orange", is_protected=True)
    story.proposed(fourth, "10/10", answer.NO_ANSWER, "25/10")
    story.convention(fourth, "26/10", DocumentState.CANCELLED)
    fifth = story.lives(ready, unit="Orange")
    story.proposed(fifth, "30/09", answer.ACCEPTED, "30/09")
    series = story.convention(fifth, "30/09", DocumentState.SUPERSEDED)
    story.convention(fifth, "12/10", series=series, number=2)
    story.convention(story.lives(ready, unit="Orange"), "01/11")


def calculated(world: World) -> Computed:
    """Calculate October of the « mesure de sauvegarde »."""
    return compute(
        world.sauvegarde.programme,
        OCTOBER,
        today=KNOWN,
        previous=None,
        version_number=1,
        status=MonthStatus.PROVISIONAL,
    )


def kept(world: World) -> MonthVersion:
    """Calculate it and keep it, frozen: the landlord reads it."""
    row = DashboardMonth.objects.create(
        programme=world.sauvegarde.programme, month_on=OCTOBER.first, made_on=KNOWN, status=MonthStatus.FROZEN
    )
    return add(
        by=CLOCK,
        month=row,
        number=1,
        previous=None,
        computed=calculated(world),
        now=at(KNOWN),
        frozen_because=FrozenBecause.DAY_CAME,
    )
