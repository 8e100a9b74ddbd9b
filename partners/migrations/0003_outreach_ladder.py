"""The outreach ladder leaves the cadences: its rungs are rows of their own (domain.md §2.3, §8.3)."""

from django.db import migrations, models


# What the three cadences said, in their order: each waited after the one before, the first after a simple letter.
RUNGS = (
    ("OUTREACH_LETTER", "LETTER_REGISTERED"),
    ("OUTREACH_VISIT", "SITE_VISIT"),
    ("OUTREACH_SECOND_VISIT", "SITE_VISIT"),
)


def make_rungs(apps, schema_editor):
    """Turn each version's cadences of outreach into rungs, after the simple letter that they suppose."""
    version_model = apps.get_model("partners", "ProgrammeVersion")
    cadence_model = apps.get_model("partners", "Cadence")
    step_model = apps.get_model("partners", "OutreachStep")
    kinds = dict(RUNGS)
    for version in version_model.objects.filter(cadences__kind__in=kinds, ladder__isnull=True).distinct():
        known = {row.kind: row for row in cadence_model.objects.filter(version=version, kind__in=kinds)}
        rungs = [step_model(version=version, position=1, kind="LETTER_SIMPLE", wait_days=0, is_to_confirm=True)]
        for cadence, kind in RUNGS:
            row = known.get(cadence)
            if row is None:
                continue
            wait_days = row.every * 30 if row.unit == "MONTHS" else row.every
            rungs.append(
                step_model(
                    version=version,
                    position=len(rungs) + 1,
                    kind=kind,
                    wait_days=wait_days,
                    source=row.source,
                    is_to_confirm=row.is_to_confirm,
                )
            )
        step_model.objects.bulk_create(rungs)
        version.to_confirm = " ".join(sorted({*version.to_confirm.split(), "outreach_last_wait"}))
        version.save(update_fields=["to_confirm"])
    cadence_model.objects.filter(kind__in=kinds).delete()


class Migration(migrations.Migration):

    dependencies = [
        ('partners', '0002_ladder_criteria_directory'),
    ]

    operations = [
        migrations.AddField(
            model_name='programmeversion',
            name='outreach_last_wait',
            field=models.PositiveSmallIntegerField(default=10, verbose_name='jours après la dernière étape de relance'),
        ),
        migrations.RunPython(make_rungs, migrations.RunPython.noop, elidable=True),
        migrations.AlterField(
            model_name='cadence',
            name='kind',
            field=models.CharField(choices=[('VISIT', 'rencontre avec le ménage'), ('FIRST_ACTION', 'première action après l’orientation'), ('DIAGNOSIS', 'diagnostic après l’étude'), ('REVIEW', 'bilan d’étape'), ('CELL', 'cellule de coordination'), ('QUARTERLY', 'réunion trimestrielle')], max_length=21, verbose_name='objet'),
        ),
    ]
