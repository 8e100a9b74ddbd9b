"""What other parts ask of accompaniments; each function says what it promises."""

from accompaniments.selectors.course import Awaited, CourseStep, course
from accompaniments.selectors.due import due
from accompaniments.selectors.happened import happened
from accompaniments.selectors.last_contacts import last_contacts
from accompaniments.selectors.meetings import next_meetings, planned
from accompaniments.selectors.states import StepLine, steps
from accompaniments.selectors.workload import ProgrammeLoad, WorkerLine, WorkerLoad, team, workload

__all__ = [
    "Awaited",
    "CourseStep",
    "ProgrammeLoad",
    "StepLine",
    "WorkerLine",
    "WorkerLoad",
    "course",
    "due",
    "happened",
    "last_contacts",
    "next_meetings",
    "planned",
    "steps",
    "team",
    "workload",
]
