"""Drafts: kept as one types, hers alone, never overwritten by another tab."""

import datetime as dt
import json
import uuid

import pytest
from django.db import connection
from django.http import HttpResponseRedirect
from django.urls import reverse

from records.middleware import ScriptedFormMiddleware
from records.models import Draft, Event
from records.selectors.drafts import drafts_of, open_drafts
from records.services.drafts import (
    MAX_DRAFTS,
    DraftTooLong,
    InvalidDraftPlaceError,
    StaleDraft,
    TooManyDrafts,
    drop_draft,
    save_draft,
    sweep_expired,
)
from tests.days import NOW
from tests.factories.records import DraftFactory

KIND = "accompaniments.meeting"
HER, OTHER, FILE = (uuid.UUID(int=number) for number in (1, 2, 3))  # fixed: they are in names of tests
WORDS = '{"note": ["Elle a reçu son avis d’imposition."]}'


def save(version: int = 0, text: str = WORDS, tab: str = "un", **place: object) -> Draft | None:
    return save_draft(
        **{"user_id": HER, "kind": KIND, "subject_id": FILE, "tab": tab, "now": NOW, **place},
        version=version,
        text=text,
    )


@pytest.mark.django_db
class TestSaving:
    def test_the_first_keystroke_makes_it_and_each_save_counts_one(self):
        assert save().version == 1
        assert save(1, '{"note": ["Elle a"]}').version == 2
        assert Draft.objects.get().expires_at == NOW + dt.timedelta(days=30)

    def test_a_stale_version_overwrites_nothing_and_gives_what_is_stored(self):
        save()
        save(1, '{"note": ["De cet onglet."]}')
        with pytest.raises(StaleDraft) as refused:
            save(1, '{"note": ["D’une page plus vieille."]}')
        assert refused.value.stored.version == 2
        assert refused.value.stored.fields == {"note": ("De cet onglet.",)}
        assert Draft.objects.get().text == '{"note": ["De cet onglet."]}'

    def test_a_page_that_never_saw_the_draft_is_stale(self):
        save()
        with pytest.raises(StaleDraft):
            save(0, "{}")

    def test_the_same_words_sent_again_are_saved_already(self):
        save()
        assert save(0).version == 1

    def test_words_typed_after_the_draft_was_dropped_are_kept(self):
        assert save(7).version == 8

    def test_two_tabs_have_each_their_own(self):
        save(tab="un")
        save(tab="deux", text='{"note": ["Autre."]}')
        assert [view.tab for view in drafts_of(HER, KIND, FILE, NOW)] == ["deux", "un"]

    def test_an_empty_text_drops_it(self):
        save()
        assert save(1, "") is None
        assert not Draft.objects.exists()

    def test_a_long_text_is_refused_in_french(self):
        with pytest.raises(DraftTooLong, match="trop long"):
            save(text="é" * 100_001)

    @pytest.mark.parametrize(
        "place",
        [
            {"kind": "Meeting"},
            {"kind": "a.b;"},
            {"kind": f"a.{'b' * 60}"},
            {"tab": ""},
            {"tab": "x" * 37},
            {"tab": "un\n"},
            {"tab": "un/deux"},
        ],
    )
    def test_a_place_that_no_page_sends_is_refused(self, place):
        with pytest.raises(InvalidDraftPlaceError):
            save(**place)

    def test_nobody_keeps_drafts_without_end(self):
        DraftFactory.create_batch(MAX_DRAFTS, user_id=HER)
        with pytest.raises(TooManyDrafts):
            save()

    def test_it_leaves_no_event(self):
        save()
        drop_draft(user_id=HER, kind=KIND, subject_id=FILE, tab="un")
        assert not Event.objects.exists()

    def test_the_database_does_not_tell_the_words(self):
        save()
        with connection.cursor() as cursor:
            cursor.execute("SELECT text FROM records_draft")
            stored = cursor.fetchone()[0]
        assert "imposition" not in stored
        assert stored.startswith("gAAAA")


@pytest.mark.django_db
class TestHersAlone:
    def test_another_person_finds_nothing(self):
        save()
        save(user_id=OTHER, text='{"note": ["À moi."]}')
        assert [view.fields for view in drafts_of(HER, KIND, FILE, NOW)] == [
            {"note": ("Elle a reçu son avis d’imposition.",)}
        ]
        assert open_drafts(uuid.uuid4(), NOW) == []

    def test_another_person_drops_nothing(self):
        save()
        assert drop_draft(user_id=OTHER, kind=KIND, subject_id=FILE, tab="un") == 0
        assert Draft.objects.count() == 1

    def test_another_object_or_form_finds_nothing(self):
        save()
        assert drafts_of(HER, KIND, uuid.uuid4(), NOW) == []
        assert drafts_of(HER, "accompaniments.contact", FILE, NOW) == []

    def test_open_drafts_say_what_and_never_the_words(self):
        save(tab="un")
        save(tab="deux")
        assert [(line.kind, line.subject_id) for line in open_drafts(HER, NOW)] == [(KIND, FILE)]


@pytest.mark.django_db
class TestDropping:
    def test_only_the_version_seen_goes(self):
        save()
        save(1, "{}")
        assert drop_draft(user_id=HER, kind=KIND, subject_id=FILE, tab="un", version=1) == 0
        assert drop_draft(user_id=HER, kind=KIND, subject_id=FILE, tab="un", version=2) == 1

    @pytest.mark.parametrize("tab", ["", "x" * 5000, "\0", "'; --"])
    def test_a_tab_that_is_no_tab_drops_nothing(self, tab):
        save()
        assert drop_draft(user_id=HER, kind=KIND, subject_id=FILE, tab=tab) == 0

    def test_expired_ones_are_swept_and_not_read_before(self):
        kept = DraftFactory(user_id=HER, kind=KIND, subject_id=FILE, expires_at=NOW + dt.timedelta(seconds=1))
        DraftFactory(user_id=HER, kind=KIND, subject_id=FILE, expires_at=NOW)
        assert [view.tab for view in drafts_of(HER, KIND, FILE, NOW)] == [kept.tab]
        assert sweep_expired(NOW) == 1
        assert Draft.objects.get() == kept


class TestOverHttp:
    @pytest.fixture
    def her(self, world, client_of):
        return client_of(world.lead)

    @staticmethod
    def url(tab: str = "un", kind: str = KIND, subject: uuid.UUID = FILE) -> str:
        return reverse("records:draft", args=[kind, subject, tab])

    def put(self, client, body: object, **where: object):
        sent = body if isinstance(body, bytes | str) else json.dumps(body)
        return client.put(self.url(**where), sent, content_type="application/json")

    def test_a_save_says_when_in_words(self, her):
        answer = self.put(her, {"version": 0, "fields": {"note": ["Bonjour"], "present": ["a", "b"]}})
        assert answer.status_code == 200
        assert answer.json()["version"] == 1
        assert answer.json()["saved_in_words"] == "Brouillon enregistré à 10\u00a0h"
        read = her.get(self.url()).json()
        assert read["fields"] == {"note": ["Bonjour"], "present": ["a", "b"]}
        assert [line["tab"] for line in her.get(reverse("records:drafts", args=[KIND, FILE])).json()["drafts"]] == [
            "un"
        ]

    def test_the_list_does_not_carry_the_words(self, her):
        self.put(her, {"version": 0, "fields": {"note": ["Secret"]}})
        assert b"Secret" not in her.get(reverse("records:drafts", args=[KIND, FILE])).content

    def test_a_stale_save_gets_the_stored_one(self, her):
        self.put(her, {"version": 0, "fields": {"note": ["Un"]}})
        answer = self.put(her, {"version": 0, "fields": {"note": ["Deux"]}})
        assert answer.status_code == 409
        assert answer.json()["stored"]["fields"] == {"note": ["Un"]}

    def test_nothing_typed_any_more_drops_it(self, her):
        self.put(her, {"version": 0, "fields": {"note": ["Un"]}})
        assert self.put(her, {"version": 1, "fields": {}}).json() == {
            "version": 0,
            "saved_at": None,
            "saved_in_words": "",
        }
        assert not Draft.objects.exists()

    def test_it_is_dropped(self, her):
        self.put(her, {"version": 0, "fields": {"note": ["Un"]}})
        assert her.delete(f"{self.url()}?version=9").status_code == 204
        assert Draft.objects.count() == 1
        assert her.delete(f"{self.url()}?version=1").status_code == 204
        assert not Draft.objects.exists()

    def test_another_person_gets_404_whatever_she_may_read_of_the_file(self, world, client_of, her):
        self.put(her, {"version": 0, "fields": {"note": ["Un"]}}, subject=world.mine.pk)
        for other in (world.manager, world.colleague, world.admin):
            client = client_of(other)
            assert client.get(self.url(subject=world.mine.pk)).status_code == 404
            assert client.get(reverse("records:drafts", args=[KIND, world.mine.pk])).json() == {"drafts": []}
            assert client.delete(self.url(subject=world.mine.pk)).status_code == 204
        assert Draft.objects.count() == 1

    def test_another_person_signed_in_beside_does_not_take_her_words(self, world, client_of):
        answer = client_of(world.colleague).put(
            self.url(),
            '{"version": 0, "fields": {"note": ["Un"]}}',
            content_type="application/json",
            headers={"X-Draft-User": str(world.lead.pk), "X-Requested-With": "fetch"},
        )
        assert answer.status_code == 409
        assert answer.json()["code"] == "other_person"
        assert not Draft.objects.exists()

    def test_an_ended_session_gets_401_and_not_a_page(self, client, db):
        answer = client.put(
            self.url(),
            '{"version": 0, "fields": {}}',
            content_type="application/json",
            headers={"X-Requested-With": "fetch", "Accept": "application/json"},
        )
        assert answer.status_code == 401
        assert answer.json()["error"]

    @pytest.mark.parametrize(
        "body",
        [
            b"",
            b"{",
            b"[]",
            b"null",
            b"\xff\xfe",
            b'{"version": -1, "fields": {}}',
            b'{"version": true, "fields": {}}',
            b'{"version": 1e99, "fields": {}}',
            b'{"version": 99999999999999999999, "fields": {}}',
            b'{"version": 0}',
            b'{"version": 0, "fields": []}',
            b'{"version": 0, "fields": {"note": 3}}',
            b'{"version": 0, "fields": {"note": [null]}}',
            b'{"version": 0, "fields": {"note": {"a": "b"}}}',
            b"[" * 50_000,
        ],
    )
    def test_what_is_no_draft_is_refused_in_french(self, her, body):
        answer = self.put(her, body)
        assert answer.status_code == 400
        assert answer.json() == {"error": "Ce brouillon est illisible."}
        assert not Draft.objects.exists()

    @pytest.mark.parametrize("words", ["\0", "\\ud800", "😀" * 100, "<script>", "a" * 10_000])
    def test_any_words_are_kept(self, her, words):
        body = b'{"version": 0, "fields": {"note": ["' + words.encode().replace(b"\0", b"\\u0000") + b'"]}}'
        assert self.put(her, body).status_code == 200
        assert her.get(self.url()).status_code == 200

    @pytest.mark.parametrize("size", [200_001, 6_000_000])
    def test_a_very_long_text_is_refused_in_french(self, her, size):
        answer = self.put(her, {"version": 0, "fields": {"note": ["a" * size]}})
        assert answer.status_code == 413
        assert "trop long" in answer.json()["error"]

    @pytest.mark.parametrize(
        "path",
        [
            f"/brouillons/Meeting/{FILE}/un/",
            f"/brouillons/{KIND}/12/un/",
            f"/brouillons/{KIND}/{FILE}/{'x' * 37}/",
            f"/brouillons/{KIND}/{FILE}/a%00b/",
            f"/brouillons/{'a' * 40}.b/{FILE}/",
        ],
    )
    def test_an_address_that_no_page_has_is_not_found(self, her, path):
        assert her.get(path).status_code == 404

    def test_a_read_takes_a_constant_count_of_queries(self, her, world, django_assert_max_num_queries):
        her.get(reverse("records:drafts", args=[KIND, FILE]))
        for count in (1, 2, 27):
            DraftFactory.create_batch(count, user_id=world.lead.pk, kind=KIND, subject_id=FILE)
            with django_assert_max_num_queries(6):
                her.get(reverse("records:drafts", args=[KIND, FILE]))

    def test_signing_in_beside_says_to_come_back(self, her):
        assert "revenez à votre saisie" in her.get(reverse("records:signed_in_again")).content.decode()


class TestScriptedForms:
    """A form sent by the script is told where to go, and the message of arrival is not spent."""

    def test_a_redirect_becomes_an_address(self, rf):
        send = ScriptedFormMiddleware(lambda _request: HttpResponseRedirect("/dossiers/1/"))
        answer = send(rf.post("/", headers={"X-Requested-With": "fetch"}))
        assert (answer.status_code, answer["X-Location"]) == (204, "/dossiers/1/")
        assert send(rf.post("/")).status_code == 302
