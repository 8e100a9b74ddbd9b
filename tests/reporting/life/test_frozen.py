"""Nothing changes a frozen version, but its report, once: every service of the months is tried on one."""

import contextlib
import datetime as dt
import inspect
import re
from pathlib import Path

import pytest
from django.forms.models import model_to_dict

from foundation.refusals import Refused
from records.services.events import CLOCK
from records.services.files import store_file
from reporting import services
from reporting.enums import DeliveryKind, FrozenBecause, MonthStatus
from reporting.models import DashboardMonth, MonthVersion
from reporting.selectors.figures import compute
from reporting.services import deliveries, months, upkeep, versions
from tests.days import NOW, TODAY
from tests.pdfs import one_page
from tests.reporting.life.scene import NOVEMBER, OCTOBER, SEPTEMBER, comes, made, ready, stops

pytestmark = pytest.mark.django_db
FOLDER = Path(services.__file__).parent


@pytest.fixture
def scene(world):
    programme = ready(world)
    made(programme, SEPTEMBER, dt.date(2026, 10, 1))
    october = made(programme, OCTOBER, dt.date(2026, 11, 1))
    months.freeze(by=CLOCK, month=october, because=FrozenBecause.DAY_CAME, today=TODAY)
    comes(world, dt.date(2026, 9, 12))
    stops(world.colleagues, dt.date(2026, 10, 12))
    return programme, october


def picture() -> dict[object, object]:
    """Give everything that is frozen of the first versions: their rows but the report, their lines, their loads."""
    kept: dict[object, object] = {}
    for version in MonthVersion.objects.filter(number=1, frozen_at__isnull=False):
        row = MonthVersion.objects.filter(pk=version.pk).values().get()
        row.pop("pdf_id")
        lines = sorted(str(model_to_dict(line)) for line in version.lines.all())
        loads = sorted(str(model_to_dict(load)) for load in version.loads.all())
        kept[version.pk] = (row, lines, loads)
    return kept


def attempts(programme, october, world):
    """Give, for each public service, how one would try to change a frozen month with it."""
    version = MonthVersion.objects.get(month=october, number=1)
    computed = compute(
        programme, OCTOBER, today=TODAY, previous=version.previous, version_number=1, status=MonthStatus.PROVISIONAL
    )
    who = world.manager.pk
    day = {"today": TODAY}
    return {
        months.make_provisional: {"by": who, "programme": programme, "month": OCTOBER, **day},
        months.recompute: {"by": who, "month": october, **day},
        months.validate: {"by": who, "month": october, "association": world.soligone, "revision": 1, **day},
        months.freeze: {"by": who, "month": october, "because": FrozenBecause.VALIDATED, **day},
        months.reissue: {"by": who, "month": october, "reason": "Une fin manquait.", **day},
        versions.write_again: {"by": who, "version": version, "previous": None, "computed": computed, "now": NOW},
        versions.freeze_as_it_stands: {
            "version": version, "because": FrozenBecause.VALIDATED, "not_validated_by": ("Soligone",), "now": NOW,
        },
        versions.add: {
            "by": who, "month": october, "number": 9, "previous": None, "computed": computed, "now": NOW,
            "frozen_because": FrozenBecause.REISSUED,
        },
        versions.attach_pdf: {"version": version, "stored": _stored(version)},
        upkeep.keep_months: {"now": NOW},
        upkeep.keep_programme: {"programme": programme, "now": NOW},
        upkeep.complete: {"version_id": version.pk, "now": NOW},
        upkeep.resume: {"now": NOW},
        deliveries.plan: {"version": version, "kind": DeliveryKind.FROZEN, "user_ids": [who]},
        deliveries.plan_again: {"version": version, "kind": DeliveryKind.FROZEN, "user_ids": [who]},
        deliveries.wake: {"version_id": version.pk},
        deliveries.send_due: {"version_id": version.pk, "now": NOW},
    }  # fmt: skip


def _stored(version):
    return store_file(content=one_page(), name="r.pdf", kind=upkeep.REPORT, subject_id=version.pk, by=CLOCK)


def public(module):
    """Give the public functions that a module of services defines."""
    return {
        value
        for name, value in vars(module).items()
        if inspect.isfunction(value) and not name.startswith("_") and value.__module__ == module.__name__
    }


def test_no_service_changes_what_is_frozen(scene, world):
    programme, october = scene
    tried = attempts(programme, october, world)
    walked = {function for module in (months, versions, upkeep, deliveries) for function in public(module)}
    assert {function.__name__ for function in walked} == {function.__name__ for function in tried}
    before = picture()
    assert before
    for service, arguments in tried.items():
        with contextlib.suppress(Refused):
            service(**arguments)
        after = picture()
        assert {key: after[key] for key in before} == before, service.__name__
    assert DashboardMonth.objects.get(pk=october.pk).status == MonthStatus.FROZEN


def test_the_report_is_attached_once(scene):
    _, october = scene
    version = MonthVersion.objects.get(month=october)
    first, second = _stored(version), _stored(version)
    assert versions.attach_pdf(version=version, stored=first)
    assert not versions.attach_pdf(version=version, stored=second)
    version.refresh_from_db()
    assert version.pdf == first


def test_a_provisional_month_has_no_report(world):
    programme = ready(world)
    version = made(programme, NOVEMBER, dt.date(2026, 12, 1)).versions.get()
    assert not versions.attach_pdf(version=version, stored=_stored(version))


def test_one_file_alone_writes_versions():
    """Whatever writes a version, a line or a load stands in versions.py, behind its condition."""
    writes = re.compile(
        r"(MonthVersion|FigureLine|WorkerMonth)\(|(MonthVersion|FigureLine|WorkerMonth)\.objects[^\n]*\.(create|update|delete|bulk)|(version|line|load)\.(save|delete)\("
    )
    found = [path.name for path in FOLDER.rglob("*.py") if writes.search(path.read_text(encoding="utf-8"))]
    assert set(found) <= {"versions.py"}
