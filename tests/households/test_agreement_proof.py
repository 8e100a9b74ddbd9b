"""The signed paper of an accord de partage: added when the answer is recorded or later, read again by the team alone."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from households.models import SharingAgreement
from records.models import Event, StoredFile
from tests.days import TODAY
from tests.factories import households as h
from tests.pdfs import one_page
from tests.world import adult_of

pytestmark = pytest.mark.django_db


def paper(content=None, name="accord de Nadia Martin.pdf"):
    return SimpleUploadedFile(name, content or one_page(), content_type="application/pdf")


def url(name, enrolment, *ids):
    return reverse(f"households:{name}", args=[enrolment.pk, *ids])


def typed(world, **values):
    person = str(adult_of(world.mine).pk)
    given = {"person": person, "scope": "COORDINATION", "answer": "oui", "started_on": TODAY.isoformat(), "note": "Oui"}
    return {**given, **values}


def test_the_paper_comes_with_the_answer_and_is_read_again(world, client_of):
    client = client_of(world.lead)
    content = one_page()
    assert client.post(url("agreement_add", world.mine), typed(world, scan=paper(content))).status_code == 302
    row = SharingAgreement.objects.get(enrolment=world.mine)
    page = client.get(reverse("journeys:file_sharing", args=[world.mine.pk])).text
    assert url("agreement_proof", world.mine, row.pk) in page
    answer = client.get(url("agreement_proof", world.mine, row.pk))
    assert b"".join(answer.streaming_content) == content
    assert answer["Content-Disposition"] == 'attachment; filename="accord-de-partage-signe.pdf"'
    assert Event.objects.filter(verb="agreement.proof_downloaded", subject_id=world.mine.pk).count() == 1


def test_what_is_refused_keeps_no_paper_and_what_was_typed(world, client_of):
    client = client_of(world.lead)
    bad = client.post(url("agreement_add", world.mine), typed(world, scan=paper(b"MZ\x90")))
    assert "scan" in bad.context["form"].errors
    assert bad.context["form"]["note"].value() == "Oui"
    client.post(url("agreement_add", world.mine), typed(world))
    again = client.post(url("agreement_add", world.mine), typed(world, scan=paper()))
    assert "started_on" in again.context["form"].errors
    assert not StoredFile.objects.filter(kind="households.agreement").exists()


def test_it_is_added_later_once(world, client_of):
    row = h.SharingAgreementFactory.make(enrolment=world.mine, person=adult_of(world.mine))
    client = client_of(world.lead)
    assert url("agreement_proof_add", world.mine, row.pk) in (
        client.get(reverse("journeys:file_sharing", args=[world.mine.pk])).text
    )
    assert client.get(url("agreement_proof", world.mine, row.pk)).status_code == 404
    assert "scan" in client.post(url("agreement_proof_add", world.mine, row.pk), {}).context["form"].errors
    assert client.post(url("agreement_proof_add", world.mine, row.pk), {"scan": paper()}).status_code == 302
    row.refresh_from_db()
    assert row.proof is not None
    again = client.post(url("agreement_proof_add", world.mine, row.pk), {"scan": paper()})
    assert "scan" in again.context["form"].errors


@pytest.mark.parametrize(
    ("who", "status"),
    [("other_worker", 404), ("admin", 404), ("adviser", 403), ("litigation", 403), ("colleague", 403)],
)
def test_nobody_else_reads_it(world, client_of, who, status):
    client_of(world.lead).post(url("agreement_add", world.mine), typed(world, scan=paper()))
    row = SharingAgreement.objects.get(enrolment=world.mine)
    client = client_of(world.people[who])
    for name in ("agreement_proof", "agreement_proof_add"):
        assert client.get(url(name, world.mine, row.pk)).status_code == status
    elsewhere = client.get(url("agreement_proof", world.others, row.pk))
    assert elsewhere.status_code == 404
