"""« Glissement » in a file: the contracts that stand, the exam periods with their dates, the proposal, what holds it back."""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.urls import reverse

from foundation.timeline import Alert
from foundation.words import capitalised, plain_date
from households.models import Enrolment
from households.permissions import Standing
from households.readings import Card, card
from journeys.acts import Act
from journeys.selectors.exam_papers import exam_of_period, period_words
from journeys.selectors.slide_blocks import blocks_of
from leases.access.subleases import FoundSublease
from leases.enums import LandlordPosition, LeaseEnd, LeaseKind, SlideState
from leases.models import Lease, PrefectNotice, SlideExam
from leases.permissions import SubleaseStanding, sublease_standings
from leases.readings.exams import (
    ExamRead,
    NoticeRead,
    ProposalRead,
    exam_read,
    notice_read,
    proposal_read,
)
from leases.rules.exams import ExamPeriod, ExamState, NoticeState, exam_period, is_due
from leases.selectors.exams import PeriodClock, SubleaseClock, clocks, exam_terms
from partners.reader import Reader
from partners.selectors import prefecture_of

RELATED = (
    "enrolment__version__programme",
    "share__dwelling__landlord",
    "share__dwelling__unit",
    "head_lease__tenant_association",
)


ENDS_BEFORE = "Plus attendu\u00a0: la sous-location se termine avant"


@dataclass(frozen=True)
class ContractLine:
    """A contract of the chain: what it is, between whom, in force from when to when."""

    title: str
    between: str
    started_on: dt.date | None
    ended_on: dt.date | None


@dataclass(frozen=True)
class PeriodLine:
    """An exam period: its two dates, what was done of each, and the act one click away."""

    number: int
    words: str
    is_present: bool
    exam_due_on: dt.date
    exam_is_open: bool
    exam_alert: Alert | None
    exam_said: str
    exam_url: str
    exam_act: str
    notice_due_on: dt.date
    notice_is_open: bool
    notice_alert: Alert | None
    notice_said: str
    notice_url: str
    notice_act: str


@dataclass(frozen=True)
class SubleasePart:
    """One sublease in the topic."""

    sublease_id: uuid.UUID
    title: str
    is_durable: bool
    contracts: tuple[ContractLine, ...]
    periods: tuple[PeriodLine, ...]
    proposal: ProposalRead | None
    past: tuple[ProposalRead, ...]
    blocks: tuple[str, ...]
    acts: tuple[Act, ...]
    reads: bool


@dataclass(frozen=True)
class SlideSection:
    """The topic."""

    parts: tuple[SubleasePart, ...]


@dataclass(frozen=True)
class ExamPage:
    """An exam with its acts."""

    card: Card
    exam: ExamRead
    period: ExamPeriod
    period_words: str
    back: str
    acts: tuple[Act, ...]
    letters: tuple[tuple[str, str], ...]  # label, address
    minutes_url: str
    may_minute: bool
    awaits_position: bool


@dataclass(frozen=True)
class NoticePage:
    """A notice with its acts."""

    card: Card
    notice: NoticeRead
    period: ExamPeriod
    period_words: str
    back: str
    acts: tuple[Act, ...]
    copies: tuple[tuple[str, str], ...]
    may_withdraw: bool
    unaddressed: str  # the département whose préfecture has no address, while the letter has not left


def back_to(enrolment_id: uuid.UUID) -> str:
    """Give the address of the topic."""
    return reverse("journeys:file_lease", args=[enrolment_id]) + "#slide"


def section(reader: Reader, enrolment: Enrolment, hers: Standing) -> SlideSection | None:
    """Give the topic of a file for this reader, None when the household never sublet or when it is not hers to know."""
    if not hers.reads_people:
        return None
    rows = list(
        Lease.objects.filter(enrolment=enrolment, kind=LeaseKind.SUBLEASE)
        .select_related(*RELATED)
        .order_by("-started_on")
    )
    known = sublease_standings(reader, rows)
    shown = [row for row in rows if known[row.pk].reads or known[row.pk].is_holder]
    if not shown:
        return None
    found = clocks(shown, reader.today)
    blocks = blocks_of(reader, [(row, known[row.pk]) for row in shown], found)
    return SlideSection(
        tuple(_part(reader, row, known[row.pk], found.get(row.pk), blocks.get(row.pk, ())) for row in shown)
    )


def exam_page(reader: Reader, found: FoundSublease, row: SlideExam) -> ExamPage:
    """Give the page of an exam."""
    read, hers = exam_read(row), found.hers
    pk = [row.pk]
    is_open = found.sublease.ended_on is None or found.sublease.ended_on >= reader.today
    acts: list[Act] = []
    if hers.is_team and read.is_planned:
        has_come = read.day <= reader.today
        acts += [
            Act("Rendre compte de l’examen", reverse("journeys:exam_record", args=pk), "pen", is_main=has_come),
            Act(
                "Noter la remise des convocations",
                reverse("journeys:exam_told", args=pk),
                "letter",
                is_main=not has_come,
            ),
        ]
        if has_come:
            acts.append(Act("Noter l’absence du ménage", reverse("journeys:exam_absent", args=pk), "late"))
        acts.append(Act("Annuler cet examen", reverse("journeys:exam_cancel", args=pk), "cross"))
    awaits = hers.is_landlord and read.is_held and not read.is_frozen
    if awaits:
        word = "Changer votre position" if read.position else "Donner votre position"
        acts.append(Act(word, reverse("journeys:exam_position", args=pk), "pen", is_main=not read.position))
    if hers.is_team and read.is_held and not read.is_frozen:
        acts.append(Act("Corriger le compte rendu", reverse("journeys:exam_record", args=pk), "pen"))
    if hers.may_decide and read.is_held and is_open:
        url = reverse("journeys:notice_prepare", args=[found.sublease.pk, read.number])
        acts.append(Act("Préparer l’avis au préfet", url, "letter", is_main=not awaits))
    letters = (
        tuple(
            (label, reverse("journeys:exam_letter", args=[row.pk, to]))
            for label, to in (("Convocation du ménage (PDF)", "menage"), ("Convocation du bailleur (PDF)", "bailleur"))
        )
        if hers.is_team and read.is_planned
        else ()
    )
    minutes = (
        reverse("journeys:document", args=[found.enrolment.pk, read.minutes_id])
        if read.minutes_id and (hers.is_team or read.is_frozen)
        else ""
    )
    period = exam_period(found.sublease.signed_on, row.number, exam_terms(reader.today))
    return ExamPage(
        card=card(reader, found.enrolment),
        exam=read,
        period=period,
        period_words=period_words(period),
        back=back_to(found.enrolment.pk),
        acts=tuple(acts),
        letters=letters,
        minutes_url=minutes,
        may_minute=hers.is_team and read.is_held and read.minutes_id is None,
        awaits_position=read.is_held and read.position is None,
    )


def notice_page(reader: Reader, found: FoundSublease, row: PrefectNotice) -> NoticePage:
    """Give the page of a notice."""
    read, pk = notice_read(row), [row.pk]
    acts: list[Act] = []
    is_live = not read.is_withdrawn and read.sent_on is None
    if found.hers.may_decide and is_live:
        acts = [
            Act("Enregistrer l’envoi", reverse("journeys:notice_send", args=pk), "check", is_main=True),
            Act("Modifier l’avis", reverse("journeys:notice_prepare", args=[found.sublease.pk, read.number]), "pen"),
        ]
    if found.hers.may_decide and read.sent_on and not read.has_proof:
        acts.append(Act("Ajouter la preuve d’envoi", reverse("journeys:notice_prove", args=pk), "plus", is_main=True))
    copies = [("Lettre envoyée (PDF)", "lettre")] if read.has_letter else []
    copies += [("Preuve d’envoi", "preuve")] if read.has_proof else []
    period = exam_period(found.sublease.signed_on, row.number, exam_terms(reader.today))
    return NoticePage(
        card=card(reader, found.enrolment),
        notice=read,
        period=period,
        period_words=period_words(period),
        back=back_to(found.enrolment.pk),
        acts=tuple(acts),
        copies=(
            *(((("Lettre à signer (PDF)", reverse("journeys:notice_letter", args=pk)),)) if is_live else ()),
            *((label, reverse("journeys:notice_copy", args=[row.pk, copy])) for label, copy in copies),
        ),
        may_withdraw=found.hers.may_decide and is_live,
        unaddressed=unaddressed(found, reader.today) if is_live else "",
    )


def unaddressed(found: FoundSublease, today: dt.date) -> str:
    """Give the département whose préfecture has no address for a letter of today; nothing when it has."""
    known = prefecture_of(found.sublease.share.dwelling.postcode, today)
    return "" if known.lines else known.departement or "du logement"


@dataclass(frozen=True)
class NoticeStart:
    """What the form of a notice starts from: the notice already prepared, else the exam's position, else a refusal."""

    is_offered: bool | None
    reason: str
    from_what: str


def notice_start(found: FoundSublease, number: int) -> NoticeStart:
    """Give what is known already of a period's notice."""
    lease = found.sublease
    row = lease.prefect_notices.filter(number=number, withdrawn_at__isnull=True).first()
    if row is not None:
        return NoticeStart(row.is_lease_offered, row.reason, "")
    refused = lease.slide_proposals.order_by("-proposed_on", "-recorded_at").first()
    if refused is not None and refused.state in {SlideState.REFUSED, SlideState.EXTENDED}:
        said = f"Repris de votre décision du {plain_date(refused.decided_on or refused.state_on)}."
        return NoticeStart(is_offered=False, reason=refused.decision_reason, from_what=said)
    exam = exam_of_period(lease, number)
    if exam is None or not exam.position:
        return NoticeStart(None, "", "")
    said = f"Repris de l’examen du {plain_date(exam.held_on or exam.starts_at)}."
    offers = {LandlordPosition.FAVOURABLE.value: True, LandlordPosition.UNFAVOURABLE.value: False}
    return NoticeStart(offers.get(exam.position), exam.position_reason, said)


def _part(
    reader: Reader, row: Lease, hers: SubleaseStanding, clock: SubleaseClock | None, blocks: tuple[str, ...]
) -> SubleasePart:
    proposals = [proposal_read(one) for one in row.slide_proposals.order_by("-proposed_on", "-recorded_at")]
    present = next((one for one in proposals if one.is_open), None)
    is_over = row.ended_on is not None and row.ended_on < reader.today
    periods = [*clock.periods, *([clock.following] if clock.following and _is_near(clock) else [])] if clock else []
    return SubleasePart(
        sublease_id=row.pk,
        title=f"Sous-location depuis le {plain_date(row.started_on)}"
        + (f", jusqu’au {plain_date(row.ended_on)}" if row.ended_on else ""),
        is_durable=not row.expects_slide,
        contracts=_contracts(row),
        periods=tuple(_line(one, row, hers, clock, reader.today) for one in reversed(periods)) if clock else (),
        proposal=present if hers.reads else None,
        past=tuple(one for one in proposals if not one.is_open) if hers.reads else (),
        blocks=blocks,
        acts=() if is_over or not row.expects_slide else tuple(_acts(row, hers, clock, present)),
        reads=hers.reads,
    )


def _is_near(clock: SubleaseClock) -> bool:
    """Show the following period once the present one is done, or once something of it exists."""
    following, present = clock.following, clock.present
    return following is not None and (
        following.exam_id is not None
        or following.notice_id is not None
        or (present is not None and present.exam.is_done and present.notice.is_sent)
    )


def _contracts(row: Lease) -> tuple[ContractLine, ...]:
    head, home = row.head_lease, row.share.dwelling
    tenant = head.tenant_association.name if head and head.tenant_association else "l’association"
    lines = []
    if head is not None:
        lines.append(
            ContractLine("Bail de l’association", f"{home.landlord.name} et {tenant}", head.started_on, head.ended_on)
        )
    lines.append(ContractLine("Sous-location", f"{tenant} et le ménage", row.started_on, row.ended_on))
    after = Lease.objects.filter(follows=row, kind=LeaseKind.DIRECT).first()
    if after is not None:
        lines.append(
            ContractLine("Bail du ménage", f"{home.landlord.name} et le ménage", after.started_on, after.ended_on)
        )
    elif row.expects_slide and row.ended_on is None:
        lines.append(ContractLine("Bail du ménage", "à venir, sur le même logement", None, None))
    return tuple(lines)


def _line(one: PeriodClock, row: Lease, hers: SubleaseStanding, clock: SubleaseClock, today: dt.date) -> PeriodLine:
    exam_url = reverse("journeys:exam", args=[one.exam_id]) if one.exam_id and hers.reads else ""
    notice_url = reverse("journeys:notice", args=[one.notice_id]) if one.notice_id and hers.reads else ""
    exam_act = notice_act = ""
    is_awaited = one.exam not in {ExamState.MISSED, ExamState.NOT_DUE}
    if not exam_url and hers.is_team and is_awaited and not clock.is_over:
        exam_url, exam_act = reverse("journeys:exam_convene", args=[row.pk]), "Convoquer"
    if not notice_url and hers.may_decide and one.notice != NoticeState.NOT_DUE and not clock.is_over:
        notice_url, notice_act = reverse("journeys:notice_prepare", args=[row.pk, one.period.number]), "Préparer l’avis"
    return PeriodLine(
        number=one.period.number,
        words=capitalised(period_words(one.period)),
        is_present=clock.present is one,
        exam_due_on=one.period.exam_due_on,
        exam_is_open=one.exam in {ExamState.COMING, ExamState.CONVENED, ExamState.LATE}
        and is_due(one.period.exam_due_on, row.ended_on),
        exam_alert=clock.alert_on(one.period.exam_due_on, today),
        exam_said=exam_said(one),
        exam_url=exam_url,
        exam_act=exam_act,
        notice_due_on=one.period.notice_due_on,
        notice_is_open=one.notice in {NoticeState.COMING, NoticeState.PREPARED, NoticeState.LATE}
        and is_due(one.period.notice_due_on, row.ended_on),
        notice_alert=clock.alert_on(one.period.notice_due_on, today),
        notice_said=notice_said(one),
        notice_url=notice_url,
        notice_act=notice_act,
    )


def exam_said(one: PeriodClock) -> str:
    """Say where the exam of a period is: « tenu le 3 juin 2026 », « convoqué pour le 12 décembre 2026 »."""
    if one.exam.is_done and one.exam_on:
        late = ", avec retard" if one.exam == ExamState.DONE_LATE else ""
        position = f", position {one.position.label}" if one.position else ", position du bailleur attendue"
        return f"Tenu le {plain_date(one.exam_on)}{late}{position}"
    if one.exam == ExamState.NOT_DUE:
        return ENDS_BEFORE
    if one.exam_on and one.exam != ExamState.MISSED:
        return f"Convoqué pour le {plain_date(one.exam_on)}"
    return "Non tenu" if one.exam == ExamState.MISSED else "À convoquer"


def notice_said(one: PeriodClock) -> str:
    """Say where the notice of a period is."""
    offer = "" if one.is_lease_offered is None else (", bail proposé" if one.is_lease_offered else ", sans bail")
    if one.notice.is_sent and one.notice_sent_on:
        late = ", avec retard" if one.notice == NoticeState.SENT_LATE else ""
        return f"Envoyé le {plain_date(one.notice_sent_on)}{late}{offer}"
    if one.notice == NoticeState.NOT_DUE:
        return ENDS_BEFORE
    if one.notice_id and one.notice != NoticeState.MISSED:
        return f"Prêt à signer{offer}"
    return "Non envoyé" if one.notice == NoticeState.MISSED else "À préparer par le bailleur"


def _acts(row: Lease, hers: SubleaseStanding, clock: SubleaseClock | None, present: ProposalRead | None) -> list[Act]:
    acts: list[Act] = []
    next_exam = clock.next_exam if clock else None
    if hers.is_team and clock and next_exam is clock.present and next_exam and next_exam.exam_id is None:
        acts.append(
            Act("Convoquer l’examen", reverse("journeys:exam_convene", args=[row.pk]), "calendar", is_main=True)
        )
    if row.end_reason == LeaseEnd.SLIDE:  # recorded: what led to it changes no more
        return acts
    if hers.is_team and present is None:
        acts.append(Act("Proposer le glissement", reverse("journeys:slide_propose", args=[row.pk]), "arrow"))
    if present is not None:
        acts += _acts_of_proposal(present, hers)
    return acts


def _acts_of_proposal(present: ProposalRead, hers: SubleaseStanding) -> list[Act]:
    pk = [present.proposal_id]
    acts: list[Act] = []
    if hers.may_decide:
        is_first = present.state == SlideState.PROPOSED
        word = "Décider du glissement" if is_first else "Revenir sur la décision"
        acts.append(Act(word, reverse("journeys:slide_decide", args=pk), "check", is_main=is_first))
    if hers.is_team and present.state == SlideState.AGREED:
        url = reverse("journeys:slide_answer", args=pk)
        acts.append(Act("Enregistrer la réponse du ménage", url, "check", is_main=True))
    if hers.is_team:
        acts.append(Act("Retirer la proposition", reverse("journeys:slide_withdraw", args=pk), "undo"))
    return acts
