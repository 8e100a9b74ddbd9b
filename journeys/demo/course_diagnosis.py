"""Diagnoses at each of their steps, and the proposals that follow: awaited, accepted, refused."""

from accompaniments.access.diagnosis import get_diagnosis_to_manage
from accompaniments.enums import DiagnosisSection, ProposalAnswer
from accompaniments.exports.diagnosis import return_name, return_pdf
from accompaniments.models import Diagnosis
from accompaniments.selectors.diagnosis import return_page
from accompaniments.services import diagnosis as services
from accompaniments.services.diagnosis import Written
from accompaniments.services.proposals import answer_proposal, propose
from foundation.timeline import Audience
from journeys.demo import course_texts as texts
from journeys.demo.course_path import Path
from journeys.demo.course_support import score_entry
from partners.enums import Axis

CESF = "cesf"


def begin(path: Path) -> None:
    """Write the worker's hand of a shared diagnosis: the adviser's part is awaited."""
    path.on(16, 11, lambda: _open(path))
    path.on(9, 17, lambda: _write(path))


def leave_to_validate(path: Path) -> None:
    """Write it with two hands, sign it: the manager validates it."""
    write_and_sign(path, 28)


def give_back(path: Path) -> None:
    """Validate an evaluation and send its return to the landlord."""
    diagnose(path, 58)
    path.on(35, 16, lambda: _return(path))


def await_answer(path: Path) -> None:
    """Propose the accompaniment: the answer is awaited."""
    diagnose(path, 58)
    path.on(11, 15, lambda: _propose(path))


def be_refused(path: Path) -> None:
    """Propose it, and hear no."""
    diagnose(path, 70)
    path.on(33, 15, lambda: _propose(path))
    path.on(19, 15, lambda: _answer(path, ProposalAnswer.REFUSED, texts.REFUSED))


def make_ready(path: Path, opened: int) -> None:
    """Go from the diagnosis to the household's yes."""
    diagnose(path, opened)
    path.on(opened - 27, 15, lambda: _propose(path))
    path.on(opened - 34, 15, lambda: _answer(path, ProposalAnswer.ACCEPTED, texts.ACCEPTED))


def diagnose(path: Path, opened: int) -> None:
    """Open, write, sign and validate, then score the entry grid."""
    write_and_sign(path, opened)
    path.on(opened - 20, 14, lambda: _validate(path))
    path.on(opened - 21, 15, lambda: score_entry(path))


def write_and_sign(path: Path, opened: int) -> None:
    """Open, write and sign, with the adviser when it is shared."""
    is_shared = path.case.story.axis == Axis.ACCESS
    path.on(opened, 11, lambda: _open(path))
    path.on(opened - 8, 17, lambda: _write(path))
    if is_shared:
        path.on(opened - 13, 10, lambda: _write(path, is_adviser=True))
        path.on(opened - 14, 10, lambda: _sign(path, is_adviser=True))
    path.on(opened - 16, 17, lambda: _sign(path))


def _row(path: Path) -> Diagnosis:
    return Diagnosis.objects.select_related("accompaniment").filter(accompaniment=path.course).latest("opened_on")


def _open(path: Path) -> None:
    landlord = path.landlord if path.case.story.axis == Axis.ACCESS else None
    services.open_diagnosis(
        by=path.by, accompaniment=path.course, landlord=landlord, interview_on=path.today, today=path.today
    )


def _write(path: Path, *, is_adviser: bool = False) -> None:
    row = _row(path)
    said: tuple[tuple[DiagnosisSection, Audience, str], ...] = texts.ADVISER
    if not is_adviser:
        said = texts.SHARED if path.case.story.axis == Axis.ACCESS else texts.SOCIAL
    services.write_diagnosis(
        by=path.user(CESF).pk if is_adviser else path.by,
        diagnosis=row,
        version=row.version,
        parts=[Written(section, audience, text) for section, audience, text in said],
        is_adviser=is_adviser,
        interview_on=row.interview_on,
        proposes_support=True,
        today=path.today,
    )


def _sign(path: Path, *, is_adviser: bool = False) -> None:
    row = _row(path)
    by = path.user(CESF).pk if is_adviser else path.by
    services.sign_diagnosis(by=by, diagnosis=row, version=row.version, is_adviser=is_adviser, today=path.today)


def _validate(path: Path) -> None:
    row = _row(path)
    services.validate_diagnosis(
        by=path.case.manager, diagnosis=row, version=row.version, validated_on=path.today, today=path.today
    )


def _return(path: Path) -> None:
    reader = path.reader(path.case.manager)
    held = get_diagnosis_to_manage(reader, path.case.enrolment.pk, _row(path).pk)
    page = return_page(reader, held)
    services.return_diagnosis(
        by=reader.user_id,
        diagnosis=held.row,
        content=return_pdf(page.card, page.leaving, landlord=path.landlord.name, edited_on=path.today),
        file_name=return_name(page.card),
        is_under_accord=page.leaving.is_under_accord,
        landlord=path.landlord,
        today=path.today,
    )


def _propose(path: Path) -> None:
    propose(by=path.by, enrolment=path.case.enrolment, proposed_on=path.today, today=path.today, offered=texts.OFFERED)


def _answer(path: Path, answer: ProposalAnswer, note: str) -> None:
    answer_proposal(
        by=path.by, enrolment=path.case.enrolment, answer=answer, answered_on=path.today, today=path.today, note=note
    )
