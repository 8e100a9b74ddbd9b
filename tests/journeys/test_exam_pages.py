"""Exams, notices, proposals in the pages: who acts, who reads, what a stranger never finds, what leaves as paper."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from leases.enums import ExamOutcome, ExamSubject, LandlordPosition, NoticeMeans, SlideState
from leases.models import PrefectNotice, SlideExam, SlideProposal
from leases.services import exams, notices, slide_proposals
from leases.services.exams import ExamRefused
from tests.days import TODAY
from tests.factories import households as h
from tests.leases.subleases import EXAM_DAY, RESERVED, convened, held, sublet
from tests.pdfs import one_page
from tests.pdfs import text_of as words_of
from tests.world import adult_of

SECRET = "Ses mots à elle"


@pytest.fixture
def sublease(world):
    return sublet(world.mine, world.units["Orange"])


def lease_page(client, enrolment):
    return client.get(reverse("journeys:file_lease", args=[enrolment.pk]))


def text_of(answer):
    data = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return words_of(data)


class TestTopic:
    def test_the_team_reads_dates_and_acts(self, world, client_of, sublease):
        page = lease_page(client_of(world.lead), world.mine)
        assert "13 décembre 2026" in page.content.decode()
        assert "28 décembre 2026" in page.content.decode()
        assert reverse("journeys:exam_convene", args=[sublease.pk]) in page.content.decode()
        assert reverse("journeys:notice_prepare", args=[sublease.pk, 1]) not in page.content.decode()

    def test_the_landlord_reads_dates_and_his_own_acts(self, world, client_of, sublease):
        page = lease_page(client_of(world.correspondent_orange), world.mine).content.decode()
        assert reverse("journeys:notice_prepare", args=[sublease.pk, 1]) in page
        assert reverse("journeys:exam_convene", args=[sublease.pk]) not in page

    def test_a_colleague_reads_dates_and_opens_nothing(self, world, client_of, sublease):
        exam = held(world, sublease, words=SECRET)
        page = lease_page(client_of(world.colleague), world.mine).content.decode()
        assert "Tenu le 20 novembre 2026" in page
        assert reverse("journeys:exam", args=[exam.pk]) not in page
        assert SECRET not in page

    def test_it_says_what_holds_the_slide_back(self, world, client_of):
        late = sublet(world.mine, world.units["Orange"], dt.date(2026, 6, 10))
        page = lease_page(client_of(world.lead), world.mine).content.decode()
        assert "L’examen contradictoire est en retard" in page
        assert "L’avis au préfet est en retard" in page
        assert late.expects_slide

    def test_a_durable_sublease_says_so(self, world, client_of):
        sublet(world.mine, world.units["Orange"], expects_slide=False)
        assert "Sous-location durable" in lease_page(client_of(world.lead), world.mine).content.decode()


STRANGERS = [
    "other_worker",
    "other_manager",
    "correspondent_apt",
    "other_landlord_correspondent",
    "rental",
    "landlord_manager",
    "admin",
]


@pytest.mark.parametrize("who", STRANGERS)
def test_a_stranger_finds_nothing(world, client_of, sublease, who):
    exam = held(world, sublease, words=SECRET)
    notice = notices.prepare(
        by=world.correspondent_orange.pk, sublease=sublease, number=1, is_offered=False, reason=SECRET, today=TODAY
    )
    proposal = slide_proposals.propose(
        by=world.lead.pk, sublease=sublease, reasons=SECRET, proposed_on=TODAY, today=TODAY
    )
    client = client_of(world.people[who])
    for url in (
        reverse("journeys:exam", args=[exam.pk]),
        reverse("journeys:exam_convene", args=[sublease.pk]),
        reverse("journeys:exam_position", args=[exam.pk]),
        reverse("journeys:exam_letter", args=[exam.pk, "menage"]),
        reverse("journeys:notice", args=[notice.pk]),
        reverse("journeys:notice_letter", args=[notice.pk]),
        reverse("journeys:slide_decide", args=[proposal.pk]),
        reverse("journeys:slide_propose", args=[sublease.pk]),
    ):
        answer = client.get(url)
        assert answer.status_code == 404, url
        assert SECRET not in answer.content.decode()


class TestExam:
    def test_convened_then_told_then_held(self, world, client_of, sublease):
        client = client_of(world.lead)
        said = {"on": "2026-11-21", "time": "14:00", "place": "3 rue des Lices", "convened_on": "2026-11-10"}
        answer = client.post(reverse("journeys:exam_convene", args=[sublease.pk]), said)
        exam = SlideExam.objects.get()
        assert answer.url == reverse("journeys:exam", args=[exam.pk])
        for whom in ("household", "landlord"):
            client.post(
                reverse("journeys:exam_told", args=[exam.pk]),
                {"whom": whom, "told_on": "2026-11-12", "means": "MAIL"},
            )
        criteria = {f"level_{subject.value.lower()}": "MET" for subject in ExamSubject}
        report = {"held_on": "2026-11-21", "present": "Trois personnes", "words": SECRET, "version": 3, **criteria}
        client.post(reverse("journeys:exam_record", args=[exam.pk]), report)
        exam.refresh_from_db()
        assert (exam.outcome, exam.words, str(exam.landlord_told_on)) == (ExamOutcome.HELD, SECRET, "2026-11-12")
        assert SECRET in client.get(reverse("journeys:exam", args=[exam.pk])).content.decode()

    def test_what_is_refused_is_said_beside_its_field_and_nothing_is_lost(self, world, client_of, sublease):
        client = client_of(world.lead)
        said = {"on": "2026-08-01", "time": "14:00", "place": "3 rue des Lices", "convened_on": "2026-11-10"}
        page = client.post(reverse("journeys:exam_convene", args=[sublease.pk]), said)
        form = page.context["form"]
        assert set(form.errors) == {"on", "convened_on"}
        assert "3 rue des Lices" in page.content.decode()
        exam = convened(world, sublease)
        missing = client.post(
            reverse("journeys:exam_record", args=[exam.pk]),
            {"held_on": "2026-11-20", "present": "Deux", "words": SECRET, "version": exam.version},
        )
        assert "level_payment" in missing.context["form"].errors
        assert SECRET in missing.content.decode()

    def test_the_landlord_says_his_position_from_his_session(self, world, client_of, sublease):
        exam = held(world, sublease)
        url = reverse("journeys:exam_position", args=[exam.pk])
        client = client_of(world.adviser)
        wrong = client.post(url, {"position": "RESERVED", "given_on": "2026-11-21"})
        assert "position_reason" in wrong.context["form"].errors
        client.post(url, {"position": "RESERVED", "position_reason": "L’assurance manque.", "given_on": "2026-11-21"})
        exam.refresh_from_db()
        assert (exam.position, exam.position_by) == (LandlordPosition.RESERVED, world.adviser.pk)
        assert "Anne Vial" in client_of(world.lead).get(reverse("journeys:exam", args=[exam.pk])).content.decode()

    def test_an_absence_asks_for_another_exam(self, world, client_of, sublease):
        exam = convened(world, sublease)
        client_of(world.lead).post(reverse("journeys:exam_absent", args=[exam.pk]), {"note": "Porte close."})
        page = lease_page(client_of(world.lead), world.mine).content.decode()
        assert reverse("journeys:exam_convene", args=[sublease.pk]) in page


class TestPapers:
    def test_the_households_letter_says_nothing_above_the_fold(self, world, client_of, sublease):
        exam = convened(world, sublease)
        answer = client_of(world.lead).get(reverse("journeys:exam_letter", args=[exam.pk, "menage"]))
        text = text_of(answer)
        name = str(adult_of(world.mine).last_name)
        assert name in text
        assert (
            "vendredi 20 novembre 2026 à 14\u00a0h" in text.replace("\n", " ").replace("  ", " ")
            or "20 novembre" in text
        )
        assert name not in answer["Content-Disposition"]
        assert "dette" not in text.lower()

    def test_a_protected_household_is_a_number_for_the_landlords_mailroom(self, world, client_of):
        hidden = sublet(world.protected, world.units["Apt"])
        exam = exams.convene(
            by=world.colleague.pk,
            sublease=hidden,
            starts_at=dt.datetime.combine(EXAM_DAY, dt.time(14), tzinfo=dt.UTC),
            place="à l’association",
            convened_on=dt.date(2026, 11, 6),
            today=TODAY,
        )
        client = client_of(world.colleague)
        home = hidden.share.dwelling.address
        with pytest.raises(ExamRefused, match="protégée"):
            exams.convene(
                by=world.colleague.pk,
                sublease=hidden,
                starts_at=dt.datetime.combine(EXAM_DAY, dt.time(14), tzinfo=dt.UTC),
                place=f"au domicile, {home.upper()}",
                convened_on=dt.date(2026, 11, 6),
                today=TODAY,
            )
        exam.place = f"chez elle, {home}"  # convened before it was protected
        exam.save()
        for to in ("bailleur", "menage"):
            text = text_of(client.get(reverse("journeys:exam_letter", args=[exam.pk, to])))
            assert "au logement" in text
            assert home not in text
            assert ("2026-0151" in text, "Secrétan" in text) == (to == "bailleur", to == "menage")
        world.protection.safe_address = ""
        world.protection.save()
        unsafe = client.get(reverse("journeys:exam_letter", args=[exam.pk, "menage"]))
        assert unsafe.status_code == 302  # no safe address: no letter leaves

    def test_a_protected_households_notice_is_for_the_list(self, world, client_of):
        hidden = sublet(world.protected, world.units["Apt"])
        notice = notices.prepare(
            by=world.colleague.pk, sublease=hidden, number=1, is_offered=True, reason="", today=TODAY
        )
        url = reverse("journeys:notice_letter", args=[notice.pk])
        assert client_of(world.correspondent_apt).get(url).status_code == 403


class TestNotice:
    def prepared(self, world, client_of, sublease, **said):
        client = client_of(world.correspondent_orange)
        said = {"is_offered": "non", "reason": "Deux loyers restent dus.", **said}
        return client, client.post(reverse("journeys:notice_prepare", args=[sublease.pk, 1]), said)

    def test_starts_from_the_exams_position(self, world, client_of, sublease):
        held(world, sublease, position=RESERVED)
        page = client_of(world.correspondent_orange).get(reverse("journeys:notice_prepare", args=[sublease.pk, 1]))
        assert "L’assurance n’est pas à jour." in page.content.decode()

    def test_without_a_lease_it_says_why_beside_the_field(self, world, client_of, sublease):
        _, page = self.prepared(world, client_of, sublease, reason="")
        assert "L. 442-8-3" in str(page.context["form"].errors["reason"])
        assert not PrefectNotice.objects.exists()

    def test_prepared_printed_sent_with_its_proof(self, world, client_of, sublease):
        held(world, sublease, position=RESERVED)
        client, answer = self.prepared(world, client_of, sublease)
        notice = PrefectNotice.objects.get()
        assert answer.url == reverse("journeys:notice", args=[notice.pk])
        text = text_of(client.get(reverse("journeys:notice_letter", args=[notice.pk])))
        assert "ne proposons pas de bail" in text
        assert "Deux loyers restent dus." in text
        url = reverse("journeys:notice_send", args=[notice.pk])
        said = {"sent_on": "2026-11-21", "means": NoticeMeans.REGISTERED, "tracking_number": ""}
        assert "tracking_number" in client.post(url, said).context["form"].errors
        proof = SimpleUploadedFile("recepisse.pdf", one_page(), "application/pdf")
        client.post(url, {**said, "tracking_number": "1A 200 300", "proof": proof})
        notice.refresh_from_db()
        assert notice.sent_on == TODAY
        kept = text_of(client.get(reverse("journeys:notice_copy", args=[notice.pk, "lettre"])))
        assert "1A 200 300" in kept
        assert client.get(reverse("journeys:notice_copy", args=[notice.pk, "preuve"])).status_code == 200
        assert "1A 200 300" in client_of(world.lead).get(reverse("journeys:notice", args=[notice.pk])).content.decode()

    def test_the_prefets_address_is_said_missing_until_an_administrator_adds_it(self, world, client_of, sublease):
        client, _ = self.prepared(world, client_of, sublease)
        notice = PrefectNotice.objects.get()
        pages = [reverse(f"journeys:notice{name}", args=[notice.pk]) for name in ("", "_send")]
        letter = reverse("journeys:notice_letter", args=[notice.pk])
        assert all("Adresse à compléter" in client.get(page).content.decode() for page in pages)
        assert "compléter" not in text_of(client.get(letter))
        new = {"name": "Préfecture de Vaucluse", "kind": "PREFECTURE", "started_on": "2010-01-01"}
        admin, url = client_of(world.admin), reverse("partners:organisation_create")
        assert "street" in admin.post(url, new).context["form"].errors
        code = sublease.share.dwelling.postcode[:2]
        admin.post(url, {**new, "street": "1 place Neuve", "postcode": f"{code}000", "city": "Avignon"})
        assert "1 place Neuve" in text_of(client.get(letter))
        assert not any("Adresse à compléter" in client.get(page).content.decode() for page in pages)

    def test_a_proof_that_is_no_document_is_refused_and_nothing_is_sent(self, world, client_of, sublease):
        client, _ = self.prepared(world, client_of, sublease)
        notice = PrefectNotice.objects.get()
        wrong = SimpleUploadedFile("recepisse.pdf", b"<script>", "application/pdf")
        page = client.post(
            reverse("journeys:notice_send", args=[notice.pk]),
            {"sent_on": "2026-11-21", "means": NoticeMeans.HANDED, "proof": wrong},
        )
        assert "proof" in page.context["form"].errors
        notice.refresh_from_db()
        assert notice.sent_on is None

    def test_of_a_period_reached_or_next_alone(self, world, client_of, sublease):
        for number, status in ((0, 404), (1, 200), (2, 200), (3, 404), (99, 404)):
            url = reverse("journeys:notice_prepare", args=[sublease.pk, number])
            assert client_of(world.correspondent_orange).get(url).status_code == status, number

    def test_the_association_does_not_answer_for_the_landlord(self, world, client_of, sublease):
        url = reverse("journeys:notice_prepare", args=[sublease.pk, 1])
        assert client_of(world.lead).get(url).status_code == 403
        assert client_of(world.adviser).get(url).status_code == 403


class TestProposal:
    def test_proposed_decided_answered(self, world, client_of, sublease):
        lead, landlord = client_of(world.lead), client_of(world.correspondent_orange)
        said = {"reasons": "Tout est tenu.", "proposed_on": "2026-11-21"}
        lead.post(reverse("journeys:slide_propose", args=[sublease.pk]), said)
        proposal = SlideProposal.objects.get()
        url = reverse("journeys:slide_decide", args=[proposal.pk])
        wrong = landlord.post(url, {"state": "AGREED", "decided_on": "2026-11-21"})
        assert "planned_on" in wrong.context["form"].errors
        landlord.post(url, {"state": "AGREED", "decided_on": "2026-11-21", "planned_on": "2027-01-01"})
        lead.post(
            reverse("journeys:slide_answer", args=[proposal.pk]),
            {"accepts": "oui", "answered_on": "2026-11-21", "note": "Elle est contente."},
        )
        proposal.refresh_from_db()
        assert proposal.state == SlideState.ACCEPTED
        assert "1er janvier 2027" in lease_page(landlord, world.mine).content.decode()

    def test_the_association_does_not_decide(self, world, client_of, sublease):
        proposal = slide_proposals.propose(
            by=world.lead.pk, sublease=sublease, reasons="Tout est tenu.", proposed_on=TODAY, today=TODAY
        )
        assert client_of(world.lead).get(reverse("journeys:slide_decide", args=[proposal.pk])).status_code == 403
        answer = reverse("journeys:slide_answer", args=[proposal.pk])
        assert client_of(world.correspondent_orange).get(answer).status_code == 403


def test_the_landlord_of_another_dwelling_reads_nothing_of_it(world, client_of):
    """Named for another reason, she is not this dwelling's landlord."""
    elsewhere = sublet(world.mine, world.other_unit)
    h.EnrolmentNamingFactory.make(enrolment=world.mine, unit=world.units["Apt"], cause="OCCUPANT")
    exam = held(world, elsewhere, words=SECRET)
    answer = client_of(world.correspondent_apt).get(reverse("journeys:exam", args=[exam.pk]))
    assert answer.status_code == 403
    assert SECRET not in answer.content.decode()
