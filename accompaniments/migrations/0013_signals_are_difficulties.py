"""Give each signal its state and its steps: answered it is closed, as a signal was; else its team's answer is awaited."""

from django.db import migrations


def give_steps(apps, schema_editor):
    """Turn the answer of a signal into steps: what was answered was over, and its text is kept."""
    del schema_editor
    difficulties = apps.get_model("accompaniments", "Difficulty")
    steps = apps.get_model("accompaniments", "DifficultyStep")
    for row in difficulties.objects.all():
        steps.objects.create(
            difficulty=row,
            position=1,
            to_state="OPEN",
            side="LANDLORD",
            made_on=row.reported_on,
            recorded_by=row.made_by_id,
            recorded_at=row.recorded_at,
        )
        row.state, row.state_on, row.awaits = "OPEN", row.reported_on, "TEAM"
        if row.answer:
            said = {"difficulty": row, "side": "TEAM", "made_on": row.answered_on, "recorded_by": row.answered_by}
            steps.objects.create(position=2, to_state="ANSWERED", answer=row.answer, text=row.answer_text, **said)
            steps.objects.create(position=3, to_state="CLOSED", **said)
            row.state, row.state_on, row.awaits = "CLOSED", row.answered_on, ""
        row.save(update_fields=["state", "state_on", "awaits"])


class Migration(migrations.Migration):
    dependencies = [("accompaniments", "0012_difficulties")]

    operations = [migrations.RunPython(give_steps, migrations.RunPython.noop)]
