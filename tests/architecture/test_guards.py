"""The guards themselves: each refuses what it is there to refuse."""

import socket
import warnings

import pytest
from django.db import connection, transaction
from django.template import Context, Template
from django.template.base import Origin
from pytest_socket import SocketConnectBlockedError

from households.models import Enrolment, Person
from records.models import Event
from tests.architecture.ours import ROOT
from tests.factories.partners import ProgrammeFactory
from tests.factories.records import EventFactory
from tests.guards.client import WriteInGetError, models_in, refuse_writes
from tests.guards.html import faults_of
from tests.guards.templates import UndefinedVariableError


def ours(text: str) -> Template:
    return Template(text, origin=Origin(str(ROOT / "templates" / "example.html")))


def test_sockets_are_closed_beyond_loopback():
    with socket.socket() as one, pytest.raises((SocketConnectBlockedError, UserWarning)):
        one.connect(("192.0.2.1", 80))


def test_warnings_are_errors():
    with pytest.raises(DeprecationWarning):
        warnings.warn("old", DeprecationWarning, stacklevel=1)


def test_an_undefined_variable_fails():
    with pytest.raises(UndefinedVariableError, match=r"card\.title"):
        ours("<h1>{{ card.title }}</h1>").render(Context({"card": {}}))


def test_an_optional_variable_says_so():
    assert ours("{% if title %}oui{% else %}non{% endif %}").render(Context()) == "non"
    assert ours("{{ title|default:'Palier' }}").render(Context()) == "Palier"
    assert ours("{{ title|default:other }}").render(Context({"other": "Aujourd’hui"})) == "Aujourd’hui"


def test_a_package_s_template_is_its_own():
    assert Template("{{ anything }}").render(Context()) == ""


@pytest.mark.django_db
def test_a_get_writes_nothing_but_who_read():
    with connection.execute_wrapper(refuse_writes):
        EventFactory.make()
        with pytest.raises(WriteInGetError, match="partners_programme"), transaction.atomic():
            ProgrammeFactory.make()
    assert Event.objects.count() == 1


def test_a_model_of_a_person_is_found_wherever_it_hides():
    assert list(models_in(Person(), "person"))
    assert list(models_in({"rows": [(1, Enrolment())]}, "page"))
    assert list(models_in(Enrolment.objects.all(), "rows"))
    assert not list(models_in(Enrolment.objects.values_list("pk"), "ids"))
    assert not list(models_in({"rows": ["text", 3, None]}, "page"))


@pytest.mark.parametrize(
    ("html", "fault"),
    [
        ("<div><span>oui</div>", "end-tag"),
        ("<p id=a>oui</p><p id=a>non</p>", "2 times"),
        ("<ul><p>non</p></ul>", "<p> in <ul>"),
        ("<a href=/><button type=button>non</button></a>", "<button> in <a>"),
        ("<button>non</button>", "without type"),
        (
            "<!doctype html><html lang=fr><title>T</title><main><h1>T</h1><label for=x>L</label></main>",
            "nothing has this id",
        ),
        ("<!doctype html><html lang=fr><title></title><main><h1>T</h1></main>", "no title"),
        ("<!doctype html><html lang=fr><title>T</title><main></main>", "0 <h1>"),
    ],
)
def test_a_fault_of_html_is_found(html, fault):
    assert fault in "\n".join(faults_of(html))


def test_good_html_has_no_fault():
    assert not faults_of("<ul><li><a href=/>oui</a></li></ul>")
    assert not faults_of(
        "<!doctype html><html lang=fr><title>T</title><main><h1>T</h1><label for=x>L</label><input id=x></main>"
    )
