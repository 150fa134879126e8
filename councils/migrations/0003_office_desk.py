import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("councils", "0002_look_into_files"),
    ]

    operations = [
        migrations.CreateModel(
            name="LinkCheck",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(editable=False, max_length=64, unique=True)),
                ("url", models.URLField(max_length=500)),
                (
                    "result",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "not tried yet"),
                            ("fine", "works"),
                            ("missing", "the page does not exist any more"),
                            ("error", "the other server reports an error"),
                            ("no_answer", "no answer"),
                            ("not_public", "not reachable from the internet"),
                            ("circles", "leads from one address to the next without end"),
                        ],
                        max_length=12,
                    ),
                ),
                ("checked_at", models.DateTimeField(blank=True, null=True)),
                ("next_at", models.DateTimeField(db_index=True)),
                ("failed_days", models.PositiveSmallIntegerField(default=0)),
                ("failed_on", models.DateField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "checked link",
                "verbose_name_plural": "checked links",
            },
        ),
        migrations.AddField(
            model_name="user",
            name="weekly_mail",
            field=models.BooleanField(
                default=True,
                help_text="Every Monday: what is to be done. Nothing comes when nothing is.",
                verbose_name="weekly mail",
            ),
        ),
        migrations.AddField(
            model_name="user",
            name="weekly_mail_on",
            field=models.DateField(blank=True, editable=False, null=True),
        ),
        migrations.CreateModel(
            name="PutOff",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=200)),
                ("until", models.DateField(verbose_name="until")),
                ("reason", models.CharField(max_length=200, verbose_name="reason")),
                ("at", models.DateTimeField(verbose_name="when")),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who",
                    ),
                ),
                (
                    "council",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="put_off",
                        to="councils.council",
                        verbose_name="council",
                    ),
                ),
            ],
            options={
                "verbose_name": "put off",
                "verbose_name_plural": "put off",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("council", "key"),
                        name="councils_putoff_once",
                        violation_error_message="This is put off already.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("council__isnull", True)),
                        fields=("key",),
                        name="councils_putoff_once_everywhere",
                        violation_error_message="This is put off already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="councils_putoff_reason",
                        violation_error_message="Say why.",
                    ),
                ],
            },
        ),
    ]
