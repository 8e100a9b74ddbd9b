"""A file's timeline, as far as accompaniments know it: steps, referral, contacts, démarches, and meetings."""

from django.urls import reverse

from accompaniments.enums import ExitReason, ReferralSource, State
from accompaniments.models import Referral, StateChange
from accompaniments.readings.claims import ClaimReading, StepReading, claims
from accompaniments.readings.contacts import ContactReading, contacts
from accompaniments.rules.course import TITLES, landlord_label
from accompaniments.selectors import (
    agreements,
    around,
    criteria,
    diagnosis,
    difficulties,
    evaluations,
    grid,
    meetings,
    objectives,
    outreach,
    proposals,
    reviews,
    watch,
)
from accompaniments.selectors.course import SOURCES
from accompaniments.selectors.states import Course, courses
from foundation.timeline import Audience, Happened, Part, moment_of, noon_of
from foundation.words import euros, plain_date
from households.models import Enrolment
from households.permissions import Standing, standing
from partners.reader import Reader
from partners.selectors import names_of


def happened(reader: Reader, enrolment: Enrolment) -> list[Happened]:
    """Give the lines of a file's timeline that this reader may read, the latest first, in a constant number of queries."""
    hers = standing(reader, enrolment)
    lines = [
        *_steps(reader, enrolment, hers),
        *_contacts(reader, enrolment, hers),
        *_claims(reader, enrolment, hers),
        *meetings.happened(reader, enrolment),
        *diagnosis.happened(reader, enrolment, hers),
        *grid.happened(enrolment, hers),
        *objectives.happened(enrolment, hers),
        *reviews.happened(reader, enrolment, hers),
        *criteria.happened(enrolment, hers),
        *proposals.happened(enrolment, hers),
        *around.happened(reader, enrolment, hers),
        *agreements.happened(reader, enrolment, hers),
        *evaluations.happened(enrolment, hers),
        *difficulties.happened(reader, enrolment, hers),
        *watch.happened(enrolment, hers),
        *outreach.happened(enrolment, hers),
    ]
    return sorted(lines, key=lambda line: line.at, reverse=True)


def _steps(reader: Reader, enrolment: Enrolment, hers: Standing) -> list[Happened]:
    known = courses(reader, [enrolment.pk]).get(enrolment.pk)
    if known is None:
        return []
    names = names_of({change.recorded_by for change in known.changes}) if hers.is_holder else {}
    referrals = _referrals(reader, known, hers)
    lines = []
    for rank, change in enumerate(known.changes):
        if not _is_shown(known, hers, rank):
            continue
        is_entry = change.to_state == State.REFERRED and not change.is_taken_over
        said = _referral_said(referrals[0], hers) if is_entry and referrals else ("", ())
        lines.append(
            Happened(
                on=change.effective_on,
                at=moment_of(change.effective_on, change.recorded_at),
                kind="STEP",
                icon="file" if is_entry else "check",
                title=_title(known, change, hers),
                by=names.get(change.recorded_by, ""),
                parts=(*said[1], *_reason(change, hers)),
                detail=said[0] or _detail(known, change, hers),
            )
        )
    for referral in referrals[1:]:
        on = hers.held_since or referral.received_on
        lines.append(
            Happened(
                on=on,
                at=moment_of(on, referral.recorded_at),
                kind="STEP",
                icon="arrow",
                title="Orientation transmise par une autre association",
                detail=f"Reçue le {plain_date(referral.received_on)}.",
            )
        )
    return lines


def _is_shown(known: Course, hers: Standing, rank: int) -> bool:
    """Leave to the landlord, of a support that did not begin, its entry and that it did not begin (domain.md §3.9)."""
    if hers.is_holder or known.state != State.CLOSED or known.was_supported:
        return True
    return rank in {0, len(known.changes) - 1}


def _title(known: Course, change: StateChange, hers: Standing) -> str:
    state = State(change.to_state)
    title = TITLES[known.axis][state]
    if not hers.is_holder:
        reason = known.accompaniment.exit_reason if state == State.CLOSED else ""
        title = landlord_label(state, reason, was_supported=known.was_supported, label=title)
    return f"{title} (reprise)" if change.is_taken_over else title


def _detail(known: Course, change: StateChange, hers: Standing) -> str:
    reason = known.accompaniment.exit_reason
    if hers.is_holder and change.to_state == State.CLOSED and reason:
        return f"Motif\u00a0: {ExitReason(reason).label}."
    return ""


def _reason(change: StateChange, hers: Standing) -> tuple[Part, ...]:
    is_after = hers.held_since is None or change.effective_on >= hers.held_since
    if not (change.reason and hers.reads_whole and is_after):
        return ()
    return (Part(change.reason, Audience.TEAM),)


def _referrals(reader: Reader, known: Course, hers: Standing) -> list[Referral]:
    """Give the referral as it was addressed to the reader's association; twice when another passed it on to it."""
    if not hers.is_holder:
        return []
    rows = list(
        Referral.objects.filter(accompaniment=known.accompaniment, association_id__in=reader.associations)
        .select_related("source_organisation")
        .order_by("recorded_at", "pk")
    )
    if rows and rows[0].passed_on_from_id:
        return [rows[0], *rows]
    return rows


def _referral_said(referral: Referral, hers: Standing) -> tuple[str, tuple[Part, ...]]:
    said = SOURCES[ReferralSource(referral.source)]
    if referral.source_organisation:
        said += f" ({referral.source_organisation})"
    if hers.is_listed and referral.wished_sectors:
        said += f". Secteurs souhaités\u00a0: {referral.wished_sectors}"
    if hers.reads_whole and referral.referrer_name:
        said += f". Personne qui oriente\u00a0: {referral.referrer_name}"
    note = (Part(referral.note, Audience.TEAM),) if hers.reads_whole and referral.note else ()
    return f"{said[:1].upper()}{said[1:]}.", note


def _contacts(reader: Reader, enrolment: Enrolment, hers: Standing) -> list[Happened]:
    return [
        Happened(
            on=contact.on,
            at=contact.at,
            kind="CONTACT",
            icon=contact.icon,
            title=contact.title,
            by=contact.by,
            url=reverse("accompaniments:contact", args=[enrolment.pk, contact.contact_id]) if hers.may_write else "",
            parts=(contact.part,) if contact.part else (),
            detail=contact_detail(contact),
            is_struck=contact.is_withdrawn,
        )
        for contact in contacts(reader, enrolment, hers)
    ]


def contact_detail(contact: ContactReading) -> str:
    """Say with whom, whether the person answered, and what sets this contact apart."""
    said = [
        f"Avec {contact.partner}" if contact.partner else "",
        "La personne a répondu" if contact.person_answered else "",
        "Contact après clôture" if contact.is_after_closure else "",
        f"Retiré\u00a0: {contact.withdrawal_reason}" if contact.is_withdrawn else "",
    ]
    return ". ".join(filter(None, said))


def _claims(reader: Reader, enrolment: Enrolment, hers: Standing) -> list[Happened]:
    url = reverse("accompaniments:claims", args=[enrolment.pk])
    lines = []
    for claim in claims(reader, enrolment, hers):
        if not claim.is_read:
            lines.append(
                Happened(
                    on=claim.step_on,
                    at=noon_of(claim.step_on),
                    kind="CLAIM",
                    icon="euro",
                    title=f"{claim.title} {claim.step}",
                )
            )
        lines += [_step_line(claim, step, url) for step in claim.steps]
    return lines


def _step_line(claim: ClaimReading, step: StepReading, url: str) -> Happened:
    said = [
        claim.label if step.position == 1 else "",
        f"Pièce manquante\u00a0: {step.missing_piece}" if step.missing_piece else "",
        f"Montant\u00a0: {euros(step.amount)}" if step.amount is not None else "",
        f"À relancer le {plain_date(step.remind_on)}" if step.remind_on else "",
    ]
    return Happened(
        on=step.on,
        at=moment_of(step.on, step.recorded_at),
        kind="CLAIM",
        icon="euro",
        title=f"{claim.title}\u00a0: {step.label}",
        by=step.by,
        url=url,
        parts=(Part(step.note, claim.audience),) if step.note else (),
        detail=". ".join(filter(None, said)),
    )
