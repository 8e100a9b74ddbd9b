"""Which story of titles plays which acts: chains, exams, slides; their law and money are beside."""

from collections.abc import Callable

from journeys.demo import title_acts as acts
from journeys.demo import title_law as law
from journeys.demo import title_money as money
from journeys.demo import title_papers as papers
from journeys.demo.case import Case
from journeys.demo.course_path import Path
from journeys.demo.play import Stage
from journeys.demo.title_acts import Taken
from journeys.demo.title_field import name_field_staff
from leases.enums import LandlordPosition, LeaseKind, SlideState

KNOWN = 195  # days: who has been known for less does not play its story of titles
LONG_KNOWN = 285


def tell_titles(stage: Stage, cases: list[Case]) -> None:
    """Put the titles on the calendar."""
    name_field_staff(stage)
    played = []
    for case in cases:
        for mark, (needed, plot) in PLOTS.items():
            if mark in case.story.marks and case.story.recorded >= needed:
                plot(Path(case))
                played.append(case)
    money.tell_associations(stage, played)


def _slid(path: Path) -> None:
    taken = Taken(months=9, days=12)
    acts.take(path, taken)
    due = acts.due_days(path, taken)
    acts.hold(path, due + 2)
    acts.propose(path, due - 8)
    acts.send_notice(path, due - 11, is_offered=True)
    acts.decide(path, due - 24, SlideState.AGREED, planned_on=acts.last_first(path))
    acts.accept(path, due - 32)
    acts.slid(path)
    money.pay(Path(path.case), unpaid=0)
    money.insure(Path(path.case), ends_in=160)


def _agreed(path: Path) -> None:
    taken = Taken(months=5)
    acts.take(path, taken)
    due = acts.due_days(path, taken)
    acts.hold(path, due + 1)
    acts.propose(path, due - 6)
    acts.send_notice(path, due - 12, is_offered=True)
    acts.decide(path, 20, SlideState.AGREED, planned_on=acts.next_first(path))
    acts.accept(path, 12)
    papers.sign_contracts(Path(path.case))
    money.pay(Path(path.case), unpaid=0)
    money.insure(Path(path.case), ends_in=200)
    law.close_difficulty(Path(path.case))


def _proposed(path: Path) -> None:
    acts.take(path, Taken(months=3, days=20))
    acts.hold(path, 7)
    acts.propose(path, 4)
    acts.prepare_notice(path, 2, is_offered=True)
    money.pay(Path(path.case), unpaid=0)
    money.insure(Path(path.case), ends_in=250)
    law.ask_landlord(Path(path.case))


def _refused(path: Path) -> None:
    acts.take(path, Taken(months=4, days=10))
    acts.hold(path, 28, LandlordPosition.UNFAVOURABLE)
    acts.propose(path, 22)
    acts.decide(path, 12, SlideState.REFUSED, reason=acts.REFUSAL)
    money.pay(Path(path.case), unpaid=1)
    money.insure(Path(path.case), ends_in=120)


def _extended(path: Path) -> None:
    taken = Taken(months=7)
    acts.take(path, taken)
    due = acts.due_days(path, taken)
    acts.hold(path, due - 25, LandlordPosition.RESERVED)
    acts.send_notice(path, due - 31, is_offered=False, reason=acts.NOT_YET)
    acts.propose(path, due - 36)
    acts.decide(path, due - 48, SlideState.EXTENDED, reason=acts.NOT_YET)
    money.pay(Path(path.case), unpaid=0)
    money.insure(Path(path.case), ends_in=90)


def _convened(path: Path) -> None:
    acts.take(path, Taken(months=3, days=3))
    acts.convene(path, 3, held=-6, told=False)
    papers.half_sign_contract(Path(path.case))
    money.pay(Path(path.case), unpaid=0)
    money.insure(Path(path.case), ends_in=270)


def _late(path: Path) -> None:
    acts.take(path, Taken(months=4, days=25))
    money.pay(Path(path.case), unpaid=3)
    money.break_plan(Path(path.case))
    law.be_reported(Path(path.case))


def _missed(path: Path) -> None:
    acts.take(path, Taken(months=7, days=20))
    acts.be_absent(path, 120)
    money.pay(Path(path.case), unpaid=2)
    money.insure(Path(path.case), ends_in=12)


def _durable(path: Path) -> None:
    acts.take(path, Taken(months=26, expects_slide=False))
    money.pay(Path(path.case), unpaid=0)
    money.insure(Path(path.case), ends_in=180)
    money.keep_plan(Path(path.case))


def _from_shelter(path: Path) -> None:
    acts.take(path, Taken(LeaseKind.ALT, months=14))
    acts.sublet_in_place(path, 190)
    _slide_back(path)


def _back(path: Path) -> None:
    acts.take(path, Taken(LeaseKind.NO_TITLE, months=15))
    acts.sublet_in_place(path, 190)
    _slide_back(path)


def _slide_back(path: Path) -> None:
    """Hold the first exam in time, then give the household its lease."""
    acts.hold(path, 90)
    acts.propose(path, 84)
    acts.decide(path, 78, SlideState.AGREED, planned_on=acts.last_first(path))
    acts.accept(path, 74)
    acts.send_notice(path, 72, is_offered=True)
    acts.slid(path)
    money.pay(Path(path.case), unpaid=0)
    money.insure(Path(path.case), ends_in=210)


def _room(label: str) -> Callable[[Path], None]:
    def play(path: Path) -> None:
        acts.take(path, Taken(months=2, days=5, part=label, reference="MH-3900"))
        money.pay(Path(path.case), unpaid=0)
        money.insure(Path(path.case), ends_in=290)

    return play


def _moved(path: Path) -> None:
    acts.take(path, Taken(months=16, expects_slide=False))


def _in_place(path: Path) -> None:
    acts.take(path, Taken(LeaseKind.NO_TITLE, months=20))
    acts.sublet_in_place(path, 60)
    papers.photograph(Path(path.case), 59)
    money.pay(Path(path.case), unpaid=0)
    money.insure(Path(path.case), ends_in=300)


# What a mark plays, and how many days a household must have been known for it.
PLOTS: dict[str, tuple[int, Callable[[Path], None]]] = {
    "lease_slid": (LONG_KNOWN, _slid),
    "lease_agreed": (KNOWN, _agreed),
    "lease_proposed": (KNOWN, _proposed),
    "lease_refused": (KNOWN, _refused),
    "lease_extended": (KNOWN, _extended),
    "lease_convened": (KNOWN, _convened),
    "lease_late": (KNOWN, _late),
    "lease_missed": (KNOWN, _missed),
    "lease_durable": (KNOWN, _durable),
    "lease_alt": (LONG_KNOWN, _from_shelter),
    "lease_room_1": (KNOWN, _room("Chambre 1")),
    "lease_room_2": (KNOWN, _room("Chambre 2")),
    "lease_moved": (KNOWN, _moved),
    "lease_in_place": (KNOWN, _in_place),
    "lease_back": (LONG_KNOWN, _back),
    "pcs_running": (KNOWN, law.sign_protocol),
    "pcs_broken": (KNOWN, law.break_protocol),
    "procedure_old": (KNOWN, law.order_old),
    "procedure_new": (KNOWN, law.order_new),
    "procedure_truce": (KNOWN, law.stand_in_winter),
}
