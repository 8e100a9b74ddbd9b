"""What a signature begins and what an end closes: played through the services, programme by programme."""

import pytest

from accompaniments.enums import ExitReason, State
from accompaniments.models import Accompaniment, StateChange
from accompaniments.services.endings import end_course
from documents.enums import Capacity, DocumentKind, DocumentState, SignatureState
from documents.models import Document
from documents.readings.papers import paper
from documents.services.signing import take_back_answer
from foundation.refusals import Refused
from foundation.words import plain_date
from households.enums import GuardianshipKind, HolderCause, NamingCause, NamingService, SharingScope
from households.models import EnrolmentHolder, EnrolmentNaming, SharingAgreement
from households.permissions import standing
from households.services.sharing import revoke
from journeys.services import agreements as services
from tests.days import TODAY, after, before
from tests.documents.scene import delegate
from tests.factories import households as h
from tests.journeys.agreements.scene import (
    SECRET,
    SHARED,
    all_sign,
    at_state,
    draws,
    joins,
    made_ready,
    prepared,
    proposed,
    signs,
    terms,
)
from tests.world import World, adult_of, reader_of


def said_by(document: Document) -> str:
    return " ".join(str(block) for block in paper(document).articles)


def test_a_sauvegarde_begins_with_its_convention(world: World) -> None:
    """The last signature starts the accompaniment on its day, names the household to its unit, in one act."""
    made_ready(world, world.mine)
    EnrolmentNaming.objects.filter(enrolment=world.mine).delete()
    document = proposed(world, world.mine, starts_on=after(15))
    # Its text says so too, whatever beginning was planned (ADR 0064).
    assert "prend effet le jour de la dernière signature" in said_by(document)
    assert f"prend effet le {plain_date(after(15))}" not in said_by(document)
    assert Accompaniment.objects.get(enrolment=world.mine).state == State.READY
    assert all_sign(world, document).is_now_in_force
    course = Accompaniment.objects.get(enrolment=world.mine)
    assert (course.state, course.state_on) == (State.SUPPORTED, TODAY)
    change = StateChange.objects.filter(accompaniment=course).latest("position")
    assert "Convention" in change.reason
    named = EnrolmentNaming.objects.filter(enrolment=world.mine, cause=NamingCause.CONVENTION_SIGNED)
    assert {row.service for row in named} == {NamingService.CORRESPONDENT, NamingService.SOCIAL}
    assert {(row.source_id, row.started_on) for row in named} == {(document.series, TODAY)}
    assert standing(reader_of(world.correspondent_orange), world.mine).is_named


def test_the_convention_carries_what_the_landlord_may_read(world: World) -> None:
    """Objectives of the housing that are addressed to him, and no other; the contract carries them all."""
    made_ready(world, world.mine)
    said = [line.what for line in paper(prepared(world, world.mine)).objectives]
    assert said == [SHARED]
    contract = paper(prepared(world, world.mine, DocumentKind.SUPPORT_CONTRACT))
    assert [line.what for line in contract.objectives] == [SHARED, SECRET]
    assert {one.capacity for one in contract.signatories} == {Capacity.ADULT, Capacity.ASSOCIATION}
    ppal = paper(prepared(world, world.mine, DocumentKind.PPAL, landlord_signs=True, partner="CMS d’Orange"))
    assert [line.what for line in ppal.objectives] == [SHARED]
    assert [one.capacity for one in ppal.signatories][-2:] == [Capacity.LANDLORD, Capacity.PARTNER]


def test_a_refused_signature_starts_nothing(world: World) -> None:
    """Not proposed before the household agreed; not started when the state moved meanwhile: nothing is kept."""
    course = made_ready(world, world.mine, State.PROPOSED)
    document = prepared(world, world.mine)
    with pytest.raises(Refused, match="accord du ménage"):
        services.propose(document=document, by=world.lead.pk, today=TODAY)
    at_state(world.mine, State.READY)
    document = services.propose(document=document, by=world.lead.pk, today=TODAY)
    adult, association, landlord = document.signatories.order_by("position")
    draws(document, adult, world.lead)
    signs(document, association, world.manager)
    at_state(world.mine, State.PROPOSED)
    with pytest.raises(Refused, match="On ne passe pas"):
        signs(document, landlord, world.landlord_manager)
    landlord.refresh_from_db()
    document.refresh_from_db()
    course.refresh_from_db()
    assert (landlord.state, document.state, course.state) == (
        SignatureState.TO_SIGN,
        DocumentState.TO_SIGN,
        State.PROPOSED,
    )


def test_access_waits_for_its_commission(world: World) -> None:
    """A sécurisation's convention starts nothing by itself, and a shelter's household is named to nobody by it."""
    made_ready(world, world.colleagues)
    document = proposed(world, world.colleagues, by=world.colleague)
    all_sign(world, document, by=world.colleague)
    assert Accompaniment.objects.get(enrolment=world.colleagues).state == State.READY
    assert not EnrolmentNaming.objects.filter(enrolment=world.colleagues).exists()


def test_a_convention_of_two_associations_opens_the_file_to_both(world: World) -> None:
    """The second holds it from that day; a next version that names one alone closes it."""
    made_ready(world, world.mine)
    delegate(world.other_manager, world.cap_habitat)
    both = (world.soligone.pk, world.cap_habitat.pk)
    document = proposed(world, world.mine, association_ids=both)
    assert not standing(reader_of(world.other_worker), world.mine).is_holder
    all_sign(world, document)
    holder = EnrolmentHolder.objects.get(enrolment=world.mine, association=world.cap_habitat)
    assert (holder.cause, holder.started_on) == (HolderCause.CONVENTION, TODAY)
    assert standing(reader_of(world.other_worker), world.mine).is_holder
    second = services.make_version(
        enrolment=world.mine,
        document=document,
        reason="Une association se retire",
        terms=terms(world),
        by=world.lead.pk,
        today=TODAY,
    )
    second = services.propose(document=second, by=world.lead.pk, today=TODAY)
    all_sign(world, second)
    assert not standing(reader_of(world.other_worker), world.mine).is_holder
    assert EnrolmentNaming.objects.filter(source_id=document.series, ended_on__isnull=True).count() == 2


def test_ending_a_convention_closes_what_it_opened(world: World) -> None:
    """Namings and the second association end with it, on its last day."""
    made_ready(world, world.mine)
    delegate(world.other_manager, world.cap_habitat)
    EnrolmentNaming.objects.filter(enrolment=world.mine).delete()
    document = proposed(world, world.mine, association_ids=(world.soligone.pk, world.cap_habitat.pk))
    all_sign(world, document)
    document.refresh_from_db()
    services.finish(document=document, ended_on=TODAY, reason="Terme", by=world.lead.pk, today=TODAY)
    assert set(EnrolmentNaming.objects.filter(source_id=document.series).values_list("ended_on", flat=True)) == {TODAY}
    assert EnrolmentHolder.objects.get(association=world.cap_habitat, enrolment=world.mine).ended_on == TODAY


@pytest.mark.parametrize(
    ("measure", "capacities"),
    [
        (GuardianshipKind.GUARDIANSHIP, [Capacity.GUARDIAN]),
        (GuardianshipKind.FAMILY, [Capacity.GUARDIAN]),
        (GuardianshipKind.CURATORSHIP, [Capacity.ADULT, Capacity.GUARDIAN]),
        (GuardianshipKind.SUPPORT, [Capacity.ADULT]),
        (GuardianshipKind.SAFEGUARD, [Capacity.ADULT]),
    ],
)
def test_a_mandataire_signs_too_or_instead(world: World, measure: GuardianshipKind, capacities: list[Capacity]) -> None:
    """Tutelle: she signs instead; curatelle: both; the other measures take nothing from the person (§6)."""
    made_ready(world, world.mine)
    h.GuardianFactory.make(
        enrolment=world.mine, person=adult_of(world.mine), kind=measure, name="UDAF 84", started_on=before(100)
    )
    document = prepared(world, world.mine, DocumentKind.ADHESION)
    assert [row.capacity for row in document.signatories.order_by("position")] == capacities
    assert "tutelle" not in paper(document).signatories[-1].title


def test_an_accord_is_written_in_the_act_that_signs_it(world: World) -> None:
    """It opens at once; ending its document withdraws it at once; withdrawing it ends its document."""
    made_ready(world, world.mine)
    person = adult_of(world.mine)

    def agrees() -> tuple[Document, SharingAgreement]:
        document = proposed(
            world,
            world.mine,
            DocumentKind.SHARING_AGREEMENT,
            person_id=person.pk,
            scope=SharingScope.COORDINATION,
            ends_on=None,
        )
        assert not standing(reader_of(world.adviser), world.mine).has_accord
        draws(document, document.signatories.get(), world.lead)
        document.refresh_from_db()
        row = SharingAgreement.objects.get(document_id=document.pk)
        assert (row.is_granted, row.started_on, document.state) == (True, TODAY, DocumentState.IN_FORCE)
        assert standing(reader_of(world.adviser), world.mine).has_accord
        return document, row

    document, row = agrees()
    services.finish(document=document, ended_on=TODAY, reason="Retiré", by=world.lead.pk, today=TODAY)
    assert not standing(reader_of(world.adviser), world.mine).has_accord
    SharingAgreement.objects.all().delete()
    document, row = agrees()
    revoke(by=world.lead.pk, agreement=row, revoked_on=TODAY)
    document.refresh_from_db()
    assert document.state == DocumentState.ENDED
    assert not standing(reader_of(world.adviser), world.mine).has_accord


def test_refusing_to_share_is_an_answer(world: World) -> None:
    """It is written as a refusal, closes an accord given before, and blocks nothing."""
    made_ready(world, world.mine)
    person = adult_of(world.mine)
    h.SharingAgreementFactory.make(enrolment=world.mine, person=person, started_on=before(30))
    assert standing(reader_of(world.adviser), world.mine).has_accord
    document = proposed(
        world,
        world.mine,
        DocumentKind.SHARING_AGREEMENT,
        person_id=person.pk,
        scope=SharingScope.COORDINATION,
        ends_on=None,
    )
    services.refuse(
        signatory=document.signatories.get(), reason="Ne le souhaite pas", on=TODAY, by=world.lead.pk, today=TODAY
    )
    row = SharingAgreement.objects.get(document_id=document.pk)
    assert (row.is_granted, row.ended_on) == (False, None)
    assert not standing(reader_of(world.adviser), world.mine).has_accord
    assert Accompaniment.objects.get(enrolment=world.mine).state == State.READY


def test_an_adult_who_arrives_is_amended_for(world: World) -> None:
    """The amendment asks the adults of today and the same organisations, and stands beside the convention."""
    made_ready(world, world.mine)
    document = proposed(world, world.mine)
    all_sign(world, document)
    joins(world.mine)
    document.refresh_from_db()
    texts = {"raison": "M. Arrivant rejoint le ménage.", "changements": "Il signe aussi."}
    amendment = services.amend(
        enrolment=world.mine,
        document=document,
        terms=terms(world, texts=texts, landlord_signs=True, ends_on=None),
        by=world.lead.pk,
        today=TODAY,
    )
    assert amendment.series == document.series
    capacities = [row.capacity for row in amendment.signatories.order_by("position")]
    assert capacities == [Capacity.ADULT, Capacity.ADULT, Capacity.ASSOCIATION, Capacity.LANDLORD]
    amendment = services.propose(document=amendment, by=world.lead.pk, today=TODAY)
    all_sign(world, amendment)
    document.refresh_from_db()
    amendment.refresh_from_db()
    assert (document.state, amendment.state) == (DocumentState.IN_FORCE, DocumentState.IN_FORCE)


def test_a_renewal_keeps_the_chain(world: World) -> None:
    """The next version has a later end; the accompaniment goes on as it was."""
    made_ready(world, world.mine)
    document = proposed(world, world.mine)
    all_sign(world, document)
    document.refresh_from_db()
    with pytest.raises(Refused, match="après celle"):
        services.renew(enrolment=world.mine, document=document, terms=terms(world), by=world.lead.pk, today=TODAY)
    later = terms(world, ends_on=TODAY.replace(year=TODAY.year + 2))
    second = services.renew(enrolment=world.mine, document=document, terms=later, by=world.lead.pk, today=TODAY)
    assert (second.series, second.number, second.previous) == (document.series, 2, document)
    second = services.propose(document=second, by=world.lead.pk, today=TODAY)
    all_sign(world, second)
    document.refresh_from_db()
    assert document.state == DocumentState.SUPERSEDED
    assert StateChange.objects.filter(to_state=State.SUPPORTED, accompaniment__enrolment=world.mine).count() == 1


def test_documents_end_with_the_course(world: World) -> None:
    """Those in force on its last day; one to sign is given up; accords stand by themselves."""
    made_ready(world, world.mine)
    document = proposed(world, world.mine)
    all_sign(world, document)
    waiting = proposed(world, world.mine, DocumentKind.SUPPORT_CONTRACT)
    end_course(
        by=world.manager.pk,
        enrolment=world.mine,
        ended_on=TODAY,
        exit_reason=ExitReason.LEFT_VOLUNTARILY,
        today=TODAY,
    )
    document.refresh_from_db()
    waiting.refresh_from_db()
    assert (document.state, document.ended_on) == (DocumentState.ENDED, TODAY)
    assert waiting.state == DocumentState.CANCELLED


def test_refusals_of_preparing(world: World) -> None:
    """Twice the same kind, no adult, no landlord, an amendment of nothing, an end before its start."""
    made_ready(world, world.mine)
    prepared(world, world.mine)
    with pytest.raises(Refused, match="déjà en préparation"):
        prepared(world, world.mine)
    with pytest.raises(Refused, match="bailleur"):
        prepared(world, world.mine, DocumentKind.LEASE_COMMITMENT, landlord_id=None)
    with pytest.raises(Refused, match="avenant"):
        prepared(world, world.mine, DocumentKind.AMENDMENT)
    with pytest.raises(Refused, match="précéder"):
        prepared(world, world.mine, DocumentKind.SUPPORT_CONTRACT, ends_on=before(3))
    with pytest.raises(Refused, match="personne"):
        prepared(world, world.mine, DocumentKind.SHARING_AGREEMENT)
    world.mine.household.members.update(ended_on=before(1))
    with pytest.raises(Refused, match="Aucun adulte"):
        prepared(world, world.mine, DocumentKind.ADHESION)


def test_an_answer_taken_back_is_given_again(world: World) -> None:
    """While the document is to sign, an error is corrected and the act still begins what it must."""
    made_ready(world, world.mine)
    document = proposed(world, world.mine)
    adult = document.signatories.get(capacity=Capacity.ADULT)
    services.be_absent(signatory=adult, reason="Hospitalisé", on=TODAY, by=world.lead.pk, today=TODAY)
    adult.refresh_from_db()
    take_back_answer(signatory=adult, reason="Erreur", by=world.lead.pk)
    assert all_sign(world, document).is_now_in_force
