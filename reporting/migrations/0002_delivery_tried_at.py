"""A delivery says when a worker took it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Add when, and the words of its kinds."""

    dependencies = [("reporting", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="delivery",
            name="tried_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="dernier essai le"),
        ),
        migrations.AlterField(
            model_name="delivery",
            name="kind",
            field=models.CharField(
                choices=[
                    ("PROVISIONAL", "mois à valider"),
                    ("REMINDER", "rappel avant l’arrêt du mois"),
                    ("FROZEN", "mois publié"),
                ],
                max_length=11,
                verbose_name="objet",
            ),
        ),
    ]
