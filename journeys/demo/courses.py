"""The courses of the demonstration: which story plays which acts, from the referral to the end and its watch."""

from collections.abc import Callable
from functools import partial

from accompaniments.enums import State
from journeys.demo import course_diagnosis, course_ends, course_outreach, course_papers, course_support
from journeys.demo import course_texts as texts
from journeys.demo.case import Case
from journeys.demo.course_path import Path
from journeys.demo.play import Stage
from partners.enums import Axis
from partners.services.delegations import give_delegation
from partners.services.directory import add_service
from records.services.events import CLOCK

# What a mark plays, and how many days a household must have been known for it.
PLOTS: dict[str, tuple[int, Callable[[Path], None]]] = {
    "ladder_again": (80, course_outreach.run_second_ladder),
    "ladder_running": (58, course_outreach.run_ladder),
    "ladder_over": (74, course_outreach.ask_for_failure),
    "ladder_failed": (96, course_outreach.fail),
    "diagnosis_begun": (26, course_diagnosis.begin),
    "diagnosis_signed": (38, course_diagnosis.leave_to_validate),
    "diagnosis_returned": (70, course_diagnosis.give_back),
    "proposal_awaited": (70, course_diagnosis.await_answer),
    "proposal_refused": (80, course_diagnosis.be_refused),
    "said_yes": (70, partial(course_diagnosis.make_ready, opened=58)),
    "convention_half": (90, course_papers.leave_to_landlord),
    "convention_refused": (135, course_papers.begin_by_convention),
    "convention_late": (150, course_papers.begin_late),
    "convention_amended": (200, course_papers.take_over_convention),
    "contract_half": (60, course_papers.half_sign_contract),
    "contract_refused": (60, course_papers.refuse_contract),
    "papers_signed": (110, course_papers.sign_papers),
    "ended": (100, course_ends.end),
    "end_to_validate": (60, course_ends.leave_end_to_validate),
    "watch_again": (230, course_ends.watch_again),
    "watch_interrupted": (160, course_ends.interrupt_watch),
    "watch_over": (40, course_ends.end_watch_at_its_term),
    "watch_signal": (150, course_ends.watch),
    "signal_answered": (100, course_ends.be_signalled),
    "review_awaited": (200, partial(course_support.await_landlord, days_ago=12)),
}
OLD_ENOUGH = 200  # days: a first stage review was held
WITH_SERVICES = 60


def tell_courses(stage: Stage, cases: list[Case]) -> None:
    """Put the courses on the calendar."""
    first = stage.clock.today
    stage.at(first, 8, 1, lambda: _open_house(stage))
    for case in cases:
        if case.story.lead:
            _common(case)
        for mark, (needed, plot) in PLOTS.items():
            if mark in case.story.marks and case.story.recorded >= needed:
                plot(Path(case))


def _open_house(stage: Stage) -> None:
    """Say who signs for each organisation, and write the directory of services."""
    cast, today = stage.cast, stage.clock.today
    for key, (organisation, title) in texts.DELEGATIONS.items():
        give_delegation(
            by=CLOCK,
            organisation=cast.organisations[organisation],
            user=cast.people[key],
            title=title,
            started_on=today,
        )
    by, keeper = cast.manager_of("soligone"), cast.organisations["soligone"].pk
    for facts in texts.DIRECTORY.values():
        add_service(by=by, kept_by_id=keeper, facts=facts, today=today)


def _common(case: Case) -> None:
    """Give what every course has: a grid at its entry by reprise, then objectives, services, a stage review."""
    story, path = case.story, Path(case)
    if not story.is_taken_over or State(story.state) not in _GRIDDED:
        return
    path.on(story.recorded - 7, 15, lambda: course_support.score_entry(path))
    if story.state not in {State.READY, State.SUPPORTED}:
        return
    path.on(story.recorded - 10, 15, lambda: course_support.set_objectives(path))
    if story.recorded > OLD_ENOUGH and story.closed is None:
        Path(case).on(70, 17, lambda: course_support.confirm_objectives(path))
    if case.rank % 2 and story.recorded > WITH_SERVICES:
        path.on(story.recorded - 24, 16, lambda: course_support.know_services(path))
        path.on(story.recorded - 45, 16, lambda: course_support.hear_service(path))
    if story.axis == Axis.MAINTENANCE and story.recorded > OLD_ENOUGH and story.state == State.SUPPORTED:
        course_support.hold_review(path, 160)


_GRIDDED = (State.DIAGNOSED, State.PROPOSED, State.READY, State.SUPPORTED)
