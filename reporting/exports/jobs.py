"""What makes the files that readers ask of a month. Declared in the app's `ready`; contents are read anew for who asked."""

import uuid
from collections.abc import Callable

from django.utils import timezone

from foundation.refusals import Refused
from partners.reader import Reader
from records.jobs_registry import JobKind, Work, register
from records.services.files import open_file
from records.services.jobs import JobRefused
from reporting.enums import FileKind
from reporting.exports.pdf import month_pdf
from reporting.exports.working_list import working_list_xlsx
from reporting.exports.xlsx import month_xlsx
from reporting.models import MonthVersion
from reporting.rules.content import MonthContent
from reporting.rules.tree import from_json
from reporting.selectors.known_files import known_files, numbers_of, without_protected
from reporting.selectors.working_list import working_list
from reporting.services.files import JOB_KINDS, keep_file, kept_file, version_to_print

STEPS = 3  # the figures are read, the file is made, it is kept
UNREADABLE = (
    "Il manque à ce mois des chiffres que ce fichier doit montrer. Recalculez-le s’il est encore provisoire, sinon prévenez "
    "votre administrateur."
)
NAMES = {
    FileKind.PDF: "rapport-{}-{}-v{}.pdf",
    FileKind.XLSX: "tableau-de-bord-{}-{}-v{}.xlsx",
    FileKind.WORKING_LIST: "liste-de-travail-{}-{}-v{}.xlsx",
}
Maker = Callable[[Reader, MonthVersion, MonthContent], bytes]


def register_kinds() -> None:
    """Declare the three kinds of file."""
    for kind, code in JOB_KINDS.items():
        register(JobKind(code, str(kind.label), _runner(kind), "reporting:file"))


def _runner(kind: FileKind) -> Callable[[Work], uuid.UUID]:
    def run(work: Work) -> uuid.UUID:
        """Make one file for who asked, who must still read the month."""
        work.progress(done=0, total=STEPS)
        version, reader = version_to_print(
            version_id=uuid.UUID(work.params["version_id"]), revision=work.params["revision"], by=work.asked_by
        )
        if made := kept_file(work.job_id):
            return made.pk
        content = _content(version)
        work.progress(done=1, total=STEPS)
        try:
            made_bytes = MAKERS[kind](reader, version, content)
        except Refused as refusal:
            raise JobRefused(refusal.reason) from refusal
        work.progress(done=2, total=STEPS)
        name = NAMES[kind].format(content.programme, content.month, content.version)
        stored = keep_file(
            job_id=work.job_id, version=version, content=made_bytes, kind=kind, name=name, by=work.asked_by
        )
        return stored.pk

    return run


def _content(version: MonthVersion) -> MonthContent:
    try:
        return from_json(MonthContent, version.content)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise JobRefused(UNREADABLE) from error


def _pdf(reader: Reader, version: MonthVersion, content: MonthContent) -> bytes:
    """Give the frozen report as it was published; a report that names a household protected since is rendered without it."""
    protected = known_files(reader, numbers_of(content)).protected
    if version.pdf is not None and not protected:
        return b"".join(open_file(stored=version.pdf))
    return month_pdf(without_protected(content, protected), edited_on=timezone.localdate())


def _xlsx(reader: Reader, _version: MonthVersion, content: MonthContent) -> bytes:
    return month_xlsx(without_protected(content, known_files(reader, numbers_of(content)).protected))


def _working_list(reader: Reader, version: MonthVersion, content: MonthContent) -> bytes:
    return working_list_xlsx(content, working_list(reader, version))


MAKERS: dict[FileKind, Maker] = {FileKind.PDF: _pdf, FileKind.XLSX: _xlsx, FileKind.WORKING_LIST: _working_list}
