"""A document from its draft to its end: every answer, every refusal, the chain."""

import io
import subprocess
from typing import Any

import pikepdf
import pytest

from documents.enums import Capacity, DocumentKind, DocumentState, SignatureMeans, SignatureState
from documents.models import Document, TemplateVersion
from documents.rules.content import Context
from documents.rules.texts import Text
from documents.selectors import documents as selectors
from documents.selectors.templates import template_for
from documents.services import copies, drafting, signing
from documents.services.signing import Upload
from documents.services.templates import TextsRefused, load_reference, publish_template, write_template
from foundation.refusals import Refused
from partners.enums import Axis, SignatureRule
from records.enums import JobStatus
from records.models import Event, Job, StoredFile
from records.services import jobs
from records.services.events import CLOCK
from records.services.files import open_file
from tests.days import TODAY, after, before
from tests.documents.scene import (
    all_sign,
    by_session,
    context,
    delegate,
    drafted,
    draws,
    proposed,
    signatories,
    who,
)
from tests.pdfs import one_page
from tests.world import World

KIND = DocumentKind.TRIPARTITE_AGREEMENT


def words_of(stored: StoredFile | None) -> str:
    """Give the words of a kept PDF, blanks folded."""
    assert stored is not None
    pdf = b"".join(open_file(stored=stored))
    done = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
    return " ".join(done.stdout.decode().split())


def test_a_context_is_kept_as_it_was() -> None:
    """Written and read back, the same."""
    assert Context.loads(context().dumps()) == context()


def test_a_document_goes_from_draft_to_signed(world: World) -> None:
    """Two adults, two organisations; the last signature puts it in force, dated, with its job and its events."""
    document = proposed(world)
    assert document.state == DocumentState.TO_SIGN
    assert document.pdf is not None
    assert document.pdf.digest == document.digest
    outcome = all_sign(world, document)
    assert outcome.is_now_in_force
    document.refresh_from_db()
    assert (document.state, document.in_force_on) == (DocumentState.IN_FORCE, TODAY)
    assert Job.objects.filter(kind=copies.JOB).count() == 1
    verbs = list(Event.objects.filter(object_id=document.pk).order_by("at").values_list("verb", flat=True))
    assert verbs == [
        "document.drafted",
        "document.proposed",
        *["document.signed"] * 4,
        "document.in_force",
    ]
    assert set(Event.objects.filter(object_id=document.pk).values_list("subject_id", flat=True)) == {world.mine.pk}
    assert "Témoin" not in str(list(Event.objects.values_list("details", flat=True)))


def test_the_signed_copy_says_who_where_when(world: World) -> None:
    """Each signature with its place, day and witness, and the digest of what was signed; made once."""
    document = proposed(world)
    all_sign(world, document)
    stored = copies.keep_signed_copy(document_id=document.pk, by=CLOCK, today=TODAY)
    said = words_of(stored)
    assert "Mme Anne Témoin" in said
    assert f"En présence de {world.lead.full_name}" in said
    assert "à Orange" in said
    assert "directrice générale" in said
    assert document.digest[:8] in said
    assert copies.keep_signed_copy(document_id=document.pk, by=CLOCK, today=after(9)) == stored
    assert StoredFile.objects.filter(kind=copies.STORED).count() == 2


def test_the_job_makes_the_signed_copy(world: World) -> None:
    """Asked in the act that put the document in force; done, the copy is there."""
    document = proposed(world)
    all_sign(world, document)
    job = Job.objects.get(kind=copies.JOB)
    jobs.run(job.pk)
    job.refresh_from_db()
    document.refresh_from_db()
    assert job.status == JobStatus.DONE
    assert document.signed_pdf is not None


def test_no_signed_copy_before_it_is_in_force(world: World) -> None:
    """A document to sign has none."""
    assert copies.keep_signed_copy(document_id=proposed(world).pk, by=CLOCK, today=TODAY) is None


def test_an_adult_may_refuse_or_be_absent(world: World) -> None:
    """The programme's rule decides: here one signature is enough when the other answered; the reason is never printed."""
    document = proposed(world)
    delegate(world.manager, world.soligone)
    delegate(world.landlord_manager, world.landlord)
    by_session(world.manager, document, 2)
    by_session(world.landlord_manager, document, 3)
    draws(world, document, 0)
    outcome = signing.record_absence(
        signatory=who(document, 1), reason="Hospitalisé jusqu’à mardi", on=TODAY, by=world.lead.pk, today=TODAY
    )
    assert outcome.is_now_in_force
    stored = copies.keep_signed_copy(document_id=document.pk, by=CLOCK, today=TODAY)
    assert "Hospitalisé" not in words_of(stored)
    assert "Absence constatée, le 21 novembre 2026" in words_of(stored)


def test_every_adult_must_sign_when_the_programme_says_so(world: World) -> None:
    """A refusal then holds it for ever: a new version is the way."""
    strict = Context(**{**vars(context()), "rule": SignatureRule.EVERY_ADULT_SIGNED})
    document = proposed(world, context=strict)
    signing.record_refusal(
        signatory=who(document, 1), reason="Ne souhaite pas", on=TODAY, by=world.lead.pk, today=TODAY
    )
    assert not draws(world, document, 0).is_now_in_force
    (line,) = selectors.documents_of([world.mine.pk])[world.mine.pk]
    assert line.is_hopeless
    assert line.signed == 1


def test_the_worker_never_signs_for_an_organisation(world: World) -> None:
    """Nor draws for it, nor sends its paper, nor says that it refuses or is absent."""
    document = proposed(world)
    with pytest.raises(Refused, match="délégation"):
        by_session(world.lead, document, 3)
    with pytest.raises(Refused, match="compte"):
        draws(world, document, 3)
    with pytest.raises(Refused, match="compte"):
        draws(world, document, 3, means=SignatureMeans.SCAN, scan=Upload(one_page(), "bailleur.pdf"))
    with pytest.raises(Refused, match="déléguée"):
        signing.record_refusal(signatory=who(document, 3), reason="non", on=TODAY, by=world.lead.pk, today=TODAY)
    with pytest.raises(Refused, match="absent"):
        signing.record_absence(signatory=who(document, 3), reason="non", on=TODAY, by=world.lead.pk, today=TODAY)
    assert who(document, 3).state == SignatureState.TO_SIGN


@pytest.mark.parametrize(
    "given",
    [
        {"ended_on": before(1)},
        {"started_on": after(1)},
        {"organisation": "other_landlord"},
        {"organisation": "soligone"},
    ],
)
def test_a_delegation_is_of_this_day_and_this_organisation(world: World, given: dict[str, Any]) -> None:
    """Expired, to come, or another organisation's: refused."""
    document = proposed(world)
    organisation = getattr(world, given.pop("organisation", "landlord"))
    delegate(world.landlord_manager, organisation, **given)
    with pytest.raises(Refused, match="délégation"):
        by_session(world.landlord_manager, document, 3)


def test_a_suspended_delegate_does_not_sign(world: World) -> None:
    """Her delegation stands, her account does not."""
    document = proposed(world)
    delegate(world.landlord_manager, world.landlord)
    world.landlord_manager.is_active = False
    world.landlord_manager.save()
    with pytest.raises(Refused, match="délégation"):
        by_session(world.landlord_manager, document, 3)


def test_what_was_read_is_what_is_signed(world: World) -> None:
    """Another digest than the document's: refused, nothing kept."""
    document = proposed(world)
    kept = StoredFile.objects.count()
    with pytest.raises(Refused, match="a changé"):
        draws(world, document, 0, read_digest="0" * 64)
    with pytest.raises(Refused, match="précède"):
        draws(world, document, 0, signed_on=before(1))
    with pytest.raises(Refused, match="pas encore venu"):
        draws(world, document, 0, signed_on=after(1))
    with pytest.raises(Refused, match="où"):
        draws(world, document, 0, place="  ")
    assert StoredFile.objects.count() == kept


@pytest.mark.parametrize(
    "drawing",
    [None, b"", b"<svg/>", b"\x89PNG\r\n\x1a\n" + b"x" * 100, b"\x89PNG\r\n\x1a\n" + b"x" * 600_000, one_page()],
)
def test_a_hostile_drawing_is_refused(world: World, drawing: bytes | None) -> None:
    """Empty, another kind, broken or too large: a French reason beside the drawing."""
    document = proposed(world)
    with pytest.raises(Refused) as refused:
        draws(world, document, 0, drawing=drawing)
    assert refused.value.field == "drawing"
    assert who(document, 0).state == SignatureState.TO_SIGN


def test_a_scan_is_checked_as_every_file(world: World) -> None:
    """A PDF with a program in it is refused; a plain one is kept, with no witness."""
    document = proposed(world)
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
        pdf.save(out)
    for content in (out.getvalue(), b"%PDF-1.7 broken", b"MZ"):
        with pytest.raises(Refused) as refused:
            draws(world, document, 0, means=SignatureMeans.SCAN, scan=Upload(content, "signé.pdf"))
        assert refused.value.field == "scan"
    with pytest.raises(Refused, match="exemplaire"):
        draws(world, document, 0, means=SignatureMeans.SCAN)
    draws(world, document, 0, means=SignatureMeans.SCAN, place="", scan=Upload(one_page(), "signé.pdf"))
    row = who(document, 0)
    assert row.scan is not None
    assert row.witness is None
    assert row.signed_digest == document.digest


def test_nobody_signs_twice(world: World) -> None:
    """The second time is refused and changes nothing."""
    document = proposed(world)
    draws(world, document, 0)
    with pytest.raises(Refused, match="déjà répondu"):
        draws(world, document, 0)
    assert StoredFile.objects.filter(kind=signing.STORED).count() == 1


def test_an_answer_recorded_in_error_is_taken_back(world: World) -> None:
    """Its proof goes with it; once the document is in force nothing is taken back."""
    document = proposed(world)
    draws(world, document, 0)
    with pytest.raises(Refused) as refused:
        signing.take_back_answer(signatory=who(document, 0), reason=" ", by=world.lead.pk)
    assert refused.value.field == "reason"
    signing.take_back_answer(signatory=who(document, 0), reason="mauvaise personne", by=world.lead.pk)
    row = who(document, 0)
    assert (row.state, row.drawing, row.signed_digest) == (SignatureState.TO_SIGN, None, "")
    assert not StoredFile.objects.filter(kind=signing.STORED).exists()
    all_sign(world, document)
    with pytest.raises(Refused, match="tant que"):
        signing.take_back_answer(signatory=who(document, 0), reason="trop tard", by=world.lead.pk)


def test_the_worker_takes_back_no_organisation_s_answer(world: World) -> None:
    """Its delegate alone does."""
    document = proposed(world)
    delegate(world.landlord_manager, world.landlord)
    by_session(world.landlord_manager, document, 3)
    with pytest.raises(Refused, match="déléguée"):
        signing.take_back_answer(signatory=who(document, 3), reason="erreur", by=world.lead.pk)
    signing.take_back_answer(signatory=who(document, 3), reason="erreur", by=world.landlord_manager.pk)
    assert who(document, 3).user is None


def test_a_new_version_voids_earlier_signatures(world: World) -> None:
    """Of a version still to sign: its signatures fall at once, and nobody signs it any more."""
    document = proposed(world)
    draws(world, document, 0)
    second = drafting.new_version(
        document=document, reason="Une date était fausse", by=world.lead.pk, today=TODAY, axis=Axis.ACCESS
    )
    document.refresh_from_db()
    assert document.state == DocumentState.SUPERSEDED
    assert set(document.signatories.values_list("state", flat=True)) == {SignatureState.VOID}
    assert (second.number, second.series, second.previous_id) == (2, document.series, document.pk)
    assert [row.printed_name for row in second.signatories.all()] == [row.printed_name for row in signatories(world)]
    with pytest.raises(Refused, match="nouvelle version"):
        draws(world, document, 1)
    with pytest.raises(Refused):
        drafting.new_version(document=document, reason="encore", by=world.lead.pk, today=TODAY, axis=Axis.ACCESS)


def test_one_in_force_stays_until_the_next_is(world: World) -> None:
    """Then it is replaced on the eve, never before the day it began; its amendments go with it."""
    first = proposed(world)
    all_sign(world, first)
    amendment = proposed(
        world,
        kind=DocumentKind.AMENDMENT,
        context=context(DocumentKind.AMENDMENT),
        series=first.series,
        previous=first,
        signatories=signatories(world)[:1],
    )
    draws(world, amendment, 0)
    amendment.refresh_from_db()
    first.refresh_from_db()
    assert (first.state, amendment.state) == (DocumentState.IN_FORCE, DocumentState.IN_FORCE)
    second = drafting.renew(document=first, ends_on=after(400), by=world.lead.pk, today=TODAY, axis=Axis.ACCESS)
    first.refresh_from_db()
    assert first.state == DocumentState.IN_FORCE
    second = drafting.propose(document=second, by=world.lead.pk, today=TODAY)
    assert all_sign(world, second).is_now_in_force
    first.refresh_from_db()
    amendment.refresh_from_db()
    assert (first.state, first.ended_on) == (DocumentState.SUPERSEDED, TODAY)
    assert amendment.state == DocumentState.SUPERSEDED
    assert [line.number for line in selectors.in_force_of(world.mine.pk, KIND, after(1))] == [2]


def test_a_renewal_ends_later(world: World) -> None:
    """Same or earlier end, or a document not in force: refused."""
    document = proposed(world, ends_on=after(30))
    with pytest.raises(Refused, match="en vigueur"):
        drafting.renew(document=document, ends_on=after(90), by=world.lead.pk, today=TODAY, axis=Axis.ACCESS)
    all_sign(world, document)
    document.refresh_from_db()
    with pytest.raises(Refused) as refused:
        drafting.renew(document=document, ends_on=after(30), by=world.lead.pk, today=TODAY, axis=Axis.ACCESS)
    assert refused.value.field == "ends_on"


def test_a_document_ends_or_is_given_up(world: World) -> None:
    """Given up with a reason, its signatures void; ended on a day of its life."""
    given_up = proposed(world)
    draws(world, given_up, 0)
    with pytest.raises(Refused):
        drafting.cancel(document=given_up, reason="", by=world.lead.pk, today=TODAY)
    drafting.cancel(document=given_up, reason="Le ménage a changé d’avis", by=world.lead.pk, today=TODAY)
    assert who(given_up, 0).state == SignatureState.VOID
    with pytest.raises(Refused):
        draws(world, given_up, 1)
    kept = proposed(world)
    all_sign(world, kept)
    for day in (before(1), after(1)):
        with pytest.raises(Refused) as refused:
            drafting.end(document=kept, ended_on=day, reason="", by=world.lead.pk, today=TODAY)
        assert refused.value.field == "ended_on"
    ended = drafting.end(document=kept, ended_on=TODAY, reason="Terme", by=world.lead.pk, today=TODAY)
    assert (ended.state, ended.ended_on) == (DocumentState.ENDED, TODAY)
    with pytest.raises(Refused):
        drafting.cancel(document=kept, reason="trop tard", by=world.lead.pk, today=TODAY)


def test_a_draft_changes_until_it_is_proposed(world: World) -> None:
    """With the version that was read; then no more."""
    document = drafted(world)
    changed = drafting.update_draft(
        document=document,
        version=1,
        context=context(menage="Mme Anne Témoin seule"),
        signatories=signatories(world)[:1],
        by=world.lead.pk,
    )
    assert changed.signatories.count() == 1
    args: dict[str, Any] = {"context": context(), "signatories": signatories(world), "by": world.lead.pk}
    with pytest.raises(Refused, match="entre-temps"):
        drafting.update_draft(document=document, version=1, **args)
    proposed_one = drafting.propose(document=document, by=world.lead.pk, today=TODAY)
    assert "Mme Anne Témoin seule" in words_of(proposed_one.pdf)
    with pytest.raises(Refused, match="nouvelle version"):
        drafting.update_draft(document=document, version=proposed_one.version, **args)


def test_a_document_with_holes_or_nobody_to_sign_is_not_proposed(world: World) -> None:
    """The reason names what is missing; nothing is kept."""
    document = drafted(world, context=context(bailleur=" "))
    with pytest.raises(Refused, match="le bailleur"):
        drafting.propose(document=document, by=world.lead.pk, today=TODAY)
    alone = drafted(world, signatories=[])
    with pytest.raises(Refused, match="signataire"):
        drafting.propose(document=alone, by=world.lead.pk, today=TODAY)
    assert not StoredFile.objects.exists()


def test_signatories_are_named(world: World) -> None:
    """An organisation is chosen, a name is not blank."""
    for terms in (
        drafting.SignatoryTerms(Capacity.LANDLORD, "Mistral"),
        drafting.SignatoryTerms(Capacity.ADULT, "  "),
    ):
        with pytest.raises(Refused) as refused:
            drafted(world, signatories=[terms])
        assert refused.value.field == "signatories"
    assert not Document.objects.exists()


def test_a_value_is_printed_and_never_evaluated(world: World) -> None:
    """Braces, tags and HTML typed in a value are words."""
    hostile = "{{ request.user }} {% load static %} <script>alert(1)</script> {{ bailleur }}"
    said = words_of(proposed(world, context=context(situation=hostile)).pdf)
    assert "{{ request.user }} {% load static %} <script>alert(1)</script> {{ bailleur }}" in said


def test_to_sign_by_lists_what_waits_for_a_delegate(world: World) -> None:
    """Hers, today, still waited for; nobody else’s."""
    document = proposed(world)
    assert selectors.to_sign_by(world.landlord_manager.pk, TODAY) == []
    delegate(world.landlord_manager, world.landlord)
    assert [line.id for line in selectors.to_sign_by(world.landlord_manager.pk, TODAY)] == [document.pk]
    assert selectors.to_sign_by(world.other_landlord_correspondent.pk, TODAY) == []
    by_session(world.landlord_manager, document, 3)
    assert selectors.to_sign_by(world.landlord_manager.pk, TODAY) == []


def test_a_document_is_of_its_subject(world: World) -> None:
    """Another file's identifier gives nothing."""
    document = drafted(world)
    assert selectors.get_document(document.pk, subject_id=world.mine.pk) == document
    assert selectors.get_document(document.pk, subject_id=world.others.pk) is None


def test_lists_ask_a_constant_number_of_queries(world: World, django_assert_max_num_queries: Any) -> None:
    """One document or five: two queries."""
    for _ in range(5):
        drafted(world)
    with django_assert_max_num_queries(2):
        assert len(selectors.documents_of([world.mine.pk])[world.mine.pk]) == 5


# Templates


def test_the_texts_that_palier_ships_are_sound_and_loaded_once(db: None) -> None:
    """Every kind has its texts for both axes; asked again, nothing changes."""
    assert load_reference(by=CLOCK) > len(DocumentKind)
    assert load_reference(by=CLOCK) == 0
    assert all(template_for(kind, axis) for kind in DocumentKind for axis in Axis)


def test_a_published_version_never_changes(world: World) -> None:
    """Writing begins the next; publishing it makes it the one in use; documents keep theirs."""
    document = drafted(world)
    texts = [Text(line["code"], line["title"], line["text"]) for line in document.template.texts]
    texts[0] = Text(texts[0].code, "Les parties", texts[0].text)
    row = write_template(kind=KIND, axis=Axis.ACCESS, texts=texts, note="titre", by=world.admin.pk)
    assert (row.number, row.published_at) == (2, None)
    again = write_template(kind=KIND, axis=Axis.ACCESS, texts=texts, note="titre, relu", by=world.admin.pk)
    assert again.pk == row.pk
    assert drafted(world).template.number == 1
    publish_template(template=row, by=world.admin.pk)
    assert drafted(world).template.number == 2
    document.refresh_from_db()
    assert document.template.number == 1
    assert TemplateVersion.objects.get(pk=document.template_id).texts[0]["title"] == "Entre qui"


def test_wrong_texts_are_neither_kept_nor_published(world: World) -> None:
    """A fault inside a text is said beside it; a field that is missing may wait until the texts are published."""
    wrong = [Text("un", "Entre qui", "{{ request.user }} {% load static %}")]
    with pytest.raises(TextsRefused) as refused:
        write_template(kind=KIND, axis=None, texts=wrong, note="", by=world.admin.pk)
    assert len(refused.value.wrong["un"]) == 2
    unfinished = [Text("un", "Entre qui", "{{ menage }}")]
    row = write_template(kind=KIND, axis=None, texts=unfinished, note="", by=world.admin.pk)
    with pytest.raises(TextsRefused) as missing:
        publish_template(template=row, by=world.admin.pk)
    assert "bailleur" in " ".join(missing.value.wrong[""])
    with pytest.raises(TextsRefused):
        write_template(kind=KIND, axis=None, texts=[], note="", by=world.admin.pk)


def test_no_document_without_published_texts(world: World) -> None:
    """The reason says what to ask, and whom."""
    with pytest.raises(Refused, match="modèle"):
        drafting.draft(
            kind=KIND,
            axis=Axis.ACCESS,
            subject_kind=drafting.ENROLMENT,
            subject_id=world.mine.pk,
            context=context(),
            signatories=signatories(world),
            by=world.lead.pk,
            today=TODAY,
        )
