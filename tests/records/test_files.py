"""Files: what may come in, and that nobody reads, cuts or swaps what is kept."""

import io
import re
import uuid
from pathlib import Path

import pikepdf
import pytest
from django.core.exceptions import ValidationError
from PIL import Image

from foundation.refusals import Refused
from records import blobs
from records.models import Event, StoredFile
from records.services import contents, files, pictures
from records.services.files import FileDamaged, clean_name, delete_file, open_file, store_file

HER, FILE = uuid.uuid4(), uuid.uuid4()


@pytest.fixture(autouse=True)
def folder(tmp_path, settings):
    settings.PALIER_FILES_DIR = tmp_path
    return tmp_path


def pdf(change=None, **save: object) -> bytes:
    out = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        if change:
            change(document)
        document.save(out, **save)
    return out.getvalue()


def picture(kind: str = "PNG", size: tuple[int, int] = (20, 10)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "white").save(out, kind)
    return out.getvalue()


def store(content: bytes, name: str = "accord.pdf", **other: object) -> StoredFile:
    return store_file(
        **{
            "content": content,
            "name": name,
            "kind": "households.sharingagreement",
            "subject_id": FILE,
            "by": HER,
            **other,
        }
    )


def blob_of(stored: StoredFile, folder: Path) -> Path:
    return folder / stored.blob


class TestContents:
    @pytest.mark.parametrize(
        ("content", "kind"), [(pdf(), contents.PDF), (picture("PNG"), pictures.PNG), (picture("JPEG"), pictures.JPEG)]
    )
    def test_these_may_come_in(self, content, kind):
        assert contents.check(content) == kind

    @pytest.mark.parametrize(
        "content",
        [
            b"bonjour",
            b"MZ\x90\x00",
            b"<html><script>",
            b"PK\x03\x04" + b"\0" * 60,
            b"\x7fELF",
            picture("GIF"),
            picture("WEBP"),
            b"<svg xmlns='http://www.w3.org/2000/svg'/>",
            b"\0" * 100,
            b"\xff",
        ],
    )
    def test_other_kinds_are_refused_whatever_their_name(self, content):
        with pytest.raises(Refused, match="PDF, ou une image"):
            contents.check(content)

    @pytest.mark.parametrize(
        "content",
        [
            pdf()[:200],
            b"%PDF-1.7\n%%EOF",
            b"%PDF-" + b"\0" * 500,
            picture("PNG")[:40],
            picture("JPEG")[:30],
            pdf() and b"%PDF-1.4 trailer<</Root 1 0 R>>",
        ],
    )
    def test_what_is_cut_or_broken_is_refused(self, content):
        with pytest.raises(Refused, match=r"abîmé|PDF, ou"):
            contents.check(content)

    @pytest.mark.parametrize(
        "change",
        [
            lambda d: d.Root.__setattr__(
                "OpenAction", pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
            ),
            lambda d: d.Root.__setattr__(
                "OpenAction", d.make_indirect(pikepdf.Dictionary(S=pikepdf.Name.Launch, F="cmd.exe"))
            ),
            lambda d: d.pages[0].obj.__setattr__("AA", pikepdf.Dictionary(O=pikepdf.Dictionary(S=pikepdf.Name.URI))),
            lambda d: d.Root.__setattr__(
                "Names", pikepdf.Dictionary(JavaScript=pikepdf.Dictionary(Names=pikepdf.Array([])))
            ),
            lambda d: d.attachments.__setitem__("secret.exe", b"MZ"),
            lambda d: d.Root.__setattr__(
                "AcroForm", pikepdf.Dictionary(XFA=d.make_stream(b"<xdp/>"), Fields=pikepdf.Array([]))
            ),
            lambda d: d.pages[0].obj.__setattr__(
                "Annots",
                pikepdf.Array(
                    [
                        pikepdf.Dictionary(
                            Type=pikepdf.Name.Annot,
                            Subtype=pikepdf.Name.Link,
                            A=pikepdf.Dictionary(S=pikepdf.Name.SubmitForm),
                        )
                    ]
                ),
            ),
            lambda d: d.pages[0].obj.__setattr__(
                "Annots",
                pikepdf.Array(
                    [d.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.RichMedia))]
                ),
            ),
        ],
    )
    def test_an_active_pdf_is_refused(self, change):
        with pytest.raises(Refused, match="programme"):
            contents.check(pdf(change))

    def test_active_objects_hide_in_no_compressed_stream(self):
        hidden = pdf(
            lambda d: d.Root.__setattr__(
                "OpenAction", d.make_indirect(pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="x"))
            ),
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
        )
        assert b"JavaScript" not in hidden
        with pytest.raises(Refused, match="programme"):
            contents.check(hidden)

    def test_a_link_is_no_program(self):
        link = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.Link,
            A=pikepdf.Dictionary(S=pikepdf.Name.URI, URI="https://www.vaucluse.fr"),
        )
        assert (
            contents.check(pdf(lambda d: d.pages[0].obj.__setattr__("Annots", pikepdf.Array([link])))) == contents.PDF
        )

    def test_a_locked_pdf_is_refused(self):
        locked = pdf(encryption=pikepdf.Encryption(owner="a", user="b"))
        with pytest.raises(Refused, match="mot de passe"):
            contents.check(locked)

    def test_a_huge_picture_is_refused_before_it_is_decoded(self):
        small = picture("PNG", (1, 1))
        huge = small.replace(b"\0\0\0\x01\0\0\0\x01\x08", (20_000).to_bytes(4, "big") * 2 + b"\x08")
        with pytest.raises(Refused, match=r"trop grande|abîmé"):
            contents.check(huge)

    @pytest.mark.parametrize("size", [(8000, 6300), (1, 50_000_001)])
    def test_a_picture_of_more_points_than_allowed(self, size, monkeypatch):
        monkeypatch.setattr(pictures, "MAX_PIXELS", 100)
        with pytest.raises(Refused, match="trop grande"):
            contents.check(picture("PNG", (11, 10)))


@pytest.mark.django_db
class TestKeeping:
    def test_what_is_stored_is_given_back(self, folder):
        content = pdf()
        stored = store(content, file_of=FILE)
        assert b"".join(open_file(stored=stored)) == content
        assert (stored.content_type, stored.size) == ("application/pdf", len(content))
        assert Event.objects.get(verb="file.stored").subject_id == FILE

    @pytest.mark.parametrize(
        "size", [1, blobs.FRAME - 1, blobs.FRAME, blobs.FRAME + 1, 3 * blobs.FRAME, 3 * blobs.FRAME + 17]
    )
    def test_any_size_comes_back(self, folder, size):
        content = bytes(range(256)) * (size // 256 + 1)
        path = folder / "blob"
        blobs.write(path, b"owner", iter([content[:size]]))
        assert b"".join(blobs.read(path, b"owner")) == content[:size]

    def test_a_stream_is_read_and_bounded(self, monkeypatch):
        assert store(io.BytesIO(picture())).content_type == "image/png"
        monkeypatch.setattr(files, "MAX_SIZE", 100)
        with pytest.raises(Refused, match="20") as refused:
            store(io.BytesIO(pdf()))
        assert refused.value.field == "file"

    def test_an_empty_file_is_refused(self):
        with pytest.raises(Refused, match="vide"):
            store(b"")

    def test_the_disk_does_not_tell_the_content_nor_the_name(self, folder):
        stored = store(pdf(), "Mme Carvalho.pdf")
        raw = blob_of(stored, folder).read_bytes()
        assert b"%PDF" not in raw
        assert "Carvalho" not in str(blob_of(stored, folder))
        assert re.fullmatch(r"[0-9a-f]{2}/[0-9a-f]{32}", stored.blob)
        assert blob_of(stored, folder).stat().st_mode & 0o077 == 0

    def test_the_same_content_twice_is_two_blobs(self, folder):
        one, two = store(pdf()), store(pdf())
        assert blob_of(one, folder).read_bytes() != blob_of(two, folder).read_bytes()

    def test_a_refusal_leaves_nothing(self, folder):
        with pytest.raises(Refused):
            store(b"bonjour")
        assert not StoredFile.objects.exists()
        assert not [path for path in folder.rglob("*") if path.is_file()]

    def test_a_failed_row_leaves_no_blob(self, folder):
        with pytest.raises(ValidationError):
            store(pdf(), by="no one")
        assert not [path for path in folder.rglob("*") if path.is_file()]

    def test_deleting_takes_the_blob_after_the_commit(self, folder, django_capture_on_commit_callbacks):
        stored = store(pdf())
        path = blob_of(stored, folder)
        with django_capture_on_commit_callbacks(execute=True):
            delete_file(stored=stored, by=HER)
            assert path.exists()
        assert not path.exists()
        assert Event.objects.filter(verb="file.deleted").exists()

    @pytest.mark.parametrize(
        ("given", "kept"),
        [
            ("../../etc/passwd", "passwd"),
            ("C:\\Users\\x\\avis.pdf", "avis.pdf"),
            ("a\0b\n\u202e.pdf", "ab.pdf"),
            ("", "fichier"),
            ("..", "fichier"),
            ("x" * 300 + ".pdf", "x" * 140 + ".pdf"),
            ("x" * 300, "x" * 150),
            (" été.pdf ", "été.pdf"),
        ],
    )
    def test_a_name_is_no_path(self, given, kept):
        assert clean_name(given) == kept


@pytest.mark.django_db
class TestTampering:
    @pytest.fixture
    def stored(self, folder, monkeypatch):
        monkeypatch.setattr(blobs, "FRAME", 256)
        return store(picture("PNG", (400, 400)) + b"")

    def frames(self, path: Path) -> tuple[bytes, list[bytes]]:
        raw = path.read_bytes()
        head = len(blobs.MAGIC) + 4 + int.from_bytes(raw[len(blobs.MAGIC) : len(blobs.MAGIC) + 4], "big")
        found, rest = [], raw[head:]
        while rest:
            length = 4 + int.from_bytes(rest[:4], "big")
            found.append(rest[:length])
            rest = rest[length:]
        return raw[:head], found

    @pytest.mark.parametrize(
        "change",
        [
            lambda frames: frames[:-1],
            lambda frames: frames[1:],
            lambda frames: [*frames[1::-1], *frames[2:]],
            lambda frames: [frames[0], *frames],
            lambda frames: [*frames, frames[-1]],
            lambda frames: [*frames[:-1], frames[-1][:-1]],
            lambda frames: [frames[0][:10] + bytes([frames[0][10] ^ 1]) + frames[0][11:], *frames[1:]],
            lambda _frames: [],
        ],
    )
    def test_frames_cut_moved_repeated_or_changed_show(self, stored, folder, change):
        path = blob_of(stored, folder)
        head, frames = self.frames(path)
        assert len(frames) > 2
        path.write_bytes(head + b"".join(change(frames)))
        with pytest.raises(FileDamaged, match="abîmé"):
            b"".join(open_file(stored=stored))

    def test_a_blob_of_another_file_shows_at_once(self, stored, folder):
        other = store(picture("PNG", (30, 30)))
        blob_of(stored, folder).write_bytes(blob_of(other, folder).read_bytes())
        with pytest.raises(FileDamaged):
            open_file(stored=stored)

    @pytest.mark.parametrize(
        "raw", [b"", b"PALIER-F1\n", b"PALIER-F1\n\0\0\0\x05abc", b"PALIER-F1\n\xff\xff\xff\xff", b"%PDF-1.7"]
    )
    def test_what_is_no_blob_shows_at_once(self, stored, folder, raw):
        blob_of(stored, folder).write_bytes(raw)
        with pytest.raises(FileDamaged):
            open_file(stored=stored)

    def test_a_lost_blob_or_key_shows_at_once(self, stored, folder, settings):
        settings.PALIER_TEXT_KEYS = ["une autre clé"]
        with pytest.raises(FileDamaged):
            open_file(stored=stored)
        blob_of(stored, folder).unlink()
        with pytest.raises(FileDamaged):
            open_file(stored=stored)
