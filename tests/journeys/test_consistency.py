"""What names a household by a convention agrees with the convention."""

import pytest

from accompaniments.models import Accompaniment
from documents.enums import DocumentKind, DocumentState
from documents.models import Document, TemplateVersion
from households.enums import NamingCause, NamingService
from households.models import EnrolmentNaming
from journeys.selectors.consistency import findings
from tests.days import NOW, TODAY, before
from tests.factories import leases as lf
from tests.leases.subleases import sublet
from tests.world import enrol

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(world):
    return enrol(world.sauvegarde, world.soligone, world.lead, last_name="Roche")


def convention(world, file, **values):
    template, _ = TemplateVersion.objects.get_or_create(
        kind=DocumentKind.TRIPARTITE_AGREEMENT, number=1, defaults={"texts": [], "written_by": world.admin.pk}
    )
    given = {
        "series": file.household_id,
        "kind": DocumentKind.TRIPARTITE_AGREEMENT,
        "subject_kind": "households.enrolment",
        "subject_id": file.pk,
        "template": template,
        "state": DocumentState.IN_FORCE,
        "context": "{}",
        "drafted_on": before(40),
        "drafted_by": world.lead.pk,
        "in_force_on": before(30),
    }
    return Document.objects.create(**{**given, **values})


def naming(world, file, **values):
    given = {
        "enrolment": file,
        "landlord": world.landlord,
        "unit": None,
        "service": NamingService.SOCIAL,
        "cause": NamingCause.CONVENTION_SIGNED,
        "source_id": file.household_id,
        "started_on": before(30),
    }
    return EnrolmentNaming.objects.create(**{**given, **values})


def codes(file):
    return {one.code for one in findings(TODAY) if one.file_number == file.file_number and "convention" in one.code}


def test_a_naming_that_its_convention_explains_is_sound(world, file):
    convention(world, file)
    naming(world, file)
    assert codes(file) == set()


@pytest.mark.parametrize(
    ("document", "named", "code"),
    [
        ({"state": DocumentState.TO_SIGN, "in_force_on": None}, {}, "naming.convention"),
        ({"subject_id": "00000000-0000-4000-8000-000000000001"}, {}, "naming.convention"),
        ({"kind": DocumentKind.SUPPORT_CONTRACT}, {}, "naming.convention"),
        ({}, {"source_id": None}, "naming.convention"),
        ({}, {"started_on": before(31)}, "naming.convention_day"),
        ({"state": DocumentState.ENDED, "ended_on": before(3)}, {}, "naming.convention_over"),
        ({"state": DocumentState.ENDED, "ended_on": before(3)}, {"ended_on": TODAY}, "naming.convention_over"),
    ],
)
def test_one_that_nothing_explains_is_found(world, file, document, named, code):
    convention(world, file, **document)
    naming(world, file, **named)
    assert codes(file) == {code}


def test_ended_with_its_convention_it_is_sound_and_so_is_a_reprise(world, file):
    convention(world, file, state=DocumentState.ENDED, ended_on=before(3))
    naming(world, file, ended_on=before(3))
    taken_over = enrol(world.sauvegarde, world.soligone, world.lead, last_name="Vidal")
    naming(world, taken_over, source_id=Accompaniment.objects.get(enrolment=taken_over).pk)
    assert codes(file) == codes(taken_over) == set()


def lease_codes(file):
    return {one.code for one in findings(TODAY) if one.file_number == file.file_number and "lease" in one.code}


def let(world, file, **values):
    given = {"share__dwelling__unit": world.units["Orange"], "signed_on": before(40), "started_on": before(30)}
    return lf.LeaseFactory.make(enrolment=file, **{**given, **values})


def named_by(world, file, lease, **values):
    given = {"cause": NamingCause.LEASE_SIGNED, "source_id": lease.pk, "started_on": lease.signed_on}
    return naming(world, file, **{**given, **values})


def test_a_naming_that_its_lease_explains_is_sound(world, file):
    named_by(world, file, let(world, file))
    assert lease_codes(file) == set()


@pytest.mark.parametrize(
    ("lease", "named", "code"),
    [
        ({}, {"source_id": None}, "naming.lease"),
        ({}, {"source_id": "00000000-0000-4000-8000-000000000001"}, "naming.lease"),
        ({}, {"started_on": before(41)}, "naming.lease_day"),
        ({"ended_on": before(3)}, {}, "naming.lease_over"),
        ({"ended_on": before(3)}, {"ended_on": before(2)}, "naming.lease_over"),
        ({"annulled_at": NOW}, {}, "naming.lease_annulled"),
        ({"annulled_at": NOW}, {"cause": NamingCause.OCCUPANT}, "naming.lease_annulled"),
    ],
)
def test_one_that_no_lease_explains_is_found(world, file, lease, named, code):
    named_by(world, file, let(world, file, **lease), **named)
    assert lease_codes(file) == {code}


def test_one_that_ended_with_its_lease_is_sound_and_another_file_s_lease_is_not(world, file):
    named_by(world, file, let(world, file, ended_on=before(3)), ended_on=before(3))
    assert lease_codes(file) == set()
    other = enrol(world.sauvegarde, world.soligone, world.lead, last_name="Vidal")
    named_by(world, file, let(world, other))
    assert lease_codes(file) == {"naming.lease"}


def test_a_sublease_named_to_nobody_is_found(world, file):
    sublease = sublet(file, world.units["Orange"])
    assert lease_codes(file) == {"naming.lease_missing"}
    named_by(world, file, sublease)
    assert lease_codes(file) == set()
