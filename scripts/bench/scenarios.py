"""What a bench measures of the pages: each is a name and a call that gives a response."""

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from accompaniments.enums import State
from accompaniments.models import Accompaniment
from foundation.periods import Month
from households.enums import MemberKind
from households.models import Enrolment, EnrolmentWorker, HouseholdMember
from leases.enums import LeaseKind
from leases.models import Lease
from partners.models import User

PROGRAMME = "bail-securisation"
EMPTY = "empty"

Call = Callable[[], Any]


@dataclass(frozen=True)
class Person:
    """Someone signed in."""

    client: Client
    user: User


def sign_in(key: str) -> Person:
    """Sign in one of the bench's people."""
    user = User.objects.get(email=f"{key}@banc.example")
    client = Client(raise_request_exception=True)
    client.force_login(user)
    return Person(client, user)


def last_month() -> Month:
    """Give the last whole month."""
    return Month.of(timezone.localdate()).plus(-1)


def pages() -> dict[str, Call]:
    """Give the pages, as those who open them every day."""
    worker, secretary, manager = sign_in("travail0"), sign_in("secretaire"), sign_in("responsable0")
    correspondent = sign_in("correspondant0")
    file_id = a_file_of(worker.user)
    file = reverse("journeys:file", args=[file_id])
    found: dict[str, Call] = {
        EMPTY: lambda: worker.client.get("/banc/vide/"),
        "home": lambda: worker.client.get("/"),
        "households": lambda: worker.client.get("/dossiers/"),
        "households_all": lambda: worker.client.get("/dossiers/?suivi=tous"),
        "search": lambda: worker.client.post("/recherche/", {"q": "bensaid"}),
        "file": lambda: worker.client.get(file),
        "visit": visit(worker, file_id),
        "cal": lambda: secretary.client.get("/cal/"),
        "cal_worker": lambda: worker.client.get("/cal/"),
        "correspondent": lambda: correspondent.client.get("/"),
        "manager": lambda: manager.client.get("/"),
        **subleases(worker, manager),
    }
    try:
        month = reverse("reporting:month", args=[PROGRAMME, str(last_month())])
    except NoReverseMatch:
        return found
    return found | {"month_page": lambda: manager.client.get(month)}


def subleases(worker: Person, manager: Person) -> dict[str, Call]:
    """Give the board of subleases, and the account of one of them: its page, and the statement that the household is handed."""
    lease = a_sublease_of(worker.user)
    account = reverse("journeys:rent_account", args=lease)
    statement = reverse("journeys:rent_statement", args=lease)
    return {
        "subleases": lambda: worker.client.get("/sous-locations/"),
        "subleases_all": lambda: manager.client.get("/sous-locations/"),
        "account": lambda: worker.client.get(account),
        "statement": lambda: worker.client.get(statement),
    }


def a_sublease_of(user: User) -> tuple[uuid.UUID, uuid.UUID]:
    """Give the file and the sublease, in force, of a household that this worker accompanies: the one with the most to read."""
    led = EnrolmentWorker.objects.filter(user=user, ended_on__isnull=True).values("enrolment_id")
    rows = Lease.objects.filter(enrolment__in=led, kind=LeaseKind.SUBLEASE, ended_on__isnull=True)
    found = rows.order_by("started_on", "pk").values_list("enrolment_id", "pk").first()
    if found is None:
        raise LookupError("this worker follows no sublease: nothing is worth measuring")
    file_id, lease_id = found
    return file_id, lease_id


def a_file_of(user: User) -> uuid.UUID:
    """Give a household that this worker accompanies, in the middle of her list."""
    led = EnrolmentWorker.objects.filter(user=user, ended_on__isnull=True).values("enrolment_id")
    rows = Accompaniment.objects.filter(enrolment__in=led, state=State.SUPPORTED)
    ids: list[uuid.UUID] = list(rows.order_by("enrolment__file_number").values_list("enrolment_id", flat=True))
    return ids[len(ids) // 2]


def visit(worker: Person, file_id: uuid.UUID) -> Call:
    """Give what saves a visit: each time another one, of yesterday."""
    household = Enrolment.objects.values_list("household_id", flat=True).get(pk=file_id)
    present = HouseholdMember.objects.filter(household_id=household, kind=MemberKind.ADULT).values_list("person_id")
    persons = [str(person) for (person,) in present]
    url = reverse("accompaniments:meeting_new", args=[file_id])
    day = timezone.localdate() - dt.timedelta(days=1)

    def save() -> Any:
        return worker.client.post(
            url,
            {
                "mode": "HOME",
                "outcome": "HELD",
                "day": day.isoformat(),
                "time": "09:00",
                "length": "45",
                "present": persons,
                "subjects": ["BUDGET", "RIGHTS"],
                "part_0_text": "Point sur le budget du mois : le loyer est à jour.",
                "part_0_audience": "TEAM",
                "part_1_text": "L’assurance est renouvelée.",
                "part_1_audience": "LANDLORD",
                "confirm_overlap": "on",
                "sending_key": str(uuid.uuid4()),
            },
        )

    return save
