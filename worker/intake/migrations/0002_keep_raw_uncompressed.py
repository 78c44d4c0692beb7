"""PostgreSQL keeps raw mails uncompressed: they are mostly base64, which its compression only slows down."""

from django.db import migrations


def keep_raw_uncompressed(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE intake_mailbytes ALTER COLUMN raw SET STORAGE EXTERNAL")


class Migration(migrations.Migration):
    dependencies = [("intake", "0001_initial")]

    operations = [migrations.RunPython(keep_raw_uncompressed, migrations.RunPython.noop)]
