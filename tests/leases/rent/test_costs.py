"""What subletting costs against its budget: spent, planned, left; the landlord's manager reads the sums."""

from decimal import Decimal

import pytest
from django.urls import reverse

from foundation.refusals import Refused
from leases.enums import CostKind
from leases.models import BudgetLine, SubletCost
from leases.selectors.costs import costs_page
from leases.services.costs import record_cost, set_budget
from tests.days import TODAY, after, before
from tests.factories import leases as le
from tests.world import reader_of

pytestmark = pytest.mark.django_db


def spent(world, amount, on=TODAY, *, is_planned=False, kind=CostKind.DAMAGE, note=""):
    return record_cost(
        by=world.manager.pk,
        version=world.securisation,
        association=world.soligone,
        kind=kind,
        amount=Decimal(amount),
        dated_on=on,
        is_planned=is_planned,
        note=note,
        today=TODAY,
    )


def test_spent_planned_and_left(world):
    set_budget(
        by=world.manager.pk,
        version=world.securisation,
        association=world.soligone,
        year=2026,
        amounts={CostKind.DAMAGE: Decimal(1000), CostKind.PROCEDURE: None},
    )
    spent(world, 250)
    spent(world, 100, after(10), is_planned=True)
    page = costs_page(reader_of(world.manager), 2026, "1")
    table = next(one for one in page.tables if "Soligone" in one.title and "sécurisation" in one.title)
    row = next(one for one in table.rows if one.kind == "Dégradations")
    assert (row.budget, row.spent, row.planned, row.left) == (1000, 250, 100, 650)
    assert next(one for one in table.rows if one.kind == "Frais de procédure").left is None
    assert not any("Cap Habitat" in one.title for one in page.tables)


def test_a_programme_never_bears_what_a_household_of_another_costs(world, client_of):
    head = le.HeadLeaseFactory.make(tenant_association=world.soligone)
    lease = le.SubleaseFactory.make(head_lease=head, enrolment=world.mine)
    client, url = client_of(world.manager), reverse("journeys:rent_cost_new")
    form = client.get(url).context["form"]
    assert len(form.fields["version"].choices) > 1
    assert not form.initial["version"]
    sent = {
        "version": str(world.securisation.pk),
        "lease": str(lease.pk),
        "kind": "DAMAGE",
        "amount": "120",
        "dated_on": TODAY.isoformat(),
    }
    assert "Mesure de sauvegarde" in str(client.post(url, sent).context["form"].errors["version"])
    assert not SubletCost.objects.exists()
    assert client.post(url, {**sent, "version": str(world.sauvegarde.pk)}).status_code == 302


@pytest.mark.parametrize(
    ("amount", "on", "is_planned", "field"),
    [(0, TODAY, False, "amount"), (10, after(1), False, "dated_on"), (10, before(1), True, "dated_on")],
)
def test_refused(world, amount, on, is_planned, field):
    with pytest.raises(Refused) as refused:
        spent(world, amount, on, is_planned=is_planned)
    assert refused.value.field == field


def test_the_manager_sets_records_and_withdraws(world, client_of):
    client = client_of(world.manager)
    client.post(reverse("journeys:rent_budget", args=[world.securisation.pk, 2026]), {"DAMAGE": "1 500,00"})
    assert BudgetLine.objects.get().amount == Decimal(1500)
    sent = {
        "version": str(world.securisation.pk),
        "kind": "DAMAGE",
        "amount": "250",
        "dated_on": TODAY.isoformat(),
        "note": "Porte",
    }
    assert client.post(reverse("journeys:rent_cost_new"), sent).status_code == 302
    page = client.get(reverse("journeys:rent_costs")).content.decode()
    assert "1\u00a0250,00" in page
    assert "Porte" in page
    row = SubletCost.objects.get()
    client.post(reverse("journeys:rent_cost_withdraw", args=[row.pk]), {"reason": "Remboursé"})
    assert "Remboursé" in client.get(reverse("journeys:rent_costs")).content.decode()


def test_absurd_years_are_no_error(world, client_of):
    client = client_of(world.manager)
    for year in ("0000", "99999", "-1", "abc", "٢٠٢٦"):
        assert client.get(reverse("journeys:rent_costs"), {"annee": year}).status_code == 200
    assert client.get(reverse("journeys:rent_budget", args=[world.securisation.pk, 99999])).status_code == 404


def test_the_landlords_manager_reads_sums_and_no_line(world, client_of):
    spent(world, 250, note="Porte de Mme Bensaïd")
    page = client_of(world.landlord_manager).get(reverse("journeys:rent_costs")).content.decode()
    assert "250,00" in page
    assert "Porte de" not in page
    assert "Fixer le budget" not in page
    other = client_of(world.other_manager).get(reverse("journeys:rent_costs")).content.decode()
    assert "250,00" not in other


@pytest.mark.parametrize("who", ["lead", "litigation", "correspondent_orange", "admin"])
def test_nobody_else(world, client_of, who):
    assert client_of(world.people[who]).get(reverse("journeys:rent_costs")).status_code == 403
