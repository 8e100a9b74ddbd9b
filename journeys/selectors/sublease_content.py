"""What the documents of a sliding sublease are drafted from: its lease, its dates, its account, its exam (domain.md §6)."""

import datetime as dt
from collections.abc import Mapping

from foundation.words import capitalised, euros, plain_date
from leases.enums import LeaseKind
from leases.models import Lease, SlideExam
from leases.readings.exams import ExamRead, exam_read
from leases.rules.exams import exam_period
from leases.selectors.exams import exam_terms
from leases.selectors.rent import balance_on
from leases.selectors.slides import standing_agreement
from records.selectors.parameters import UnknownParameterError

PERIODS_SHOWN = 4  # two years: the usual length of a mission
CONDITIONS = (
    "- Le loyer et les charges sont payés chaque mois, ou un plan d’apurement est respecté\n"
    "- Le logement est assuré, l’attestation est remise chaque année\n"
    "- Le logement est entretenu et le voisinage respecté\n"
    "- Le ménage vient aux examens et fait les démarches convenues"
)
KEPT = "L’association rend au ménage le dépôt qu’il lui a versé\u00a0; le bailleur demande le sien au ménage."
IN_SITU = "Un état des lieux est fait sur place, à trois, le jour du glissement."


def sublease_values(lease: Lease | None) -> dict[str, str]:
    """Give the short fields that a document of a sublease takes from it; nothing without one."""
    if lease is None or lease.kind != LeaseKind.SUBLEASE:
        return {}
    head = lease.head_lease
    agreement = standing_agreement(lease)
    slid_on = agreement.planned_on if agreement else None
    to_whom = "à l’association (tiers payant)" if lease.is_third_party_paid else "au ménage"
    landlord = lease.share.dwelling.landlord.name
    return {
        "sous_location": f"sous-location du {plain_date(lease.signed_on)}",
        "bail_principal": f"bail du {plain_date(head.signed_on)} avec {landlord}" if head else "",
        "loyer": euros(lease.rent),
        "charges": euros(lease.charges),
        "depot": euros(lease.deposit),
        "versement_aide": f"L’aide au logement est versée {to_whom}.",
        "glissement_le": plain_date(slid_on) if slid_on else "",
        "derniere_journee": plain_date(slid_on - dt.timedelta(days=1)) if slid_on else "",
    }


def sublease_texts(lease: Lease | None, today: dt.date) -> dict[str, str]:
    """Give the long fields that a form starts from: conditions, calendar, what is owed; the worker changes them."""
    if lease is None or lease.kind != LeaseKind.SUBLEASE:
        return {}
    owed = balance_on([lease.pk], today).get(lease.pk)
    said = f"Le {plain_date(today)}, il reste {euros(owed)} à payer." if owed and owed > 0 else "Rien ne reste à payer."
    return {
        "conditions_bail": CONDITIONS,
        "calendrier_examens": calendar(lease, today),
        "dette_glissement": said,
        "depot_suite": KEPT,
        "etat_des_lieux": IN_SITU,
    }


def calendar(lease: Lease, today: dt.date) -> str:
    """Say the dates of the first periods, each counted from the signature."""
    try:
        terms = exam_terms(today)
    except UnknownParameterError:
        return ""
    lines = []
    for number in range(1, PERIODS_SHOWN + 1):
        one = exam_period(lease.signed_on, number, terms)
        lines.append(
            f"- Période du {plain_date(one.started_on)} au {plain_date(one.ended_on)}\u00a0: examen pour le "
            f"{plain_date(one.exam_due_on)}, avis au préfet pour le {plain_date(one.notice_due_on)}"
        )
    return "\n".join(lines)


def minutes_of(exam: SlideExam, today: dt.date) -> Mapping[str, str]:
    """Give what the minutes of an exam say, as it was recorded."""
    read = exam_read(exam)
    period = exam_period(exam.sublease.signed_on, exam.number, exam_terms(today))
    held_on = read.held_on or read.day
    return {
        "examen_du": plain_date(held_on),
        "examen_periode": f"du {plain_date(period.started_on)} au {plain_date(period.ended_on)}",
        "examen_presents": read.present,
        "examen_criteres": "\n".join(
            f"- {one.label}\u00a0: {one.said}{f'. {one.sentence}' if one.sentence else ''}" for one in read.criteria
        ),
        "examen_paroles": read.words,
        "examen_convenu": read.note,
        "examen_position": _position(read),
        "examen_prochain": plain_date(read.next_on) if read.next_on else "",
    }


def _position(read: ExamRead) -> str:
    if read.position is None:
        return ""
    said = f"{capitalised(read.position_label)}."
    return f"{said}\n{read.position_reason}" if read.position_reason else said
