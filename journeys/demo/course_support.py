"""What goes with an accompaniment: grids, objectives, stage reviews, services around the household."""

import datetime as dt
import uuid

from accompaniments.enums import ObjectiveState, OrientationAnswer, Passage, Progress, ReviewState, State, Subject
from accompaniments.models import ObjectiveProgress, Orientation, StageReview
from accompaniments.rules.grid import NOT_ASSESSED, NOT_CONCERNED, Score
from accompaniments.rules.objectives import SETTING, ObjectiveWords
from accompaniments.selectors.review_periods import asked_services, earliest_of
from accompaniments.selectors.reviews import facts_of
from accompaniments.services import around, grid, reviews
from accompaniments.services.objectives import change_objective, set_objective
from foundation.timeline import Audience
from households.enums import NamingService
from journeys.demo import course_texts as texts
from journeys.demo.course_path import Path
from partners.models import Service

HALF_A_YEAR = dt.timedelta(days=182)


def score_entry(path: Path) -> None:
    """Score the entry grid."""
    _score(path, Passage.ENTRY, gain=0)


def score_review(path: Path) -> None:
    """Score the grid again, at a review."""
    _score(path, Passage.REVIEW, gain=1)


def score_exit(path: Path) -> None:
    """Score the grid at the end."""
    _score(path, Passage.EXIT, gain=2)


def score_watch_end(path: Path) -> None:
    """Score the grid at the end of the watch."""
    _score(path, Passage.WATCH_END, gain=2)


def _score(path: Path, passage: Passage, *, gain: int) -> None:
    """Draw the levels: the same ones at first, and some have moved since."""
    course = path.course
    if State(course.state) in {State.CLOSED, State.REFERRED}:
        return
    draw, later = path.dice("grid"), path.dice(f"grid-{passage.value}")
    scores = []
    for domain in Subject:
        level = draw.choice((1, 2, 2, 3, 3, 3, 4, 4, NOT_CONCERNED, NOT_ASSESSED))
        if level in texts.LEVELS and gain:
            level = min(5, max(1, level + later.choice((0, gain, gain, 1, -1))))
        scores.append(Score(domain, level, texts.LEVELS.get(level, "")))
    grid.score_grid(
        by=path.by, accompaniment=course, passage=passage, assessed_on=path.today, scores=scores, today=path.today
    )


def set_objectives(path: Path) -> None:
    """Set the objectives of the accompaniment; the first one is read by the landlord."""
    course, draw = path.course, path.dice("objectives")
    if State(course.state) not in SETTING:
        return
    chosen = sorted({0, *draw.sample(range(1, len(texts.OBJECTIVES)), draw.choice((1, 2, 2, 3)))})
    for rank in chosen:
        domain, title, who, criterion, audience = texts.OBJECTIVES[rank]
        due_on = path.stage.today + dt.timedelta(days=draw.choice((-12, 9, 45, 70, 90, 120, 150, 200)))
        words = ObjectiveWords(domain, title, who, max(due_on, path.today), criterion, audience)
        set_objective(by=path.by, accompaniment=course, words=words, set_on=path.today, today=path.today)


def confirm_objectives(path: Path) -> None:
    """Say what became of the objectives that a visit called met: most are, one in three goes on."""
    draw = path.dice("confirmed")
    ticks = ObjectiveProgress.objects.filter(
        objective__accompaniment=path.course, objective__state=ObjectiveState.OPEN, progress=Progress.ACHIEVED
    ).select_related("objective__accompaniment")
    for row in {tick.objective.pk: tick.objective for tick in ticks.order_by("objective__position")}.values():
        change_objective(
            by=path.by,
            objective=row,
            version=row.changes.count(),
            state=draw.choice((ObjectiveState.ACHIEVED, ObjectiveState.ACHIEVED, ObjectiveState.OPEN)),
            effective_on=path.today,
            reason="",
            today=path.today,
        )


def hold_review(path: Path, days_ago: int) -> None:
    """Hold a stage review: written, put to the landlord, validated, its grid scored."""
    path.on(days_ago, 15, lambda: _begin_review(path))
    path.on(days_ago, 16, lambda: score_review(path))
    path.on(days_ago - 6, 10, lambda: _landlord_part(path))
    path.on(days_ago - 9, 17, lambda: _validate_review(path))


def await_landlord(path: Path, days_ago: int) -> None:
    """Write a review and put it to the landlord: his part is awaited."""
    path.on(days_ago, 15, lambda: _begin_review(path, of=NamingService.CORRESPONDENT))


def _begin_review(path: Path, of: NamingService | None = None) -> None:
    course, today = path.course, path.today
    if course.state != State.SUPPORTED:
        return
    row = reviews.open_review(
        by=path.by, accompaniment=course, period_from=earliest_of(course), period_to=today, held_on=today, today=today
    )
    row = reviews.write_review(
        by=path.by,
        review=row,
        version=row.version,
        held_on=today,
        worker_text=texts.REVIEW_SHARED,
        team_text=texts.REVIEW_TEAM,
        household_text=texts.REVIEW_HOUSEHOLD,
        next_on=today + HALF_A_YEAR,
        today=today,
    )
    offered = asked_services(path.case.enrolment, today)
    if offered:
        service = of if of in offered else offered[0]
        reviews.ask_landlord(by=path.by, review=row, version=row.version, service=service, today=today)


def _open_review(path: Path) -> StageReview | None:
    rows = StageReview.objects.select_related("accompaniment").filter(accompaniment=path.course)
    return rows.exclude(state=ReviewState.VALIDATED).first()


def _landlord_part(path: Path) -> None:
    row = _open_review(path)
    if row is None or row.state != ReviewState.WITH_LANDLORD:
        return
    keys = {NamingService.SOCIAL: "cesf", NamingService.LITIGATION: "contentieux"}
    key = keys.get(NamingService(row.asked_of))
    by: uuid.UUID = (path.user(key) if key else path.correspondent()).pk
    reviews.write_landlord_part(by=by, review=row, version=row.version, text=texts.REVIEW_LANDLORD)


def _validate_review(path: Path) -> None:
    row = _open_review(path)
    if row is None:
        return
    facts = facts_of(path.course, row.period_from, row.period_to).as_json()
    reviews.validate_review(
        by=path.case.manager, review=row, version=row.version, next_on=row.next_on, facts=facts, today=path.today
    )


def know_services(path: Path) -> None:
    """Note a service that is there, and orient the household towards another."""
    enrolment, draw, today = path.case.enrolment, path.dice("services"), path.today
    if enrolment.ended_on is not None:
        return
    present, towards = draw.sample(tuple(texts.DIRECTORY), 2)
    services = {facts.name: facts for facts in texts.DIRECTORY.values()}
    rows = {row.name: row for row in Service.objects.filter(name__in=services)}
    there, other = rows[texts.DIRECTORY[present].name], rows[texts.DIRECTORY[towards].name]
    around.note_service(
        by=path.by,
        enrolment=enrolment,
        association_id=path.case.association.pk,
        service=there,
        started_on=today,
        today=today,
        audience=Audience.TEAM if there.is_sensitive else Audience.ASSOCIATIONS,
    )
    around.orient(
        by=path.by,
        enrolment=enrolment,
        association_id=path.case.association.pk,
        service=other,
        oriented_on=today,
        today=today,
        reason="Demandée par le ménage.",
        audience=Audience.TEAM if other.is_sensitive else Audience.ASSOCIATIONS,
    )


def hear_service(path: Path) -> None:
    """Note what the service answered, two times in three."""
    row = Orientation.objects.filter(enrolment=path.case.enrolment, answer=OrientationAnswer.PENDING).first()
    if row is None or path.dice("answer").random() > 0.66:  # noqa: PLR2004 -- two in three
        return
    around.answer_orientation(
        by=path.by,
        orientation=row,
        answer=OrientationAnswer.ACCEPTED,
        answered_on=path.today,
        today=path.today,
        note="Premier rendez-vous donné.",
    )
