"""What a document says, drafted from the file: its parties, its dwelling, its objectives, who signs it (domain.md §6)."""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from dateutil.relativedelta import relativedelta

from accompaniments.enums import ObjectiveState, Subject, WhoActs
from accompaniments.models import Objective as ObjectiveRow
from accompaniments.rules.agreements import CONTRACTS, OF_SUBLEASE, WITH_LANDLORD
from documents.enums import Capacity, DocumentKind
from documents.models import Document
from documents.rules.content import Context, Objective
from documents.services.drafting import SignatoryTerms
from foundation.periods import in_force
from foundation.timeline import Audience
from foundation.words import NBSP, duration, join_names, phone, plain_date
from households.enums import GuardianshipKind, HousingSituation, MemberKind, SharingScope, WorkerRole
from households.models import CurrentHousing, Enrolment, EnrolmentWorker, Guardian, HouseholdMember
from households.readings import person_name
from journeys.selectors.sublease_content import sublease_texts, sublease_values
from leases.enums import LeaseKind, Typology
from leases.models import Lease
from partners.enums import CadenceKind, CadenceUnit, SignatureRule
from partners.models import ManagementUnit, Organisation
from partners.selectors import CadenceLine, cadences, correspondent_of

SIGN_INSTEAD = (GuardianshipKind.GUARDIANSHIP, GuardianshipKind.FAMILY)  # the person does not sign herself
SIGN_TOO = (GuardianshipKind.CURATORSHIP,)
BETWEEN_TWO = DocumentKind.SOCIAL_COHESION_PROTOCOL  # the landlord and the occupant (CCH, art. L. 442-6-5)
PROTECTED_PLACE = "logement dont l’adresse est protégée"
TYPED = frozenset(
    {
        "logement",
        "titre",
        "bail",
        "projet",
        "rythme_rencontres",
        "rythme_bilans",
        "decision_justice",
        "indemnite",
        "dette",
    }
)
USUAL_MONTHS = 12


@dataclass(frozen=True)
class AgreementTerms:
    """What a document's form says: the rest is drafted from the file."""

    texts: Mapping[str, str] = field(default_factory=dict)
    starts_on: dt.date | None = None
    ends_on: dt.date | None = None
    association_ids: tuple[uuid.UUID, ...] = ()
    landlord_id: uuid.UUID | None = None
    landlord_signs: bool = False  # of a contract
    partner: str = ""
    person_id: uuid.UUID | None = None  # of an accord de partage
    scope: SharingScope | None = None


@dataclass(frozen=True)
class Facts:
    """What the file says on a day, read once."""

    enrolment: Enrolment
    today: dt.date
    adults: tuple[tuple[uuid.UUID, str], ...]
    guardians: Mapping[uuid.UUID, tuple[Guardian, ...]]
    associations: tuple[Organisation, ...]
    landlords: tuple[Organisation, ...]
    landlord_id: uuid.UUID | None  # of the home, else the only one
    unit: ManagementUnit | None
    lease: Lease | None
    housing: CurrentHousing | None
    lead: EnrolmentWorker | None
    rhythms: Mapping[CadenceKind, CadenceLine]
    objectives: tuple[ObjectiveRow, ...]


def facts_of(enrolment: Enrolment, today: dt.date) -> Facts:
    """Read what documents are drafted from, in a constant number of queries."""
    members = (
        HouseholdMember.objects.open_on(today)
        .filter(household_id=enrolment.household_id, kind__in=MemberKind.ADULTS)
        .select_related("person")
    )
    guardians: dict[uuid.UUID, tuple[Guardian, ...]] = {}
    for row in Guardian.objects.open_on(today).filter(enrolment=enrolment).order_by("started_on", "pk"):
        guardians[row.person_id] = (*guardians.get(row.person_id, ()), row)
    landlords = tuple(enrolment.version.landlords.order_by("name"))
    housing = CurrentHousing.objects.open_on(today).filter(enrolment=enrolment).select_related("unit").first()
    lease = (
        Lease.objects.filter(enrolment=enrolment, kind__in=(LeaseKind.DIRECT, LeaseKind.SUBLEASE))
        .select_related("share__dwelling__unit", "share__dwelling__landlord", "head_lease__tenant_association")
        .order_by("-started_on")
        .first()
    )
    if lease is not None and lease.ended_on and lease.ended_on < today:
        lease = None
    landlord_id = landlord_of_home(housing, lease, landlords)
    leads = EnrolmentWorker.objects.filter(
        in_force(today), enrolment=enrolment, role__in=(WorkerRole.LEAD, WorkerRole.REPLACEMENT)
    )
    return Facts(
        enrolment=enrolment,
        today=today,
        adults=tuple((row.person_id, person_name(row.person)) for row in members),
        guardians=guardians,
        associations=tuple(enrolment.version.associations.order_by("name")),
        landlords=landlords,
        landlord_id=landlord_id,
        unit=unit_of_home(housing, lease, landlord_id),
        lease=lease,
        housing=housing,
        lead=leads.select_related("user").order_by("role").first(),
        rhythms=cadences([enrolment.version_id])[enrolment.version_id],
        objectives=tuple(
            ObjectiveRow.objects.filter(
                accompaniment__enrolment=enrolment, accompaniment__closed_on__isnull=True, state=ObjectiveState.OPEN
            ).order_by("position", "set_on")
        ),
    )


def landlord_of_home(
    housing: CurrentHousing | None, lease: Lease | None, landlords: tuple[Organisation, ...]
) -> uuid.UUID | None:
    """Give the landlord of the home among the programme's, else the only one of the programme."""
    known = {row.pk for row in landlords}
    found = [lease.share.dwelling.landlord_id] if lease else []
    found += [housing.landlord_id] if housing and housing.landlord_id else []
    return next((pk for pk in found if pk in known), landlords[0].pk if len(landlords) == 1 else None)


def unit_of_home(
    housing: CurrentHousing | None, lease: Lease | None, landlord_id: uuid.UUID | None
) -> ManagementUnit | None:
    """Give the unit of the home at this landlord: that of its lease, else where the household lives."""
    if lease is not None and lease.share.dwelling.landlord_id == landlord_id:
        return lease.share.dwelling.unit
    if housing is not None and housing.landlord_id == landlord_id:
        return housing.unit
    return None


def draft_of(kind: DocumentKind, facts: Facts, terms: AgreementTerms, base: Document | None) -> Context:
    """Give what a document says. `base` is what an amendment amends."""
    enrolment = facts.enrolment
    associations = [row for row in facts.associations if row.pk in terms.association_ids]
    landlord = next((row for row in facts.landlords if row.pk == terms.landlord_id), None)
    bound = associations if kind != BETWEEN_TWO else []
    parties = [*bound, *([landlord] if landlord and (kind in WITH_LANDLORD or terms.landlord_signs) else [])]
    values = {
        "menage": join_names([name for _, name in facts.adults]),
        "numero_dossier": enrolment.file_number,
        "programme": enrolment.version.programme.name,
        "associations": join_names([row.name for row in associations]),
        "bailleur": landlord.name if landlord else "",
        "partenaire": terms.partner,
        "date_debut": plain_date(terms.starts_on) if terms.starts_on else "",
        "date_fin": plain_date(terms.ends_on) if terms.ends_on else "",
        "duree": duration(terms.starts_on, terms.ends_on) if terms.starts_on and terms.ends_on else "",
        "personne": next((name for pk, name in facts.adults if pk == terms.person_id), ""),
        "destinataires": _recipients(facts, terms),
        "document_modifie": amended_words(base) if base else "",
        **_contacts(facts, terms.landlord_id),
        **_of_lease(kind, facts),
        **terms.texts,
        **_kept(terms),
    }
    return Context(
        reference=enrolment.file_number,
        organisations=tuple(row.name for row in parties),
        addresses={row.name: _on_one_line(row.address_lines) for row in parties if row.address_lines},
        values=values,
        objectives=tuple(objectives_of(kind, facts, landlord_reads=kind in WITH_LANDLORD or terms.landlord_signs)),
        rule=SignatureRule(enrolment.version.signatures_needed),
    )


def signatories_of(kind: DocumentKind, facts: Facts, terms: AgreementTerms) -> list[SignatoryTerms]:
    """Give who signs: every adult of today, or with her, or instead, her mandataire; then the organisations (§6)."""
    asked: list[SignatoryTerms] = []
    for person_id, name in facts.adults:
        if terms.person_id and person_id != terms.person_id:
            continue
        measures = facts.guardians.get(person_id, ())
        if not any(row.kind in SIGN_INSTEAD for row in measures):
            asked.append(SignatoryTerms(Capacity.ADULT, name, person_id=person_id))
        asked += [
            SignatoryTerms(Capacity.GUARDIAN, row.name, f"mandataire judiciaire de {name}"[:160], person_id=person_id)
            for row in measures
            if row.kind in (*SIGN_INSTEAD, *SIGN_TOO)
        ]
    if kind in (DocumentKind.SHARING_AGREEMENT, DocumentKind.ADHESION):
        return asked
    asked += [
        SignatoryTerms(Capacity.ASSOCIATION, row.name, organisation_id=row.pk)
        for row in facts.associations
        if row.pk in terms.association_ids and kind != BETWEEN_TWO
    ]
    if kind in WITH_LANDLORD or terms.landlord_signs:
        asked += [
            SignatoryTerms(Capacity.LANDLORD, row.name, organisation_id=row.pk)
            for row in facts.landlords
            if row.pk == terms.landlord_id
        ]
    if terms.partner:
        asked.append(SignatoryTerms(Capacity.PARTNER, terms.partner, is_useful_only=True))
    return asked


def _of_lease(kind: DocumentKind, facts: Facts) -> dict[str, str]:
    """Give what a document of a sublease takes from it."""
    return sublease_values(facts.lease) if kind in OF_SUBLEASE else {}


def tenant_of(facts: Facts) -> Organisation | None:
    """Give the association that sublets the home."""
    head = facts.lease.head_lease if facts.lease else None
    return head.tenant_association if head else None


def objectives_of(kind: DocumentKind, facts: Facts, *, landlord_reads: bool) -> list[Objective]:
    """Give the objectives that a document carries: only those that the landlord may read in what he signs (§3.9, §5)."""
    if kind not in (DocumentKind.TRIPARTITE_AGREEMENT, *CONTRACTS):
        return []
    words = {WhoActs.HOUSEHOLD: "Le ménage", WhoActs.WORKER: "L’association", WhoActs.LANDLORD: "Le bailleur"}
    return [
        Objective(
            who=words.get(WhoActs(row.who), "Ensemble"),
            what=row.title,
            by_when=plain_date(row.due_on) if row.due_on else "",
            criterion=row.criterion,
        )
        for row in facts.objectives
        if not landlord_reads or (row.audience == Audience.LANDLORD and row.domain in Subject.LANDLORD_READS)
    ]


def first_texts(facts: Facts) -> dict[str, str]:
    """Give what the file already says of the texts that a form asks for."""
    visit, review = facts.rhythms.get(CadenceKind.VISIT), facts.rhythms.get(CadenceKind.REVIEW)
    return {
        "logement": _dwelling(facts),
        "titre": _title(facts),
        "bail": f"bail du {plain_date(facts.lease.started_on)}" if facts.lease else "",
        "rythme_rencontres": _rhythm(visit),
        "rythme_bilans": _rhythm(review),
        **sublease_texts(facts.lease, facts.today),
    }


def terms_of_context(context: Context) -> AgreementTerms:
    """Read back what was said in the form of a document already drafted."""
    values = context.values
    known = {key: value for key, value in values.items() if key.startswith("_")}
    return AgreementTerms(
        texts={key: value for key, value in values.items() if not key.startswith("_")},
        starts_on=_day(known.get("_starts_on")),
        ends_on=_day(known.get("_ends_on")),
        association_ids=tuple(uuid.UUID(pk) for pk in known.get("_associations", "").split() if pk),
        landlord_id=uuid.UUID(known["_landlord"]) if known.get("_landlord") else None,
        landlord_signs=known.get("_landlord_signs") == "1",
        partner=values.get("partenaire", ""),
        person_id=uuid.UUID(known["_person"]) if known.get("_person") else None,
        scope=SharingScope(known["_scope"]) if known.get("_scope") else None,
    )


def usual_end(starts_on: dt.date) -> dt.date:
    """Propose a year, both days included: the worker changes it."""
    return starts_on + relativedelta(months=USUAL_MONTHS, days=-1)


def amended_words(base: Document) -> str:
    """Say « la convention tripartite du 1er décembre 2026 », as it stands in an amendment's text."""
    said = str(DocumentKind(base.kind).label)
    article = "l’" if said[0] in "aeé" else "le " if said.startswith(("contrat", "projet", "compte")) else "la "
    day = base.in_force_on or base.drafted_on
    return f"{article}{said} du {plain_date(day)}"


def _kept(terms: AgreementTerms) -> dict[str, str]:
    """Keep the form's own answers beside the fields of the texts: they fill it again."""
    return {
        "_starts_on": terms.starts_on.isoformat() if terms.starts_on else "",
        "_ends_on": terms.ends_on.isoformat() if terms.ends_on else "",
        "_associations": " ".join(str(pk) for pk in terms.association_ids),
        "_landlord": str(terms.landlord_id or ""),
        "_landlord_signs": "1" if terms.landlord_signs else "",
        "_person": str(terms.person_id or ""),
        "_scope": terms.scope.value if terms.scope else "",
    }


def _contacts(facts: Facts, landlord_id: uuid.UUID | None) -> dict[str, str]:
    values = {"referent": "", "referent_contact": "", "correspondant": "", "correspondant_contact": ""}
    if facts.lead:
        user = facts.lead.user
        values["referent"] = user.full_name
        values["referent_contact"] = _ways(user.telephone, user.email)
    if facts.unit is not None and facts.landlord_id == landlord_id and not facts.enrolment.is_protected:
        person = correspondent_of(facts.unit.pk, facts.today)
        if person:
            values["correspondant"], values["correspondant_contact"] = (
                person.name,
                _ways(person.telephone, person.email),
            )
    return values


def _recipients(facts: Facts, terms: AgreementTerms) -> str:
    if terms.scope == SharingScope.COORDINATION:
        names = join_names([row.name for row in facts.landlords if row.pk == (terms.landlord_id or facts.landlord_id)])
        return f"la conseillère sociale de {names}" if names else "la conseillère sociale du bailleur"
    if terms.scope == SharingScope.ASSOCIATIONS:
        return join_names([row.name for row in facts.associations])
    return ""


def _dwelling(facts: Facts) -> str:
    if facts.enrolment.is_protected:
        return PROTECTED_PLACE
    if facts.lease is not None:
        home = facts.lease.share.dwelling
        return f"un {Typology(home.typology).label} au {home.address}, {home.postcode} {home.city}"
    place = facts.housing
    if place is None or place.situation not in (
        HousingSituation.TENANT,
        HousingSituation.SUBTENANT,
        HousingSituation.NO_TITLE,
    ):
        return ""
    return ", ".join(part for part in (place.address, f"{place.postcode} {place.city}".strip()) if part)


def _title(facts: Facts) -> str:
    if facts.lease is not None:
        return "bail direct avec le bailleur" if facts.lease.kind == LeaseKind.DIRECT else "sous-location"
    return str(HousingSituation(facts.housing.situation).label) if facts.housing else ""


def _rhythm(line: CadenceLine | None) -> str:
    if line is None:
        return ""
    if line.unit == CadenceUnit.MONTHS and line.every == 1:
        return "chaque mois"
    return f"tous les {line.label}"


def _on_one_line(lines: tuple[str, ...]) -> str:
    """Put an address on one line that may break between its lines, never between a postcode and its town."""
    return ", ".join((*lines[:-1], lines[-1].replace(" ", NBSP)))


def _ways(telephone: str, email: str) -> str:
    return ", ".join(part for part in (phone(telephone) if telephone else "", email) if part)


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def names_among(rows: Iterable[Organisation]) -> list[tuple[str, str]]:
    """Give organisations as a form's choices."""
    return [(str(row.pk), row.name) for row in rows]
