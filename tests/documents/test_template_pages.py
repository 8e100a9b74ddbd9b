"""Templates as an administrator adapts them: checked beside each text, previewed, published; nobody else opens them."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from documents.enums import DocumentKind
from documents.models import TemplateVersion
from documents.services.templates import load_reference
from partners.enums import Axis
from partners.models import User
from records.services.events import CLOCK
from tests.guards.client import GuardedClient
from tests.world import World

KIND = DocumentKind.TRIPARTITE_AGREEMENT


@pytest.fixture
def template(world: World) -> TemplateVersion:
    load_reference(by=CLOCK)
    return TemplateVersion.objects.get(kind=KIND, axis=Axis.ACCESS)


@pytest.fixture
def admin(world: World, client_of: Callable[[User], GuardedClient]) -> GuardedClient:
    return client_of(world.admin)


def sent(template: TemplateVersion, **changes: str) -> dict[str, str]:
    """Give what the form sends, changed."""
    typed = {"note": "Relu"}
    for rank, line in enumerate(template.texts):
        typed |= {f"title_{rank}": line["title"], f"text_{rank}": line["text"]}
    return typed | changes


def test_the_list_names_every_kind_in_a_constant_number_of_queries(
    admin: GuardedClient, template: TemplateVersion, django_assert_max_num_queries: Any
) -> None:
    """A few queries whatever the versions."""
    with django_assert_max_num_queries(8):
        page = admin.get(reverse("journeys:templates")).content.decode()
    assert page.count("Convention tripartite") == 2
    assert "Accord de partage" in page


def test_texts_are_adapted_previewed_and_published(admin: GuardedClient, template: TemplateVersion) -> None:
    """Kept as the version in preparation; the one in use does not move before it is published."""
    url = reverse("journeys:template_edit", args=[template.pk])
    page = admin.get(url).content.decode()
    assert "{{ menage }}" in page
    assert "Mme Camille Exemple" in page
    answer = admin.post(url, sent(template, title_0="Les parties"))
    draft = TemplateVersion.objects.get(kind=KIND, axis=Axis.ACCESS, published_at=None)
    assert answer["Location"] == reverse("journeys:template", args=[draft.pk])
    assert draft.texts[0]["title"] == "Les parties"
    template.refresh_from_db()
    assert template.texts[0]["title"] == "Entre qui"
    preview = admin.get(reverse("journeys:template_preview", args=[draft.pk]))
    assert preview.content.startswith(b"%PDF-")
    admin.post(reverse("journeys:template_publish", args=[draft.pk]))
    draft.refresh_from_db()
    assert draft.published_at is not None
    assert "Publiée le" in admin.get(answer["Location"]).content.decode()


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("{{ inconnu }}", "« inconnu » n’est pas un champ."),
        ("{{ request.user }}", "« request.user » n’est pas un champ."),
        ("{% load static %}", "Les balises"),
        ("{{ menage", "l’un des deux manque"),
        ("é" * 10_001, "Écrivez au plus 10000"),
    ],
)
def test_a_fault_is_said_beside_its_text(admin: GuardedClient, template: TemplateVersion, text: str, why: str) -> None:
    """What was typed is kept; nothing is saved."""
    answer = admin.post(reverse("journeys:template_edit", args=[template.pk]), sent(template, text_1=text))
    assert answer.status_code == 200
    errors = answer.context["form"].errors
    assert any(why in reason.replace("\u202f", "") for reason in errors["text_1"])
    assert answer.context["form"]["text_1"].value() == text
    assert TemplateVersion.objects.filter(kind=KIND).count() == 2


def test_an_article_is_added_or_removed(admin: GuardedClient, template: TemplateVersion) -> None:
    """The blank one at the end is filled; an emptied one goes away."""
    last = len(template.texts)
    changes = {"title_8": "", "text_8": "", f"title_{last}": "En plus", f"text_{last}": "Un article de plus."}
    admin.post(reverse("journeys:template_edit", args=[template.pk]), sent(template, **changes))
    draft = TemplateVersion.objects.get(kind=KIND, axis=Axis.ACCESS, published_at=None)
    titles = [line["title"] for line in draft.texts]
    assert titles[-1] == "En plus"
    assert template.texts[8]["title"] not in titles


def test_a_version_that_misses_a_field_is_not_published(admin: GuardedClient, template: TemplateVersion) -> None:
    """The page says which, before and after."""
    url = reverse("journeys:template_edit", args=[template.pk])
    admin.post(url, sent(template, title_2="", text_2=""))
    draft = TemplateVersion.objects.get(kind=KIND, axis=Axis.ACCESS, published_at=None)
    answer = admin.post(reverse("journeys:template_publish", args=[draft.pk]), follow=True)
    assert "{{ objectifs }}" in answer.content.decode()
    draft.refresh_from_db()
    assert draft.published_at is None


@pytest.mark.parametrize("typed", [{}, {"text_0": "\x00"}, {"note": "x" * 10_000}, {"text_0": ["a", "b"]}])
def test_hostile_input_is_answered(admin: GuardedClient, template: TemplateVersion, typed: dict[str, Any]) -> None:
    """Never a failure."""
    answer = admin.post(reverse("journeys:template_edit", args=[template.pk]), typed)
    assert answer.status_code == 200


def test_nobody_else_opens_them(
    world: World, client_of: Callable[[User], GuardedClient], template: TemplateVersion
) -> None:
    """A manager is told why not; nothing is published."""
    client = client_of(world.manager)
    assert client.get(reverse("journeys:templates")).status_code == 403
    assert client.post(reverse("journeys:template_publish", args=[template.pk])).status_code == 403
