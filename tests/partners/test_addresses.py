"""An organisation's postal address: whole or none, the administrator's to write, printed on what leaves."""

import json

import pytest
from django.urls import reverse

from accompaniments.enums import AttemptKind
from accompaniments.exports.outreach import outreach_pdf
from accompaniments.readings.outreach_letters import letter
from documents.enums import DocumentKind
from documents.rules.content import Context
from foundation.refusals import Refused
from journeys.selectors.agreement_content import AgreementTerms, draft_of, facts_of
from partners.enums import OrganisationKind
from partners.models import Organisation
from partners.rules import departement_of
from partners.services.organisations import (
    PostalAddress,
    create_organisation,
    edit_organisation,
    end_organisation,
    reopen_organisation,
)
from tests.days import TODAY
from tests.pdfs import text_of
from tests.world import reader_of

pytestmark = pytest.mark.django_db
OURS = PostalAddress("Bâtiment B\n4 impasse des Exemples", "84100", "Orange")


def moved(world, organisation, address):
    return edit_organisation(
        by=world.admin.pk,
        organisation=organisation,
        name=organisation.name,
        started_on=organisation.started_on,
        legal_form=organisation.legal_form,
        telephone=organisation.telephone,
        subletting_approved_on=organisation.subletting_approved_on,
        totp_roles=(),
        address=address,
    )


@pytest.mark.parametrize(
    ("address", "field"),
    [
        (PostalAddress("", "84100", "Orange"), "street"),
        (PostalAddress("4 impasse des Exemples", " ", "Orange"), "postcode"),
        (PostalAddress("4 impasse des Exemples", "84100", ""), "city"),
    ],
)
def test_half_an_address_is_refused_beside_what_is_missing(world, address, field):
    with pytest.raises(Refused) as refused:
        moved(world, world.soligone, address)
    assert refused.value.field == field
    assert Organisation.objects.get(pk=world.soligone.pk).address_lines == ()


def test_a_departement_has_one_prefecture_at_a_time(world):
    def created(name: str, postcode: str) -> Organisation:
        address = PostalAddress("2 avenue des Exemples", postcode, "Avignon")
        kind = OrganisationKind.PREFECTURE
        return create_organisation(by=world.admin.pk, name=name, kind=kind, started_on=TODAY, address=address)

    first = created("Préfecture de Vaucluse", "84000")
    created("Préfecture du Gard", "30000")
    with pytest.raises(Refused, match="Préfecture de Vaucluse") as refused:
        created("Préfecture", "84905")
    assert refused.value.field == "postcode"
    end_organisation(by=world.admin.pk, organisation=first, ended_on=TODAY)
    created("Préfecture", "84905")
    with pytest.raises(Refused, match="a déjà sa préfecture"):
        reopen_organisation(by=world.admin.pk, organisation=first)


@pytest.mark.parametrize(
    ("postcode", "departement"),
    [("84100", "84"), ("01000", "01"), ("20100", "2A"), ("20200", "2B"), ("97410", "974"), ("8410", ""), ("", "")],
)
def test_a_postcode_is_of_a_departement(postcode, departement):
    assert departement_of(postcode) == departement


def test_it_is_written_as_on_an_envelope_and_may_be_taken_away(world):
    assert moved(world, world.soligone, OURS).address_lines == ("Bâtiment B", "4 impasse des Exemples", "84100 Orange")
    assert moved(world, world.soligone, None).address_lines != ()
    assert moved(world, world.soligone, PostalAddress()).address_lines == ()


def test_the_administrator_writes_it_and_nobody_else(world, client_of):
    url = reverse("partners:organisation_edit", args=[world.soligone.pk])
    sent = {
        "name": "Soligone",
        "started_on": world.soligone.started_on.isoformat(),
        "street": OURS.street,
        "postcode": "8410",
        "city": OURS.city,
    }
    client = client_of(world.admin)
    refused = client.post(url, sent)
    assert "postcode" in refused.context["form"].errors
    assert refused.context["form"]["street"].value() == OURS.street
    assert client.post(url, {**sent, "postcode": "84100"}).status_code == 302
    assert "4 impasse des Exemples" in client.get(reverse("partners:organisation", args=[world.soligone.pk])).text
    assert client_of(world.manager).post(url, sent).status_code == 403


def test_letters_say_who_writes_and_a_notice_at_the_door_does_not(world):
    moved(world, world.soligone, OURS)
    reader = reader_of(world.lead)
    simple = letter(reader, world.mine, kind=AttemptKind.LETTER_SIMPLE, on=TODAY)
    assert "4 impasse des Exemples" in text_of(outreach_pdf(AttemptKind.LETTER_SIMPLE, simple))
    notice = letter(reader, world.mine, kind=AttemptKind.SITE_VISIT, on=TODAY)
    assert "impasse" not in text_of(outreach_pdf(AttemptKind.SITE_VISIT, notice))


def test_a_document_keeps_the_address_of_its_day(world):
    moved(world, world.soligone, OURS)
    terms = AgreementTerms(association_ids=(world.soligone.pk,), landlord_id=world.landlord.pk)
    context = draft_of(DocumentKind.TRIPARTITE_AGREEMENT, facts_of(world.mine, TODAY), terms, None)
    assert context.addresses == {"Soligone": "Bâtiment B, 4 impasse des Exemples, 84100\u00a0Orange"}
    moved(world, world.soligone, PostalAddress())
    assert Context.loads(context.dumps()).addresses == context.addresses
    kept = json.loads(context.dumps())
    del kept["addresses"]  # a document drafted before
    assert Context.loads(json.dumps(kept)).addresses == {}
