"""`/sante/` answers without signing in, says what is dead, and tells nothing else."""

import pytest


@pytest.fixture
def files(settings, tmp_path):
    settings.PALIER_FILES_DIR = tmp_path / "files"
    return settings.PALIER_FILES_DIR


@pytest.mark.django_db(transaction=True)
def test_alive(client, files):
    response = client.get("/sante/")
    assert (response.status_code, response.json()) == (
        200,
        {"database": "ok", "cache": "ok", "files": "ok", "broker": "ok"},
    )
    assert not list(files.iterdir())


@pytest.mark.django_db(transaction=True)
def test_says_what_is_dead(client, settings, tmp_path):
    (tmp_path / "files").write_text("not a folder")
    settings.PALIER_FILES_DIR = tmp_path / "files"
    response = client.get("/sante/")
    assert response.status_code == 503
    assert response.json()["files"] == "ko"
    assert str(tmp_path) not in response.content.decode()
