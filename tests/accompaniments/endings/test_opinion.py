"""The landlord's opinion of an end: asked of a service that knows the household, written from its own account (§4.6, §3.9)."""

import pytest
from django.urls import reverse

from accompaniments.models import FinalEvaluation
from accompaniments.selectors.evaluations import opinions_awaited
from accompaniments.services import evaluations as services
from foundation.refusals import Refused
from households.enums import NamingService
from households.models import EnrolmentNaming
from records.models import Event
from tests.accompaniments.endings.hands import SECRET, WORDS, exit_grid, written
from tests.accompaniments.pages import HOSTILE
from tests.days import TODAY
from tests.world import reader_of

pytestmark = pytest.mark.django_db
OURS = "Le loyer est payé depuis un an, le logement est tenu."


def url(row, name, enrolment=None):
    return reverse(f"journeys:evaluation{name}", args=[(enrolment or row.accompaniment.enrolment).pk, row.pk])


@pytest.fixture
def asked(world):
    row = written(world, words=services.EvaluationWords(**{**vars(WORDS), "landlord_opinion": ""}))
    return services.ask_opinion(
        by=world.lead.pk, evaluation=row, version=row.version, service=NamingService.SOCIAL, today=TODAY
    )


def opine(world, row, version=None, text=OURS):
    return services.write_opinion(by=world.adviser.pk, evaluation=row, version=version or row.version, text=text)


def test_it_is_asked_from_the_page_then_written_by_him(world, client_of):
    row = written(world, words=services.EvaluationWords(**{**vars(WORDS), "landlord_opinion": ""}))
    lead, adviser = client_of(world.lead), client_of(world.adviser)
    assert adviser.get(url(row, "_opinion")).status_code == 404
    assert url(row, "_ask") in lead.get(url(row, "")).text
    assert lead.get(url(row, "_ask")).status_code == 200
    assert lead.post(url(row, "_ask"), {"service": "SOCIAL", "version": row.version}).status_code == 302
    assert url(row, "_opinion") in adviser.get(reverse("home")).text
    page = adviser.get(url(row, "_opinion")).text
    for private in (*SECRET, WORDS.landlord_text):
        assert private not in page
    stored = FinalEvaluation.objects.get(pk=row.pk)
    answer = adviser.post(url(row, "_opinion"), {"landlord_opinion": OURS, "version": stored.version})
    assert answer.status_code == 302
    stored.refresh_from_db()
    assert (stored.landlord_opinion, stored.opinion_by) == (OURS, world.adviser.pk)
    page = lead.get(url(row, "")).text
    assert OURS in page
    assert world.adviser.full_name in page
    assert opinions_awaited(reader_of(world.adviser)) == ()
    assert OURS not in str(list(Event.objects.values_list("details", flat=True)))


def test_what_he_wrote_is_his(world, client_of, asked):
    row = opine(world, asked)
    lead = client_of(world.lead)
    assert 'name="landlord_opinion"' not in lead.get(url(row, "_write")).text
    services.write_evaluation(
        by=world.lead.pk,
        evaluation=row,
        version=row.version,
        ended_on=row.ended_on,
        exit_reason=row.exit_reason,
        words=services.EvaluationWords(landlord_text="Autre", landlord_opinion="Inventé"),
        today=TODAY,
    )
    row.refresh_from_db()
    assert (row.landlord_text, row.landlord_opinion) == ("Autre", OURS)
    with pytest.raises(Refused, match="déjà écrit"):
        services.ask_opinion(
            by=world.lead.pk, evaluation=row, version=row.version, service=NamingService.LITIGATION, today=TODAY
        )


def test_what_is_refused(world, asked):
    with pytest.raises(Refused) as refused:
        opine(world, asked, text="  ")
    assert refused.value.field == "landlord_opinion"
    with pytest.raises(services.StaleEvaluationError):
        opine(world, asked, version=1)
    with pytest.raises(Refused) as refused:
        services.ask_opinion(
            by=world.lead.pk, evaluation=asked, version=asked.version, service=NamingService.RENTAL, today=TODAY
        )
    assert refused.value.field == "service"
    exit_grid(world.mine)
    services.validate_evaluation(by=world.manager.pk, evaluation=asked, version=asked.version, today=TODAY)
    with pytest.raises(Refused, match="ne change plus"):
        opine(world, asked)


def test_someone_wrote_meanwhile_and_nothing_is_lost(world, client_of, asked):
    answer = client_of(world.adviser).post(url(asked, "_opinion"), {"landlord_opinion": OURS, "version": 1})
    assert answer.status_code == 409
    assert OURS in answer.text


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("adviser", 200),
        ("correspondent_orange", 404),
        ("litigation", 404),
        ("rental", 404),
        ("lead", 403),
        ("manager", 403),
        ("other_worker", 404),
        ("admin", 404),
    ],
)
def test_only_the_service_asked_writes_it(world, client_of, asked, who, status):
    client = client_of(world.people[who])
    assert client.get(url(asked, "_opinion")).status_code == status
    assert client.get(url(asked, "_opinion", world.others)).status_code == 404


def test_no_longer_named_it_writes_no_more(world, client_of, asked):
    EnrolmentNaming.objects.filter(enrolment=world.mine, service=NamingService.SOCIAL).delete()
    assert client_of(world.adviser).get(url(asked, "_opinion")).status_code == 404
    assert opinions_awaited(reader_of(world.adviser)) == ()


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_words_never_make_an_error(world, client_of, asked, hostile):
    said = dict.fromkeys(("landlord_opinion", "version", "service", "draft_tab"), hostile)
    assert client_of(world.lead).post(url(asked, "_ask"), said).status_code in {200, 302, 409}
    assert client_of(world.adviser).post(url(asked, "_opinion"), said).status_code in {200, 302, 409}
