"""A document's pages: read and sign on a phone, each for whom it is; what was typed is kept; nothing is written by a look."""

import base64
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from documents.enums import DocumentState, SignatureState
from documents.models import Document
from documents.services import copies, drafting, signing
from partners.enums import Axis
from partners.models import User
from records.models import Event
from tests.days import TODAY
from tests.documents.scene import all_sign, context, delegate, drafted, drawn, draws, proposed, who
from tests.guards.client import GuardedClient
from tests.pdfs import one_page
from tests.world import World

pytestmark = pytest.mark.urls("tests.documents.mounted")
Sign = Callable[[User], GuardedClient]


def url(world: World, document: Document, act: str = "", position: int | None = None) -> str:
    """Give the address of a page."""
    kwargs: dict[str, Any] = {"enrolment_id": world.mine.pk, "document_id": document.pk}
    if position is not None:
        kwargs["signatory_id"] = who(document, position).pk
    return reverse(f"mounted:document{'_' if act else ''}{act}", kwargs=kwargs)


def drawing() -> str:
    """Give a drawing as the page sends it."""
    return "data:image/png;base64," + base64.b64encode(drawn()).decode()


def signed(document: Document, **changes: Any) -> dict[str, Any]:
    """Give what the form sends when a person signs on the screen."""
    return {
        "means": "DRAWN",
        "place": "Orange",
        "has_read": "on",
        "drawing": drawing(),
        "digest": document.digest,
        **changes,
    }


def test_a_document_is_read_then_signed(world: World, client_of: Sign) -> None:
    """The page says all that the paper says, with its digest; signing leads back to the document."""
    document = proposed(world, context=context(situation="Une situation à lire"))
    client = client_of(world.lead)
    page = client.get(url(world, document, "sign", 0)).content.decode()
    assert "Une situation à lire" in page
    assert "Mettre à jour la demande" in page
    assert document.digest[:8] in page
    assert "Témoin" not in page.split("</title>")[0]
    answer = client.post(url(world, document, "sign", 0), signed(document))
    assert answer["Location"] == url(world, document)
    row = who(document, 0)
    assert (row.state, row.state_on, row.place, row.witness) == (SignatureState.SIGNED, TODAY, "Orange", world.lead)
    assert "1 sur 4" in client.get(url(world, document)).content.decode().replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"place": ""}, "place"),
        ({"has_read": ""}, "has_read"),
        ({"drawing": ""}, "drawing"),
        ({"drawing": "data:image/svg+xml;base64,AAAA"}, "drawing"),
        ({"drawing": "data:image/png;base64,%%%"}, "drawing"),
        ({"drawing": "data:image/png;base64,AAAA"}, "drawing"),
        ({"drawing": "x" * 900_000}, "drawing"),
        ({"means": "SESSION"}, "means"),
        ({"means": ""}, "means"),
        ({"means": "SCAN"}, "scan"),
        ({"means": "SCAN", "signed_on": "2999-01-01"}, "scan"),
        ({"digest": "0" * 64}, "__all__"),
        ({"digest": ""}, "__all__"),
        ({"place": "x" * 10_000}, "place"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(
    world: World, client_of: Sign, changes: dict[str, Any], field: str
) -> None:
    """What was typed and drawn is kept; nothing is recorded."""
    document = proposed(world)
    answer = client_of(world.lead).post(url(world, document, "sign", 0), signed(document, **changes))
    assert answer.status_code == 200
    assert field in answer.context["form"].errors
    assert answer.context["form"]["place"].value() == changes.get("place", "Orange")
    assert who(document, 0).state == SignatureState.TO_SIGN


def test_a_paper_is_sent_signed(world: World, client_of: Sign) -> None:
    """A PDF, dated; a program is refused beside the file."""
    document = proposed(world)
    client = client_of(world.lead)
    typed = {"means": "SCAN", "signed_on": TODAY.isoformat(), "digest": document.digest}
    bad = SimpleUploadedFile("signe.pdf", b"MZ\x90", content_type="application/pdf")
    answer = client.post(url(world, document, "sign", 0), {**typed, "scan": bad})
    assert "scan" in answer.context["form"].errors
    content = one_page()
    good = SimpleUploadedFile("signe.pdf", content, content_type="application/pdf")
    assert client.post(url(world, document, "sign", 0), {**typed, "scan": good}).status_code == 302
    assert who(document, 0).scan is not None
    page = client.get(url(world, document)).content.decode()
    assert url(world, document, "scan", 0) in page
    assert url(world, document, "scan", 1) not in page
    answer = client.get(url(world, document, "scan", 0))
    assert b"".join(answer.streaming_content) == content
    assert answer["Content-Disposition"] == (
        'attachment; filename="convention-tripartite-2026-0042-v1-exemplaire-1.pdf"'
    )
    assert client.get(url(world, document, "scan", 1)).status_code == 404
    assert client_of(world.other_worker).get(url(world, document, "scan", 0)).status_code == 404


def test_the_worker_does_not_sign_for_the_landlord(world: World, client_of: Sign) -> None:
    """She is told why; the page offers her no such link."""
    document = proposed(world)
    client = client_of(world.lead)
    for act in ("sign", "answer", "take_back"):
        assert client.get(url(world, document, act, 3)).status_code == 403
        assert client.post(url(world, document, act, 3), signed(document)).status_code == 403
    page = client.get(url(world, document)).content.decode()
    assert url(world, document, "sign", 0) in page
    assert url(world, document, "sign", 3) not in page
    assert who(document, 3).state == SignatureState.TO_SIGN


def test_a_delegate_signs_from_her_account(world: World, client_of: Sign) -> None:
    """Her organisation's line alone; she reads no reason, and records nothing for the household."""
    document = proposed(world)
    signing.record_absence(
        signatory=who(document, 1), reason="Hospitalisé à Montfavet", on=TODAY, by=world.lead.pk, today=TODAY
    )
    delegate(world.adviser, world.landlord)
    client = client_of(world.adviser)
    page = client.get(url(world, document)).content.decode()
    assert "Montfavet" not in page
    assert url(world, document, "sign", 0) not in page
    assert client.get(url(world, document, "sign", 0)).status_code == 403
    form = client.get(url(world, document, "sign", 3)).content.decode()
    assert "data-sign-pad" not in form
    unread = client.post(url(world, document, "sign", 3), {"digest": document.digest})
    assert "has_read" in unread.context["form"].errors
    assert (
        client.post(url(world, document, "sign", 3), {"digest": document.digest, "has_read": "on"}).status_code == 302
    )
    row = who(document, 3)
    assert (row.state, row.user, row.witness) == (SignatureState.SIGNED, world.adviser, None)


def test_strangers_find_nothing(world: World, client_of: Sign) -> None:
    """Nor through their own file's address: 404 with data that could leak."""
    document = proposed(world)
    for user in (world.other_worker, world.correspondent_apt, world.admin):
        for act, position in (("", None), ("pdf", None), ("sign", 0)):
            assert client_of(user).get(url(world, document, act, position)).status_code == 404
    elsewhere = reverse("mounted:document", kwargs={"enrolment_id": world.others.pk, "document_id": document.pk})
    assert client_of(world.other_worker).get(elsewhere).status_code == 404


def test_a_refusal_has_its_reason(world: World, client_of: Sign) -> None:
    """Without one it is not recorded; the team reads it afterwards."""
    document = proposed(world)
    client = client_of(world.lead)
    typed = {"answer": "REFUSED", "on": TODAY.isoformat(), "reason": ""}
    assert "reason" in client.post(url(world, document, "answer", 0), typed).context["form"].errors
    absurd = client.post(url(world, document, "answer", 0), {**typed, "on": "2999-01-01", "reason": "non"})
    assert absurd.status_code == 200
    client.post(url(world, document, "answer", 0), {**typed, "reason": "Veut y réfléchir"})
    assert who(document, 0).state == SignatureState.REFUSED
    assert "Veut y réfléchir" in client.get(url(world, document)).content.decode()
    client.post(url(world, document, "take_back", 0), {"reason": "a changé d’avis"})
    assert who(document, 0).state == SignatureState.TO_SIGN


def test_a_draft_is_proposed_once_it_is_full(world: World, client_of: Sign) -> None:
    """What is missing is named on the page, and said when one proposes all the same."""
    document = drafted(world, context=context(bailleur=""))
    client = client_of(world.lead)
    assert "Le bailleur" in client.get(url(world, document)).content.decode()
    answer = client.post(url(world, document, "propose"), follow=True)
    assert "le bailleur" in answer.content.decode()
    drafting.update_draft(
        document=document, version=1, context=context(), signatories=drafting.terms_of(document), by=world.lead.pk
    )
    client.post(url(world, document, "propose"))
    document.refresh_from_db()
    assert document.state == DocumentState.TO_SIGN


def test_pdfs_are_handed_out_when_they_exist(world: World, client_of: Sign) -> None:
    """The document to sign, then the signed copy; their names tell nobody."""
    document = proposed(world)
    client = client_of(world.lead)
    assert client.get(url(world, document, "signed_pdf")).status_code == 404
    all_sign(world, document)
    assert "se prépare" in client.get(url(world, document)).content.decode()
    copies.keep_signed_copy(document_id=document.pk, by=world.lead.pk, today=TODAY)
    answer = client.get(url(world, document, "signed_pdf"))
    assert b"".join(answer.streaming_content).startswith(b"%PDF-")
    assert answer["Content-Disposition"] == 'attachment; filename="convention-tripartite-2026-0042-v1-signe.pdf"'


def test_a_document_is_given_up_or_ended_with_a_reason(world: World, client_of: Sign) -> None:
    """Each with its form; an absurd day is said beside it."""
    document = proposed(world)
    client = client_of(world.lead)
    assert "reason" in client.post(url(world, document, "cancel"), {}).context["form"].errors
    client.post(url(world, document, "cancel"), {"reason": "Plus de projet"})
    document.refresh_from_db()
    assert document.state == DocumentState.CANCELLED
    other = proposed(world)
    all_sign(world, other)
    for day in ("0001-01-01", "2999-01-01", "hier"):
        answer = client.post(url(world, other, "end"), {"ended_on": day, "reason": "Terme"})
        assert "ended_on" in answer.context["form"].errors
    client.post(url(world, other, "end"), {"ended_on": TODAY.isoformat(), "reason": "Terme"})
    other.refresh_from_db()
    assert other.state == DocumentState.ENDED


def test_a_signature_too_late_leads_back(world: World, client_of: Sign) -> None:
    """A page left open while a new version was made records nothing."""
    document = proposed(world)
    draws(world, document, 1)
    drafting.new_version(document=document, reason="Date", by=world.lead.pk, today=TODAY, axis=Axis.ACCESS)
    events = Event.objects.count()
    answer = client_of(world.lead).post(url(world, document, "sign", 0), signed(document))
    assert answer["Location"] == url(world, document)
    assert Event.objects.count() == events
    assert who(document, 0).state == SignatureState.VOID
