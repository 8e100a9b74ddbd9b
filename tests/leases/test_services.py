"""Sittings, remarks, pieces, entries, projects: what their services refuse, and the event that each act leaves."""

import datetime as dt
import uuid

import pytest

from foundation.refusals import Refused
from leases.enums import EntryStep, FileState, LeaseWish, Typology
from leases.models import EntryItem, Hearing, HousingProject, Piece, Session, SessionDwelling, WishedUnit
from leases.services import remarks, sessions
from leases.services.entries import set_entry_items
from leases.services.files import editable_fields, mark_complete, send_back, withdraw_file
from leases.services.pieces import add_piece, ask_piece, mark_unreadable
from leases.services.projects import Wishes, end_project, present_project
from records.models import Event
from tests.days import TODAY, after, at, before
from tests.factories import leases as lf
from tests.factories.records import StoredFileFactory
from tests.world import adult_of

pytestmark = pytest.mark.django_db
BY = uuid.uuid4()


def dossier(world, state: FileState = FileState.SUBMITTED, **values):
    announcement = lf.AnnouncementFactory.make(dwelling__unit=world.units["Orange"])
    return lf.SubmittedFileFactory.make(
        enrolment=world.mine, association=world.soligone, announcement=announcement, state=state, **values
    )


class TestSittings:
    def test_two_sittings_do_not_start_at_once(self, world):
        values = {"by": BY, "landlord_id": world.landlord.pk, "starts_at": at(after(3)), "place": "Siège"}
        sessions.fix_session(**values)
        with pytest.raises(Refused) as refused:
            sessions.fix_session(**values)
        assert refused.value.field == "held_on"
        sessions.fix_session(**{**values, "landlord_id": world.other_landlord.pk})

    def test_the_day_of_a_sitting_is_that_of_paris(self, world):
        late = dt.datetime(2026, 12, 1, 23, 30, tzinfo=dt.UTC)
        made = sessions.fix_session(by=BY, landlord_id=world.landlord.pk, starts_at=late, place="Siège")
        assert made.held_on == dt.date(2026, 12, 2)

    def test_a_sitting_moves_to_a_free_hour_until_it_has_decided(self, world):
        sitting = lf.SessionFactory.make(landlord=world.landlord)
        other = lf.SessionFactory.make(landlord=world.landlord, held_on=after(3))
        with pytest.raises(Refused, match="déjà fixée"):
            sessions.move_session(by=BY, session=sitting, starts_at=other.starts_at, place="Siège")
        moved = sessions.move_session(by=BY, session=sitting, starts_at=at(after(4)), place="Siège")
        assert moved.held_on == after(4)
        lf.DecisionFactory.make(hearing=lf.HearingFactory.make(session=moved, file=dossier(world)))
        for act in (
            lambda: sessions.move_session(by=BY, session=moved, starts_at=at(after(5)), place="Siège"),
            lambda: sessions.cancel_session(by=BY, session=moved, today=TODAY),
        ):
            with pytest.raises(Refused, match="déjà enregistrées"):
                act()

    def test_cancelling_gives_its_dossiers_back_complete(self, world):
        file = dossier(world, FileState.COMPLETE)
        sitting = lf.SessionFactory.make(landlord=world.landlord, held_on=after(3))
        sessions.schedule(by=BY, file=file, session=sitting, today=TODAY)
        sessions.cancel_session(by=BY, session=sitting, today=TODAY)
        file.refresh_from_db()
        assert file.state == FileState.COMPLETE
        assert Hearing.objects.get().removed_on == TODAY
        with pytest.raises(Refused, match="annulée"):
            sessions.schedule(by=BY, file=file, session=Session.objects.get(), today=TODAY)

    @pytest.mark.parametrize("state", [FileState.SUBMITTED, FileState.SCHEDULED, FileState.DECIDED])
    def test_only_a_complete_dossier_is_scheduled(self, world, state):
        sitting = lf.SessionFactory.make(landlord=world.landlord, held_on=after(3))
        with pytest.raises(Refused, match="complet"):
            sessions.schedule(by=BY, file=dossier(world, state), session=sitting, today=TODAY)

    def test_a_sitting_past_or_of_another_landlord_takes_nothing(self, world):
        file = dossier(world, FileState.COMPLETE)
        past = lf.SessionFactory.make(landlord=world.landlord, held_on=before(1))
        strange = lf.SessionFactory.make(landlord=world.other_landlord, held_on=after(3))
        for sitting, said in ((past, "passée"), (strange, "autre bailleur")):
            with pytest.raises(Refused, match=said):
                sessions.schedule(by=BY, file=file, session=sitting, today=TODAY)
        assert not SessionDwelling.objects.exists()

    def test_presence_is_recorded_from_the_day_on(self, world):
        hearing = lf.HearingFactory.make(
            session=lf.SessionFactory.make(landlord=world.landlord, held_on=after(1)), file=dossier(world)
        )
        with pytest.raises(Refused):
            sessions.record_presence(by=BY, hearing=hearing, was_present=True, today=TODAY)
        sessions.record_presence(by=BY, hearing=hearing, was_present=False, today=after(1))
        assert Hearing.objects.get().worker_was_present is False

    def test_a_decided_dossier_stays_on_the_agenda(self, world):
        hearing = lf.HearingFactory.make(session__landlord=world.landlord, file=dossier(world, FileState.SCHEDULED))
        lf.DecisionFactory.make(hearing=hearing)
        with pytest.raises(Refused, match="déjà enregistrée"):
            sessions.remove(by=BY, hearing=Hearing.objects.get(), today=TODAY)


class TestRemarks:
    @pytest.mark.parametrize("state", [FileState.DECIDED, FileState.OFFER_SENT, FileState.ACCEPTED])
    def test_a_decided_dossier_takes_no_remark(self, world, state):
        with pytest.raises(Refused):
            remarks.comment(by=BY, file=dossier(world, state), anchor="support", text="Trop tard")

    def test_a_remark_opens_its_field_until_it_is_settled(self, world):
        file = dossier(world)
        assert editable_fields(file) == set()
        remark = remarks.comment(by=BY, file=file, anchor="ceilings:PLAI", text="Quel revenu ?")
        assert "reference_income" in editable_fields(file)
        assert "arguments" not in editable_fields(file)
        remarks.answer(by=BY, remark=remark, text="Celui de 2024.")
        remarks.settle(by=BY, remark=remark)
        assert editable_fields(file) == set()
        for act in (remarks.settle, lambda **values: remarks.answer(text="Encore", **values)):
            with pytest.raises(Refused, match="réglée"):
                act(by=BY, remark=remark)
        remarks.reopen(by=BY, remark=remark)
        assert "reference_income" in editable_fields(file)

    def test_no_event_holds_what_was_written(self, world):
        remark = remarks.comment(by=BY, file=dossier(world), anchor="support", text="SECRET")
        remarks.answer(by=BY, remark=remark, text="SECRET")
        assert "SECRET" not in str(list(Event.objects.values()))


class TestStates:
    def test_complete_is_taken_back_before_the_sitting_alone(self, world):
        file = dossier(world)
        with pytest.raises(Refused):
            send_back(by=BY, file=file, reason="Il manque l’avis", today=TODAY)
        mark_complete(by=BY, file=file, today=TODAY)
        with pytest.raises(Refused):
            mark_complete(by=BY, file=file, today=TODAY)
        send_back(by=BY, file=file, reason="Il manque l’avis", today=TODAY)

    @pytest.mark.parametrize("state", [FileState.DECIDED, FileState.OFFER_SENT, FileState.ACCEPTED])
    def test_a_decided_dossier_is_not_withdrawn(self, world, state):
        with pytest.raises(Refused, match="déjà décidé"):
            withdraw_file(by=BY, file=dossier(world, state), reason="Erreur", today=TODAY)


class TestPieces:
    def test_only_the_legal_list_is_asked_of_who_it_concerns(self, world):
        file, adult, stranger = dossier(world), adult_of(world.mine), adult_of(world.others)
        for kind, person, field in (
            ("passport", None, "kind"),
            ("", None, "kind"),
            ("identity", None, "person"),
            ("family", adult, "person"),
            ("identity", stranger, "person"),
        ):
            with pytest.raises(Refused) as refused:
                ask_piece(by=BY, file=file, kind=kind, person=person, today=TODAY)
            assert refused.value.field == field
        ask_piece(by=BY, file=file, kind="identity", person=adult, today=TODAY)
        with pytest.raises(Refused, match="déjà demandée"):
            ask_piece(by=BY, file=file, kind="identity", person=adult, today=TODAY)

    def test_a_piece_asked_is_answered_in_place_and_replaced_beside(self, world):
        file = dossier(world)
        asked = ask_piece(by=BY, file=file, kind="family", person=None, today=before(2))
        values = {"by": BY, "file": file, "kind": "family", "person": None, "issued_on": before(9), "today": TODAY}
        assert add_piece(**values, stored=StoredFileFactory.make()).pk == asked.pk
        mark_unreadable(by=BY, piece=asked, is_unreadable=True)
        newer = add_piece(**values, stored=StoredFileFactory.make())
        assert Piece.objects.get(pk=asked.pk).replaced_by == newer

    @pytest.mark.parametrize("issued_on", [after(1), dt.date(1, 1, 1), dt.date(9999, 12, 31)])
    def test_a_piece_of_an_absurd_day_is_refused(self, world, issued_on):
        with pytest.raises(Refused) as refused:
            add_piece(
                by=BY,
                file=dossier(world),
                kind="family",
                person=None,
                stored=StoredFileFactory.make(),
                issued_on=issued_on,
                today=TODAY,
            )
        assert refused.value.field == "issued_on"

    @pytest.mark.parametrize("state", [FileState.OFFER_SENT, FileState.ACCEPTED])
    def test_a_dossier_further_on_takes_no_piece(self, world, state):
        with pytest.raises(Refused, match="ne reçoit plus"):
            add_piece(
                by=BY,
                file=dossier(world, state),
                kind="family",
                person=None,
                stored=StoredFileFactory.make(),
                issued_on=None,
                today=TODAY,
            )


class TestEntries:
    def test_what_is_done_is_done_by_today_and_nothing_is_kept_of_a_refusal(self, world):
        file = dossier(world, FileState.ACCEPTED)
        with pytest.raises(Refused) as refused:
            set_entry_items(
                by=BY,
                file=file,
                items={EntryStep.INSURANCE: (TODAY, False), EntryStep.FSL: (after(1), False)},
                today=TODAY,
            )
        assert refused.value.field == "done_FSL"
        assert not EntryItem.objects.exists()

    def test_only_what_changes_is_written(self, world):
        file = dossier(world, FileState.ACCEPTED)
        items = {EntryStep.INSURANCE: (TODAY, False), EntryStep.FSL: (TODAY, True), EntryStep.METERS: (None, False)}
        for _ in range(2):
            set_entry_items(by=BY, file=file, items=items, today=TODAY)
        assert Event.objects.filter(verb="entry_item.set").count() == 2
        assert EntryItem.objects.get(step=EntryStep.FSL).done_on is None


class TestProjects:
    def present(self, world, started_on=TODAY, units=("Orange",), **values):
        wishes = Wishes(**{"typologies": (Typology.T3,), "lease_wish": LeaseWish.DIRECT, **values})
        return present_project(
            by=BY,
            enrolment=world.mine,
            started_on=started_on,
            wishes=wishes,
            units=[world.units[name] if isinstance(name, str) else name for name in units],
            today=TODAY,
        )

    def test_a_change_of_wish_closes_the_former_on_its_eve(self, world):
        former = self.present(world, before(30))
        self.present(world, before(1), units=("Apt", "Orange"))
        former.refresh_from_db()
        assert former.ended_on == before(2)
        assert [row.unit.name for row in WishedUnit.objects.filter(project__ended_on=None)] == ["Apt", "Orange"]

    def test_a_project_of_the_same_day_replaces_it(self, world):
        self.present(world)
        self.present(world, typologies=(Typology.T4,))
        assert HousingProject.objects.get().typologies == "T4"

    @pytest.mark.parametrize(
        ("values", "field"),
        [
            ({"started_on": after(1)}, "started_on"),
            ({"started_on": dt.date(1, 1, 1)}, "started_on"),
            ({"typologies": ()}, "typologies"),
            ({"units": ("Orange", "Orange")}, "units"),
        ],
    )
    def test_absurd_wishes_are_refused(self, world, values, field):
        with pytest.raises(Refused) as refused:
            self.present(world, **values)
        assert refused.value.field == field
        assert not HousingProject.objects.exists()

    def test_a_unit_of_no_landlord_of_the_programme_is_refused(self, world):
        with pytest.raises(Refused, match="bailleur du programme"):
            self.present(world, units=(world.other_unit,))

    def test_time_does_not_run_backwards(self, world):
        self.present(world, before(3))
        with pytest.raises(Refused, match="plus récent"):
            self.present(world, before(4))

    def test_a_project_ends_once_and_never_before_its_start(self, world):
        end_project(by=BY, enrolment=world.mine, ended_on=TODAY)
        self.present(world)
        end_project(by=BY, enrolment=world.mine, ended_on=before(9))
        assert HousingProject.objects.get().ended_on == TODAY
