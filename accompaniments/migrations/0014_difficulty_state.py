"""What a signal held besides is in its steps; a difficulty that is open says whose answer is awaited."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accompaniments", "0013_signals_are_difficulties"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveField(model_name="difficulty", name="answer"),
        migrations.RemoveField(model_name="difficulty", name="answer_text"),
        migrations.RemoveField(model_name="difficulty", name="answered_by"),
        migrations.RemoveField(model_name="difficulty", name="answered_on"),
        migrations.AlterField(
            model_name="difficulty",
            name="kind",
            field=models.CharField(
                choices=[
                    ("ARREARS", "impayé"),
                    ("COMPLAINT", "plainte ou trouble"),
                    ("INSURANCE", "assurance échue"),
                    ("UPKEEP", "entretien du logement"),
                    ("QUESTION", "question"),
                    ("OTHER", "autre"),
                ],
                max_length=9,
                verbose_name="objet",
            ),
        ),
        migrations.AlterField(
            model_name="difficulty",
            name="made_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="personne qui signale",
            ),
        ),
        migrations.AlterField(
            model_name="difficulty",
            name="recorded_at",
            field=models.DateTimeField(default=django.utils.timezone.now, verbose_name="enregistrée le"),
        ),
        migrations.AlterField(
            model_name="difficulty", name="reported_on", field=models.DateField(verbose_name="signalée le")
        ),
        migrations.AlterField(
            model_name="difficulty", name="state_on", field=models.DateField(verbose_name="depuis le")
        ),
        migrations.AddIndex(
            model_name="difficulty", index=models.Index(fields=["enrolment", "state"], name="difficulty_of_file")
        ),
        migrations.AddConstraint(
            model_name="difficulty",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("awaits__in", ("TEAM", "LANDLORD")), ("state", "OPEN")),
                    models.Q(models.Q(("state", "OPEN"), _negated=True), ("awaits", "")),
                    _connector="OR",
                ),
                name="difficulty_open_awaits_a_side",
                violation_error_message="Une difficulté ouverte attend la réponse d’un côté.",
            ),
        ),
    ]
