"""A home and its titles: taken over, let, furnished with its papers, examined, slid to the household."""

import datetime as dt

from leases.enums import LeaseKind, SlideState
from leases.models import AllocationFile, Inventory, Lease, PrefectNotice, Slide, SlideExam, SlideProposal
from leases.selectors.rent import balance_on
from partners.models import User
from tests.e2e.play import Play, on, picture


def takes_over_lease(play: Play, reference: str) -> None:
    """The worker takes over the lease that the household had before its file."""
    play.hand.opens(play.world.lead, "journeys:title_take_over", play.file.pk)
    play.hand.writes(
        kind="DIRECT", reference=reference, signed_on="2019-03-10", started_on="2019-03-10", rent="412", charges="88"
    )
    play.hand.sends("Reprendre ce titre")


def is_sublet(play: Play, day: dt.date) -> Lease:
    """The secretary records the association's lease and the sublease under it, which is to slide."""
    dossier = AllocationFile.objects.get(enrolment=play.file)
    play.desk.opens(play.world.cal_secretary, "journeys:cal_lease", dossier.pk)
    play.desk.writes(mode="SUBLET", signed_on=day.isoformat(), started_on=day.isoformat(), deposit="412")
    play.desk.ticks("expects_slide")
    play.desk.ticks("is_third_party_paid")
    play.desk.sends("Enregistrer le bail")
    sublease = play.title(LeaseKind.SUBLEASE)
    assert (sublease.signed_on, sublease.expects_slide) == (day, True)
    return sublease


def is_sublet_occupied(play: Play, day: dt.date) -> Lease:
    """V9b: the association takes the lease of the occupied home and sublets it; nobody moves."""
    play.hand.opens(play.world.lead, "journeys:title_change", play.file.pk, play.title(LeaseKind.NO_TITLE).pk)
    play.hand.writes(kind="SUBLEASE", signed_on=day.isoformat(), started_on=day.isoformat())
    play.hand.ticks("expects_slide")
    play.hand.sends("Enregistrer le nouveau titre")
    return play.title(LeaseKind.SUBLEASE)


def is_inventoried(play: Play, lease: Lease, kind: str) -> None:
    """The worker notes a room and the keys on her telephone, and adds a photograph."""
    lead, hand, file = play.world.lead, play.hand, play.file.pk
    hand.opens(lead, "journeys:inventory_new", file, lease.pk)
    hand.writes(kind=kind, room_0="Propre, peinture refaite", keys_handed="2" if kind == "MOVE_IN" else "0")
    hand.sends("Enregistrer l’état des lieux")
    row = Inventory.objects.get(lease=lease, kind=kind)
    hand.opens(lead, "journeys:inventory_photo_add", file, lease.pk, row.pk)
    hand.page.locator("[name=photos]").set_input_files([picture()])
    hand.sends("Ajouter")
    assert row.photos.count() == 1


def pays_rent(play: Play, sublease: Lease, day: dt.date) -> None:
    """Two months are called, one is paid: the statement says what is left. The home is insured for a year."""
    lead, hand, args = play.world.lead, play.hand, (play.file.pk, sublease.pk)
    hand.opens(lead, "journeys:rent_account", *args)
    hand.sends("Appeler le loyer")
    hand.opens(lead, "journeys:rent_entry", *args)
    hand.writes(kind="PAYMENT", amount="500", dated_on=day.isoformat())
    hand.sends("Enregistrer")
    assert balance_on([sublease.pk], day) == {sublease.pk: 500}
    hand.downloads("journeys:rent_statement", *args)
    hand.opens(lead, "journeys:insurance_new", *args)
    hand.writes(insurer="MAIF", started_on="2026-12-01", ended_on="2027-11-30")
    hand.sends("Enregistrer l’attestation")


def is_convened(play: Play, sublease: Lease, held_on: dt.date, convened_on: dt.date) -> SlideExam:
    """The worker convenes the exam, and hands each letter."""
    lead, hand = play.world.lead, play.hand
    day = convened_on.isoformat()
    hand.opens(lead, "journeys:exam_convene", sublease.pk)
    hand.writes(on=held_on.isoformat(), time="14:00", place="à l’association, 3 rue des Lices", convened_on=day)
    hand.sends("Convoquer l’examen")
    exam = SlideExam.objects.get(sublease=sublease)
    for whom, to in (("household", "menage"), ("landlord", "bailleur")):
        hand.downloads("journeys:exam_letter", exam.pk, to)
        hand.opens(lead, "journeys:exam_told", exam.pk)
        hand.writes(whom=whom, told_on=day, means="HANDED")
        hand.sends("Enregistrer la remise")
    return exam


def is_examined(play: Play, exam: SlideExam, held_on: dt.date) -> None:
    """The worker records what was said; two days later the correspondent gives the landlord's position."""
    hand, desk = play.hand, play.desk
    with on(held_on):
        hand.opens(play.world.lead, "journeys:exam_record", exam.pk)
        hand.writes(present="Mme Lamartine, Claire Fabre, Marc Delorme", words="Je me sens prête.")
        for box in hand.page.locator("[name^=level_][value=MET]").all():
            hand.page.locator(f"label[for='{box.get_attribute('id')}']").first.click()
        hand.sends("Enregistrer l’examen")
    with on(held_on + dt.timedelta(days=2)):
        desk.opens(play.world.correspondent_orange, "journeys:exam_position", exam.pk)
        desk.writes(position="FAVOURABLE")
        desk.sends("Donner cette position")


def is_told_to_prefect(play: Play, sublease: Lease, exam: SlideExam, sent_on: dt.date) -> None:
    """The landlord offers the lease, and tells the préfet."""
    who, desk = play.world.correspondent_orange, play.desk
    desk.opens(who, "journeys:notice_prepare", sublease.pk, 1)
    desk.writes(is_offered="oui")
    desk.sends("Préparer l’avis")
    notice = PrefectNotice.objects.get(sublease=sublease)
    desk.downloads("journeys:notice_letter", notice.pk)
    desk.opens(who, "journeys:notice_send", notice.pk)
    desk.writes(means="HANDED", sent_on=sent_on.isoformat())
    desk.sends("Enregistrer l’envoi")
    play.looks_at("journeys:exam", play.world.lead, who, args=(exam.pk,))
    play.looks_at("journeys:notice", play.world.lead, who, args=(notice.pk,))


def agrees_to_slide(play: Play, sublease: Lease, planned_on: dt.date) -> None:
    """The association proposes, the landlord agrees to a day, the household accepts."""
    lead = play.world.lead
    play.hand.opens(lead, "journeys:slide_propose", sublease.pk)
    play.hand.writes(reasons="Le loyer est payé, le logement est assuré.")
    play.hand.sends("Proposer le glissement")
    proposal = SlideProposal.objects.get(sublease=sublease)
    play.desk.opens(play.world.correspondent_orange, "journeys:slide_decide", proposal.pk)
    play.desk.writes(state="AGREED", planned_on=planned_on.isoformat())
    play.desk.sends("Enregistrer la décision")
    play.hand.opens(lead, "journeys:slide_answer", proposal.pk)
    play.hand.writes(accepts="oui")
    play.hand.sends("Enregistrer la réponse")
    proposal.refresh_from_db()
    assert proposal.state == SlideState.ACCEPTED


def slides(play: Play, sublease: Lease, decider: User, slid_on: dt.date) -> None:
    """The landlord records the slide: the household's lease begins in the same home."""
    day = slid_on.isoformat()
    play.desk.opens(decider, "journeys:title_slide", play.file.pk, sublease.pk)
    play.desk.writes(signed_on=day, started_on=day, has_inventory="YES", inventory_on=day)
    play.desk.sends("Enregistrer le glissement")
    assert Slide.objects.get(sublease=sublease).slid_on == slid_on
    assert play.title(LeaseKind.DIRECT).share_id == sublease.share_id
