"""Reference parameters: dated, with their source, settled by an administrator."""

import datetime as dt
import json
import uuid
from decimal import Decimal

import pytest
from django.db import IntegrityError
from django.urls import reverse

from foundation.refusals import Refused
from records.models import Event, Parameter
from records.selectors.parameters import UnknownParameterError, number, parameter_histories, parameter_on, parameters_on
from records.services.events import CLOCK
from records.services.parameters import REFERENCE, add_parameter_value, confirm_parameter, load_reference
from tests.factories.records import ParameterFactory

ADMIN = uuid.uuid4()


@pytest.fixture
def reference(db):
    load_reference(by=CLOCK)


class TestReference:
    def test_it_is_loaded_once_and_changes_nothing_twice(self, reference):
        count = Parameter.objects.count()
        Parameter.objects.filter(code="offer.days").update(value=12)
        assert load_reference(by=CLOCK) == 0
        assert Parameter.objects.count() == count
        assert number("offer.days", dt.date(2026, 11, 21)) == 12

    def test_every_line_says_its_source_and_its_unit(self):
        for line in json.loads(REFERENCE.read_text(encoding="utf-8")):
            assert line["source"]
            assert line["label"]
            assert line["unit"]
            assert dt.date.fromisoformat(line["started_on"])

    def test_the_ceilings_are_those_of_the_arretes(self, reference):
        plus = parameter_on("ceilings.plus.other_regions", dt.date(2026, 1, 1)).table
        assert [plus[key] for key in ("1", "2", "3", "4", "5", "6", "further")] == [
            23403,
            31254,
            37584,
            45374,
            53376,
            60156,
            6710,
        ]
        assert parameter_on("ceilings.plus.other_regions", dt.date(2025, 12, 31)).table["1"] == 23201

    def test_pls_is_130_percent_of_plus(self, reference):
        plus = parameter_on("ceilings.plus.other_regions", dt.date(2026, 6, 1)).table
        pls = parameter_on("ceilings.pls.other_regions", dt.date(2026, 6, 1)).table
        assert all(abs(pls[key] - plus[key] * Decimal("1.3")) <= Decimal("0.5") for key in plus)

    def test_what_was_computed_is_to_confirm(self, reference):
        assert parameter_on("ceilings.plai.other_regions", dt.date(2026, 6, 1)).is_to_confirm
        assert not parameter_on("ceilings.plus.other_regions", dt.date(2026, 6, 1)).is_to_confirm


class TestOnADay:
    def test_the_latest_that_started_is_in_force(self, db):
        for started_on, value in ((dt.date(2025, 1, 1), 1), (dt.date(2026, 1, 1), 2), (dt.date(2027, 1, 1), "2.5")):
            ParameterFactory(code="a.b", value=value, started_on=started_on)
        assert [number("a.b", dt.date(*day)) for day in ((2025, 12, 31), (2026, 1, 1), (2028, 2, 29))] == [
            1,
            2,
            Decimal("2.5"),
        ]
        with pytest.raises(UnknownParameterError, match=r"a\.b has no value on 2024-12-31"):
            parameter_on("a.b", dt.date(2024, 12, 31))

    def test_several_take_one_query(self, db, django_assert_num_queries):
        ParameterFactory(code="a.b", value=1)
        ParameterFactory(code="a.c", value={"1": 2})
        with django_assert_num_queries(1):
            found = parameters_on(["a.b", "a.c"], dt.date(2026, 1, 1))
        assert (found["a.b"].whole, found["a.c"].table) == (1, {"1": Decimal(2)})
        with pytest.raises(UnknownParameterError):
            parameters_on(["a.b", "a.d"], dt.date(2026, 1, 1))

    def test_a_table_is_no_figure_and_a_figure_no_table(self, db):
        ParameterFactory(code="a.c", value={"1": 2})
        ParameterFactory(code="a.b", value=1)
        with pytest.raises(TypeError):
            number("a.c", dt.date(2026, 1, 1))
        with pytest.raises(TypeError):
            _ = parameter_on("a.b", dt.date(2026, 1, 1)).table

    def test_one_value_a_day(self, db):
        ParameterFactory(code="a.b", started_on=dt.date(2026, 1, 1))
        with pytest.raises(IntegrityError):
            ParameterFactory(code="a.b", started_on=dt.date(2026, 1, 1))

    def test_a_history_takes_one_query(self, db, django_assert_num_queries):
        ParameterFactory.create_batch(30)
        with django_assert_num_queries(1):
            assert len(parameter_histories(dt.date(2026, 11, 21))) == 30


@pytest.mark.django_db
class TestWriting:
    def value(self, **other: object) -> Parameter:
        return add_parameter_value(
            **{
                "code": "a.b",
                "value": Decimal("12.50"),
                "source": "Arrêté",
                "started_on": dt.date(2027, 1, 1),
                "by": ADMIN,
                **other,
            }
        )

    def test_a_new_value_starts_on_its_day(self):
        ParameterFactory(code="a.b", value=10, unit="€")
        assert self.value().unit == "€"
        assert number("a.b", dt.date(2026, 12, 31)) == 10
        assert number("a.b", dt.date(2027, 1, 1)) == Decimal("12.50")
        assert Event.objects.get(verb="parameter.valued").actor == ADMIN

    def test_a_day_that_has_one_is_refused(self):
        ParameterFactory(code="a.b", value=10, started_on=dt.date(2027, 1, 1))
        with pytest.raises(Refused, match="déjà une valeur") as refused:
            self.value()
        assert refused.value.field == "started_on"

    def test_another_shape_is_refused(self):
        ParameterFactory(code="a.b", value={"1": 2})
        with pytest.raises(Refused, match="forme"):
            self.value()

    def test_an_unknown_one_is_refused(self):
        with pytest.raises(Refused, match="n’existe pas"):
            self.value()

    def test_confirming_says_who_and_once(self):
        row = ParameterFactory(is_to_confirm=True)
        confirm_parameter(parameter_id=row.pk, by=ADMIN)
        confirm_parameter(parameter_id=row.pk, by=uuid.uuid4())
        row.refresh_from_db()
        assert row.confirmed_by == ADMIN
        assert not parameter_on(row.code, dt.date(2026, 11, 21)).is_to_confirm
        assert Event.objects.filter(verb="parameter.confirmed").count() == 1


@pytest.mark.django_db
class TestPages:
    def test_an_administrator_reads_confirms_and_dates(self, world, client_of, reference):
        client = client_of(world.admin)
        page = client.get(reverse("records:parameters")).content.decode()
        assert "23\u00a0403" in page
        assert "à confirmer" in page
        plai = Parameter.objects.get(code="ceilings.plai.other_regions", started_on=dt.date(2026, 1, 1))
        assert client.post(reverse("records:parameter_confirm", args=[plai.pk])).status_code == 302
        plai.refresh_from_db()
        assert plai.confirmed_by == world.admin.pk
        url = reverse("records:parameter_new_value", args=["offer.days"])
        assert "Délai pour répondre" in client.get(url).content.decode()
        sent = {"value": "15", "started_on": "2027-01-01", "source": "CCH"}
        assert client.post(url, sent).status_code == 302
        assert number("offer.days", dt.date(2027, 1, 1)) == 15

    def test_a_table_has_a_field_a_line(self, world, client_of, reference):
        client = client_of(world.admin)
        url = reverse("records:parameter_new_value", args=["ceilings.plus.other_regions"])
        sent = {f"value_{key}": "1000,50" for key in ("1", "2", "3", "4", "5", "6", "further")}
        assert client.post(url, {**sent, "started_on": "2027-01-01", "source": "Arrêté"}).status_code == 302
        assert parameter_on("ceilings.plus.other_regions", dt.date(2027, 1, 1)).table["further"] == Decimal("1000.50")

    @pytest.mark.parametrize(
        "sent",
        [
            {},
            {"value": "-1"},
            {"value": "NaN"},
            {"value": "1e999"},
            {"value": "x" * 10_000},
            {"value": "9" * 40},
            {"value": "1\0"},
            {"started_on": "0001-01-01"},
            {"started_on": "2026-02-30"},
            {"started_on": "9999-12-31"},
            {"source": ""},
            {"source": "x" * 301},
            {"source": "\0"},
            {"started_on": "2025-01-01"},
        ],
    )
    def test_bad_input_is_told_beside_the_field(self, world, client_of, reference, sent):
        good = {"value": "15", "started_on": "2027-01-01", "source": "CCH"}
        answer = client_of(world.admin).post(
            reverse("records:parameter_new_value", args=["offer.days"]), {**good, **sent} if sent else {}
        )
        if sent == {"value": "1\0"}:
            assert answer.status_code == 302
            return
        assert answer.status_code == 200
        assert "invalid-feedback" in answer.content.decode()
        assert Parameter.objects.filter(code="offer.days").count() == 1

    def test_anyone_else_is_refused_with_the_reason(self, world, client_of, reference):
        row = ParameterFactory(is_to_confirm=True)
        for person in (world.lead, world.manager, world.correspondent_orange, world.landlord_manager):
            client = client_of(person)
            for answer in (
                client.get(reverse("records:parameters")),
                client.get(reverse("records:parameter_new_value", args=["offer.days"])),
                client.post(reverse("records:parameter_new_value", args=["offer.days"]), {}),
                client.post(reverse("records:parameter_confirm", args=[row.pk])),
            ):
                assert answer.status_code == 403
        row.refresh_from_db()
        assert row.confirmed_at is None

    def test_what_does_not_exist_is_not_found(self, world, client_of):
        client = client_of(world.admin)
        assert client.get(reverse("records:parameter_new_value", args=["no.such"])).status_code == 404
        assert client.post(reverse("records:parameter_confirm", args=[uuid.uuid4()])).status_code == 404
