from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accompaniments", "0007_objectives_and_reviews"),
    ]

    operations = [
        migrations.AddField(
            model_name="watchcheckin",
            name="counted_from",
            field=models.DateField(blank=True, null=True, verbose_name="compté depuis le"),
        ),
        migrations.RemoveConstraint(
            model_name="watchcheckin",
            name="watchcheckin_horizon_unique",
        ),
        migrations.AddConstraint(
            model_name="watchcheckin",
            constraint=models.UniqueConstraint(
                condition=models.Q(("horizon__isnull", False)),
                fields=("accompaniment", "counted_from", "horizon"),
                name="watchcheckin_horizon_unique",
                violation_error_message="Ce point de veille est déjà fait.",
            ),
        ),
        migrations.AddConstraint(
            model_name="watchcheckin",
            constraint=models.CheckConstraint(
                condition=models.Q(("horizon__isnull", True), ("counted_from__isnull", False), _connector="OR"),
                name="watchcheckin_horizon_counted",
                violation_error_message="Un point à 6, 12 ou 24 mois se compte depuis une fin.",
            ),
        ),
    ]
