"""A landlord's signal becomes a difficulty that both sides treat: same rows, with a side, a state and steps."""

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import foundation.encryption

SIDES = [("TEAM", "association"), ("LANDLORD", "bailleur")]
STATES = [("OPEN", "réponse attendue"), ("ANSWERED", "répondue"), ("CLOSED", "close")]
ANSWERS = [
    ("ANSWERED", "réponse du bailleur"),
    ("HANDLED", "pris en compte dans l’accompagnement"),
    ("REOPENED", "accompagnement rouvert"),
    ("NOT_REOPENED", "pas de réouverture"),
]


class Migration(migrations.Migration):
    dependencies = [("accompaniments", "0011_review_report")]

    operations = [
        migrations.RemoveConstraint(model_name="landlordsignal", name="signal_answer_has_day"),
        migrations.RenameModel(old_name="LandlordSignal", new_name="Difficulty"),
        migrations.AlterModelOptions(
            name="difficulty",
            options={
                "ordering": ("-reported_on",),
                "verbose_name": "difficulté",
                "verbose_name_plural": "difficultés",
            },
        ),
        migrations.RenameField(model_name="difficulty", old_name="signalled_on", new_name="reported_on"),
        migrations.AddField(
            model_name="difficulty",
            name="side",
            field=models.CharField(
                choices=SIDES, default="LANDLORD", max_length=8, verbose_name="signalée par"
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="difficulty",
            name="state",
            field=models.CharField(choices=STATES, default="OPEN", max_length=8, verbose_name="état"),
        ),
        migrations.AddField(
            model_name="difficulty",
            name="state_on",
            field=models.DateField(null=True, verbose_name="depuis le"),
        ),
        migrations.AddField(
            model_name="difficulty",
            name="awaits",
            field=models.CharField(blank=True, choices=SIDES, max_length=8, verbose_name="réponse attendue de"),
        ),
        migrations.CreateModel(
            name="DifficultyStep",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("position", models.PositiveSmallIntegerField(verbose_name="rang")),
                ("to_state", models.CharField(choices=STATES, max_length=8, verbose_name="à")),
                ("side", models.CharField(choices=SIDES, max_length=8, verbose_name="par")),
                ("answer", models.CharField(blank=True, choices=ANSWERS, max_length=12, verbose_name="suite")),
                ("text", foundation.encryption.EncryptedTextField(blank=True, verbose_name="ce qui est dit")),
                ("made_on", models.DateField(verbose_name="le")),
                ("recorded_by", models.UUIDField(verbose_name="enregistré par")),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="enregistré le")),
                (
                    "difficulty",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="steps",
                        to="accompaniments.difficulty",
                        verbose_name="difficulté",
                    ),
                ),
            ],
            options={
                "verbose_name": "étape d’une difficulté",
                "verbose_name_plural": "étapes d’une difficulté",
                "ordering": ("position",),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("difficulty", "position"), name="difficultystep_position_unique"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("to_state", "ANSWERED"), ("answer", ""), _connector="OR"),
                        name="difficultystep_answer_is_an_answer",
                        violation_error_message="Seule une réponse dit la suite donnée.",
                    ),
                ],
            },
        ),
    ]
