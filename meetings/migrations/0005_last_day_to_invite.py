import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("meetings", "0004_order_within_a_day"),
    ]

    operations = [
        migrations.AddField(
            model_name="meetingrules",
            name="invite_days",
            field=models.PositiveSmallIntegerField(
                blank=True,
                help_text="At the latest so many days before the meeting, as your rules of procedure say. The start page reminds you.",
                null=True,
                validators=[django.core.validators.MaxValueValidator(60)],
                verbose_name="invitation goes out",
            ),
        ),
    ]
