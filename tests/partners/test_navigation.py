import pytest
from django.test import RequestFactory

from partners.context_processors import ROOM, Entry
from partners.context_processors import reader as navigation_of
from partners.enums import Role
from partners.reader import Reader, RoleHeld
from tests.days import TODAY
from tests.factories.partners import OrganisationFactory, UserFactory


def entries(path: str, *roles: Role) -> tuple[Entry, ...]:
    request = RequestFactory().get(path)
    request.user = UserFactory()
    organisation = OrganisationFactory()
    request.reader = Reader(
        user_id=request.user.pk, today=TODAY, roles=tuple(RoleHeld(role, organisation.pk) for role in roles)
    )
    found = navigation_of(request)
    assert found["navigation_aside"]() == tuple(entry for entry in found["navigation"]() if entry.is_aside)
    return found["navigation"]()  # type: ignore[no-any-return]


def labels(path: str, *roles: Role) -> list[tuple[str, bool]]:
    return [(entry.label, entry.is_current) for entry in entries(path, *roles)]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("roles", "expected"),
    [
        ([Role.SOCIAL_WORKER], ["Aujourd’hui", "Ménages", "Dossiers CAL", "Sous-locations", "Difficultés", "Annuaire"]),
        (
            [Role.ASSOCIATION_MANAGER],
            [
                "Accueil",
                "Le mois",
                "Équipe",
                "Ménages",
                "Dossiers CAL",
                "Sous-locations",
                "Difficultés",
                "Orientations",
                "Annuaire",
            ],
        ),
        (
            [Role.SOCIAL_WORKER, Role.ASSOCIATION_MANAGER],
            [
                "Aujourd’hui",
                "Ménages",
                "Dossiers CAL",
                "Sous-locations",
                "Difficultés",
                "Annuaire",
                "Le mois",
                "Équipe",
                "Orientations",
            ],
        ),
        (
            [Role.LANDLORD_CORRESPONDENT],
            [
                "Accueil",
                "Ménages",
                "Sous-locations",
                "Difficultés",
                "Dossiers CAL",
                "Logements",
                "Commissions",
                "Le mois",
            ],
        ),
        ([Role.LANDLORD_RENTAL], ["Accueil", "Ménages", "Sous-locations", "Difficultés", "Demandes", "Logements"]),
        ([Role.LANDLORD_LITIGATION], ["Accueil", "Ménages", "Difficultés", "Demandes"]),
        ([Role.ADMINISTRATOR], ["Organismes", "Personnes", "Programmes", "Modèles", "Paramètres"]),
        ([], ["Accueil"]),
    ],
)
def test_each_role_has_its_pages_once(roles, expected):
    assert [label for label, _ in labels("/", *roles)] == expected


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "expected"),
    [
        (Role.ASSOCIATION_MANAGER, ["Difficultés", "Orientations", "Annuaire"]),
        (Role.LANDLORD_CORRESPONDENT, ["Difficultés", "Commissions"]),
        (Role.SOCIAL_WORKER, []),
        (Role.CAL_SECRETARY, []),
    ],
)
def test_a_bar_too_long_for_a_line_keeps_its_secondary_pages_aside(role, expected):
    found = entries("/", role)
    assert [entry.label for entry in found if entry.is_aside] == expected
    assert len(found) - len(expected) <= ROOM


@pytest.mark.django_db
def test_the_page_one_is_on_is_marked():
    assert labels("/", Role.SOCIAL_WORKER)[:2] == [("Aujourd’hui", True), ("Ménages", False)]
    assert labels("/dossiers/abc/personnes/", Role.SOCIAL_WORKER)[:2] == [("Aujourd’hui", False), ("Ménages", True)]


@pytest.mark.django_db
def test_the_pages_of_an_agency_belong_to_the_organisations():
    assert labels("/administration/agences/1/corriger/", Role.ADMINISTRATOR)[0] == ("Organismes", True)


def test_a_page_may_have_no_reader():
    request = RequestFactory().get("/")
    found = navigation_of(request)
    assert found["navigation"]() == ()
    assert (found["reader"], found["reader_name"], found["is_signed_in"]) == (None, "", False)
