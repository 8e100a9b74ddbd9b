"""The board of subleases and the dates it awaits: who reads which, what nobody reads, a constant number of queries."""

import datetime as dt

import pytest
from django.urls import reverse

from accompaniments.enums import Passage, Subject
from accompaniments.models import Accompaniment, GridAssessment
from journeys.selectors.slide_blocks import EXAM_MISSED, NOTICE_MISSED
from journeys.selectors.subleases import LATE, SOON, Wanted, board, followed
from leases.enums import SlideState
from leases.selectors import exam_dues
from leases.selectors.exam_dues import awaited_of_landlord
from leases.services import notices, slide_proposals
from tests.days import TODAY
from tests.factories import households as h
from tests.factories import leases as lf
from tests.leases.subleases import held, sublet
from tests.world import enrol, reader_of

URL = "/sous-locations/"
LATE_SINCE = dt.date(2026, 6, 10)


def scored(enrolment, **levels):
    row = GridAssessment.objects.create(
        accompaniment=Accompaniment.objects.get(enrolment=enrolment),
        passage=Passage.ENTRY,
        assessed_on=TODAY,
        recorded_by=enrolment.pk,
    )
    for subject, level in levels.items():
        row.scores.create(domain=Subject[subject], level=level)


def lines(user, **wanted):
    reader = reader_of(user)
    return board(reader, followed(reader), Wanted(**wanted), "1").lines


@pytest.fixture
def mine(world):
    scored(world.mine, BUDGET=4, OCCUPANCY=3, TENANCY=3, NEIGHBOURHOOD=5, ADHERENCE=2)
    return sublet(world.mine, world.units["Orange"])


class TestWhoReads:
    def test_a_worker_her_own_with_five_domains(self, world, mine):
        (line,) = lines(world.lead)
        assert line.sublease_id == mine.pk
        assert [one.level for one in line.readiness.levels] == [4, 3, 3, 5, 2]
        assert line.exam.due_on == dt.date(2026, 12, 13)
        assert line.exam.act == "Convoquer"
        assert line.notice.act == ""

    def test_the_landlord_four_domains_and_never_adherence(self, world, client_of, mine):
        (line,) = lines(world.correspondent_orange)
        assert [one.level for one in line.readiness.levels] == [4, 3, 3, 5]
        assert line.notice.act == "Préparer l’avis"
        assert "Adhésion" not in client_of(world.correspondent_orange).get(URL).content.decode()

    def test_the_account_with_the_association_is_not_the_landlords(self, world, mine):
        lf.RentEntryFactory.make(lease=mine, kind="RENT", month="2026-11-01", recorded_by=world.lead.pk)
        (team,), (landlord,) = lines(world.lead), lines(world.correspondent_orange)
        assert any("à payer" in one for one in team.blocks)
        assert not any("€" in one for one in landlord.blocks)

    @pytest.mark.parametrize("who", ["colleague", "other_worker", "other_manager", "correspondent_apt", "rental"])
    def test_a_stranger_reads_none_of_it(self, world, client_of, mine, who):
        assert lines(world.people[who]) == ()
        page = client_of(world.people[who]).get(URL).content.decode()
        assert "Bensaïd" not in page
        assert "2026-0148" not in page

    @pytest.mark.parametrize("who", ["admin", "landlord_manager", "litigation", "cal_secretary"])
    def test_the_others_are_told_whose_page_it_is(self, world, client_of, who):
        assert client_of(world.people[who]).get(URL).status_code == 403

    def test_a_dossier_for_another_home_opens_nothing_of_the_sublease(self, world, mine):
        h.EnrolmentNamingFactory.make(enrolment=world.mine, unit=world.units["Apt"], cause="DOSSIER_SUBMITTED")
        assert lines(world.correspondent_apt) == ()

    def test_a_protected_household_is_a_number_without_sector(self, world, client_of):
        sublet(world.protected, world.units["Apt"])
        h.EnrolmentNamingFactory.make(enrolment=world.protected, unit=world.units["Apt"], cause="LEASE_SIGNED")
        (line,) = lines(world.correspondent_apt)
        assert (line.where, line.readiness, line.exam.url) == ("", None, "")
        page = client_of(world.correspondent_apt).get(URL).content.decode()
        assert "Secrétan" not in page
        assert "Dossier protégé" in page
        assert lines(world.correspondent_apt, unit=str(world.units["Apt"].pk)) == ()


class TestFilters:
    def test_late_and_near(self, world, mine):
        other = enrol(world.sauvegarde, world.soligone, world.lead, last_name="Retard")
        late = sublet(other, world.units["Carpentras"], LATE_SINCE)
        assert [line.sublease_id for line in lines(world.lead)] == [late.pk, mine.pk]
        assert [line.sublease_id for line in lines(world.lead, when=LATE)] == [late.pk]
        assert [line.sublease_id for line in lines(world.lead, when=SOON)] == [mine.pk]
        unit = str(world.units["Orange"].pk)
        assert [line.sublease_id for line in lines(world.lead, unit=unit)] == [mine.pk]

    def test_what_a_passed_period_had_not_is_told_until_another_is_due(self, world, client_of):
        """As M14 and M23 count it: on the board, in « Où en est-on », in « À faire », with what can still be done."""
        lease = sublet(world.mine, world.units["Orange"], dt.date(2026, 5, 1))  # its first period ended on 31 October
        (line,) = lines(world.lead, when=LATE)
        assert (line.missed_exam.said, line.missed_exam.due_on) == ("Non tenu", dt.date(2026, 8, 16))
        assert (line.missed_notice.said, line.missed_notice.due_on) == ("Non envoyé", dt.date(2026, 8, 31))
        assert line.exam.act == "Convoquer"
        assert line.blocks[:2] == (EXAM_MISSED, NOTICE_MISSED)
        page = client_of(world.lead).get(URL).content.decode()
        assert "1 sous-location a une date dépassée" in page.replace("\u00a0", " ")
        told = {(one.title, one.due_on) for one in exam_dues.due(reader_of(world.lead), [world.mine.pk])}
        assert told == {
            ("Convoquer l’examen contradictoire", dt.date(2026, 8, 16)),
            ("Avis du bailleur au préfet", dt.date(2026, 8, 31)),
        }
        where = client_of(world.lead).get(reverse("journeys:file", args=[world.mine.pk])).content.decode()
        assert "Examen contradictoire dû le 16 août 2026, non tenu" in where
        assert "Avis au préfet dû le 31 août 2026, non envoyé" in where
        (landlord,) = lines(world.correspondent_orange)
        assert landlord.missed_notice.url == reverse("journeys:notice_prepare", args=[lease.pk, 1])

    def test_one_that_ends_says_so_and_awaits_nothing_due_later(self, world, client_of, mine):
        mine.ended_on, mine.end_reason = dt.date(2026, 11, 30), "AGREEMENT"
        mine.save()
        (line,) = lines(world.lead)
        assert (line.until, line.exam, line.notice) == (dt.date(2026, 11, 30), None, None)
        page = client_of(world.lead).get(URL).content.decode()
        assert ("se termine le 30 novembre 2026" in page, "Convoquer" in page) == (True, False)
        for name in ("file", "file_lease"):
            page = client_of(world.lead).get(reverse(f"journeys:{name}", args=[world.mine.pk])).content.decode()
            assert ("Prochain examen contradictoire pour" in page, "Convoquer" in page) == (False, False), name
        assert "Plus attendu" in page

    def test_a_filter_that_is_no_choice_asks_for_nothing(self, world, client_of, mine):
        page = client_of(world.lead).get(URL, {"echeance": "hier", "unite": "x"})
        assert page.status_code == 200
        assert page.context["page"].count == 1

    def test_nothing_says_what_would_be_here(self, world, client_of):
        assert "Aucune sous-location en cours" in client_of(world.lead).get(URL).content.decode()


@pytest.mark.parametrize("count", [1, 3, 30])
def test_queries_do_not_depend_on_how_many(world, client_of, count, django_assert_max_num_queries):
    for _ in range(count):
        file = enrol(world.sauvegarde, world.soligone, world.lead)
        scored(file, BUDGET=3)
        sublet(file, world.units["Orange"], LATE_SINCE)
    client = client_of(world.lead)
    client.get(URL)
    with django_assert_max_num_queries(40):
        assert client.get(URL).context["page"].count == count


class TestDue:
    def titles(self, world, user, enrolment):
        return [line.title for line in exam_dues.due(reader_of(user), [enrolment.pk])]

    def test_the_team_is_asked_to_convene_then_to_make_minutes(self, world, mine):
        assert self.titles(world, world.lead, world.mine) == [
            "Convoquer l’examen contradictoire",
            "Avis du bailleur au préfet",
        ]
        held(world, mine)
        assert "Préparer le compte rendu de l’examen" in self.titles(world, world.lead, world.mine)

    def test_each_line_says_its_article(self, world, mine):
        for line in exam_dues.due(reader_of(world.lead), [world.mine.pk]):
            assert "L. 442-8-3" in line.why

    def test_a_colleague_is_asked_nothing(self, world, mine):
        assert self.titles(world, world.colleague, world.mine) == []

    def test_what_is_more_than_sixty_days_away_is_not_told(self, world):
        sublet(world.mine, world.units["Orange"], dt.date(2026, 11, 15))
        assert self.titles(world, world.lead, world.mine) == []

    def test_the_landlord_has_his_own_lines(self, world, client_of, mine):
        held(world, mine)
        proposal = slide_proposals.propose(
            by=world.lead.pk, sublease=mine, reasons="Tout est tenu.", proposed_on=TODAY, today=TODAY
        )
        said = {line.title for line in awaited_of_landlord(reader_of(world.correspondent_orange))}
        assert said == {"Donner votre position après l’examen", "Préparer l’avis au préfet", "Décider du glissement"}
        adviser = {line.title for line in awaited_of_landlord(reader_of(world.adviser))}
        assert adviser == {"Donner votre position après l’examen"}
        page = client_of(world.correspondent_orange).get("/").content.decode()
        assert reverse("journeys:slide_decide", args=[proposal.pk]) in page
        assert awaited_of_landlord(reader_of(world.correspondent_apt)) == []

    def test_agreed_the_household_is_asked(self, world, mine):
        proposal = slide_proposals.propose(
            by=world.lead.pk, sublease=mine, reasons="Tout est tenu.", proposed_on=TODAY, today=TODAY
        )
        slide_proposals.decide(
            by=world.correspondent_orange.pk,
            proposal=proposal,
            state=SlideState.AGREED,
            decided_on=TODAY,
            planned_on=dt.date(2027, 1, 1),
            reason="",
            today=TODAY,
        )
        assert "Recueillir la réponse du ménage" in self.titles(world, world.lead, world.mine)
        (line,) = lines(world.lead)
        assert line.slide == "Accepté, prévu le 1er janvier 2027"


def test_the_journal_tells_days_to_holders_and_nothing_to_a_stranger(world, client_of, mine):
    held(world, mine)
    notices.prepare(by=world.correspondent_orange.pk, sublease=mine, number=1, is_offered=True, reason="", today=TODAY)
    page = client_of(world.colleague).get(reverse("journeys:file", args=[world.mine.pk])).content.decode()
    assert "Examen contradictoire tenu" in page


def test_where_one_is_tells_the_exams_held_and_the_next(world, client_of, mine):
    exam = held(world, mine)
    url = reverse("journeys:file", args=[world.mine.pk])
    page = client_of(world.lead).get(url).content.decode()
    assert "Examen contradictoire tenu le 20 novembre 2026" in page
    assert "Prochain examen contradictoire pour le" in page
    assert reverse("journeys:exam", args=[exam.pk]) in page
    landlord = client_of(world.correspondent_orange).get(url).content.decode()
    assert "Prochain examen contradictoire pour le" not in landlord
