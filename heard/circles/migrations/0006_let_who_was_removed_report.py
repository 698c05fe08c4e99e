from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('circles', '0005_seats_of_persons_and_of_ages'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='seat',
            name='removed_device_hash',
            field=models.CharField(blank=True, db_default='', max_length=64),
        ),
        migrations.AddConstraint(
            model_name='seat',
            constraint=models.CheckConstraint(condition=models.Q(('removed_device_hash', ''), ('removed_at__isnull', False), _connector='OR'), name='only_a_removed_seat_had_a_device'),
        ),
    ]
