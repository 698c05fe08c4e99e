"""Only the first owner was ever asked for a name; it becomes their nickname."""

from django.db import migrations
from django.db.models import F


def keep_names(apps, schema_editor):
    people = apps.get_model("people", "Person").objects.using(schema_editor.connection.alias)
    people.filter(nickname="").update(nickname=F("name"))


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0002_keep_consents_ages_and_looks'),
    ]

    operations = [
        migrations.RunPython(keep_names, migrations.RunPython.noop),
    ]
