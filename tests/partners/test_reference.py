"""The pilot, as data."""

import uuid

from partners.enums import CadenceKind, OutreachKind, Role
from partners.models import Agency, Cadence, ManagementUnit, Organisation, OutreachStep, ProgrammeVersion, User
from partners.selectors import cadence, ladders
from partners.services.reference import load_pilot
from records.models import Event
from tests.factories.partners import LandlordFactory

BY = uuid.uuid4()


def test_the_pilot_is_loaded_once(db):
    assert load_pilot(by=BY) == {"organisations": 6, "agencies": 6, "units": 7, "programmes": 2, "funding_lines": 4}
    events = Event.objects.count()
    assert load_pilot(by=BY) == {"organisations": 0, "agencies": 0, "units": 0, "programmes": 0, "funding_lines": 0}
    assert Event.objects.count() == events
    assert not User.objects.exists()


def test_the_territory_is_the_one_of_the_sources(db):
    load_pilot(by=BY)
    assert list(Agency.objects.values_list("name", flat=True)) == [
        "Apt",
        "Avignon-Vedène",
        "Bollène",
        "Carpentras",
        "Cavaillon",
        "Orange",
    ]
    avignon = ManagementUnit.objects.filter(agency__name="Avignon-Vedène").values_list("name", flat=True)
    assert list(avignon) == ["Avignon", "Vedène"]


def test_the_two_programmes_agree_what_the_sources_say(db):
    load_pilot(by=BY)
    access = ProgrammeVersion.objects.get(programme__slug="bail-securisation")
    keep = ProgrammeVersion.objects.get(programme__slug="bail-sauvegarde")
    assert (access.target_households, access.caseload_ratio, access.watch_months) == (20, 20, 24)
    assert (keep.target_households, keep.caseload_ratio, keep.watch_months) == (16, 16, 0)
    assert "watch_months" in keep.to_confirm.split()
    assert cadence(access.pk, CadenceKind.CELL).every == 42
    assert not cadence(access.pk, CadenceKind.CELL).is_to_confirm
    rungs = ladders([access.pk, keep.pk])
    assert [rung.kind for rung in rungs[access.pk]] == [rung.kind for rung in rungs[keep.pk]]
    assert all(rung.is_to_confirm for rung in rungs[access.pk])
    assert [(rung.position, rung.kind, rung.wait_days, rung.is_to_confirm) for rung in rungs[keep.pk]] == [
        (1, OutreachKind.LETTER_SIMPLE, 0, False),
        (2, OutreachKind.LETTER_REGISTERED, 10, True),
        (3, OutreachKind.SITE_VISIT, 15, True),
        (4, OutreachKind.SITE_VISIT, 10, True),
    ]
    assert keep.outreach_last_wait == 10
    assert "outreach_last_wait" in keep.to_confirm.split()
    assert all(row.source for row in (*Cadence.objects.all(), *OutreachStep.objects.all()))


def test_every_role_must_have_a_second_factor_at_first(db):
    load_pilot(by=BY)
    assert set(Organisation.objects.get(name="Soligone").requires_totp.split(",")) == set(Role)


def test_what_exists_is_not_touched(db):
    mine = LandlordFactory.make(name="mistral habitat", legal_form="à moi")
    load_pilot(by=BY)
    mine.refresh_from_db()
    assert mine.legal_form == "à moi"
