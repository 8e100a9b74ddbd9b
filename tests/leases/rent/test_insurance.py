"""The insurance of a title: covered, about to end, missing; read by the team alone."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from foundation.periods import Period
from foundation.refusals import Refused
from leases.models import InsuranceCertificate
from leases.rules.insurance import cover_on, why_certificate_is_refused
from leases.selectors import rent_due
from leases.selectors.insurance import missing_on
from leases.services.insurance import record_certificate
from records.services.events import CLOCK
from records.services.parameters import load_reference
from tests.days import TODAY, after, before
from tests.factories import households as h
from tests.factories import leases as le
from tests.pdfs import one_page
from tests.world import reader_of

D = dt.date
days = st.dates(D(2024, 1, 1), D(2028, 12, 31))


class TestCover:
    """Periods that touch make one."""

    def test_vectors(self):
        year = [Period(D(2026, 1, 1), D(2026, 12, 31)), Period(D(2027, 1, 1), D(2027, 12, 31))]
        assert cover_on(D(2026, 6, 1), D(2026, 1, 1), year).ends_on == D(2027, 12, 31)
        assert cover_on(D(2028, 1, 1), D(2026, 1, 1), year).since == D(2028, 1, 1)
        assert cover_on(D(2026, 6, 1), D(2026, 2, 1), []).since == D(2026, 2, 1)
        assert cover_on(D(2026, 6, 1), D(2026, 2, 1), [Period(D(2026, 3, 1), D(2026, 4, 1))]).since == D(2026, 4, 2)
        assert cover_on(D(2026, 1, 1), D(2026, 2, 1), [Period(D(2026, 2, 1), D(2027, 1, 31))]).is_missing is False

    @given(day=days, start=days, spans=st.lists(st.tuples(days, st.integers(0, 500)), max_size=5))
    def test_missing_is_a_day_that_no_certificate_holds(self, day, start, spans):
        periods = [Period(on, on + dt.timedelta(length)) for on, length in spans]
        cover = cover_on(day, start, periods)
        at = max(day, start)
        assert cover.is_missing != any(one.holds(at) for one in periods)
        if not cover.is_missing:
            assert any(one.holds(cover.ends_on) for one in periods)
            assert not any(one.holds(cover.ends_on + dt.timedelta(1)) for one in periods)

    @pytest.mark.parametrize(
        ("started_on", "ended_on", "field"),
        [
            (D(2026, 11, 1), D(2026, 10, 31), "ended_on"),
            (D(2026, 11, 1), D(2036, 10, 31), "ended_on"),
            (D(2027, 11, 1), D(2028, 10, 31), "started_on"),
            (D(2024, 1, 1), D(2024, 12, 31), "ended_on"),
        ],
    )
    def test_refused(self, started_on, ended_on, field):
        found = why_certificate_is_refused(started_on, ended_on, lease=Period(D(2025, 1, 1)), today=TODAY)
        assert found[1] == field


@pytest.fixture
def lease(world):
    return le.LeaseFactory.make(enrolment=world.mine, started_on=before(100), signed_on=before(100))


@pytest.mark.django_db
def test_missing_at_the_entry_then_covered(world, lease):
    load_reference(by=CLOCK)
    assert [(one.lease_id, one.since) for one in missing_on(TODAY)] == [(lease.pk, before(100))]
    record_certificate(
        by=world.lead.pk, lease=lease, insurer="MAIF", started_on=before(100), ended_on=after(20), today=TODAY
    )
    assert missing_on(TODAY) == []
    (line,) = [one for one in rent_due.due(reader_of(world.lead), [world.mine.pk]) if "assurance" in one.title]
    assert (line.due_on, line.act) == (after(20), "Ajouter l’attestation")


@pytest.mark.django_db
def test_the_certificate_seen_at_the_entry_stands_for_a_year(world, lease):
    lease.file = le.SubmittedFileFactory.make(enrolment=world.mine)
    lease.save()
    le.EntryItemFactory.make(file=lease.file)
    assert missing_on(TODAY) == []
    assert [one.since for one in missing_on(after(266))] == [after(266 - 1)]


@pytest.mark.django_db
def test_a_host_insures_himself(world):
    le.HeadLeaseFactory.make()
    assert missing_on(TODAY) == []


@pytest.mark.django_db
def test_the_paper_is_kept_and_given_to_the_team_alone(world, lease, client_of):
    url = reverse("journeys:insurance_new", args=[world.mine.pk, lease.pk])
    sent = {
        "insurer": "Macif",
        "started_on": before(10).isoformat(),
        "ended_on": after(300).isoformat(),
        "file": SimpleUploadedFile("attestation.pdf", one_page(), "application/pdf"),
    }
    assert client_of(world.lead).post(url, sent).status_code == 302
    row = InsuranceCertificate.objects.get()
    paper = reverse("journeys:insurance_paper", args=[world.mine.pk, row.pk])
    assert b"".join(client_of(world.lead).get(paper).streaming_content).startswith(b"%PDF")
    tab = reverse("journeys:file_lease", args=[world.mine.pk])
    assert "Macif" in client_of(world.lead).get(tab).content.decode()
    for who in ("colleague", "litigation", "correspondent_orange", "other_worker"):
        assert client_of(world.people[who]).get(paper).status_code in (403, 404)
        assert "Macif" not in client_of(world.people[who]).get(tab).content.decode()


@pytest.mark.django_db
def test_a_hostile_paper_is_refused_and_what_was_typed_stays(world, lease, client_of):
    url = reverse("journeys:insurance_new", args=[world.mine.pk, lease.pk])
    sent = {
        "insurer": "Macif",
        "started_on": before(10).isoformat(),
        "ended_on": after(300).isoformat(),
        "file": SimpleUploadedFile("a.pdf", b"MZ\x90\x00", "application/pdf"),
    }
    page = client_of(world.lead).post(url, sent).content.decode()
    assert "Envoyez un PDF" in page
    assert "Macif" in page
    assert not InsuranceCertificate.objects.exists()


@pytest.mark.django_db
def test_a_title_without_insurance_takes_none(world):
    with pytest.raises(Refused):
        record_certificate(
            by=world.lead.pk,
            lease=le.HeadLeaseFactory.make(),
            insurer="MAIF",
            started_on=before(1),
            ended_on=after(300),
            today=TODAY,
        )


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 3, 30])
def test_many_titles_cost_as_much_as_one(world, count, django_assert_num_queries):
    for _ in range(count):
        le.LeaseFactory.make(enrolment=h.EnrolmentFactory.make())
    with django_assert_num_queries(3):
        assert len(missing_on(TODAY)) == count
