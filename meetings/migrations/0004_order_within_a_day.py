from django.db import migrations, models

import meetings.models.meeting


class Migration(migrations.Migration):
    dependencies = [
        ("meetings", "0003_where_it_stands_in_time"),
    ]

    # Databases cannot change how a generated column is made: it goes and comes.
    operations = [
        migrations.RemoveIndex(model_name="meeting", name="meetings_meeting_timeline"),
        migrations.RemoveField(model_name="meeting", name="timeline"),
        migrations.AddField(
            model_name="meeting",
            name="timeline",
            field=models.GeneratedField(
                db_persist=True,
                expression=meetings.models.meeting.Timeline(
                    models.F("held_on"), models.F("status"), models.F("starts_at")
                ),
                output_field=models.BigIntegerField(),
            ),
        ),
        migrations.AddIndex(
            model_name="meeting",
            index=models.Index(fields=["timeline", "id"], name="meetings_meeting_timeline"),
        ),
    ]
