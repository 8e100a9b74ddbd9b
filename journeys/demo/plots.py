"""The stories of the demonstration's CAL dossiers: one for each state that a screen must show."""

from collections.abc import Callable

from accompaniments.enums import State
from journeys.demo.case import Case
from journeys.demo.dossiers import (
    Commission,
    Dossier,
    answer,
    decide,
    mark_complete,
    notify,
    prepare,
    put_on_agenda,
    sitting,
    submit,
    to_sitting,
)
from journeys.demo.homes import HOMES, announce_homes
from journeys.demo.play import Stage
from journeys.services import allocation as acts
from leases.enums import (
    Answer,
    DecisionKind,
    EntryStep,
    InventoryKind,
)
from leases.models import (
    DwellingShare,
)
from leases.services import pieces as piece_services
from leases.services import remarks as remark_services
from leases.services.decisions import DecisionFacts
from leases.services.entries import set_entry_item
from leases.services.inventories import make_inventory
from leases.services.leases import LeaseTerms
from partners.enums import Axis

_ELSEWHERE = {  # what these households go through leaves no room for a dossier
    "split",
    "protected",
    "convention_half",
    "convention_refused",
    "convention_late",
    "end_to_validate",
    "watch_again",
    "watch_interrupted",
    "titled",
}
MOVES = "lease_moved"  # who sublets already, and signs another lease by its dossier
OLD_ENOUGH = 130  # days: the household has been known long enough for the longest story


def tell_dossiers(stage: Stage, cases: list[Case]) -> None:
    """Put the dossiers' stories on the calendar, for the households that are far enough."""
    commission = Commission(stage)
    stage.at(commission.day(119), 8, 5, lambda: commission.homes.extend(announce_homes(stage)))
    for ago in (80, 50, 22):
        stage.at(commission.day(ago + 15), 9, 0, sitting(commission, ago))
    stage.at(commission.day(12), 9, 0, sitting(commission, -9))
    ready = [
        case
        for case in cases
        if case.story.closed is None
        and case.story.recorded > OLD_ENOUGH
        and case.story.state in {State.READY, State.SUPPORTED}
        and (MOVES in case.story.marks or not case.story.marks & _ELSEWHERE)
    ]
    # those who wait for a home first, then those accompanied, a move inside a sauvegarde last
    ready.sort(key=lambda case: (case.story.axis != Axis.ACCESS, case.story.state != State.READY))
    plots = (
        _submitted,
        _lease,
        _offer_running,
        _scheduled,
        _two_ranked_first,
        _two_ranked_second,
        _conditional_late,
        _draft,
        _refused_by_commission,
        _complete,
        _accepted,
    )
    for home, plot in zip(_HOMES_OF_PLOTS, plots, strict=True):
        if not ready:
            return
        rooms = int(HOMES[home][5][1])
        case = min(ready, key=lambda case: (_suits(case, plot), abs(len(case.plans) + 1 - rooms), ready.index(case)))
        ready.remove(case)
        plot(Dossier(commission, case, home))


def _suits(case: Case, plot: Callable[[Dossier], None]) -> bool:
    """Keep for the plot that ends with a lease who moves by it."""
    return (MOVES in case.story.marks) != (plot is _lease)


_HOMES_OF_PLOTS = (0, 2, 1, 3, 4, 4, 6, 5, 7, 1, 7)


def _draft(dossier: Dossier) -> None:
    prepare(dossier, 6)


def _submitted(dossier: Dossier) -> None:
    prepare(dossier, 20)
    dossier.on(16, 11, lambda: submit(dossier))
    dossier.on(
        12,
        10,
        lambda: remark_services.comment(
            by=dossier.correspondent().user_id,
            file=dossier.file,
            anchor="support",
            text="Qui prendra le relais après les six premiers mois ?",
        ),
    )
    dossier.on(
        12,
        11,
        lambda: piece_services.ask_piece(
            by=dossier.correspondent().user_id,
            file=dossier.file,
            kind="present_home",
            person=None,
            today=dossier.stage.clock.today,
        ),
    )


def _complete(dossier: Dossier) -> None:
    prepare(dossier, 18)
    dossier.on(14, 11, lambda: submit(dossier))
    dossier.on(8, 14, lambda: mark_complete(dossier))


def _scheduled(dossier: Dossier) -> None:
    prepare(dossier, 20)
    dossier.on(16, 11, lambda: submit(dossier))
    dossier.on(11, 14, lambda: mark_complete(dossier))
    dossier.on(8, 15, lambda: put_on_agenda(dossier, -9))


def _offer_running(dossier: Dossier) -> None:
    to_sitting(dossier, 22, opened=34)
    dossier.on(22, 12, lambda: decide(dossier, DecisionFacts(DecisionKind.ALLOCATED)))
    dossier.on(8, 10, lambda: notify(dossier))


def _two_ranked_first(dossier: Dossier) -> None:
    to_sitting(dossier, 50, opened=62)
    dossier.on(50, 12, lambda: decide(dossier, DecisionFacts(DecisionKind.ALLOCATED_RANKED, rank=1)))
    dossier.on(45, 10, lambda: notify(dossier))
    dossier.on(38, 10, lambda: answer(dossier, Answer.REFUSED, "Le logement est trop loin de l’école des enfants."))


def _two_ranked_second(dossier: Dossier) -> None:
    to_sitting(dossier, 50, opened=62)
    dossier.on(50, 13, lambda: decide(dossier, DecisionFacts(DecisionKind.ALLOCATED_RANKED, rank=2)))


def _conditional_late(dossier: Dossier) -> None:
    to_sitting(dossier, 22, opened=34)
    dossier.on(
        22,
        13,
        lambda: decide(
            dossier,
            DecisionFacts(
                DecisionKind.ALLOCATED_CONDITIONAL,
                missing_piece="attestation de la caisse d’allocations familiales",
                piece_due_on=dossier.commission.day(5),
            ),
        ),
    )


def _refused_by_commission(dossier: Dossier) -> None:
    to_sitting(dossier, 50, opened=62)
    dossier.on(
        50,
        14,
        lambda: decide(
            dossier,
            DecisionFacts(DecisionKind.NOT_ALLOCATED, reason="Le logement est attribué à une demande plus ancienne."),
            outside=4,
        ),
    )


def _accepted(dossier: Dossier) -> None:
    to_sitting(dossier, 22, opened=34)
    dossier.on(22, 15, lambda: decide(dossier, DecisionFacts(DecisionKind.ALLOCATED)))
    dossier.on(18, 10, lambda: notify(dossier))
    dossier.on(14, 10, lambda: answer(dossier, Answer.ACCEPTED))
    dossier.on(
        9,
        10,
        lambda: set_entry_item(
            by=dossier.case.writer().pk,
            file=dossier.file,
            step=EntryStep.INSURANCE,
            done_on=dossier.stage.clock.today,
            is_not_needed=False,
            note="",
            today=dossier.stage.clock.today,
        ),
    )


def _lease(dossier: Dossier) -> None:
    to_sitting(dossier, 80, opened=92)
    dossier.on(80, 12, lambda: decide(dossier, DecisionFacts(DecisionKind.ALLOCATED)))
    dossier.on(76, 10, lambda: notify(dossier))
    dossier.on(70, 10, lambda: answer(dossier, Answer.ACCEPTED))
    dossier.on(60, 10, lambda: _sign(dossier))


def _sign(dossier: Dossier) -> None:
    stage, file = dossier.stage, dossier.file
    terms = LeaseTerms(
        signed_on=stage.clock.today,
        started_on=stage.clock.today,
        rent=file.announcement.rent,
        charges=file.announcement.charges,
    )
    lease = acts.sign_lease(
        by=dossier.commission.secretary.user_id,
        file=file,
        share=DwellingShare.objects.get(dwelling=file.announcement.dwelling),
        entry=acts.Entry(terms),
        today=stage.clock.today,
    )
    make_inventory(
        by=dossier.case.writer().pk,
        lease=lease,
        kind=InventoryKind.MOVE_IN,
        made_on=stage.clock.today,
        worker_was_present=True,
        keys_handed=2,
        note="",
        today=stage.clock.today,
    )
