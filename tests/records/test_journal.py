"""The journal: every event sealed, and whatever is removed, altered or added shows."""

import datetime as dt
import uuid

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection

from records.enums import Chain
from records.models import Event, SealBatch, SealedEvent
from records.selectors.journal import readers_of
from records.services import events
from records.services.journal import Fault, heads, purge_reads, seal, verify, waiting_count
from records.services.parameters import load_reference
from tests.days import NOW
from tests.factories.records import EventFactory, ParameterFactory

pytestmark = pytest.mark.django_db
HER, FILE = uuid.uuid4(), uuid.uuid4()


@pytest.fixture
def thing():
    return ParameterFactory()


def write(thing, count: int = 1, **details: object) -> list[Event]:
    return [events.record("meeting.logged", thing, by=HER, subject_id=FILE, details=details) for _ in range(count)]


def faults() -> set[Fault]:
    return {finding.fault for finding in verify()}


class TestRecording:
    def test_the_events_of_one_act_share_its_id(self, thing):
        with events.one_act():
            one, two = write(thing, 2)
        (three,) = write(thing)
        assert one.act == two.act != three.act

    def test_details_take_ids_and_dates(self, thing):
        (event,) = write(thing, of=FILE, on=dt.date(2026, 2, 28), at=NOW)
        event.refresh_from_db()
        assert event.details == {"of": str(FILE), "on": "2026-02-28", "at": "2026-11-21T10:00:00+01:00"}

    @pytest.mark.parametrize(
        ("given", "kept"),
        [
            ("192.0.2.7", "192.0.2.7"),
            ("::ffff:192.0.2.7", "192.0.2.7"),
            ("2001:DB8:0::1", "2001:db8::1"),
            ("nowhere", None),
            ("", None),
            (None, None),
        ],
    )
    def test_an_address_is_kept_in_one_form(self, thing, given, kept):
        with events.from_origin(given):
            (event,) = write(thing)
        event.refresh_from_db()
        assert event.origin == kept
        seal(chain=Chain.WRITE, now=NOW)
        assert verify() == []

    def test_a_page_opened_again_in_the_hour_is_one_line(self, thing):
        for moment in ("10:01", "10:59", "11:00"):
            with time_machine.travel(f"2026-11-21T{moment}:00+00:00", tick=False):
                events.record_read("file.opened", thing, by=HER, subject_id=FILE)
        assert Event.objects.filter(verb="file.opened").count() == 2

    def test_another_reader_object_or_verb_is_another_line(self, thing):
        other = ParameterFactory()
        with time_machine.travel(NOW, tick=False):
            events.record_read("file.opened", thing, by=HER)
            events.record_read("file.opened", thing, by=uuid.uuid4())
            events.record_read("file.opened", other, by=HER)
            events.record_read("file.downloaded", thing, by=HER)
        assert Event.objects.filter(chain=Chain.READ).count() == 4


class TestSealing:
    def test_everything_is_sealed_once_in_batches(self, thing):
        write(thing, 7)
        assert seal(chain=Chain.WRITE, now=NOW, batch_size=3) == 7
        assert list(SealBatch.objects.order_by("number").values_list("number", "event_count")) == [
            (1, 3),
            (2, 3),
            (3, 1),
        ]
        assert seal(chain=Chain.WRITE, now=NOW) == 0
        assert verify() == []

    def test_the_chains_are_apart(self, thing):
        write(thing)
        events.record_read("file.opened", thing, by=HER)
        assert seal(chain=Chain.READ, now=NOW) == 1
        assert waiting_count() == 1
        seal(chain=Chain.WRITE, now=NOW)
        assert {head.chain for head in heads()} == {"READ", "WRITE"}
        assert verify() == []

    def test_a_late_commit_finds_its_batch(self, thing):
        (late,) = write(thing)
        Event.objects.filter(pk=late.pk).delete()  # not committed yet
        write(thing, 2)
        seal(chain=Chain.WRITE, now=NOW)
        late.save(force_insert=True)
        assert seal(chain=Chain.WRITE, now=NOW) == 1
        assert verify() == []

    def test_a_rollback_leaves_nothing_to_seal(self):
        assert seal(chain=Chain.WRITE, now=NOW) == 0
        assert not SealBatch.objects.exists()

    def test_lines_that_palier_did_not_write_do_not_stop_the_sealer(self, thing):
        EventFactory.create_batch(3, mac="0" * 64)
        write(thing)
        assert seal(chain=Chain.WRITE, now=NOW, batch_size=2) == 1
        assert faults() == {Fault.ADDED}


class TestTampering:
    @pytest.fixture
    def sealed(self, thing):
        for _ in range(3):
            write(thing, 2)
            seal(chain=Chain.WRITE, now=NOW)
        assert verify() == []
        return list(SealedEvent.objects.order_by("batch__number", "position"))

    def test_a_removed_line_shows(self, sealed):
        Event.objects.filter(pk=sealed[2].event_id).delete()
        (finding,) = verify()
        assert (finding.fault, finding.batch, finding.event_id) == (Fault.REMOVED, 2, sealed[2].event_id)

    @pytest.mark.parametrize(
        "change",
        [
            {"verb": "meeting.cancelled"},
            {"actor": uuid.uuid4()},
            {"details": {"a": 1}},
            {"at": NOW},
            {"subject_id": None},
            {"origin": "192.0.2.1"},
            {"mac": "0" * 64},
            {"object_id": uuid.uuid4()},
            {"act": uuid.uuid4()},
            {"kind": "x.y"},
        ],
    )
    def test_an_altered_line_shows(self, sealed, change):
        Event.objects.filter(pk=sealed[2].event_id).update(**change)
        assert faults() == {Fault.ALTERED}

    def test_a_line_moved_to_the_other_chain_shows(self, sealed):
        Event.objects.filter(pk=sealed[2].event_id).update(chain=Chain.READ)
        assert faults() == {Fault.ALTERED}

    def test_an_added_line_shows(self, sealed):
        EventFactory(mac="0" * 64)
        assert faults() == {Fault.ADDED}

    def test_a_copied_line_shows(self, sealed):
        event = Event.objects.get(pk=sealed[2].event_id)
        event.pk = uuid.uuid4()
        event.save(force_insert=True)
        assert faults() == {Fault.ADDED}

    def test_an_added_line_put_in_a_batch_shows(self, sealed):
        SealedEvent.objects.create(
            batch=sealed[0].batch, event_id=EventFactory(mac="0" * 64).pk, position=9, digest="0" * 64
        )
        assert faults() == {Fault.BATCH_ALTERED, Fault.ALTERED}

    def test_a_line_removed_with_its_place_shows(self, sealed):
        Event.objects.filter(pk=sealed[2].event_id).delete()
        sealed[2].delete()
        assert faults() == {Fault.BATCH_ALTERED}

    def test_a_batch_removed_shows(self, sealed):
        batch = sealed[2].batch
        Event.objects.filter(pk__in=[line.event_id for line in sealed[2:4]]).delete()
        SealedEvent.objects.filter(batch=batch).delete()
        batch.delete()
        assert Fault.BATCH_MISSING in faults()

    def test_a_batch_removed_and_the_rest_renumbered_shows(self, sealed):
        batch = sealed[2].batch
        SealedEvent.objects.filter(batch=batch).delete()
        batch.delete()
        SealBatch.objects.filter(number=3).update(number=2)
        assert {Fault.CHAIN_BROKEN, Fault.BATCH_ALTERED} <= faults()

    @pytest.mark.parametrize(
        "change", [{"mac": "0" * 64}, {"event_count": 1}, {"sealed_at": NOW - dt.timedelta(days=1)}]
    )
    def test_a_batch_altered_shows(self, sealed, change):
        SealBatch.objects.filter(number=2).update(**change)
        assert Fault.BATCH_ALTERED in faults()

    def test_the_end_cut_off_shows_against_a_head_kept_elsewhere(self, sealed):
        (head,) = heads()
        noted = {head.chain: (head.number, head.mac)}
        assert verify(noted=noted) == []
        Event.objects.filter(pk__in=[line.event_id for line in sealed[4:]]).delete()
        SealedEvent.objects.filter(batch=sealed[4].batch).delete()
        sealed[4].batch.delete()
        assert verify() == []
        assert {finding.fault for finding in verify(noted=noted)} == {Fault.CHAIN_SHORTENED}

    def test_another_key_holds_nothing(self, sealed, settings):
        settings.PALIER_JOURNAL_KEY = "autre"
        assert Fault.BATCH_ALTERED in faults()

    def test_hiding_a_removed_write_behind_a_purge_shows(self, sealed):
        Event.objects.filter(pk=sealed[2].event_id).delete()
        SealBatch.objects.filter(number=2).update(purged_at=NOW)
        assert faults() == {Fault.PURGED_TOO_EARLY}

    def test_the_command_says_so_and_fails(self, sealed, capsys):
        call_command("verify_journal")
        out = capsys.readouterr().out
        assert "Le journal est intact" in out
        head = out.splitlines()[0].removeprefix("head ")
        call_command("verify_journal", "--head", head)
        Event.objects.filter(pk=sealed[2].event_id).delete()
        with pytest.raises(CommandError, match="1 finding"):
            call_command("verify_journal")
        assert str(sealed[2].event_id) in capsys.readouterr().err

    def test_the_command_refuses_a_head_it_cannot_read(self, sealed):
        with pytest.raises(CommandError, match="expected"):
            call_command("verify_journal", "--head", "WRITE:un:deux")


class TestPurging:
    @pytest.fixture
    def reads(self, thing):
        load_reference(by=events.CLOCK)
        for day in (
            dt.datetime(2025, 10, 31, 22, 30, tzinfo=dt.UTC),
            dt.datetime(2025, 10, 31, 23, 30, tzinfo=dt.UTC),
            NOW,
        ):
            with time_machine.travel(day, tick=False):
                events.record_read("file.opened", thing, by=HER, subject_id=FILE)
                seal(chain=Chain.READ, now=day)

    def test_the_months_whose_time_is_over_go_and_the_chain_still_holds(self, reads):
        """Sealed on 31 October 2025 at 23:30 in Paris it goes; sealed on 1 November at 0:30 it stays."""
        assert purge_reads(now=NOW) == 1
        assert Event.objects.filter(chain=Chain.READ).count() == 2
        assert SealedEvent.objects.filter(batch__chain=Chain.READ).count() == 3
        seal(chain=Chain.WRITE, now=NOW)
        assert verify() == []
        assert purge_reads(now=NOW) == 0

    def test_a_purge_before_its_time_shows(self, reads):
        purge_reads(now=NOW)
        batch = SealBatch.objects.get(chain=Chain.READ, number=2)
        Event.objects.filter(pk__in=SealedEvent.objects.filter(batch=batch).values("event_id")).delete()
        SealBatch.objects.filter(pk=batch.pk).update(purged_at=NOW)
        assert faults() == {Fault.PURGED_TOO_EARLY}

    def test_writes_stay(self, reads, thing):
        with time_machine.travel("2020-01-01T10:00:00+00:00", tick=False):
            write(thing)
        seal(chain=Chain.WRITE, now=dt.datetime(2020, 1, 1, 11, tzinfo=dt.UTC))
        purge_reads(now=NOW)
        assert Event.objects.filter(verb="meeting.logged").count() == 1


class TestWhoRead:
    def test_a_file_tells_who_opened_it_the_newest_first(self, thing):
        other = uuid.uuid4()
        for hour, who in ((8, HER), (9, other)):
            with time_machine.travel(dt.datetime(2026, 11, 21, hour, tzinfo=dt.UTC), tick=False):
                events.record_read("file.opened", thing, by=who, subject_id=FILE)
        events.record_read("file.opened", thing, by=HER, subject_id=uuid.uuid4())
        write(thing)
        page = readers_of(FILE)
        assert [(line.actor_id, line.verb) for line in page.lines] == [(other, "file.opened"), (HER, "file.opened")]
        assert (page.total, page.page_count) == (2, 1)

    @pytest.mark.parametrize("count", [1, 3, 30])
    def test_it_takes_two_queries(self, count, django_assert_num_queries):
        EventFactory.create_batch(count, chain=Chain.READ, subject_id=FILE)
        with django_assert_num_queries(2):
            assert len(readers_of(FILE, limit=50).lines) == count

    @pytest.mark.parametrize(("asked", "given"), [(0, 1), (-3, 1), (2, 2), (10**9, 2)])
    def test_a_page_that_does_not_exist_is_the_nearest(self, asked, given):
        EventFactory.create_batch(3, chain=Chain.READ, subject_id=FILE)
        assert readers_of(FILE, limit=2, page=asked).page == given


def test_the_table_of_events_holds_ids_only(thing):
    write(thing, state="READY")
    with connection.cursor() as cursor:
        cursor.execute("SELECT details FROM records_event")
        assert "READY" in str(cursor.fetchone()[0])
