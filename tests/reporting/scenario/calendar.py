"""When each month is made and frozen, among the facts; and the whole story played."""

from foundation.periods import Month
from partners.models import Programme
from reporting.enums import FrozenBecause
from reporting.models import DashboardMonth, MonthVersion
from reporting.rules.content import MonthContent
from reporting.rules.tree import from_json
from reporting.services.months import freeze, make_provisional, recompute, validate
from tests.reporting.scenario.facts import AUGUST, OCTOBER, SEPTEMBER
from tests.reporting.scenario.stage import Act, Stage, build, play

AXES = ("access", "maintenance")


def programme(stage: Stage, axis: str) -> Programme:
    """Give the programme of an axis."""
    return stage.versions[axis].programme


def month_of(stage: Stage, axis: str, month: str) -> DashboardMonth:
    """Give a month made."""
    return DashboardMonth.objects.select_related("programme").get(
        programme=programme(stage, axis), month_on=Month.parse(month).first
    )


def make(month: str) -> Act:
    """Make a month for both programmes."""
    return lambda s: [
        make_provisional(by=s.by, programme=programme(s, axis), month=Month.parse(month), today=s.today)
        for axis in AXES
    ]


def freeze_as_it_stands(month: str) -> Act:
    """Freeze a month on its day."""
    return lambda s: [
        freeze(by=s.by, month=month_of(s, axis, month), because=FrozenBecause.DAY_CAME, today=s.today) for axis in AXES
    ]


def calculate_again(month: str) -> Act:
    """Calculate a provisional month again."""
    return lambda s: [recompute(by=s.by, month=month_of(s, axis, month), today=s.today) for axis in AXES]


def validate_by_all(month: str) -> Act:
    """Let each association's manager validate."""

    def act(s: Stage) -> None:
        for axis in AXES:
            row = month_of(s, axis, month)
            revision = row.versions.get().revision
            for key in ("S", "H"):
                validate(
                    by=s.managers[key].pk,
                    month=row,
                    association=s.association(key),
                    revision=revision,
                    today=s.today,
                )

    return act


CALENDAR: list[tuple[str, Act]] = [
    ("2026-09-01T06:00", make("2026-08")),
    ("2026-09-10T20:00", freeze_as_it_stands("2026-08")),
    ("2026-10-01T06:00", make("2026-09")),
    ("2026-10-05T19:00", calculate_again("2026-09")),
    ("2026-10-05T20:00", validate_by_all("2026-09")),
    ("2026-11-01T00:30", make("2026-10")),
    ("2026-11-10T06:00", freeze_as_it_stands("2026-10")),
]


def tell() -> Stage:
    """Play the three months, and make each in its time."""
    stage = build()
    play(stage, AUGUST + SEPTEMBER + OCTOBER + CALENDAR)
    return stage


def version_of(stage: Stage, month: str, axis: str = "access") -> MonthVersion:
    """Give a month's version."""
    found: MonthVersion = month_of(stage, axis, month).versions.latest("number")
    return found


def content_of(stage: Stage, month: str, axis: str = "access") -> MonthContent:
    """Give a month as it was published."""
    return from_json(MonthContent, version_of(stage, month, axis).content)
