"""What was changed of an objective, and to whom a stage review was put and when."""

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import foundation.encryption


class Migration(migrations.Migration):
    """Add the rows of changes, and the two fields."""
    dependencies = [
        ("accompaniments", "0006_outreach"),
    ]

    operations = [
        migrations.AddField(
            model_name="stagereview",
            name="asked_of",
            field=models.CharField(
                blank=True,
                choices=[
                    ("CORRESPONDENT", "correspondant de l’unité"),
                    ("SOCIAL", "conseillère sociale"),
                    ("RENTAL", "service locatif"),
                    ("LITIGATION", "service contentieux"),
                    ("CAL", "secrétariat de la CAL"),
                    ("PERSON", "une personne nommée"),
                ],
                max_length=13,
                verbose_name="demandé à",
            ),
        ),
        migrations.AddField(
            model_name="stagereview",
            name="asked_on",
            field=models.DateField(blank=True, null=True, verbose_name="demandé au bailleur le"),
        ),
        migrations.CreateModel(
            name="ObjectiveChange",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("number", models.PositiveSmallIntegerField(verbose_name="numéro")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("OPEN", "en cours"),
                            ("ACHIEVED", "atteint"),
                            ("PARTLY", "atteint en partie"),
                            ("NOT_ACHIEVED", "non atteint"),
                            ("CANCELLED", "abandonné"),
                        ],
                        max_length=12,
                        verbose_name="état",
                    ),
                ),
                ("effective_on", models.DateField(verbose_name="effectif le")),
                ("reason", foundation.encryption.EncryptedTextField(blank=True, verbose_name="raison")),
                ("before", foundation.encryption.EncryptedTextField(blank=True, verbose_name="avant")),
                ("recorded_by", models.UUIDField(verbose_name="enregistré par")),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="enregistré le")),
                (
                    "objective",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="changes",
                        to="accompaniments.objective",
                        verbose_name="objectif",
                    ),
                ),
            ],
            options={
                "verbose_name": "changement d’un objectif",
                "verbose_name_plural": "changements d’objectifs",
                "ordering": ("number",),
                "constraints": [
                    models.UniqueConstraint(fields=("objective", "number"), name="objectivechange_number_unique")
                ],
            },
        ),
    ]
