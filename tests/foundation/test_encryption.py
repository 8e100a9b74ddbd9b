"""Text at rest: what is written comes back, with any key of the ring, and is never searched."""

import pytest
from cryptography.fernet import InvalidToken
from django.core.exceptions import FieldError
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from foundation.encryption import decrypt, encrypt, is_current, reencrypt
from records.models import Draft
from tests.factories.records import DraftFactory

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=500)


@given(TEXTS)
def test_what_is_written_comes_back(text):
    assert decrypt(encrypt(text)) == text


@given(TEXTS.filter(bool))
def test_it_never_tells_and_never_repeats_itself(text):
    stored = encrypt(text)
    assert text not in stored or len(text) < 4
    assert stored != encrypt(text)


def test_an_empty_text_stays_empty():
    assert encrypt("") == "" == decrypt("")
    assert is_current("")
    assert reencrypt("") == ""


def test_keys_rotate(settings):
    settings.PALIER_TEXT_KEYS = ["ancienne"]
    stored = encrypt("Des mots.")
    settings.PALIER_TEXT_KEYS = ["nouvelle", "ancienne"]
    assert decrypt(stored) == "Des mots."
    assert not is_current(stored)
    renewed = reencrypt(stored)
    assert is_current(renewed)
    settings.PALIER_TEXT_KEYS = ["nouvelle"]
    assert decrypt(renewed) == "Des mots."
    with pytest.raises(InvalidToken):
        decrypt(stored)
    with pytest.raises(InvalidToken):
        reencrypt(stored)


def test_what_was_altered_is_refused():
    stored = encrypt("Des mots.")
    with pytest.raises(InvalidToken):
        decrypt(stored[:20] + ("A" if stored[20] != "A" else "B") + stored[21:])
    with pytest.raises(InvalidToken):
        decrypt("Des mots en clair.")


@pytest.mark.django_db
class TestField:
    def test_the_row_gives_the_text_and_the_database_does_not(self):
        draft = DraftFactory(text="Elle a reçu son avis.")
        assert Draft.objects.get().text == "Elle a reçu son avis."
        with connection.cursor() as cursor:
            cursor.execute("SELECT text FROM records_draft")
            assert "avis" not in cursor.fetchone()[0]
        draft.text = ""
        draft.save()
        assert Draft.objects.get().text == ""

    @pytest.mark.parametrize(
        "lookup", ["text", "text__contains", "text__icontains", "text__in", "text__gt", "text__startswith"]
    )
    def test_it_is_never_searched(self, lookup):
        with pytest.raises((FieldError, TypeError)):
            list(Draft.objects.filter(**{lookup: ["a"] if lookup.endswith("in") else "a"}))

    def test_an_update_encrypts_too(self):
        DraftFactory()
        Draft.objects.update(text="Autre.")
        assert Draft.objects.get().text == "Autre."
        with connection.cursor() as cursor:
            cursor.execute("SELECT text FROM records_draft")
            assert cursor.fetchone()[0].startswith("gAAAAA")
