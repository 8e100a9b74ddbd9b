"""The months behind their addresses: frozen and provisional, of the pilot's landlord and of another one."""

import datetime as dt
from typing import Any

from config.vocabulary import Whose
from partners.models import Programme
from records.enums import JobStatus
from records.services.files import store_file
from tests.factories import records as r
from tests.pdfs import one_page
from tests.reporting.pages.months import make_month
from tests.world import World

FROZEN_ADDRESSES = ("month", "figure", "make_file", "report", "reissue")
PROVISIONAL_ADDRESSES = ("validate", "recompute")


def make_months(world: World, other: Programme) -> dict[str, dict[Whose, dict[str, Any]]]:
    """Make September frozen with its report, and October provisional, in both programmes; and a file of the manager's."""
    for code, value in (("figures.masking_threshold", 5), ("month.freeze_day", 10), ("month.reminder_day", 5)):
        r.ParameterFactory.make(code=code, value=value, started_on=dt.date(2025, 1, 1))
    special: dict[str, dict[Whose, dict[str, Any]]] = {}
    for whose, programme in ((Whose.MINE, world.securisation.programme), (Whose.OTHER_LANDLORDS, other)):
        frozen = make_month(
            world, programme=programme, month_on=dt.date(2026, 9, 1), is_frozen=True, with_lines=whose == Whose.MINE
        )
        by = world.manager.pk
        frozen.pdf = store_file(
            content=one_page(), name="rapport.pdf", kind="reporting.month", subject_id=frozen.pk, by=by
        )
        frozen.save(update_fields=["pdf"])
        make_month(world, programme=programme, previous=frozen, with_lines=False)
        more = {"figure": "entres", "kind": "pdf"}
        for name in FROZEN_ADDRESSES:
            special.setdefault(f"reporting:{name}", {})[whose] = {
                "programme": programme.slug,
                "month": "2026-09",
                **more,
            }
        for name in PROVISIONAL_ADDRESSES:
            special.setdefault(f"reporting:{name}", {})[whose] = {"programme": programme.slug, "month": "2026-10"}
        if whose == Whose.MINE:
            made = store_file(
                content=one_page(), name="mois.pdf", kind="reporting.month_file", subject_id=frozen.pk, by=by
            )
            job = r.JobFactory.make(asked_by=by, status=JobStatus.DONE, result_id=made.pk)
            special["reporting:file"] = {whose: {"job_id": job.pk}}
    return special
