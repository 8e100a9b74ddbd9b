import pytest


@pytest.mark.parametrize("page", ["", "dossier/", "formulaire/"])
def test_the_gallery_shows_every_component_to_whoever_develops(client, db, page):
    response = client.get(f"/galerie/{page}")
    assert response.status_code == 200


def test_what_the_gallery_has_not(client, db):
    assert client.get("/galerie/autre/").status_code == 404
