"""PostgreSQL refuses overlapping titles of one share, under one head lease, of one household (the end day included).

What was recorded in error stands in nobody's way. SQLite has no exclusion constraint: there the service refuses inside its
write transaction.
"""

from django.db import migrations

ADD = """
ALTER TABLE leases_lease DROP CONSTRAINT lease_share_no_overlap;
ALTER TABLE leases_lease DROP CONSTRAINT lease_sublease_no_overlap;
ALTER TABLE leases_lease ADD CONSTRAINT lease_share_no_overlap EXCLUDE USING gist
    (share_id WITH =, daterange(started_on, ended_on, '[]') WITH &&)
    WHERE (head_lease_id IS NULL AND annulled_at IS NULL);
ALTER TABLE leases_lease ADD CONSTRAINT lease_under_head_no_overlap EXCLUDE USING gist
    (head_lease_id WITH =, daterange(started_on, ended_on, '[]') WITH &&)
    WHERE (head_lease_id IS NOT NULL AND annulled_at IS NULL);
ALTER TABLE leases_lease ADD CONSTRAINT lease_household_no_overlap EXCLUDE USING gist
    (enrolment_id WITH =, daterange(started_on, ended_on, '[]') WITH &&)
    WHERE (enrolment_id IS NOT NULL AND annulled_at IS NULL);
"""
REMOVE = """
ALTER TABLE leases_lease DROP CONSTRAINT lease_share_no_overlap;
ALTER TABLE leases_lease DROP CONSTRAINT lease_under_head_no_overlap;
ALTER TABLE leases_lease DROP CONSTRAINT lease_household_no_overlap;
ALTER TABLE leases_lease ADD CONSTRAINT lease_share_no_overlap EXCLUDE USING gist
    (share_id WITH =, daterange(started_on, ended_on, '[]') WITH &&) WHERE (kind IN ('DIRECT', 'HEAD'));
ALTER TABLE leases_lease ADD CONSTRAINT lease_sublease_no_overlap EXCLUDE USING gist
    (head_lease_id WITH =, daterange(started_on, ended_on, '[]') WITH &&) WHERE (kind = 'SUBLEASE');
"""


def add(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(ADD)


def remove(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(REMOVE)


class Migration(migrations.Migration):
    dependencies = [("leases", "0005_titles")]
    operations = [migrations.RunPython(add, remove)]
