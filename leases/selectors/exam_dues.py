"""What sliding subleases wait for, and what happened to them: each side's own, with the article its date comes from."""

import datetime as dt
import uuid
from collections.abc import Collection, Iterable
from dataclasses import replace

from django.db.models import QuerySet
from django.urls import reverse

from foundation.periods import in_force
from foundation.timeline import Due, Happened, moment_of, noon_of
from foundation.words import capitalised, day_of, plain_date
from households.models import Enrolment
from leases.enums import ExamOutcome, LeaseEnd, LeaseKind, SlideState
from leases.models import Lease, PrefectNotice, SlideExam, SlideProposal
from leases.permissions import sublease_standings
from leases.selectors.exams import DECREE, LAW, PeriodClock, SubleaseClock, clocks
from partners.reader import Reader

RELATED = ("enrolment__version__programme", "share__dwelling__landlord", "share__dwelling__unit")


def sliding(today: dt.date) -> QuerySet[Lease]:
    """Give the subleases in force on a day that are to slide, with what their standing needs."""
    rows: QuerySet[Lease] = Lease.objects.filter(
        in_force(today), kind=LeaseKind.SUBLEASE, expects_slide=True
    ).select_related(*RELATED)
    return rows


def due(reader: Reader, enrolment_ids: Collection[uuid.UUID]) -> list[Due]:
    """Give the association's dates of these files: to convene, hold, tell, answer; a constant number of queries."""
    rows = list(sliding(reader.today).filter(enrolment_id__in=enrolment_ids))
    if not rows:
        return []
    known = sublease_standings(reader, rows)
    rows = [row for row in rows if known[row.pk].is_team]
    found = clocks(rows, reader.today)
    proposals = _open_proposals(rows)
    lines: list[Due] = []
    for row in rows:
        hers: list[Due] = []
        clock = found.get(row.pk)
        if clock:
            hers += _of_exam(row, clock, reader.today)
            hers += _of_notice(row, clock, reader.today, for_landlord=False)
        if (proposal := proposals.get(row.pk)) and row.end_reason != LeaseEnd.SLIDE:
            hers += _of_proposal(row, proposal)
        lines += _announced(hers, clock, reader.today)
    return lines


def awaited_of_landlord(reader: Reader) -> list[Due]:
    """Give what the landlord's person has to say or decide on the subleases of the households named to her."""
    if not reader.landlords:
        return []
    rows = list(sliding(reader.today).filter(Enrolment.objects.seen_by(reader, "enrolment_id")))
    if not rows:
        return []
    known = sublease_standings(reader, rows)
    rows = [row for row in rows if known[row.pk].is_landlord]
    found = clocks(rows, reader.today)
    proposals = _open_proposals(rows)
    lines: list[Due] = []
    for row in rows:
        hers: list[Due] = []
        clock = found.get(row.pk)
        if clock:
            hers += _positions(row, clock)
            if known[row.pk].may_decide:
                hers += _of_notice(row, clock, reader.today, for_landlord=True)
        proposal = proposals.get(row.pk)
        if proposal is not None and known[row.pk].may_decide and proposal.state == SlideState.PROPOSED:
            hers.append(_decision(row, proposal))
        lines += _announced(hers, clock, reader.today)
    return sorted(lines, key=lambda line: (line.due_on, str(line.enrolment_id)))


def happened(reader: Reader, enrolment: Enrolment) -> list[Happened]:
    """Give the exams, notices and decisions of a file's subleases: their days to its holders, links to who reads them."""
    rows = list(
        Lease.objects.filter(enrolment=enrolment, kind=LeaseKind.SUBLEASE, expects_slide=True).select_related(*RELATED)
    )
    if not rows:
        return []
    known = sublease_standings(reader, rows)
    shown = {pk: hers.reads for pk, hers in known.items() if hers.is_listed and (hers.reads or hers.is_holder)}
    topic = reverse("journeys:file_lease", args=[enrolment.pk]) + "#slide"
    lines: list[Happened] = []
    for exam in SlideExam.objects.filter(sublease_id__in=shown).exclude(outcome=ExamOutcome.CANCELLED):
        url = reverse("journeys:exam", args=[exam.pk]) if shown[exam.sublease_id] else ""
        lines.append(_happened(exam.convened_on, "Examen contradictoire convoqué", url, exam.recorded_at))
        if exam.outcome == ExamOutcome.HELD and exam.held_on:
            lines.append(_happened(exam.held_on, "Examen contradictoire tenu", url, None))
        elif exam.outcome == ExamOutcome.ABSENT:
            lines.append(
                _happened(day_of(exam.starts_at), "Examen contradictoire\u00a0: le ménage n’est pas venu", url, None)
            )
    for notice in PrefectNotice.objects.filter(sublease_id__in=shown, sent_on__isnull=False):
        url = reverse("journeys:notice", args=[notice.pk]) if shown[notice.sublease_id] else ""
        if notice.sent_on:
            lines.append(_happened(notice.sent_on, "Avis du bailleur envoyé au préfet", url, None))
    for proposal in SlideProposal.objects.filter(sublease_id__in=shown).prefetch_related("changes"):
        lines += [
            _happened(
                change.effective_on, f"Glissement\u00a0: {SlideState(change.to_state).label}", topic, change.recorded_at
            )
            for change in proposal.changes.all()
        ]
    return [line for line in lines if line.on <= reader.today]


def _happened(on: dt.date, title: str, url: str, recorded_at: dt.datetime | None) -> Happened:
    at = moment_of(on, recorded_at) if recorded_at else noon_of(on)
    return Happened(on=on, at=at, kind="STEP", icon="file", title=title, url=url)


def _period(one: PeriodClock) -> str:
    return f"période du {plain_date(one.period.started_on)} au {plain_date(one.period.ended_on)}"


def _announced(lines: Iterable[Due], clock: SubleaseClock | None, today: dt.date) -> list[Due]:
    """Keep what is near enough to be told, each with its alert; what has no delay waits without one."""
    if clock is None:
        return list(lines)
    marked = [replace(line, alert=clock.alert_on(line.due_on, today)) for line in lines]
    return [replace(line, alert=None) if line.is_unlimited else line for line in marked if line.alert is not None]


def _line(row: Lease, due_on: dt.date, title: str, why: str, to: tuple[str, str]) -> Due:
    assert row.enrolment_id is not None  # noqa: S101 -- a sublease has its household: for the type checker
    return Due(due_on=due_on, title=title, why=why, enrolment_id=row.enrolment_id, url=to[0], act=to[1])


def _of_exam(row: Lease, clock: SubleaseClock, today: dt.date) -> Iterable[Due]:
    one, missed = clock.next_exam, clock.missed_exam(today)
    if one is not None and not one.exam_id:
        due_on = one.period.exam_due_on
        why = f"{capitalised(_period(one))}\u00a0: à tenir avant l’avis au préfet ({LAW}\u00a0; {DECREE})"
        if missed is not None and one is clock.present:
            due_on = missed.period.exam_due_on
            why = (
                f"{capitalised(_period(missed))}\u00a0: aucun examen n’a été tenu. Celui de la période en cours peut se tenir "
                f"dès maintenant ({LAW}\u00a0; {DECREE})"
            )
        url = reverse("journeys:exam_convene", args=[row.pk])
        yield _line(row, due_on, "Convoquer l’examen contradictoire", why, (url, "Convoquer"))
    elif one is not None and one.exam_on is not None:
        url = reverse("journeys:exam", args=[one.exam_id])
        why = f"{capitalised(_period(one))}\u00a0: à tenir pour le {plain_date(one.period.exam_due_on)} ({LAW})"
        yield _line(row, one.exam_on, "Examen contradictoire", why, (url, "Ouvrir l’examen"))
    for past in clock.periods[-2:]:
        if past.exam.is_done and past.held_on and not past.has_minutes:
            url = reverse("journeys:exam", args=[past.exam_id])
            why = f"Examen tenu le {plain_date(past.held_on)}\u00a0: son compte rendu se signe à trois ({DECREE})"
            yield _line(row, past.held_on, "Préparer le compte rendu de l’examen", why, (url, "Ouvrir l’examen"))


def _of_notice(row: Lease, clock: SubleaseClock, today: dt.date, *, for_landlord: bool) -> Iterable[Due]:
    if missed := clock.missed_notice(today):
        why = f"{capitalised(_period(missed))}\u00a0: non envoyé deux mois avant sa fin, il peut l’être encore ({LAW})"
        yield _notice(row, missed, why, for_landlord=for_landlord)
    if one := clock.next_notice:
        why = f"{capitalised(_period(one))}\u00a0: deux mois avant sa fin ({LAW})"
        yield _notice(row, one, why, for_landlord=for_landlord)


def _notice(row: Lease, one: PeriodClock, why: str, *, for_landlord: bool) -> Due:
    if not for_landlord:
        url = reverse("journeys:file_lease", args=[row.enrolment_id]) + "#slide"
        return _line(row, one.period.notice_due_on, "Avis du bailleur au préfet", why, (url, "Voir où il en est"))
    if one.notice_id:
        url = reverse("journeys:notice", args=[one.notice_id])
        return _line(row, one.period.notice_due_on, "Envoyer l’avis au préfet", why, (url, "Ouvrir l’avis"))
    url = reverse("journeys:notice_prepare", args=[row.pk, one.period.number])
    return _line(row, one.period.notice_due_on, "Préparer l’avis au préfet", why, (url, "Préparer l’avis"))


def _positions(row: Lease, clock: SubleaseClock) -> Iterable[Due]:
    for one in clock.periods[-2:]:
        if one.held_on and one.position is None:
            url = reverse("journeys:exam_position", args=[one.exam_id])
            why = f"Examen tenu le {plain_date(one.held_on)}\u00a0: votre position précède l’avis au préfet ({LAW})"
            yield _line(
                row, one.period.notice_due_on, "Donner votre position après l’examen", why, (url, "Donner ma position")
            )
    present = clock.next_exam
    if present is not None and present.is_unrecorded and present.exam_on:
        url = reverse("journeys:exam", args=[present.exam_id])
        yield _line(
            row, present.exam_on, "Examen contradictoire", f"Vous y êtes convié ({LAW})", (url, "Ouvrir l’examen")
        )


def _decision(row: Lease, proposal: SlideProposal) -> Due:
    why = f"Proposé par l’association le {plain_date(proposal.proposed_on)}"
    url = reverse("journeys:slide_decide", args=[proposal.pk])
    line = _line(row, proposal.proposed_on, "Décider du glissement", why, (url, "Décider"))
    return replace(line, is_unlimited=True)


def _of_proposal(row: Lease, proposal: SlideProposal) -> Iterable[Due]:
    if row.enrolment_id is None:
        return
    if proposal.state == SlideState.AGREED:
        why = f"Le bailleur accepte le glissement depuis le {plain_date(proposal.state_on)}"
        url = reverse("journeys:slide_answer", args=[proposal.pk])
        yield _line(row, proposal.state_on, "Recueillir la réponse du ménage", why, (url, "Enregistrer la réponse"))
    elif proposal.state == SlideState.ACCEPTED and proposal.planned_on:
        url = reverse("journeys:file_lease", args=[row.enrolment_id]) + "#slide"
        why = "Le bailleur et le ménage sont d’accord\u00a0: premier jour prévu du bail"
        yield _line(row, proposal.planned_on, "Signer le bail du ménage", why, (url, "Ouvrir le bail"))


def _open_proposals(rows: Collection[Lease]) -> dict[uuid.UUID, SlideProposal]:
    found = SlideProposal.objects.filter(sublease_id__in=[row.pk for row in rows], state__in=SlideState.OPEN)
    return {one.sublease_id: one for one in found}
