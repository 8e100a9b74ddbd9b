"""The files that readers ask for: asked twice made once, read anew for who asked, refused in plain words, kept a week."""

import datetime as dt
import io

import pytest
from python_calamine import CalamineWorkbook

from partners.enums import Role
from records.enums import JobStatus
from records.models import Job, StoredFile
from records.services import jobs
from records.services.files import open_file, store_file
from reporting.enums import Figure, FileKind, MonthStatus
from reporting.models import FigureLine, MonthVersion
from reporting.services.files import GONE, KEPT, RECOMPUTED, ask_file, delete_old_files, file_id_of
from tests.days import NOW
from tests.factories import partners as p
from tests.pdfs import one_page
from tests.reporting.files.scene import version_of
from tests.reporting.sample import sample_content

pytestmark = pytest.mark.django_db


@pytest.fixture
def version(world) -> MonthVersion:
    return version_of(world.securisation.programme, sample_content())


def run(job: Job) -> Job:
    """Do a job as a worker does."""
    jobs.run(job.pk)
    job.refresh_from_db()
    return job


def result(job: Job) -> bytes:
    """Read what it made."""
    return b"".join(open_file(stored=StoredFile.objects.get(pk=job.result_id)))


def test_asked_twice_is_made_once(world, version):
    one = ask_file(by=world.manager.pk, version=version, kind=FileKind.XLSX)
    assert ask_file(by=world.manager.pk, version=version, kind=FileKind.XLSX) == one
    assert ask_file(by=world.manager.pk, version=version, kind=FileKind.PDF) != one
    run(one)
    assert one.status == JobStatus.DONE
    assert (one.done, one.total) == (2, 3) or one.done == one.total
    assert ask_file(by=world.manager.pk, version=version, kind=FileKind.XLSX) == one
    assert StoredFile.objects.filter(kind="reporting.month_file").count() == 1
    book = CalamineWorkbook.from_filelike(io.BytesIO(result(one)))
    assert "Par unité" in book.sheet_names


def test_a_month_recalculated_makes_another(world, version):
    one = ask_file(by=world.manager.pk, version=version, kind=FileKind.XLSX)
    MonthVersion.objects.filter(pk=version.pk).update(revision=2)
    version.refresh_from_db()
    assert ask_file(by=world.manager.pk, version=version, kind=FileKind.XLSX) != one
    assert run(one).failure == RECOMPUTED


def test_the_report_of_a_provisional_month_is_rendered(world, version):
    job = run(ask_file(by=world.manager.pk, version=version, kind=FileKind.PDF))
    assert job.failure == ""
    assert result(job).startswith(b"%PDF-1.7")
    stored = StoredFile.objects.get(pk=job.result_id)
    assert (stored.subject_id, stored.name) == (version.pk, "rapport-bail-securisation-2026-10-v1.pdf")


def test_a_frozen_report_is_given_as_it_was_published(world, version):
    report = one_page()
    stored = store_file(
        content=report, name="m.pdf", kind="reporting.month", subject_id=version.pk, by=world.manager.pk
    )
    MonthVersion.objects.filter(pk=version.pk).update(pdf=stored)
    job = run(ask_file(by=world.manager.pk, version=version, kind=FileKind.PDF))
    assert result(job) == report


def test_who_may_no_longer_read_is_refused_in_plain_words(world, version):
    job = ask_file(by=world.manager.pk, version=version, kind=FileKind.XLSX)
    world.manager.is_active = False
    world.manager.save()
    assert (run(job).status, job.failure) == (JobStatus.FAILED, GONE)
    stranger = p.UserFactory.make()
    p.MembershipFactory.make(user=stranger, organisation=p.AssociationFactory.make(), role=Role.ASSOCIATION_MANAGER)
    assert run(ask_file(by=stranger.pk, version=version, kind=FileKind.XLSX)).failure == GONE
    adviser = run(ask_file(by=world.adviser.pk, version=version, kind=FileKind.XLSX))
    assert adviser.failure == GONE  # provisional: the landlord does not read it yet
    assert not StoredFile.objects.filter(kind="reporting.month_file").exists()


def test_a_month_that_is_gone_or_broken_is_refused_in_plain_words(world, version):
    job = ask_file(by=world.manager.pk, version=version, kind=FileKind.XLSX)
    broken = ask_file(by=world.manager.pk, version=version, kind=FileKind.PDF)
    MonthVersion.objects.filter(pk=version.pk).update(content={"month": "2026-10"})
    assert "Il manque à ce mois" in run(broken).failure
    version.month.delete()
    assert run(job).failure == GONE


def test_a_failed_job_is_tried_again(world, version):
    whole = version.content
    MonthVersion.objects.filter(pk=version.pk).update(content={})
    job = run(ask_file(by=world.manager.pk, version=version, kind=FileKind.XLSX))
    assert job.status == JobStatus.FAILED
    MonthVersion.objects.filter(pk=version.pk).update(content=whole)
    again = run(jobs.retry(job_id=job.pk, by=world.manager.pk))
    assert (again.pk, again.status) == (job.pk, JobStatus.DONE)


def test_what_a_dead_worker_made_is_taken_and_not_made_again(world, version):
    job = ask_file(by=world.manager.pk, version=version, kind=FileKind.XLSX)
    run(job)
    long_ago = NOW - dt.timedelta(hours=1)
    Job.objects.filter(pk=job.pk).update(status=JobStatus.RUNNING, result_id=None, beat_at=long_ago)
    assert jobs.requeue_dead(now=NOW) == 1
    assert run(job).result_id == file_id_of(job.pk)
    assert StoredFile.objects.filter(kind="reporting.month_file").count() == 1


def test_files_are_kept_a_week(world, version):
    job = run(ask_file(by=world.manager.pk, version=version, kind=FileKind.XLSX))
    stored = StoredFile.objects.get(pk=job.result_id)
    assert delete_old_files(now=stored.stored_at + KEPT) == 0
    assert delete_old_files(now=stored.stored_at + KEPT + dt.timedelta(seconds=1)) == 1
    assert not StoredFile.objects.filter(pk=stored.pk).exists()
    assert ask_file(by=world.manager.pk, version=version, kind=FileKind.XLSX).pk != job.pk


def test_a_household_protected_since_is_not_told(world, version):
    number = "2026-0131"
    world.mine.file_number = number
    world.mine.is_protected = True
    world.mine.save()
    job = run(ask_file(by=world.manager.pk, version=version, kind=FileKind.XLSX))
    corrections = CalamineWorkbook.from_filelike(io.BytesIO(result(job))).get_sheet_by_name("Corrections").to_python()
    assert number not in str(corrections)
    assert str(corrections).count("dossier protégé") == 3


class TestWorkingList:
    """Demand by file number, shaped for who asks."""

    @pytest.fixture
    def listed(self, world, version):
        orange = world.units["Orange"]
        for enrolment, unit in ((world.colleagues, orange), (world.others, orange), (world.protected, None)):
            FigureLine.objects.create(
                version=version, figure=Figure.DEMAND, unit=unit, enrolment=enrolment, tag="T3", on=dt.date(2026, 9, 1)
            )
        return version

    def rows(self, version, user):
        """Read the list that she gets."""
        job = run(ask_file(by=user.pk, version=version, kind=FileKind.WORKING_LIST))
        assert job.failure == ""
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(result(job))).get_sheet_by_index(0)
        return sheet.to_python(skip_empty_area=False)[4:]

    def test_a_manager_reads_her_own(self, world, listed):
        rows = self.rows(listed, world.manager)
        assert {row[0] for row in rows} == {"2026-0149", "suivi par une autre association", "dossier protégé"}
        hers = next(row for row in rows if row[0] == "2026-0149")
        assert hers[6]  # its step
        assert "Oliveira" not in str(rows)
        assert "2026-0150" not in str(rows)
        assert "2026-0151" not in str(rows)

    def test_the_landlord_reads_numbers_without_sector_nor_step(self, world, listed):
        listed.month.status = MonthStatus.FROZEN
        listed.month.save()
        rows = self.rows(listed, world.correspondent_orange)
        assert {row[0] for row in rows} == {"2026-0149", "2026-0150", "dossier protégé"}
        assert all(row[5] == "" and row[6] == "" for row in rows)
        protected = next(row for row in rows if row[0] == "dossier protégé")
        assert protected[1:4] == ["Non réparti", "T3", ""]

    def test_it_has_as_many_lines_as_the_figure(self, world, listed, django_assert_max_num_queries):
        for number in range(30):
            FigureLine.objects.create(
                version=listed,
                figure=Figure.DEMAND,
                enrolment=world.others,
                tag="T2",
                on=dt.date(2026, 9, 1 + number % 30),
            )
        job = ask_file(by=world.manager.pk, version=listed, kind=FileKind.WORKING_LIST)
        with django_assert_max_num_queries(80):
            run(job)
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(result(job))).get_sheet_by_index(0)
        assert len(sheet.to_python(skip_empty_area=False)[4:]) == 33
