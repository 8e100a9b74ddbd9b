"""The CAL dossier that a lease comes from: none is signed on the access axis before its decision, and it ends with it."""

import datetime as dt
import uuid

from accompaniments.enums import State
from accompaniments.models import Accompaniment
from foundation.refusals import Refused
from households.models import Enrolment
from leases.enums import FileEnd, FileState, LeaseKind
from leases.models import AllocationFile, Decision, Dwelling, Lease
from leases.selectors.decisions import standing_by
from leases.services.announcements import end_announcement
from leases.services.decisions import close_file
from leases.services.projects import end_project
from partners.enums import Axis

LEASES = (LeaseKind.SUBLEASE, LeaseKind.DIRECT)
UNANSWERED = "Un bail se signe après l’accord du ménage à l’offre."
UNDECIDED = (
    "Aucune décision positive de la commission n’est enregistrée pour ce ménage et ce logement\u00a0: un bail, une sous-location "
    "se signent après elle (CCH, art. L. 441-2)."
)


def dossier_for(
    *, enrolment: Enrolment, dwelling: Dwelling, kind: LeaseKind, field: str, today: dt.date, enters: bool = True
) -> AllocationFile | None:
    """Give the dossier whose standing positive decision leads to a lease of this home, None where none is needed.

    A sauvegarde keeps a home, without a commission (domain.md §2.2 V9b). On the access axis (§2.1 S7–S9) who `enters` a home
    has its decision; who lives there already, its title changed or taken over, has it until its accompaniment has started: one
    taken over further on went through it before (§2.4). Raises Refused beside `field`.
    """
    if kind not in LEASES or enrolment.version.programme.axis != Axis.ACCESS:
        return None
    rows = Decision.objects.filter(
        standing_by(today), file__enrolment=enrolment, file__announcement__dwelling=dwelling
    ).select_related("file__announcement")
    found: Decision | None = rows.order_by("-decided_on").first()
    if found is None:
        present = Accompaniment.objects.filter(enrolment=enrolment).order_by("-opened_on").first()
        if enters or (present is not None and present.state in State.IN_PREPARATION):
            raise Refused(UNDECIDED, field)
        return None
    file: AllocationFile = found.file
    if file.state not in {FileState.ACCEPTED, FileState.CLOSED}:
        raise Refused(UNANSWERED, field)
    return file


def conclude(*, by: uuid.UUID, file: AllocationFile | None, lease: Lease) -> None:
    """End with its lease a dossier that is open, the announcement of its home, the housing project of its household."""
    if file is None or file.state == FileState.CLOSED:
        return
    close_file(by=by, file=file, end=FileEnd.LEASE_SIGNED, ended_on=max(lease.signed_on, file.state_on))
    end_announcement(
        by=by,
        announcement=file.announcement,
        ended_on=max(lease.signed_on, file.announcement.announced_on),
        reason="bail signé",
    )
    end_project(by=by, enrolment=file.enrolment, ended_on=lease.signed_on)
