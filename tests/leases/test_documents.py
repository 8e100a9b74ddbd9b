"""The documents of a CAL dossier: what they say, and that nothing but our static files is read."""

import io

import pikepdf
import pytest

from foundation.pdf import static_path
from leases.exports import file_document, file_name
from leases.models import FileSnapshot
from leases.readings.content import from_json
from leases.readings.files import file_page
from tests.days import TODAY
from tests.leases import course
from tests.world import reader_of


@pytest.fixture
def dossier(world):
    course.parameters()
    return course.submitted(world)


@pytest.mark.parametrize("kind", ["fiche", "rapport"])
def test_a_document_is_tagged_titled_in_french_and_named_by_number(world, dossier, kind, tmp_path):
    content = from_json(FileSnapshot.objects.get(file=dossier.file).content)
    page = file_page(reader_of(world.correspondent_orange), dossier.file, None)
    data = file_document(kind, page, content, landlord="Mistral Habitat", edited_on=TODAY)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert str(pdf.Root.Lang) == "fr"
        assert pdf.Root.MarkInfo.Marked
        assert len(pdf.pages) in {1, 2}
        assert dossier.enrolment.file_number in str(pdf.docinfo["/Title"])
        assert "Lamartine" not in str(pdf.docinfo["/Title"])
    assert file_name(kind, content).endswith(f"{dossier.enrolment.file_number}.pdf")


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "http://127.0.0.1/x.css", "https://static.invalid/../../manage.py"]
)
def test_a_document_reads_our_static_files_alone(url):
    with pytest.raises(ValueError, match="static"):
        static_path(url)
