"""PostgreSQL refuses overlapping leases of one share and overlapping subleases of one head lease (the end day included).

SQLite has no exclusion constraint: there the service refuses inside its write transaction.
"""

from django.db import migrations

ADD = """
CREATE EXTENSION IF NOT EXISTS btree_gist;
ALTER TABLE leases_lease ADD CONSTRAINT lease_share_no_overlap EXCLUDE USING gist
    (share_id WITH =, daterange(started_on, ended_on, '[]') WITH &&) WHERE (kind IN ('DIRECT', 'HEAD'));
ALTER TABLE leases_lease ADD CONSTRAINT lease_sublease_no_overlap EXCLUDE USING gist
    (head_lease_id WITH =, daterange(started_on, ended_on, '[]') WITH &&) WHERE (kind = 'SUBLEASE');
"""
REMOVE = """
ALTER TABLE leases_lease DROP CONSTRAINT lease_share_no_overlap;
ALTER TABLE leases_lease DROP CONSTRAINT lease_sublease_no_overlap;
"""


def add(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(ADD)


def remove(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(REMOVE)


class Migration(migrations.Migration):
    dependencies = [("leases", "0001_initial")]
    operations = [migrations.RunPython(add, remove)]
