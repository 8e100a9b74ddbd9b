"""The directory of services: shared by the associations of a programme, completed by them, read by no landlord."""

import pytest
from django.urls import reverse

from foundation.refusals import Refused
from partners.enums import ServiceKind
from partners.models import Service
from partners.services.directory import ServiceFacts, add_service, edit_service, end_service, reopen_service
from tests.days import TODAY, before
from tests.factories import partners as p
from tests.world import reader_of

pytestmark = pytest.mark.django_db
FACTS = ServiceFacts("CCAS d’Orange", ServiceKind.SOCIAL, towns="Orange", telephone="+33490000001")


def add(world, facts=FACTS, association=None):
    kept_by = association or world.soligone
    return add_service(by=world.lead.pk, kept_by_id=kept_by.pk, facts=facts, today=TODAY)


def test_the_associations_of_a_programme_share_it_and_nobody_else_reads_it(world, client_of):
    row = add(world)
    elsewhere = add(world, ServiceFacts("Mission de Digne", ServiceKind.SOCIAL), p.AssociationFactory.make())
    for user in (world.lead, world.manager, world.other_worker, world.other_manager):
        shown = client_of(user).get(reverse("partners:directory")).content.decode()
        assert row.name in shown
        assert elsewhere.name not in shown
    for user in (world.correspondent_orange, world.adviser, world.landlord_manager, world.cal_secretary, world.admin):
        for name, args in (("directory", ()), ("service_create", ()), ("service_edit", (row.pk,))):
            response = client_of(user).get(reverse(f"partners:{name}", args=args))
            assert response.status_code == 403
            assert row.name not in response.content.decode()


@pytest.mark.parametrize("kind", [ServiceKind.HEALTH, ServiceKind.VIOLENCE, ServiceKind.JUSTICE])
def test_health_violence_and_justice_are_sensitive_whatever_is_said(world, kind):
    row = add(world, ServiceFacts("Un service", kind, is_sensitive=False))
    assert row.is_sensitive
    assert edit_service(by=world.lead.pk, service=row, facts=ServiceFacts("Un service", kind)).is_sensitive


def test_a_service_known_is_refused_beside_its_name(world):
    add(world)
    with pytest.raises(Refused) as refused:
        add(world, ServiceFacts("ccas d’orange", ServiceKind.OTHER, towns="ORANGE"))
    assert refused.value.field == "name"


def test_an_end_is_taken_back(world):
    row = add(world)
    end_service(by=world.lead.pk, service=row, ended_on=TODAY)
    row.refresh_from_db()
    assert row.ended_on == TODAY
    reopen_service(by=world.lead.pk, service=row)
    row.refresh_from_db()
    assert row.ended_on is None
    with pytest.raises(Refused):
        end_service(by=world.lead.pk, service=row, ended_on=before(1))


def test_it_is_filtered_by_town_and_what_it_does(world, client_of):
    add(world)
    add(world, ServiceFacts("Épicerie solidaire", ServiceKind.FOOD, towns="Carpentras"))
    shown = client_of(world.lead).get(reverse("partners:directory"), {"commune": "orange"}).content.decode()
    assert "CCAS" in shown
    assert "Épicerie" not in shown
    for query in ({"nature": "\x00"}, {"commune": "a" * 10_000}, {"page": "zéro"}, {"situation": "ended"}):
        assert client_of(world.lead).get(reverse("partners:directory"), query).status_code == 200


def test_the_form_keeps_what_was_typed(world, client_of):
    add(world)
    said = {"name": FACTS.name, "kind": "SOCIAL", "towns": "Orange", "how": "Demander l’accueil"}
    shown = client_of(world.lead).post(reverse("partners:service_create"), said).content.decode()
    assert "déjà dans l’annuaire" in shown
    assert "Demander l’accueil" in shown
    assert (
        client_of(world.lead).post(reverse("partners:service_create"), {**said, "towns": "Bollène"}).status_code == 302
    )
    assert Service.objects.get(towns="Bollène").kept_by == world.soligone


def test_the_reader_of_nothing_reads_no_service(world):
    add(world)
    assert not Service.objects.visible_to(reader_of(world.admin)).exists()
