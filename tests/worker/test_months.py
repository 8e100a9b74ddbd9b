"""A real worker killed in the middle of twenty reports: each is made once, each reader is told once."""

import datetime as dt
import os
import signal
from dataclasses import replace
from pathlib import Path

import pytest
from django.utils import timezone

from partners.models import Programme, User
from records.enums import JobStatus
from records.models import Job, StoredFile
from records.services.events import CLOCK
from records.services.parameters import load_reference
from reporting.enums import FileKind, FrozenBecause, MonthStatus
from reporting.models import DashboardMonth, Delivery, MonthVersion
from reporting.rules.digest import digest_of
from reporting.rules.tree import to_json
from reporting.services.files import STORED_AS, ask_file
from reporting.services.upkeep import REPORT
from tests.factories import partners as p
from tests.reporting.life.mailbox import served
from tests.reporting.sample import sample_content
from tests.worker.conftest import Program, until
from tests.world import member

COUNT = 20
WORKER = ("worker", "-Q", "interactive,reports", "--concurrency", "1", "--loglevel", "info")


@pytest.fixture
def mailbox(surroundings):
    """Serve a mailbox to which the worker sends."""
    with served() as box:
        surroundings["EMAIL_HOST"], surroundings["EMAIL_PORT"] = "127.0.0.1", str(box.port)
        yield box


def frozen_months() -> list[MonthVersion]:
    """Freeze a month of twenty programmes, without their reports."""
    load_reference(by=CLOCK)
    association = p.AssociationFactory.make(name="Soligone")
    member(association, "ASSOCIATION_MANAGER", "Martine", "Lopez")
    whole = sample_content()
    content = to_json(replace(whole, units=whole.units[-1:], definitions=(), corrections=(), movements=()))
    versions = []
    for rank in range(COUNT):
        agreed = p.ProgrammeVersionFactory.make(
            programme=p.ProgrammeFactory.make(slug=f"programme-{rank}"), associations=[association]
        )
        month = DashboardMonth.objects.create(
            programme=agreed.programme,
            month_on=dt.date(2026, 10, 1),
            made_on=dt.date(2026, 11, 1),
            status=MonthStatus.FROZEN,
        )
        versions.append(
            MonthVersion.objects.create(
                month=month,
                number=1,
                content=content,
                digest=digest_of(content),
                computed_by=CLOCK,
                frozen_at=timezone.now() - dt.timedelta(minutes=10),
                frozen_because=FrozenBecause.DAY_CAME,
            )
        )
    return versions


def kill(program: Program) -> None:
    """Kill -9 a worker with its children, whatever they do."""
    pid = program.process.pid
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    for number in (pid, *map(int, children)):
        os.kill(number, signal.SIGKILL)
    program.process.wait()


def made() -> int:
    """Count the reports attached."""
    return MonthVersion.objects.filter(pdf__isnull=False).count()


def test_a_worker_killed_in_twenty_reports_loses_and_doubles_none(start, ask, mailbox):
    versions = frozen_months()
    first = start(*WORKER)
    until(lambda: "ready." in first.said(), first)
    ask("reporting.tasks.resume")
    until(lambda: made() >= 3, first)
    kill(first)
    assert made() < COUNT
    second = start(*WORKER)
    # What it had taken without saying more is dead after five minutes: here, at once.
    Delivery.objects.filter(sent_at__isnull=True).update(tried_at=timezone.now() - dt.timedelta(minutes=6))
    ask("reporting.tasks.resume")
    until(lambda: made() == COUNT, second)
    until(lambda: Delivery.objects.filter(sent_at__isnull=False).count() == COUNT, second)
    assert Delivery.objects.count() == COUNT
    stored = StoredFile.objects.filter(kind=REPORT)
    assert sorted(stored.values_list("subject_id", flat=True)) == sorted(version.pk for version in versions)
    assert len({message["Message-ID"] for message in mailbox.messages}) == COUNT
    assert Programme.objects.count() == COUNT


def test_a_worker_killed_in_twenty_jobs_loses_and_doubles_none(start, ask):
    versions = frozen_months()
    manager = User.objects.get()
    asked = [ask_file(by=manager.pk, version=version, kind=FileKind.PDF) for version in versions]
    first = start(*WORKER)
    until(lambda: "ready." in first.said(), first)
    Job.objects.update(asked_at=timezone.now() - dt.timedelta(minutes=2))  # their messages were lost
    ask("records.tasks.sweep")
    until(lambda: done() >= 3, first)
    until(lambda: Job.objects.filter(status=JobStatus.RUNNING).exists(), first)
    kill(first)
    assert done() < COUNT
    second = start(*WORKER)
    # What it was doing is dead after five minutes without a sign: here, at once.
    Job.objects.filter(status=JobStatus.RUNNING).update(beat_at=timezone.now() - dt.timedelta(minutes=6))
    ask("records.tasks.sweep")
    until(lambda: done() == COUNT, second)
    results = set(Job.objects.values_list("result_id", flat=True))
    assert Job.objects.count() == len(asked) == COUNT
    assert results == set(StoredFile.objects.filter(kind=STORED_AS).values_list("pk", flat=True))
    assert len(results) == COUNT
    assert max(Job.objects.values_list("attempts", flat=True)) <= 2


def done() -> int:
    """Count the jobs that are done."""
    return Job.objects.filter(status=JobStatus.DONE).count()


def test_the_clock_makes_the_month_of_each_programme(start, ask):
    load_reference(by=CLOCK)
    for rank in range(3):
        p.ProgrammeVersionFactory.make(programme=p.ProgrammeFactory.make(slug=f"programme-{rank}"))
    worker = start(*WORKER)
    until(lambda: "ready." in worker.said(), worker)
    ask("reporting.tasks.keep_months")
    until(lambda: DashboardMonth.objects.count() == 3, worker)
    ask("reporting.tasks.keep_months")
    until(lambda: worker.said().count("keep_programme") >= 12, worker)
    assert MonthVersion.objects.count() == DashboardMonth.objects.count() == 3
