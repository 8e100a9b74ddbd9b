"""Every row has a UUID, says what each of its fields holds, and encrypts what is sensitive and free."""

import pytest
from django.db import models

from foundation.encryption import EncryptedTextField
from foundation.rows import Privacy
from tests.architecture.ours import our_models

OURS = pytest.mark.parametrize("model", our_models(), ids=lambda model: model._meta.label)


@OURS
def test_primary_key_is_a_uuid(model):
    assert isinstance(model._meta.pk, models.UUIDField)


@OURS
def test_every_field_is_declared(model):
    fields = {field.name for field in (*model._meta.fields, *model._meta.many_to_many)} - {model._meta.pk.name}
    assert set(model.privacy) == fields, "declare(plain=…, personal=…, sensitive=…) names each field once"


@OURS
def test_sensitive_free_text_is_encrypted_and_what_is_encrypted_is_sensitive(model):
    for field in model._meta.fields:
        is_free_text = isinstance(field, models.TextField) or (
            isinstance(field, models.CharField) and not field.choices
        )
        if is_free_text and model.privacy.get(field.name) == Privacy.SENSITIVE:
            assert isinstance(field, EncryptedTextField), f"{field.name} is sensitive and in clear"
        if isinstance(field, EncryptedTextField):
            assert model.privacy.get(field.name) == Privacy.SENSITIVE, (
                f"{field.name} is encrypted: declare it sensitive"
            )


@OURS
def test_a_row_never_puts_a_person_in_its_name(model):
    personal = {
        field.name: f"SECRET-{field.name}"
        for field in model._meta.fields
        if model.privacy.get(field.name) != Privacy.PLAIN and isinstance(field, models.CharField | models.TextField)
    }
    if personal:
        assert "SECRET" not in str(model(**personal)).replace("personne", "")


@OURS
def test_violations_speak_french(model):
    for constraint in model._meta.constraints:
        if isinstance(constraint, models.CheckConstraint) and constraint.violation_error_code is None:
            assert constraint.violation_error_message, constraint.name


def test_no_relation_across_apps_has_a_way_back():
    for model in our_models():
        for field in (*model._meta.fields, *model._meta.many_to_many):
            target = field.related_model
            if target is not None and target._meta.app_label != model._meta.app_label:
                assert field.remote_field.hidden, f"{model._meta.label}.{field.name} needs related_name='+'"
