import pytest
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest
from django.test import RequestFactory
from django.urls import reverse
from structlog.testing import capture_logs

from partners.reader import Reader
from partners.views import errors
from tests.days import TODAY
from tests.factories.partners import UserFactory


@pytest.fixture
def request_of_someone(db) -> HttpRequest:
    request = RequestFactory().get("/dossiers/1/")
    request.user = UserFactory()
    request.reader = Reader(user_id=request.user.pk, today=TODAY)
    return request


def test_a_refusal_tells_its_reason(request_of_someone):
    response = errors.permission_denied(request_of_someone, PermissionDenied("Seule l’équipe peut y écrire."))
    assert response.status_code == 403
    assert "Seule l’équipe peut y écrire." in response.content.decode()


def test_a_refusal_without_reason_says_something(request_of_someone):
    assert "Votre rôle" in errors.permission_denied(request_of_someone, PermissionDenied()).content.decode()


def test_what_is_not_found_says_nothing_of_why(request_of_someone):
    response = errors.not_found(request_of_someone, Http404("dossier de Mme Secret"))
    assert response.status_code == 404
    assert "Secret" not in response.content.decode()
    assert "Rien n’a été perdu" in response.content.decode()


def test_a_script_gets_the_sentence_alone(request_of_someone):
    request_of_someone.META["HTTP_HX_REQUEST"] = "true"
    page = errors.not_found(request_of_someone, Http404()).content.decode()
    assert "<html" not in page
    assert "Il n’y a rien à cette adresse" in page


def test_a_form_older_than_the_session_is_not_lost(request_of_someone):
    response = errors.csrf_failure(request_of_someone)
    assert response.status_code == 403
    assert "Revenez à la page précédente" in response.content.decode()


def test_the_address_of_a_button_is_no_page(world, client_of):
    response = client_of(world.admin).get(reverse("partners:organisation_reopen", args=[world.soligone.pk]))
    assert response.status_code == 405
    assert response["Allow"] == "POST"
    assert "Cette adresse est celle d’un bouton" in response.content.decode()


def test_too_many_tries(request_of_someone):
    assert errors.too_many_requests(request_of_someone).status_code == 429


def test_bad_requests_are_answered_without_trust():
    request = RequestFactory().get("/")  # no user, no session: it may have failed before them
    assert errors.bad_request(request, SuspiciousOperation("x")).status_code == 400
    assert errors.bad_request(request, RequestDataTooBig("x")).status_code == 413


def test_the_last_page_needs_no_database(django_db_blocker):
    with django_db_blocker.block():
        response = errors.server_error(RequestFactory().get("/dossiers/1/?page=2"))
    page = response.content.decode()
    assert response.status_code == 500
    assert "La page n’a pas pu s’afficher" in page
    assert 'href="/dossiers/1/?page=2"' in page


def test_the_number_of_the_request_is_told(client, db):
    with capture_logs():
        page = client.get("/rien-du-tout/").content.decode()
    assert "Numéro de la demande" in page
