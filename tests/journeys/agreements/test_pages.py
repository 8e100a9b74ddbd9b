"""The pages of a file's documents: each for whom it is, what was typed kept, nothing leaking."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from accompaniments import selectors as accompaniments
from accompaniments.enums import State
from documents.enums import DocumentKind, DocumentState, SignatureState
from documents.models import Document
from households.enums import SharingScope
from households.services.protection import name_reader
from journeys.services import agreements as services
from partners.models import Delegation, User
from records.models import Event
from tests.days import TODAY
from tests.guards.client import GuardedClient
from tests.journeys.agreements.scene import (
    SECRET,
    SHARED,
    TEXTS,
    all_sign,
    draws,
    joins,
    made_ready,
    prepared,
    proposed,
    terms,
)
from tests.world import World, adult_of, reader_of

Sign = Callable[[User], GuardedClient]
REASON = "Hospitalisé à Montfavet"


def url(name: str, document: Document, **more: Any) -> str:
    """Give a page of a document."""
    kwargs = {"enrolment_id": document.subject_id, "document_id": document.pk, **more}
    return reverse(f"journeys:{name}", kwargs=kwargs)


def typed(**values: Any) -> dict[str, Any]:
    """Give what the form of a convention sends."""
    return {
        **{f"text_{code}": text for code, text in TEXTS.items()},
        "starts_on": TODAY.isoformat(),
        "ends_on": "2027-11-20",
        **values,
    }


def test_a_convention_goes_from_the_file_to_its_signatures(world: World, client_of: Sign) -> None:
    """Prepared, changed, proposed; the landlord's delegate signs from her own home; the file says so."""
    made_ready(world, world.mine)
    client = client_of(world.lead)
    new = reverse("journeys:agreement_new", args=[world.mine.pk])
    assert "Convention tripartite" in client.get(new).content.decode()
    draft = reverse("journeys:agreement_draft", args=[world.mine.pk, "convention"])
    page = client.get(draft).content.decode()
    assert "Nadia Bensaïd" in page
    assert SHARED in page
    assert SECRET not in page
    held = {"associations": [str(world.soligone.pk)]}
    answer = client.post(draft, typed(**held))
    document = Document.objects.get(subject_id=world.mine.pk)
    assert answer["Location"] == url("document", document)
    assert "déjà en préparation" in client.post(draft, typed(**held)).content.decode().lower()
    edit = url("document_edit", document)
    assert TEXTS["situation"] in client.get(edit).content.decode()
    stale = client.post(edit, typed(version="7", text_situation="Autre", **held))
    assert "modifié entre-temps" in stale.content.decode()
    assert "Autre" in stale.content.decode()
    client.post(edit, typed(version="1", text_situation="Un retard de deux mois.", **held))
    client.post(url("document_propose", document))
    document.refresh_from_db()
    assert document.state == DocumentState.TO_SIGN
    home = client_of(world.landlord_manager).get(reverse("home"))
    assert url("document", document) in home.content.decode()
    listed = client_of(world.landlord_manager).get(reverse("journeys:to_sign")).content.decode()
    assert world.mine.file_number in listed
    assert "Bensaïd" not in listed
    all_sign(world, document)
    assert (
        url("document", document)
        not in client_of(world.landlord_manager).get(reverse("journeys:to_sign")).content.decode()
    )
    file = client.get(reverse("journeys:file", args=[world.mine.pk])).content.decode()
    assert "en vigueur" in file
    support = client.get(reverse("journeys:file_support", args=[world.mine.pk])).content.decode()
    assert "En vigueur depuis le" in support


def test_a_delegate_reads_the_document_and_nothing_else(world: World, client_of: Sign) -> None:
    """Its page, its PDF, her own signature; no reason, no link to the file, no other page of the household."""
    made_ready(world, world.mine)
    document = proposed(world, world.mine)
    adult, _, landlord = document.signatories.order_by("position")
    services.refuse(signatory=adult, reason=REASON, on=TODAY, by=world.lead.pk, today=TODAY)
    client = client_of(world.landlord_manager)
    page = client.get(url("document", document)).content.decode()
    assert "Nadia Bensaïd" in page
    assert REASON not in page
    assert reverse("journeys:file", args=[world.mine.pk]) + '"' not in page
    assert url("document_sign", document, signatory_id=landlord.pk) in page
    assert url("document_sign", document, signatory_id=adult.pk) not in page
    assert client.get(url("document_sign", document, signatory_id=adult.pk)).status_code == 403
    assert b"".join(client.get(url("document_pdf", document)).streaming_content).startswith(b"%PDF-")
    for name in ("file", "file_people", "file_support", "file_meetings", "agreement_new"):
        assert client.get(reverse(f"journeys:{name}", args=[world.mine.pk])).status_code == 404
    for name in ("document_edit", "document_version", "document_cancel", "document_end", "document_amend"):
        assert client.get(url(name, document)).status_code == 403
    Delegation.objects.filter(user=world.landlord_manager).update(ended_on=TODAY.replace(day=20))
    assert client.get(url("document", document)).status_code == 404
    assert Event.objects.filter(verb="document.opened", actor=world.landlord_manager.pk).count() == 1


def test_who_else_reads_what(world: World, client_of: Sign) -> None:
    """A landlord's person named reads a convention in force, never a contract that he did not sign, nor one to sign."""
    made_ready(world, world.mine)
    document = proposed(world, world.mine)
    contract = proposed(world, world.mine, DocumentKind.SUPPORT_CONTRACT)
    draft = prepared(world, world.mine, DocumentKind.PPAL)
    readers = (world.correspondent_orange, world.adviser, world.litigation)
    for user in readers:
        for row in (document, contract, draft):
            assert client_of(user).get(url("document", row)).status_code == 404
    all_sign(world, document)
    all_sign(world, contract)
    for user in readers:
        client = client_of(user)
        assert client.get(url("document", document)).status_code == 200
        assert client.get(url("document_pdf", document)).status_code == 200
        assert client.get(url("document_pdf", contract)).status_code == 404
        assert (
            client.get(url("document_sign", document, signatory_id=document.signatories.first().pk)).status_code == 403
        )
        support = client.get(reverse("journeys:file_support", args=[world.mine.pk])).content.decode()
        assert "Convention tripartite" in support
        assert "Contrat d’accompagnement" not in support
        journal = client.get(reverse("journeys:file", args=[world.mine.pk])).content.decode()
        assert "Contrat d’accompagnement" not in journal
        assert SECRET not in support + journal
    colleague = client_of(world.colleague)
    assert colleague.get(url("document", document)).status_code == 200
    assert colleague.get(url("document", contract)).status_code == 403
    for user in (world.other_worker, world.other_manager, world.correspondent_apt, world.admin, world.cal_secretary):
        for row in (document, contract, draft):
            assert client_of(user).get(url("document", row)).status_code == 404
            assert client_of(user).get(url("document_pdf", row)).status_code == 404
    elsewhere = reverse("journeys:document", args=[world.others.pk, document.pk])
    assert client_of(world.other_worker).get(elsewhere).status_code == 404


def test_a_protected_household_is_read_by_its_list(world: World, client_of: Sign) -> None:
    """The landlord's signatory reads nothing until she is named on it; one signatory of an organisation, no more."""
    made_ready(world, world.protected)
    world.protected.is_protected = True
    document = proposed(world, world.protected, by=world.colleague)
    client = client_of(world.landlord_manager)
    assert client.get(url("document", document)).status_code == 404
    assert world.protected.file_number not in client.get(reverse("journeys:to_sign")).content.decode()
    assert client_of(world.lead).get(url("document", document)).status_code == 403
    assert client_of(world.correspondent_apt).get(url("document", document)).status_code == 404
    other = Delegation.objects.create(
        user=world.rental, organisation=world.landlord, title="cheffe", given_by=world.admin.pk, started_on=TODAY
    )
    lead = client_of(world.colleague)
    support = lead.get(reverse("journeys:file_support", args=[world.protected.pk])).content.decode()
    assert reverse("households:protection_name", args=[world.protected.pk]) in support
    offered = lead.get(reverse("households:protection_name", args=[world.protected.pk])).content.decode()
    assert "Bernard Teissier" in offered
    name_reader(by=world.colleague.pk, protection=world.protection, user=world.landlord_manager, today=TODAY)
    page = client.get(url("document", document)).content.decode()
    assert "Secrétan" in page
    assert "Secrétan" not in page.split("</title>")[0]
    assert client_of(other.user).get(url("document", document)).status_code == 404
    offered = lead.get(reverse("households:protection_name", args=[world.protected.pk])).content.decode()
    assert (
        "Julie Blanc" not in offered.replace("Julie Blanc (Mistral Habitat)", "", 1)
        or "Bernard Teissier" not in offered
    )
    written = b"".join(lead.get(url("document_pdf", document)).streaming_content)
    assert written.startswith(b"%PDF-")


def test_what_is_awaited_is_said(world: World, client_of: Sign) -> None:
    """To prepare, to propose, to sign, to amend: each with its act and where its day comes from."""
    made_ready(world, world.mine)
    reader = reader_of(world.lead)

    def due() -> list[str]:
        return [line.title for line in accompaniments.due(reader, [world.mine.pk])]

    assert "Préparer la convention" in due()
    step = accompaniments.course(reader, world.mine)
    assert any(one.url for part in step for one in part.awaited if "convention" in one.text)
    document = prepared(world, world.mine)
    assert "Proposer la convention à la signature" in due()
    document = services.propose(document=document, by=world.lead.pk, today=TODAY)
    assert "Faire signer la convention" in due()
    all_sign(world, document)
    assert "Préparer le contrat" in due()
    assert not any("convention" in title for title in due())
    joins(world.mine)
    assert "Avenant à préparer" in due()
    client = client_of(world.lead)
    amend = client.get(url("document_amend", document)).content.decode()
    assert "Bruno Arrivant rejoint le ménage." in amend
    answer = client.post(
        url("document_amend", document),
        {"text_raison": "Arrivée", "text_changements": "Il signe.", "starts_on": TODAY.isoformat()},
    )
    assert answer.status_code == 302
    assert "Avenant à préparer" not in due()


def test_a_version_says_why(world: World, client_of: Sign) -> None:
    """Without a reason it is refused beside it, what was typed kept; with one the answers become void."""
    made_ready(world, world.mine)
    document = proposed(world, world.mine)
    client = client_of(world.lead)
    version = url("document_version", document)
    answer = client.post(version, typed(text_clauses="Une clause", associations=[str(world.soligone.pk)]))
    assert "reason" in answer.context["form"].errors
    assert "Une clause" in answer.content.decode()
    assert client.post(version, typed(reason="Date", associations=[str(world.soligone.pk)])).status_code == 302
    assert set(document.signatories.values_list("state", flat=True)) == {SignatureState.VOID}
    assert client.get(url("document_renew", document)).status_code == 200


def test_an_accord_is_prepared_from_the_file(world: World, client_of: Sign) -> None:
    """For one adult and one sharing, chosen among those that exist."""
    made_ready(world, world.mine)
    client = client_of(world.lead)
    page = reverse("journeys:agreement_draft", args=[world.mine.pk, "accord-de-partage"])
    wrong = client.post(page, {"person": str(adult_of(world.others).pk), "scope": "TOUT"})
    assert {"person", "scope"} <= set(wrong.context["form"].errors)
    sent = {
        "person": str(adult_of(world.mine).pk),
        "scope": SharingScope.COORDINATION.value,
        "text_portee": "Les bilans",
    }
    assert client.post(page, sent).status_code == 302
    document = Document.objects.get(kind=DocumentKind.SHARING_AGREEMENT)
    assert "Les bilans" in client.get(url("document", document)).content.decode()
    document = services.propose(document=document, by=world.lead.pk, today=TODAY)
    draws(document, document.signatories.get(), world.lead)
    sharing = client.get(reverse("journeys:file_sharing", args=[world.mine.pk])).content.decode()
    assert url("document", document) in sharing


@pytest.mark.parametrize(
    "values",
    [
        {"starts_on": "0001-01-01"},
        {"ends_on": "9999-12-31"},
        {"ends_on": "2020-01-01"},
        {"starts_on": ""},
        {"text_situation": "x" * 10_000},
        {"associations": ["11111111-1111-1111-1111-111111111111"]},
        {"associations": []},
        {"partner": "p" * 300},
        {"text_situation": "a\x00b", "starts_on": "\x00"},
    ],
)
def test_hostile_input_is_said_beside_its_field(world: World, client_of: Sign, values: dict[str, Any]) -> None:
    """Never a failure, nothing recorded, what was typed kept."""
    made_ready(world, world.mine)
    page = reverse("journeys:agreement_draft", args=[world.mine.pk, "convention"])
    sent = typed(**{"associations": [str(world.soligone.pk)], "text_clauses": "À garder", **values})
    answer = client_of(world.lead).post(page, sent)
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert "À garder" in answer.content.decode()
    assert not Document.objects.exists()


def test_addresses_that_lead_nowhere(world: World, client_of: Sign) -> None:
    """An unknown kind, another file's document, another document's signatory: 404."""
    made_ready(world, world.mine)
    document = proposed(world, world.mine)
    contract = proposed(world, world.mine, DocumentKind.SUPPORT_CONTRACT)
    client = client_of(world.lead)
    assert client.get(reverse("journeys:agreement_draft", args=[world.mine.pk, "inconnu"])).status_code == 404
    assert client.get(reverse("journeys:document", args=[world.colleagues.pk, document.pk])).status_code == 404
    crossed = url("document_sign", document, signatory_id=contract.signatories.first().pk)
    assert client.get(crossed).status_code == 404


def test_queries_do_not_grow_with_documents(world: World, client_of: Sign, django_assert_max_num_queries: Any) -> None:
    """The section and the list to sign ask as much for one document as for many."""
    made_ready(world, world.mine, State.SUPPORTED)
    document = proposed(world, world.mine)
    for _ in range(4):
        services.make_version(
            enrolment=world.mine,
            document=Document.objects.filter(series=document.series).latest("number"),
            reason="Encore",
            terms=terms(world),
            by=world.lead.pk,
            today=TODAY,
        )
        services.propose(
            document=Document.objects.filter(series=document.series).latest("number"), by=world.lead.pk, today=TODAY
        )
    client = client_of(world.landlord_manager)
    with django_assert_max_num_queries(25):
        client.get(reverse("journeys:to_sign"))
