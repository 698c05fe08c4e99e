from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0003_keep_names_as_nicknames'),
    ]

    operations = [
        migrations.RemoveField(
            model_name='person',
            name='name',
        ),
    ]
