"""The dossiers, dwellings, sittings and leases behind the addresses of a commission, for each of the matrix's files.

Rows are made straight, without namings: who sees a household's file stays what `tests.world` says.
"""

from typing import Any

from config.vocabulary import Whose
from households.models import Enrolment
from leases.enums import FileState
from leases.models import AllocationFile, Announcement
from leases.readings.content import to_json
from leases.selectors.contents import content_of
from partners.models import ManagementUnit, User
from records.services.files import store_file
from tests.days import TODAY, at, before
from tests.factories import leases as lf
from tests.leases.course import parameters
from tests.pdfs import one_page
from tests.world import World

DECIDED = ("cal_promote", "cal_condition", "cal_offer", "cal_annul", "cal_answer", "cal_fail", "cal_lease")
Things = dict[str, Any]


def make_cal(
    world: World, files: dict[Whose, tuple[Enrolment, User]]
) -> tuple[dict[Whose, Things], dict[str, dict[Whose, Things]]]:
    """Make one of each thing for each file, and what the pages of a decision need; (common, by address)."""
    parameters()
    units = {
        Whose.MINE: world.units["Orange"],
        Whose.COLLEAGUES: world.units["Carpentras"],
        Whose.OTHERS: world.units["Bollène"],
        Whose.OTHER_LANDLORDS: world.other_unit,
        Whose.PROTECTED: world.units["Apt"],
    }
    things: dict[Whose, Things] = {}
    special: dict[str, dict[Whose, Things]] = {"journeys:cal_inventory": {}, "journeys:cal_remark_new": {}}
    for place, (whose, unit) in enumerate(units.items()):
        enrolment, worker = files[whose]
        things[whose] = _submitted(enrolment, worker, unit, minute=place)
        file, lease = _decided(enrolment, worker, unit, minute=place)
        for name in DECIDED:
            special.setdefault(f"journeys:{name}", {})[whose] = {"file_id": file.pk}
        special["journeys:cal_inventory"][whose] = {"file_id": file.pk, "lease_id": lease}
        special["journeys:cal_remark_new"][whose] = {"?": "rubrique=support"}
        free = lf.AnnouncementFactory.make(dwelling__unit=unit)
        special.setdefault("journeys:cal_prepare", {})[whose] = {"announcement_id": free.pk}
        unannounced = lf.DwellingFactory.make(unit=unit)
        special.setdefault("leases:announcement_new", {})[whose] = {"dwelling_id": unannounced.pk}
    return things, special


def _submitted(enrolment: Enrolment, worker: User, unit: ManagementUnit, minute: int) -> Things:
    """Make a dossier on the agenda of a sitting of today, with a piece and a remark."""
    file = _file(enrolment, worker, unit, FileState.SCHEDULED)
    session = lf.SessionFactory.make(landlord=unit.agency.landlord, starts_at=at(TODAY, 9, minute))
    lf.SessionDwellingFactory.make(session=session, announcement=file.announcement)
    stored = store_file(content=one_page(), name="piece.pdf", kind="leases.piece", subject_id=file.pk, by=worker.pk)
    return {
        "file_id": file.pk,
        "announcement_id": file.announcement_id,
        "dwelling_id": file.announcement.dwelling_id,
        "unit_id": unit.pk,
        "piece_id": lf.PieceFactory.make(file=file, stored=stored).pk,
        "remark_id": lf.RemarkFactory.make(file=file).pk,
        "session_id": session.pk,
        "hearing_id": lf.HearingFactory.make(session=session, file=file).pk,
        "document": "fiche",
    }


def _decided(enrolment: Enrolment, worker: User, unit: ManagementUnit, minute: int) -> tuple[AllocationFile, Any]:
    """Make a dossier that was decided, offered, and let, as far as each page asks."""
    file = _file(enrolment, worker, unit, FileState.OFFER_SENT)
    session = lf.SessionFactory.make(
        landlord=unit.agency.landlord, held_on=before(20), starts_at=at(before(20), 9, minute)
    )
    decision = lf.DecisionFactory.make(hearing=lf.HearingFactory.make(session=session, file=file))
    lf.OfferFactory.make(decision=decision)
    share = lf.DwellingShareFactory.make(dwelling=file.announcement.dwelling)
    over = {"signed_on": before(60), "started_on": before(60), "ended_on": before(29)}  # one open title a household
    return file, lf.LeaseFactory.make(share=share, enrolment=enrolment, file=file, **over).pk


def _file(enrolment: Enrolment, worker: User, unit: ManagementUnit, state: FileState) -> AllocationFile:
    announcement: Announcement = lf.AnnouncementFactory.make(dwelling__unit=unit)
    file: AllocationFile = lf.SubmittedFileFactory.make(
        enrolment=enrolment,
        association=enrolment.holders.get().association,
        announcement=announcement,
        state=state,
    )
    stored = AllocationFile.objects.get(pk=file.pk)  # with the amounts as the database gives them
    lf.FileSnapshotFactory.make(file=file, content=to_json(content_of(stored, worker, TODAY, None)))
    return file
