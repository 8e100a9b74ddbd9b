"""Keys that rotate: texts, a package's secrets and files, in batches, as often as asked."""

import uuid

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command

from foundation.encryption import encrypt, is_current
from records.models import Draft, StoredFile
from records.services.files import open_file, store_file
from records.services.keys import rotate
from tests.factories.partners import UserFactory
from tests.factories.records import DraftFactory
from tests.records.test_files import pdf

pytestmark = pytest.mark.django_db
OLD, NEW = "une ancienne clé", "une nouvelle clé"


@pytest.fixture
def written(settings, tmp_path):
    """Write texts and a file under the old key, then put a new one before it."""
    settings.PALIER_FILES_DIR = tmp_path
    settings.PALIER_TEXT_KEYS = [OLD]
    DraftFactory.create_batch(5, text="Des mots.")
    DraftFactory(text="")
    stored = store_file(content=pdf(), name="accord.pdf", kind="a.b", subject_id=uuid.uuid4(), by=uuid.uuid4())
    Authenticator.objects.create(
        user=UserFactory(), type="totp", data={"secret": encrypt("JBSWY3DP"), "other": "clair"}
    )
    settings.PALIER_TEXT_KEYS = [NEW, OLD]
    return stored


def remaining() -> int:
    return sum(progress.old for progress in rotate(is_check=True))


def test_everything_moves_under_the_new_key_and_the_old_one_can_go(
    written, settings, django_capture_on_commit_callbacks
):
    assert remaining() == 5 + 1 + 1 + 1  # texts, the file's name, the secret, the file
    with django_capture_on_commit_callbacks(execute=True):
        rotate(batch_size=2)
    assert remaining() == 0
    settings.PALIER_TEXT_KEYS = [NEW]
    assert list(Draft.objects.order_by("text").values_list("text", flat=True)).count("Des mots.") == 5
    stored = StoredFile.objects.get()
    assert stored.name == "accord.pdf"
    assert b"".join(open_file(stored=stored)).startswith(b"%PDF")
    assert [path.name for path in settings.PALIER_FILES_DIR.rglob("*") if path.is_file()] == [stored.blob.split("/")[1]]
    data = Authenticator.objects.get().data
    assert data["other"] == "clair"
    assert is_current(data["secret"])


def test_stopped_half_way_it_goes_on(written):
    seen = []

    def stop(progress):
        seen.append(progress)
        if progress.place == "records.Draft.text" and progress.seen == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rotate(batch_size=2, report=stop)
    assert 0 < remaining() < 8
    rotate(batch_size=2)
    assert remaining() == 0


def test_asked_again_it_writes_nothing(written):
    rotate()
    before = Draft.objects.values_list("text").query
    assert sum(progress.old for progress in rotate()) == 0
    assert before is not None


def test_what_no_key_reads_is_left_and_told(written, settings):
    settings.PALIER_TEXT_KEYS = [NEW]
    done = rotate()
    assert sum(progress.unreadable for progress in done) == 8
    settings.PALIER_TEXT_KEYS = [NEW, OLD]
    assert (
        Draft.objects.filter(pk__in=[draft.pk for draft in Draft.objects.all() if draft.text == "Des mots."]).count()
        == 5
    )


def test_the_command_counts_then_rotates(written, capsys):
    with pytest.raises(CommandError, match="8 value"):
        call_command("rotate_keys", "--check")
    call_command("rotate_keys")
    out = capsys.readouterr().out
    assert "records.Draft.text: 6/6, 5 old" in out
    assert "8 value(s) re-encrypted" in out
    call_command("rotate_keys", "--check")
    assert "Everything is under the newest key" in capsys.readouterr().out


def test_the_command_fails_when_a_key_is_missing(written, settings):
    settings.PALIER_TEXT_KEYS = [NEW]
    with pytest.raises(CommandError, match="under no key"):
        call_command("rotate_keys")
