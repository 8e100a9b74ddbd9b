"""Something behind every address, for each of the matrix's files: what its policies are tried on."""

import datetime as dt
import uuid
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

from accompaniments.enums import DiagnosisKind, DiagnosisState, Outcome, Passage
from accompaniments.models import Accompaniment, Diagnosis, GridAssessment
from config.matrix import MATRIX
from config.vocabulary import Persona, Whose
from config.walk import Address
from documents.enums import DocumentKind
from documents.models import TemplateVersion
from households.enums import MemberKind, NamingCause, WorkerRole
from households.models import Enrolment
from partners.enums import Role
from partners.models import EligibilityRule, Membership, UnitCorrespondent, User
from records.enums import JobStatus
from records.models import StoredFile
from records.services.files import store_file
from tests.architecture.agreement_scene import delegation, of_agreements
from tests.architecture.cal_scene import make_cal
from tests.architecture.course_scene import evaluation, of_course, of_directory, of_end
from tests.architecture.field_staff_scene import of_field_staff
from tests.architecture.month_scene import make_months
from tests.architecture.rent_scene import of_imports, of_rent
from tests.architecture.sublease_scene import of_sublease
from tests.architecture.title_scene import of_heads, of_parts, of_title
from tests.days import NOW, TODAY, after, at
from tests.factories import accompaniments as a
from tests.factories import households as h
from tests.factories import partners as p
from tests.factories import records as r
from tests.pdfs import one_page
from tests.world import World, build, enrol, member

TAB = "onglet-1"


@dataclass
class Scene:
    """The people who ask, and what each address may carry."""

    people: dict[Persona, User]
    things: dict[Whose, dict[str, Any]]
    special: dict[str, dict[Whose, dict[str, Any]]] = field(default_factory=dict)

    def address(self, address: Address, whose: Whose) -> str:
        """Give the address of this thing."""
        known = {**self.things[whose], **self.special.get(address.name, {}).get(whose, {})}
        if missing := [name for name in address.carries if name not in known]:
            raise LookupError(f"{address.name}: tests/architecture/scene.py has no {missing} for {whose}")
        path = reverse(address.name, kwargs={name: known[name] for name in address.carries})
        return f"{path}?{known['?']}" if "?" in known else path


def make_scene() -> Scene:
    """Make the pilot of `tests.world`, a file of another landlord, and one of each thing in each file."""
    world = build()
    world_files = {
        Whose.MINE: (world.mine, world.lead),
        Whose.COLLEAGUES: (world.colleagues, world.colleague),
        Whose.OTHERS: (world.others, world.other_worker),
        Whose.OTHER_LANDLORDS: (_of_another_landlord(world), world.other_worker),
        Whose.PROTECTED: (world.protected, world.colleague),
    }
    scene = Scene(
        people={persona: getattr(world, persona.value) for persona in Persona if persona != Persona.ANONYMOUS},
        things={whose: _of_file(enrolment, worker) for whose, (enrolment, worker) in world_files.items()},
    )
    scene.things[Whose.ANY] = _of_nobody(world)
    cal, by_address = make_cal(world, world_files)
    for whose, things in cal.items():
        scene.things[whose] |= things
    scene.special |= by_address
    scene.special |= of_field_staff(world)
    scene.special |= of_heads(world)
    scene.special |= make_months(world, world_files[Whose.OTHER_LANDLORDS][0].version.programme)
    sublet_in = {Whose.OTHER_LANDLORDS: world.other_unit, Whose.PROTECTED: world.units["Apt"]}
    for whose, (enrolment, worker) in world_files.items():
        known = scene.things[whose]
        unit = sublet_in.get(whose, world.units["Orange"])
        known |= of_sublease(known["sublease_id"], worker, unit)
        for name, things in of_parts(enrolment, unit).items():
            scene.special.setdefault(name, {})[whose] = things
        returned = _diagnosis(enrolment, worker, state=DiagnosisState.RETURNED, returned_file=_pdf(enrolment, worker))
        scene.special["accompaniments:diagnosis_returned"] = {
            **scene.special.get("accompaniments:diagnosis_returned", {}),
            whose: {"diagnosis_id": returned.pk},
        }
        told = evaluation(
            enrolment, worker, validated_on=TODAY, informed_on=TODAY, informed_file=_pdf(enrolment, worker)
        )
        scene.special.setdefault("journeys:evaluation_information", {})[whose] = {"evaluation_id": told.pk}
        planned = _meeting(enrolment, worker, outcome=Outcome.PLANNED, starts_at=at(after(3)), minutes=None)
        withdrawn = _meeting(enrolment, worker, withdrawn_at=NOW)
        for name, meeting in (("meeting_reschedule", planned), ("meeting_restore", withdrawn)):
            scene.special.setdefault(f"accompaniments:{name}", {})[whose] = {"meeting_id": meeting.pk}
    return scene


def _of_another_landlord(world: World) -> Enrolment:
    version = p.ProgrammeVersionFactory.make(
        programme__name="Bail de l’autre", lead=world.other_landlord, associations=[world.cap_habitat]
    )
    enrolment = enrol(
        version,
        world.cap_habitat,
        world.other_worker,
        last_name="Vasseur",
        file_number="2026-0152",
        unit=world.other_unit,
    )
    h.EnrolmentNamingFactory.make(enrolment=enrolment, unit=world.other_unit, cause=NamingCause.REQUESTED)
    return enrolment


def _meeting(enrolment: Enrolment, worker: User, **values: Any) -> Any:
    return a.MeetingFactory.make(
        enrolment=enrolment, worker=worker, association=enrolment.holders.get().association, **values
    )


def _of_file(enrolment: Enrolment, worker: User) -> dict[str, Any]:
    """Make one of each thing that hangs on a file."""
    association = enrolment.holders.get().association
    adult = enrolment.household.members.get(kind=MemberKind.ADULT)
    co_worker = member(association, Role.SOCIAL_WORKER, "Jean", "Renfort")
    shared = {"enrolment": enrolment, "association": association}
    protection = enrolment.protections.first() if enrolment.is_protected else None
    listed = h.ProtectedReaderFactory.make(protection=protection, user=co_worker) if protection else None
    return {
        "enrolment_id": enrolment.pk,
        "meeting_id": _meeting(enrolment, worker).pk,
        "contact_id": a.ContactFactory.make(**shared, worker=worker).pk,
        "claim_id": a.ClaimFollowUpFactory.make(claim=a.ClaimFactory.make(**shared)).claim_id,
        "member_id": adult.pk,
        "guardian_id": h.GuardianFactory.make(enrolment=enrolment, person=adult.person).pk,
        "request_id": h.HousingRequestFactory.make(enrolment=enrolment, applicant=adult.person).pk,
        "housing_id": enrolment.housings.get().pk,
        "channel_id": enrolment.channels.get().pk,
        "precaution_id": h.VisitPrecautionFactory.make(enrolment=enrolment).pk,
        "agreement_id": h.SharingAgreementFactory.make(
            enrolment=enrolment,
            person=adult.person,
            proof=store_file(
                content=one_page(), name="accord.pdf", kind="essai", subject_id=enrolment.pk, by=worker.pk
            ),
        ).pk,
        "listed_id": listed.pk if listed else uuid.uuid4(),
        "worker_id": h.EnrolmentWorkerFactory.make(**shared, user=co_worker, role=WorkerRole.CO_WORKER).pk,
        "membership_id": Membership.objects.get(user=worker).pk,
        "assessment_id": GridAssessment.objects.create(
            accompaniment=Accompaniment.objects.get(enrolment=enrolment),
            passage=Passage.ENTRY,
            assessed_on=TODAY,
            recorded_by=worker.pk,
        ).pk,
        **of_course(enrolment, worker),
        **of_agreements(enrolment, worker),
        **of_end(enrolment, worker),
        **of_rent(enrolment, worker),
        **of_title(enrolment, worker),
        "diagnosis_id": _diagnosis(enrolment, worker).pk,
        "kind": "accompaniments.meeting",
        "subject_id": r.DraftFactory.make(
            user_id=worker.pk,
            subject_id=enrolment.pk,
            tab=TAB,
            text='{"note": ["mot"]}',
            expires_at=NOW + dt.timedelta(7),
        ).subject_id,
        "tab": TAB,
        "job_id": r.JobFactory.make(asked_by=worker.pk, status=JobStatus.FAILED).pk,
    }


def _pdf(enrolment: Enrolment, worker: User) -> StoredFile:
    return store_file(content=one_page(), name="retour.pdf", kind="essai", subject_id=enrolment.pk, by=worker.pk)


def _diagnosis(enrolment: Enrolment, worker: User, **values: Any) -> Diagnosis:
    return Diagnosis.objects.create(
        accompaniment=Accompaniment.objects.get(enrolment=enrolment),
        kind=DiagnosisKind.SOCIAL,
        opened_on=TODAY,
        opened_by=worker.pk,
        **values,
    )


def _of_nobody(world: World) -> dict[str, Any]:
    """Make what hangs on no file."""
    unit = world.units["Orange"]
    return {
        "token": "un-lien-inconnu",
        "uidb36": "1",
        **of_directory(),
        **of_imports(world.soligone, world.securisation),
        "key": "set-password",
        "page": "formulaire",
        "organisation_id": world.landlord.pk,
        "agency_id": unit.agency_id,
        "delegation_id": delegation(world.landlord_manager, world.landlord).pk,
        "unit_id": unit.pk,
        "correspondent_id": UnitCorrespondent.objects.get(unit=unit).pk,
        "user_id": world.lead.pk,
        "membership_id": Membership.objects.get(user=world.correspondent_orange).pk,
        "invitation_id": p.InvitationFactory.make().pk,
        "programme_id": world.securisation.programme_id,
        "template_id": TemplateVersion.objects.create(
            kind=DocumentKind.ADHESION,
            number=1,
            texts=[{"code": "a", "title": "A", "text": "B"}],
            written_by=world.admin.pk,
        ).pk,
        "version_id": world.securisation.pk,
        "criterion_id": EligibilityRule.objects.create(
            version=world.securisation, position=1, code="avis", label="Avis favorable"
        ).pk,
        "parameter_id": (parameter := r.ParameterFactory.make(code="essai.taux", is_to_confirm=True)).pk,
        "code": parameter.code,
        "kind": "accompaniments.meeting",
        "subject_id": uuid.uuid4(),
        "tab": TAB,
    }


def rows() -> list[str]:
    """Give the names of the matrix."""
    return sorted(MATRIX)
