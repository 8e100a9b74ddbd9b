"""Procedures at several stages, protocols, and difficulties treated together, of the households that have a title."""

import datetime as dt
from decimal import Decimal
from functools import partial

from dateutil.relativedelta import relativedelta

from accompaniments.enums import DifficultyAnswer, DifficultyKind, Side
from accompaniments.models import Difficulty
from accompaniments.services import difficulties
from journeys.demo import title_money as money
from journeys.demo.course_path import Path
from journeys.demo.title_acts import Taken, take, title_of
from journeys.services import protocols
from journeys.services.titles import end_title
from leases.enums import LeaseEnd, LeaseKind, ProcedureStage, ProtocolState
from leases.models import SocialCohesionProtocol
from leases.services import procedures
from leases.services.protocols import ProtocolTerms

JUDGED = (  # the stages up to the judgment, and how many days ago each was reached
    (ProcedureStage.ARREARS, 640),
    (ProcedureStage.CCAPEX_REFERRED, 520),
    (ProcedureStage.PAYMENT_ORDER, 500),
    (ProcedureStage.SUMMONS, 380),
    (ProcedureStage.HEARING, 250),
    (ProcedureStage.JUDGMENT_TERMINATION, 186),
)
COURT = "Tribunal judiciaire d’Avignon"
BROKEN = "Deux indemnités d’occupation n’ont pas été payées, malgré deux rappels."
NOISE = "Les voisins du dessous se plaignent de bruit le soir, trois fois ce mois-ci."
LEAK = "L’évier fuit depuis deux semaines. Le ménage demande quand le plombier peut passer."
LEAK_ANSWER = "Le plombier passe jeudi matin. Merci de prévenir le ménage."
BADGE = "Le badge de l’entrée ne fonctionne plus."
BADGE_ANSWER = "Un nouveau badge est prêt à l’agence."
BADGE_END = "Badge remis au ménage par le gardien."


def sign_protocol(path: Path) -> None:
    """Lose the lease by judgment, then sign a protocole that runs."""
    _judged(path)
    path.on(90, 10, lambda: _sign(path))
    money.agree_with_landlord(Path(path.case), 88, debt=Decimal("1440.00"))
    money.insure(Path(path.case), ends_in=140)


def break_protocol(path: Path) -> None:
    """Sign a protocole, then break it: the procedure is back at its stage."""
    _judged(path)
    path.on(120, 10, lambda: _sign(path))
    path.on(20, 10, lambda: _break(path))
    _reach(path, ((ProcedureStage.VACATE_ORDER, 9),))


def order_old(path: Path) -> None:
    """Have a payment order, then a hearing ahead, on a lease signed before 2023."""
    take(path, Taken(LeaseKind.DIRECT, months=112))
    _reach(
        path, ((ProcedureStage.ARREARS, 170), (ProcedureStage.CAF_REPORTED, 120), (ProcedureStage.PAYMENT_ORDER, 34))
    )
    _owe(path, ((168, "820.40"), (60, "1490.10"), (8, "1630.75")))
    money.agree_with_landlord(Path(path.case), 26, debt=Decimal("1500.00"))
    money.insure(Path(path.case), ends_in=140)


def order_new(path: Path) -> None:
    """Have a payment order on a lease signed since the law of 27 July 2023."""
    take(path, Taken(LeaseKind.DIRECT, months=26))
    _reach(
        path, ((ProcedureStage.ARREARS, 150), (ProcedureStage.CCAPEX_REFERRED, 70), (ProcedureStage.PAYMENT_ORDER, 34))
    )
    _owe(path, ((148, "640.00"), (33, "1180.30")))
    money.insure(Path(path.case), ends_in=75)


def stand_in_winter(path: Path) -> None:
    """Have had everything up to the request for the police: in winter nobody is put out."""
    _judged(path)
    _reach(
        path,
        (
            (ProcedureStage.VACATE_ORDER, 110),
            (ProcedureStage.EVICTION_ATTEMPT, 41),
            (ProcedureStage.POLICE_REQUESTED, 38),
        ),
    )
    _owe(path, ((180, "3120.00"), (30, "4260.50")))


def _judged(path: Path) -> None:
    take(path, Taken(LeaseKind.DIRECT, months=95))
    _reach(path, JUDGED)
    path.on(184, 11, lambda: _terminate(path))


def _terminate(path: Path) -> None:
    end_title(
        by=path.by,
        lease=title_of(path),
        ended_on=path.stage.ago(186),
        reason=LeaseEnd.TERMINATED,
        note=COURT,
        today=path.today,
    )


def _reach(path: Path, stages: tuple[tuple[ProcedureStage, int], ...]) -> None:
    """Let the litigation service say each stage the next day, or when the household comes."""
    known = path.case.story.recorded - 4
    for stage, days in stages:
        path.on(min(days - 1, known), 14, partial(_record, path, stage, days))


def _record(path: Path, stage: ProcedureStage, days: int) -> None:
    procedures.record_step(
        by=path.user("contentieux").pk,
        enrolment=path.case.enrolment,
        landlord=path.landlord,
        stage=stage,
        reached_on=min(path.stage.ago(days), path.today),
        today=path.today,
    )


def _owe(path: Path, balances: tuple[tuple[int, str], ...]) -> None:
    own = Path(path.case)
    for days, amount in balances:
        own.on(days - 1, 15, partial(_state, own, days, amount))


def _state(path: Path, days: int, amount: str) -> None:
    procedures.record_balance(
        by=path.user("contentieux").pk,
        enrolment=path.case.enrolment,
        landlord=path.landlord,
        amount=Decimal(amount),
        stated_on=min(path.stage.ago(days), path.today),
        today=path.today,
    )


def _sign(path: Path) -> None:
    today = path.today
    protocols.sign(
        by=path.user("contentieux").pk,
        enrolment=path.case.enrolment,
        landlord=path.landlord,
        terms=ProtocolTerms(
            decided_on=path.stage.ago(186),
            started_on=today,
            ends_on=today + relativedelta(years=2, days=-1),
            indemnity=Decimal("472.00"),
            debt=Decimal("1440.00"),
            instalment=Decimal("60.00"),
            court=COURT,
            payer_approved_on=today - dt.timedelta(days=12),
        ),
        today=today,
    )


def _break(path: Path) -> None:
    row = SocialCohesionProtocol.objects.select_related("enrolment", "title", "step").get(enrolment=path.case.enrolment)
    protocols.end(
        by=path.user("contentieux").pk,
        protocol=row,
        state=ProtocolState.BROKEN,
        ended_on=path.today,
        reason=BROKEN,
        today=path.today,
    )


def be_reported(path: Path) -> None:
    """Be reported by the landlord: the team's answer is awaited."""
    path.on(3, 10, lambda: _report(path, Side.LANDLORD, DifficultyKind.COMPLAINT, NOISE))


def ask_landlord(path: Path) -> None:
    """Ask the landlord, who answers: what is left is to close it."""
    path.on(6, 10, lambda: _report(path, Side.TEAM, DifficultyKind.UPKEEP, LEAK))
    path.on(4, 11, lambda: _answer(path, LEAK_ANSWER))


def close_difficulty(path: Path) -> None:
    """Ask, be answered, and close: settled."""
    path.on(40, 10, lambda: _report(path, Side.TEAM, DifficultyKind.OTHER, BADGE))
    path.on(38, 11, lambda: _answer(path, BADGE_ANSWER))
    path.on(34, 16, lambda: _close(path))


def _report(path: Path, side: Side, kind: DifficultyKind, text: str) -> None:
    difficulties.report_difficulty(
        by=path.by if side == Side.TEAM else path.correspondent().pk,
        enrolment=path.case.enrolment,
        side=side,
        landlord_id=path.landlord.pk,
        kind=kind,
        text=text,
        sending_key=path.case.key(f"difficulty-{kind.value}"),
        today=path.today,
    )


def _last(path: Path) -> Difficulty:
    rows = Difficulty.objects.select_related("enrolment").filter(enrolment=path.case.enrolment)
    found: Difficulty = rows.latest("reported_on")
    return found


def _answer(path: Path, text: str) -> None:
    difficulties.answer_difficulty(
        by=path.correspondent().pk,
        difficulty=_last(path),
        side=Side.LANDLORD,
        answer=DifficultyAnswer.ANSWERED,
        text=text,
        today=path.today,
    )


def _close(path: Path) -> None:
    difficulties.close_difficulty(by=path.by, difficulty=_last(path), side=Side.TEAM, text=BADGE_END, today=path.today)
