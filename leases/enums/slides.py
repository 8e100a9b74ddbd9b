"""The words of the proposal of a slide."""

from enum import nonmember

from django.db import models


class SlideState(models.TextChoices):
    """The life of a proposal; the slide itself is the leases' (`journeys.services.slides`)."""

    PROPOSED = "PROPOSED", "proposé, décision attendue"
    AGREED = "AGREED", "accepté par le bailleur"
    ACCEPTED = "ACCEPTED", "accepté par le bailleur et le ménage"
    DECLINED = "DECLINED", "décliné par le ménage"
    EXTENDED = "EXTENDED", "sous-location prolongée"
    REFUSED = "REFUSED", "refusé par le bailleur"
    WITHDRAWN = "WITHDRAWN", "proposition retirée"

    OPEN = nonmember(("PROPOSED", "AGREED", "ACCEPTED"))
    STANDING = nonmember(("AGREED", "ACCEPTED"))


SLIDE_TRANSITIONS: dict[SlideState, tuple[SlideState, ...]] = {
    SlideState.PROPOSED: (SlideState.AGREED, SlideState.EXTENDED, SlideState.REFUSED, SlideState.WITHDRAWN),
    SlideState.AGREED: (
        SlideState.AGREED,  # for another day
        SlideState.ACCEPTED,
        SlideState.DECLINED,
        SlideState.EXTENDED,
        SlideState.REFUSED,
        SlideState.WITHDRAWN,
    ),
    SlideState.ACCEPTED: (
        SlideState.AGREED,  # for another day: the household answers again
        SlideState.DECLINED,
        SlideState.EXTENDED,
        SlideState.REFUSED,
        SlideState.WITHDRAWN,
    ),
    SlideState.DECLINED: (),
    SlideState.EXTENDED: (),
    SlideState.REFUSED: (),
    SlideState.WITHDRAWN: (),
}
