"""A file opened by its service, and what its journal says: for the tests of services."""

import datetime as dt

from households.enums import HolderCause, MemberKind, Presence
from households.services import enrolments
from households.services.enrolments import NewPerson
from records.models import Event
from tests.days import before
from tests.world import World

D = dt.date
INES = NewPerson(first_name=" Inès ", last_name="Carvalho", birth_name="Da Silva", birth_on=D(1990, 5, 4))
LEO = NewPerson(first_name="Léo", last_name="Carvalho", kind=MemberKind.CHILD, presence=Presence.SHARED_CUSTODY)


def verbs(enrolment):
    return list(Event.objects.filter(subject_id=enrolment.pk).order_by("at").values_list("verb", flat=True))


MONTH_AGO = before(30)


def opened(world: World, *newcomers, started_on=MONTH_AGO, **values):
    return enrolments.open_enrolment(
        by=world.manager.pk,
        version=world.securisation,
        started_on=started_on,
        association=world.soligone,
        cause=HolderCause.REFERRED,
        people=newcomers or (INES, LEO),
        **values,
    )
