import django.core.validators
import django.db.models.deletion
from django.db import migrations, models

import councils.models.document
import councils.partial_dates
import councils.richtext


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("councils", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Convening",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "translations",
                    models.JSONField(blank=True, default=dict, editable=False, verbose_name="translation record"),
                ),
                (
                    "key",
                    models.SlugField(
                        blank=True,
                        help_text="Names this entry in the council file. Made by itself; never changes.",
                        max_length=80,
                        validators=[
                            django.core.validators.RegexValidator(
                                "\\A[a-z0-9]+(?:-[a-z0-9]+)*\\Z",
                                "Use small letters a–z, digits and single hyphens only.",
                            )
                        ],
                        verbose_name="key",
                    ),
                ),
                ("public_id", models.UUIDField(editable=False, unique=True, verbose_name="public identifier")),
                ("created", models.DateTimeField(editable=False, verbose_name="created")),
                ("modified", models.DateTimeField(db_index=True, editable=False, verbose_name="changed")),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "draft"), ("published", "published"), ("withdrawn", "withdrawn")],
                        default="draft",
                        help_text="Only what is published shows on public pages.",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "publish_at",
                    models.DateTimeField(
                        blank=True, help_text="Leave empty to publish at once.", null=True, verbose_name="public from"
                    ),
                ),
                (
                    "unpublish_at",
                    models.DateTimeField(
                        blank=True, help_text="Leave empty to keep it public.", null=True, verbose_name="public until"
                    ),
                ),
                (
                    "first_published_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="first public"),
                ),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="deleted")),
                ("import_mark", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "position",
                    models.PositiveIntegerField(
                        default=0, help_text="Order in lists; lower comes first.", verbose_name="position"
                    ),
                ),
                (
                    "council",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="convenings",
                        to="councils.council",
                        verbose_name="council",
                    ),
                ),
            ],
            options={
                "verbose_name": "convening council",
                "verbose_name_plural": "convening councils",
                "ordering": ["position", "pk"],
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "draft"), _negated=True),
                            ("first_published_at__isnull", True),
                            _connector="OR",
                        ),
                        name="meetings_convening_draft_never_public",
                        violation_error_message="This was public already. Withdraw it instead of making it a draft.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "published"), _negated=True),
                            ("first_published_at__isnull", False),
                            _connector="OR",
                        ),
                        name="meetings_convening_published_since",
                        violation_error_message="Something published needs the moment it became public.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "withdrawn"), _negated=True),
                            ("unpublish_at__isnull", False),
                            _connector="OR",
                        ),
                        name="meetings_convening_withdrawn_since",
                        violation_error_message="Something withdrawn needs the moment it was withdrawn.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("publish_at__isnull", True),
                            ("unpublish_at__isnull", True),
                            ("unpublish_at__gt", models.F("publish_at")),
                            _connector="OR",
                        ),
                        name="meetings_convening_publish_before_unpublish",
                        violation_error_message="“Public until” must be later than “public from”.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("key", ""), _negated=True),
                        name="meetings_convening_has_key",
                        violation_error_message="The key must not be empty.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Meeting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "translations",
                    models.JSONField(blank=True, default=dict, editable=False, verbose_name="translation record"),
                ),
                (
                    "key",
                    models.SlugField(
                        blank=True,
                        help_text="Names this entry in the council file. Made by itself; never changes.",
                        max_length=80,
                        validators=[
                            django.core.validators.RegexValidator(
                                "\\A[a-z0-9]+(?:-[a-z0-9]+)*\\Z",
                                "Use small letters a–z, digits and single hyphens only.",
                            )
                        ],
                        verbose_name="key",
                    ),
                ),
                ("public_id", models.UUIDField(editable=False, unique=True, verbose_name="public identifier")),
                ("created", models.DateTimeField(editable=False, verbose_name="created")),
                ("modified", models.DateTimeField(db_index=True, editable=False, verbose_name="changed")),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "draft"), ("published", "published"), ("withdrawn", "withdrawn")],
                        default="draft",
                        help_text="Only what is published shows on public pages.",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "publish_at",
                    models.DateTimeField(
                        blank=True, help_text="Leave empty to publish at once.", null=True, verbose_name="public from"
                    ),
                ),
                (
                    "unpublish_at",
                    models.DateTimeField(
                        blank=True, help_text="Leave empty to keep it public.", null=True, verbose_name="public until"
                    ),
                ),
                (
                    "first_published_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="first public"),
                ),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="deleted")),
                ("import_mark", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("constitutive", "constitutive meeting"),
                            ("regular", "regular meeting"),
                            ("special", "special meeting"),
                            ("plenary", "plenary"),
                        ],
                        default="regular",
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("planned", "planned"),
                            ("invited", "invited"),
                            ("held", "held"),
                            ("moved", "moved"),
                            ("cancelled", "cancelled"),
                        ],
                        default="planned",
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                (
                    "status_reason",
                    models.CharField(
                        blank=True,
                        help_text="Why it was moved or cancelled; shows on its page.",
                        max_length=300,
                        verbose_name="reason",
                    ),
                ),
                (
                    "status_reason_de",
                    models.CharField(
                        blank=True,
                        help_text="Why it was moved or cancelled; shows on its page.",
                        max_length=300,
                        null=True,
                        verbose_name="reason",
                    ),
                ),
                (
                    "status_reason_de_simple",
                    models.CharField(
                        blank=True,
                        help_text="Why it was moved or cancelled; shows on its page.",
                        max_length=300,
                        null=True,
                        verbose_name="reason",
                    ),
                ),
                (
                    "status_reason_en",
                    models.CharField(
                        blank=True,
                        help_text="Why it was moved or cancelled; shows on its page.",
                        max_length=300,
                        null=True,
                        verbose_name="reason",
                    ),
                ),
                (
                    "status_reason_ar",
                    models.CharField(
                        blank=True,
                        help_text="Why it was moved or cancelled; shows on its page.",
                        max_length=300,
                        null=True,
                        verbose_name="reason",
                    ),
                ),
                (
                    "status_reason_bg",
                    models.CharField(
                        blank=True,
                        help_text="Why it was moved or cancelled; shows on its page.",
                        max_length=300,
                        null=True,
                        verbose_name="reason",
                    ),
                ),
                (
                    "status_reason_fa",
                    models.CharField(
                        blank=True,
                        help_text="Why it was moved or cancelled; shows on its page.",
                        max_length=300,
                        null=True,
                        verbose_name="reason",
                    ),
                ),
                (
                    "status_reason_pl",
                    models.CharField(
                        blank=True,
                        help_text="Why it was moved or cancelled; shows on its page.",
                        max_length=300,
                        null=True,
                        verbose_name="reason",
                    ),
                ),
                (
                    "status_reason_ro",
                    models.CharField(
                        blank=True,
                        help_text="Why it was moved or cancelled; shows on its page.",
                        max_length=300,
                        null=True,
                        verbose_name="reason",
                    ),
                ),
                (
                    "status_reason_ru",
                    models.CharField(
                        blank=True,
                        help_text="Why it was moved or cancelled; shows on its page.",
                        max_length=300,
                        null=True,
                        verbose_name="reason",
                    ),
                ),
                (
                    "status_reason_tr",
                    models.CharField(
                        blank=True,
                        help_text="Why it was moved or cancelled; shows on its page.",
                        max_length=300,
                        null=True,
                        verbose_name="reason",
                    ),
                ),
                (
                    "status_reason_uk",
                    models.CharField(
                        blank=True,
                        help_text="Why it was moved or cancelled; shows on its page.",
                        max_length=300,
                        null=True,
                        verbose_name="reason",
                    ),
                ),
                (
                    "status_reason_vi",
                    models.CharField(
                        blank=True,
                        help_text="Why it was moved or cancelled; shows on its page.",
                        max_length=300,
                        null=True,
                        verbose_name="reason",
                    ),
                ),
                ("title", models.CharField(blank=True, max_length=300, verbose_name="title")),
                ("title_de", models.CharField(blank=True, max_length=300, null=True, verbose_name="title")),
                ("title_de_simple", models.CharField(blank=True, max_length=300, null=True, verbose_name="title")),
                ("title_en", models.CharField(blank=True, max_length=300, null=True, verbose_name="title")),
                ("title_ar", models.CharField(blank=True, max_length=300, null=True, verbose_name="title")),
                ("title_bg", models.CharField(blank=True, max_length=300, null=True, verbose_name="title")),
                ("title_fa", models.CharField(blank=True, max_length=300, null=True, verbose_name="title")),
                ("title_pl", models.CharField(blank=True, max_length=300, null=True, verbose_name="title")),
                ("title_ro", models.CharField(blank=True, max_length=300, null=True, verbose_name="title")),
                ("title_ru", models.CharField(blank=True, max_length=300, null=True, verbose_name="title")),
                ("title_tr", models.CharField(blank=True, max_length=300, null=True, verbose_name="title")),
                ("title_uk", models.CharField(blank=True, max_length=300, null=True, verbose_name="title")),
                ("title_vi", models.CharField(blank=True, max_length=300, null=True, verbose_name="title")),
                (
                    "held_on",
                    councils.partial_dates.PartialDateField(
                        help_text="As far as it is known: 2027, 03.2027 or 18.03.2027.", verbose_name="date"
                    ),
                ),
                (
                    "starts_at",
                    models.TimeField(
                        blank=True,
                        help_text="Leave empty if it is not known; then no time shows.",
                        null=True,
                        verbose_name="begins at",
                    ),
                ),
                ("ends_at", models.TimeField(blank=True, null=True, verbose_name="ends at")),
                (
                    "moved_from",
                    councils.partial_dates.PartialDateField(
                        blank=True, null=True, verbose_name="date before it was moved"
                    ),
                ),
                (
                    "openness",
                    models.CharField(
                        choices=[
                            ("public", "public"),
                            ("non_public", "non-public"),
                            ("partly", "public and non-public parts"),
                            ("unknown", "not known whether public"),
                        ],
                        default="unknown",
                        max_length=10,
                        verbose_name="public",
                    ),
                ),
                (
                    "mode",
                    models.CharField(
                        choices=[
                            ("in_person", "in person"),
                            ("online", "online"),
                            ("hybrid", "in person and online"),
                            ("unknown", "not known"),
                        ],
                        default="unknown",
                        max_length=10,
                        verbose_name="how to attend",
                    ),
                ),
                (
                    "is_free",
                    models.CharField(
                        choices=[("yes", "yes"), ("no", "no"), ("unknown", "not known")],
                        default="unknown",
                        max_length=10,
                        verbose_name="free of charge",
                    ),
                ),
                (
                    "expected_attendance",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="people expected"),
                ),
                (
                    "convened_by_note",
                    models.CharField(
                        blank=True,
                        help_text="Where it is not the council itself.",
                        max_length=300,
                        verbose_name="who convenes",
                    ),
                ),
                (
                    "convened_by_note_de",
                    models.CharField(
                        blank=True,
                        help_text="Where it is not the council itself.",
                        max_length=300,
                        null=True,
                        verbose_name="who convenes",
                    ),
                ),
                (
                    "convened_by_note_de_simple",
                    models.CharField(
                        blank=True,
                        help_text="Where it is not the council itself.",
                        max_length=300,
                        null=True,
                        verbose_name="who convenes",
                    ),
                ),
                (
                    "convened_by_note_en",
                    models.CharField(
                        blank=True,
                        help_text="Where it is not the council itself.",
                        max_length=300,
                        null=True,
                        verbose_name="who convenes",
                    ),
                ),
                (
                    "convened_by_note_ar",
                    models.CharField(
                        blank=True,
                        help_text="Where it is not the council itself.",
                        max_length=300,
                        null=True,
                        verbose_name="who convenes",
                    ),
                ),
                (
                    "convened_by_note_bg",
                    models.CharField(
                        blank=True,
                        help_text="Where it is not the council itself.",
                        max_length=300,
                        null=True,
                        verbose_name="who convenes",
                    ),
                ),
                (
                    "convened_by_note_fa",
                    models.CharField(
                        blank=True,
                        help_text="Where it is not the council itself.",
                        max_length=300,
                        null=True,
                        verbose_name="who convenes",
                    ),
                ),
                (
                    "convened_by_note_pl",
                    models.CharField(
                        blank=True,
                        help_text="Where it is not the council itself.",
                        max_length=300,
                        null=True,
                        verbose_name="who convenes",
                    ),
                ),
                (
                    "convened_by_note_ro",
                    models.CharField(
                        blank=True,
                        help_text="Where it is not the council itself.",
                        max_length=300,
                        null=True,
                        verbose_name="who convenes",
                    ),
                ),
                (
                    "convened_by_note_ru",
                    models.CharField(
                        blank=True,
                        help_text="Where it is not the council itself.",
                        max_length=300,
                        null=True,
                        verbose_name="who convenes",
                    ),
                ),
                (
                    "convened_by_note_tr",
                    models.CharField(
                        blank=True,
                        help_text="Where it is not the council itself.",
                        max_length=300,
                        null=True,
                        verbose_name="who convenes",
                    ),
                ),
                (
                    "convened_by_note_uk",
                    models.CharField(
                        blank=True,
                        help_text="Where it is not the council itself.",
                        max_length=300,
                        null=True,
                        verbose_name="who convenes",
                    ),
                ),
                (
                    "convened_by_note_vi",
                    models.CharField(
                        blank=True,
                        help_text="Where it is not the council itself.",
                        max_length=300,
                        null=True,
                        verbose_name="who convenes",
                    ),
                ),
                ("summary", councils.richtext.RichTextField(blank=True, verbose_name="what it is about")),
                ("summary_de", councils.richtext.RichTextField(blank=True, null=True, verbose_name="what it is about")),
                (
                    "summary_de_simple",
                    councils.richtext.RichTextField(blank=True, null=True, verbose_name="what it is about"),
                ),
                ("summary_en", councils.richtext.RichTextField(blank=True, null=True, verbose_name="what it is about")),
                ("summary_ar", councils.richtext.RichTextField(blank=True, null=True, verbose_name="what it is about")),
                ("summary_bg", councils.richtext.RichTextField(blank=True, null=True, verbose_name="what it is about")),
                ("summary_fa", councils.richtext.RichTextField(blank=True, null=True, verbose_name="what it is about")),
                ("summary_pl", councils.richtext.RichTextField(blank=True, null=True, verbose_name="what it is about")),
                ("summary_ro", councils.richtext.RichTextField(blank=True, null=True, verbose_name="what it is about")),
                ("summary_ru", councils.richtext.RichTextField(blank=True, null=True, verbose_name="what it is about")),
                ("summary_tr", councils.richtext.RichTextField(blank=True, null=True, verbose_name="what it is about")),
                ("summary_uk", councils.richtext.RichTextField(blank=True, null=True, verbose_name="what it is about")),
                ("summary_vi", councils.richtext.RichTextField(blank=True, null=True, verbose_name="what it is about")),
                ("registration_deadline", models.DateField(blank=True, null=True, verbose_name="register until")),
                ("registration_note", models.TextField(blank=True, verbose_name="how to register")),
                ("registration_note_de", models.TextField(blank=True, null=True, verbose_name="how to register")),
                (
                    "registration_note_de_simple",
                    models.TextField(blank=True, null=True, verbose_name="how to register"),
                ),
                ("registration_note_en", models.TextField(blank=True, null=True, verbose_name="how to register")),
                ("registration_note_ar", models.TextField(blank=True, null=True, verbose_name="how to register")),
                ("registration_note_bg", models.TextField(blank=True, null=True, verbose_name="how to register")),
                ("registration_note_fa", models.TextField(blank=True, null=True, verbose_name="how to register")),
                ("registration_note_pl", models.TextField(blank=True, null=True, verbose_name="how to register")),
                ("registration_note_ro", models.TextField(blank=True, null=True, verbose_name="how to register")),
                ("registration_note_ru", models.TextField(blank=True, null=True, verbose_name="how to register")),
                ("registration_note_tr", models.TextField(blank=True, null=True, verbose_name="how to register")),
                ("registration_note_uk", models.TextField(blank=True, null=True, verbose_name="how to register")),
                ("registration_note_vi", models.TextField(blank=True, null=True, verbose_name="how to register")),
                (
                    "registration_contact",
                    models.CharField(
                        blank=True,
                        help_text="Shows on this meeting’s page only, and after the last day as expired.",
                        max_length=200,
                        verbose_name="where to register",
                    ),
                ),
                (
                    "registration_contact_expires_on",
                    models.DateField(blank=True, null=True, verbose_name="last day of that contact"),
                ),
                (
                    "councils",
                    models.ManyToManyField(
                        related_name="meetings",
                        through="meetings.Convening",
                        to="councils.council",
                        verbose_name="convening councils",
                    ),
                ),
                (
                    "keeper",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="kept_meetings",
                        to="councils.council",
                        verbose_name="kept by",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="councils.source",
                        verbose_name="source, if another",
                    ),
                ),
            ],
            options={
                "verbose_name": "meeting",
                "verbose_name_plural": "meetings",
                "ordering": ["-held_on", "-starts_at", "-pk"],
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["held_on", "starts_at", "id"], name="meetings_meeting_soonest")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "draft"), _negated=True),
                            ("first_published_at__isnull", True),
                            _connector="OR",
                        ),
                        name="meetings_meeting_draft_never_public",
                        violation_error_message="This was public already. Withdraw it instead of making it a draft.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "published"), _negated=True),
                            ("first_published_at__isnull", False),
                            _connector="OR",
                        ),
                        name="meetings_meeting_published_since",
                        violation_error_message="Something published needs the moment it became public.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "withdrawn"), _negated=True),
                            ("unpublish_at__isnull", False),
                            _connector="OR",
                        ),
                        name="meetings_meeting_withdrawn_since",
                        violation_error_message="Something withdrawn needs the moment it was withdrawn.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("publish_at__isnull", True),
                            ("unpublish_at__isnull", True),
                            ("unpublish_at__gt", models.F("publish_at")),
                            _connector="OR",
                        ),
                        name="meetings_meeting_publish_before_unpublish",
                        violation_error_message="“Public until” must be later than “public from”.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("key", ""), _negated=True),
                        name="meetings_meeting_has_key",
                        violation_error_message="The key must not be empty.",
                    ),
                    models.UniqueConstraint(
                        fields=("keeper", "key"),
                        name="meetings_meeting_key_once",
                        violation_error_message="This key is already used here, perhaps by something deleted.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_at__isnull", True),
                            models.Q(("ends_at__gt", models.F("starts_at")), ("starts_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="meetings_meeting_times",
                        violation_error_message="The end needs a beginning before it.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "moved"), _negated=True), ("moved_from__isnull", False), _connector="OR"
                        ),
                        name="meetings_meeting_moved_from",
                        violation_error_message="A moved meeting keeps the date it was moved from.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "cancelled"), _negated=True),
                            ("deleted_at__isnull", False),
                            models.Q(
                                ("status_reason_de__isnull", False), models.Q(("status_reason_de", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="meetings_meeting_cancelled_why",
                        violation_error_message="Say why the meeting is cancelled.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("registration_contact", ""),
                            ("registration_contact_expires_on__isnull", False),
                            _connector="OR",
                        ),
                        name="meetings_meeting_contact_expires",
                        violation_error_message="Say until when this contact holds.",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="convening",
            name="meeting",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="convenings",
                to="meetings.meeting",
                verbose_name="meeting",
            ),
        ),
        migrations.CreateModel(
            name="AgendaItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "translations",
                    models.JSONField(blank=True, default=dict, editable=False, verbose_name="translation record"),
                ),
                (
                    "key",
                    models.SlugField(
                        blank=True,
                        help_text="Names this entry in the council file. Made by itself; never changes.",
                        max_length=80,
                        validators=[
                            django.core.validators.RegexValidator(
                                "\\A[a-z0-9]+(?:-[a-z0-9]+)*\\Z",
                                "Use small letters a–z, digits and single hyphens only.",
                            )
                        ],
                        verbose_name="key",
                    ),
                ),
                ("public_id", models.UUIDField(editable=False, unique=True, verbose_name="public identifier")),
                ("created", models.DateTimeField(editable=False, verbose_name="created")),
                ("modified", models.DateTimeField(db_index=True, editable=False, verbose_name="changed")),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "draft"), ("published", "published"), ("withdrawn", "withdrawn")],
                        default="draft",
                        help_text="Only what is published shows on public pages.",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "publish_at",
                    models.DateTimeField(
                        blank=True, help_text="Leave empty to publish at once.", null=True, verbose_name="public from"
                    ),
                ),
                (
                    "unpublish_at",
                    models.DateTimeField(
                        blank=True, help_text="Leave empty to keep it public.", null=True, verbose_name="public until"
                    ),
                ),
                (
                    "first_published_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="first public"),
                ),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="deleted")),
                ("import_mark", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "position",
                    models.PositiveIntegerField(
                        default=0, help_text="Order in lists; lower comes first.", verbose_name="position"
                    ),
                ),
                (
                    "number",
                    models.CharField(
                        blank=True, help_text="As printed, for example “Ö 3.1”.", max_length=20, verbose_name="number"
                    ),
                ),
                ("title", models.CharField(max_length=400, verbose_name="title")),
                ("title_de", models.CharField(max_length=400, null=True, verbose_name="title")),
                ("title_de_simple", models.CharField(max_length=400, null=True, verbose_name="title")),
                ("title_en", models.CharField(max_length=400, null=True, verbose_name="title")),
                ("title_ar", models.CharField(max_length=400, null=True, verbose_name="title")),
                ("title_bg", models.CharField(max_length=400, null=True, verbose_name="title")),
                ("title_fa", models.CharField(max_length=400, null=True, verbose_name="title")),
                ("title_pl", models.CharField(max_length=400, null=True, verbose_name="title")),
                ("title_ro", models.CharField(max_length=400, null=True, verbose_name="title")),
                ("title_ru", models.CharField(max_length=400, null=True, verbose_name="title")),
                ("title_tr", models.CharField(max_length=400, null=True, verbose_name="title")),
                ("title_uk", models.CharField(max_length=400, null=True, verbose_name="title")),
                ("title_vi", models.CharField(max_length=400, null=True, verbose_name="title")),
                (
                    "is_public",
                    models.BooleanField(
                        default=True, help_text="Of a non-public item only the number shows.", verbose_name="public"
                    ),
                ),
                ("brought_by", models.CharField(blank=True, max_length=200, verbose_name="brought in by")),
                (
                    "brought_by_de",
                    models.CharField(blank=True, max_length=200, null=True, verbose_name="brought in by"),
                ),
                (
                    "brought_by_de_simple",
                    models.CharField(blank=True, max_length=200, null=True, verbose_name="brought in by"),
                ),
                (
                    "brought_by_en",
                    models.CharField(blank=True, max_length=200, null=True, verbose_name="brought in by"),
                ),
                (
                    "brought_by_ar",
                    models.CharField(blank=True, max_length=200, null=True, verbose_name="brought in by"),
                ),
                (
                    "brought_by_bg",
                    models.CharField(blank=True, max_length=200, null=True, verbose_name="brought in by"),
                ),
                (
                    "brought_by_fa",
                    models.CharField(blank=True, max_length=200, null=True, verbose_name="brought in by"),
                ),
                (
                    "brought_by_pl",
                    models.CharField(blank=True, max_length=200, null=True, verbose_name="brought in by"),
                ),
                (
                    "brought_by_ro",
                    models.CharField(blank=True, max_length=200, null=True, verbose_name="brought in by"),
                ),
                (
                    "brought_by_ru",
                    models.CharField(blank=True, max_length=200, null=True, verbose_name="brought in by"),
                ),
                (
                    "brought_by_tr",
                    models.CharField(blank=True, max_length=200, null=True, verbose_name="brought in by"),
                ),
                (
                    "brought_by_uk",
                    models.CharField(blank=True, max_length=200, null=True, verbose_name="brought in by"),
                ),
                (
                    "brought_by_vi",
                    models.CharField(blank=True, max_length=200, null=True, verbose_name="brought in by"),
                ),
                ("body", councils.richtext.RichTextField(blank=True, verbose_name="description")),
                ("body_de", councils.richtext.RichTextField(blank=True, null=True, verbose_name="description")),
                ("body_de_simple", councils.richtext.RichTextField(blank=True, null=True, verbose_name="description")),
                ("body_en", councils.richtext.RichTextField(blank=True, null=True, verbose_name="description")),
                ("body_ar", councils.richtext.RichTextField(blank=True, null=True, verbose_name="description")),
                ("body_bg", councils.richtext.RichTextField(blank=True, null=True, verbose_name="description")),
                ("body_fa", councils.richtext.RichTextField(blank=True, null=True, verbose_name="description")),
                ("body_pl", councils.richtext.RichTextField(blank=True, null=True, verbose_name="description")),
                ("body_ro", councils.richtext.RichTextField(blank=True, null=True, verbose_name="description")),
                ("body_ru", councils.richtext.RichTextField(blank=True, null=True, verbose_name="description")),
                ("body_tr", councils.richtext.RichTextField(blank=True, null=True, verbose_name="description")),
                ("body_uk", councils.richtext.RichTextField(blank=True, null=True, verbose_name="description")),
                ("body_vi", councils.richtext.RichTextField(blank=True, null=True, verbose_name="description")),
                ("result", models.CharField(blank=True, max_length=300, verbose_name="result")),
                ("result_de", models.CharField(blank=True, max_length=300, null=True, verbose_name="result")),
                ("result_de_simple", models.CharField(blank=True, max_length=300, null=True, verbose_name="result")),
                ("result_en", models.CharField(blank=True, max_length=300, null=True, verbose_name="result")),
                ("result_ar", models.CharField(blank=True, max_length=300, null=True, verbose_name="result")),
                ("result_bg", models.CharField(blank=True, max_length=300, null=True, verbose_name="result")),
                ("result_fa", models.CharField(blank=True, max_length=300, null=True, verbose_name="result")),
                ("result_pl", models.CharField(blank=True, max_length=300, null=True, verbose_name="result")),
                ("result_ro", models.CharField(blank=True, max_length=300, null=True, verbose_name="result")),
                ("result_ru", models.CharField(blank=True, max_length=300, null=True, verbose_name="result")),
                ("result_tr", models.CharField(blank=True, max_length=300, null=True, verbose_name="result")),
                ("result_uk", models.CharField(blank=True, max_length=300, null=True, verbose_name="result")),
                ("result_vi", models.CharField(blank=True, max_length=300, null=True, verbose_name="result")),
                ("resolution", councils.richtext.RichTextField(blank=True, verbose_name="resolution")),
                ("resolution_de", councils.richtext.RichTextField(blank=True, null=True, verbose_name="resolution")),
                (
                    "resolution_de_simple",
                    councils.richtext.RichTextField(blank=True, null=True, verbose_name="resolution"),
                ),
                ("resolution_en", councils.richtext.RichTextField(blank=True, null=True, verbose_name="resolution")),
                ("resolution_ar", councils.richtext.RichTextField(blank=True, null=True, verbose_name="resolution")),
                ("resolution_bg", councils.richtext.RichTextField(blank=True, null=True, verbose_name="resolution")),
                ("resolution_fa", councils.richtext.RichTextField(blank=True, null=True, verbose_name="resolution")),
                ("resolution_pl", councils.richtext.RichTextField(blank=True, null=True, verbose_name="resolution")),
                ("resolution_ro", councils.richtext.RichTextField(blank=True, null=True, verbose_name="resolution")),
                ("resolution_ru", councils.richtext.RichTextField(blank=True, null=True, verbose_name="resolution")),
                ("resolution_tr", councils.richtext.RichTextField(blank=True, null=True, verbose_name="resolution")),
                ("resolution_uk", councils.richtext.RichTextField(blank=True, null=True, verbose_name="resolution")),
                ("resolution_vi", councils.richtext.RichTextField(blank=True, null=True, verbose_name="resolution")),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agenda",
                        to="meetings.meeting",
                        verbose_name="meeting",
                    ),
                ),
            ],
            options={
                "verbose_name": "agenda item",
                "verbose_name_plural": "agenda items",
                "ordering": ["position", "pk"],
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "draft"), _negated=True),
                            ("first_published_at__isnull", True),
                            _connector="OR",
                        ),
                        name="meetings_agendaitem_draft_never_public",
                        violation_error_message="This was public already. Withdraw it instead of making it a draft.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "published"), _negated=True),
                            ("first_published_at__isnull", False),
                            _connector="OR",
                        ),
                        name="meetings_agendaitem_published_since",
                        violation_error_message="Something published needs the moment it became public.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "withdrawn"), _negated=True),
                            ("unpublish_at__isnull", False),
                            _connector="OR",
                        ),
                        name="meetings_agendaitem_withdrawn_since",
                        violation_error_message="Something withdrawn needs the moment it was withdrawn.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("publish_at__isnull", True),
                            ("unpublish_at__isnull", True),
                            ("unpublish_at__gt", models.F("publish_at")),
                            _connector="OR",
                        ),
                        name="meetings_agendaitem_publish_before_unpublish",
                        violation_error_message="“Public until” must be later than “public from”.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("key", ""), _negated=True),
                        name="meetings_agendaitem_has_key",
                        violation_error_message="The key must not be empty.",
                    ),
                    models.UniqueConstraint(
                        fields=("meeting", "key"),
                        name="meetings_agendaitem_key_once",
                        violation_error_message="This key is already used here, perhaps by something deleted.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("deleted_at__isnull", False),
                            models.Q(("title_de__isnull", False), models.Q(("title_de", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="meetings_agendaitem_title_de",
                        violation_error_message="The German text is missing. It is the source of all translations.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MeetingDocument",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "translations",
                    models.JSONField(blank=True, default=dict, editable=False, verbose_name="translation record"),
                ),
                (
                    "key",
                    models.SlugField(
                        blank=True,
                        help_text="Names this entry in the council file. Made by itself; never changes.",
                        max_length=80,
                        validators=[
                            django.core.validators.RegexValidator(
                                "\\A[a-z0-9]+(?:-[a-z0-9]+)*\\Z",
                                "Use small letters a–z, digits and single hyphens only.",
                            )
                        ],
                        verbose_name="key",
                    ),
                ),
                ("public_id", models.UUIDField(editable=False, unique=True, verbose_name="public identifier")),
                ("created", models.DateTimeField(editable=False, verbose_name="created")),
                ("modified", models.DateTimeField(db_index=True, editable=False, verbose_name="changed")),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "draft"), ("published", "published"), ("withdrawn", "withdrawn")],
                        default="draft",
                        help_text="Only what is published shows on public pages.",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "publish_at",
                    models.DateTimeField(
                        blank=True, help_text="Leave empty to publish at once.", null=True, verbose_name="public from"
                    ),
                ),
                (
                    "unpublish_at",
                    models.DateTimeField(
                        blank=True, help_text="Leave empty to keep it public.", null=True, verbose_name="public until"
                    ),
                ),
                (
                    "first_published_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="first public"),
                ),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="deleted")),
                ("import_mark", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "position",
                    models.PositiveIntegerField(
                        default=0, help_text="Order in lists; lower comes first.", verbose_name="position"
                    ),
                ),
                ("title", models.CharField(max_length=300, verbose_name="title")),
                ("title_de", models.CharField(max_length=300, null=True, verbose_name="title")),
                ("title_de_simple", models.CharField(max_length=300, null=True, verbose_name="title")),
                ("title_en", models.CharField(max_length=300, null=True, verbose_name="title")),
                ("title_ar", models.CharField(max_length=300, null=True, verbose_name="title")),
                ("title_bg", models.CharField(max_length=300, null=True, verbose_name="title")),
                ("title_fa", models.CharField(max_length=300, null=True, verbose_name="title")),
                ("title_pl", models.CharField(max_length=300, null=True, verbose_name="title")),
                ("title_ro", models.CharField(max_length=300, null=True, verbose_name="title")),
                ("title_ru", models.CharField(max_length=300, null=True, verbose_name="title")),
                ("title_tr", models.CharField(max_length=300, null=True, verbose_name="title")),
                ("title_uk", models.CharField(max_length=300, null=True, verbose_name="title")),
                ("title_vi", models.CharField(max_length=300, null=True, verbose_name="title")),
                ("description", models.TextField(blank=True, verbose_name="description")),
                ("description_de", models.TextField(blank=True, null=True, verbose_name="description")),
                ("description_de_simple", models.TextField(blank=True, null=True, verbose_name="description")),
                ("description_en", models.TextField(blank=True, null=True, verbose_name="description")),
                ("description_ar", models.TextField(blank=True, null=True, verbose_name="description")),
                ("description_bg", models.TextField(blank=True, null=True, verbose_name="description")),
                ("description_fa", models.TextField(blank=True, null=True, verbose_name="description")),
                ("description_pl", models.TextField(blank=True, null=True, verbose_name="description")),
                ("description_ro", models.TextField(blank=True, null=True, verbose_name="description")),
                ("description_ru", models.TextField(blank=True, null=True, verbose_name="description")),
                ("description_tr", models.TextField(blank=True, null=True, verbose_name="description")),
                ("description_uk", models.TextField(blank=True, null=True, verbose_name="description")),
                ("description_vi", models.TextField(blank=True, null=True, verbose_name="description")),
                (
                    "availability",
                    models.CharField(
                        choices=[("file", "file"), ("link", "link to another site"), ("known", "known, not supplied")],
                        default="file",
                        max_length=10,
                        verbose_name="available as",
                    ),
                ),
                (
                    "file",
                    models.FileField(
                        blank=True,
                        max_length=200,
                        storage=councils.models.document.get_private_storage,
                        upload_to=councils.models.document.stored_name,
                        verbose_name="file",
                    ),
                ),
                ("checksum", models.CharField(blank=True, editable=False, max_length=64, verbose_name="checksum")),
                (
                    "size",
                    models.PositiveBigIntegerField(blank=True, editable=False, null=True, verbose_name="size in bytes"),
                ),
                ("url", models.URLField(blank=True, max_length=500, verbose_name="link")),
                (
                    "language",
                    models.CharField(
                        choices=[
                            ("de", "Deutsch"),
                            ("de-simple", "Einfache Sprache"),
                            ("en", "English"),
                            ("ar", "العربية"),
                            ("bg", "Български"),
                            ("fa", "فارسی"),
                            ("pl", "Polski"),
                            ("ro", "Română"),
                            ("ru", "Русский"),
                            ("tr", "Türkçe"),
                            ("uk", "Українська"),
                            ("vi", "Tiếng Việt"),
                        ],
                        default="de",
                        max_length=10,
                        verbose_name="language of the document",
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("invitation", "invitation"),
                            ("agenda", "agenda"),
                            ("minutes", "minutes"),
                            ("attachment", "attachment"),
                        ],
                        default="attachment",
                        max_length=20,
                        verbose_name="kind of paper",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="documents",
                        to="meetings.meeting",
                        verbose_name="meeting",
                    ),
                ),
            ],
            options={
                "verbose_name": "document of a meeting",
                "verbose_name_plural": "documents of a meeting",
                "ordering": ["position", "pk"],
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "draft"), _negated=True),
                            ("first_published_at__isnull", True),
                            _connector="OR",
                        ),
                        name="meetings_meetingdocument_draft_never_public",
                        violation_error_message="This was public already. Withdraw it instead of making it a draft.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "published"), _negated=True),
                            ("first_published_at__isnull", False),
                            _connector="OR",
                        ),
                        name="meetings_meetingdocument_published_since",
                        violation_error_message="Something published needs the moment it became public.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "withdrawn"), _negated=True),
                            ("unpublish_at__isnull", False),
                            _connector="OR",
                        ),
                        name="meetings_meetingdocument_withdrawn_since",
                        violation_error_message="Something withdrawn needs the moment it was withdrawn.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("publish_at__isnull", True),
                            ("unpublish_at__isnull", True),
                            ("unpublish_at__gt", models.F("publish_at")),
                            _connector="OR",
                        ),
                        name="meetings_meetingdocument_publish_before_unpublish",
                        violation_error_message="“Public until” must be later than “public from”.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("key", ""), _negated=True),
                        name="meetings_meetingdocument_has_key",
                        violation_error_message="The key must not be empty.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("deleted_at__isnull", False),
                            models.Q(("title_de__isnull", False), models.Q(("title_de", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="meetings_meetingdocument_title_de",
                        violation_error_message="The German text is missing. It is the source of all translations.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("availability", "file"), ("url", ""), models.Q(("file", ""), _negated=True)),
                            models.Q(("availability", "link"), ("file", ""), models.Q(("url", ""), _negated=True)),
                            models.Q(("availability", "known"), ("file", ""), ("url", "")),
                            _connector="OR",
                        ),
                        name="meetings_meetingdocument_availability",
                        violation_error_message="Give the file, or the link, or say that the document is only known.",
                    ),
                    models.UniqueConstraint(
                        fields=("meeting", "key"),
                        name="meetings_meetingdocument_key_once",
                        violation_error_message="This key is already used here, perhaps by something deleted.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MeetingNotice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "translations",
                    models.JSONField(blank=True, default=dict, editable=False, verbose_name="translation record"),
                ),
                (
                    "key",
                    models.SlugField(
                        blank=True,
                        help_text="Names this entry in the council file. Made by itself; never changes.",
                        max_length=80,
                        validators=[
                            django.core.validators.RegexValidator(
                                "\\A[a-z0-9]+(?:-[a-z0-9]+)*\\Z",
                                "Use small letters a–z, digits and single hyphens only.",
                            )
                        ],
                        verbose_name="key",
                    ),
                ),
                ("public_id", models.UUIDField(editable=False, unique=True, verbose_name="public identifier")),
                ("created", models.DateTimeField(editable=False, verbose_name="created")),
                ("modified", models.DateTimeField(db_index=True, editable=False, verbose_name="changed")),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "draft"), ("published", "published"), ("withdrawn", "withdrawn")],
                        default="draft",
                        help_text="Only what is published shows on public pages.",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "publish_at",
                    models.DateTimeField(
                        blank=True, help_text="Leave empty to publish at once.", null=True, verbose_name="public from"
                    ),
                ),
                (
                    "unpublish_at",
                    models.DateTimeField(
                        blank=True, help_text="Leave empty to keep it public.", null=True, verbose_name="public until"
                    ),
                ),
                (
                    "first_published_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="first public"),
                ),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="deleted")),
                ("import_mark", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "position",
                    models.PositiveIntegerField(
                        default=0, help_text="Order in lists; lower comes first.", verbose_name="position"
                    ),
                ),
                ("title", models.CharField(max_length=300, verbose_name="heading")),
                ("title_de", models.CharField(max_length=300, null=True, verbose_name="heading")),
                ("title_de_simple", models.CharField(max_length=300, null=True, verbose_name="heading")),
                ("title_en", models.CharField(max_length=300, null=True, verbose_name="heading")),
                ("title_ar", models.CharField(max_length=300, null=True, verbose_name="heading")),
                ("title_bg", models.CharField(max_length=300, null=True, verbose_name="heading")),
                ("title_fa", models.CharField(max_length=300, null=True, verbose_name="heading")),
                ("title_pl", models.CharField(max_length=300, null=True, verbose_name="heading")),
                ("title_ro", models.CharField(max_length=300, null=True, verbose_name="heading")),
                ("title_ru", models.CharField(max_length=300, null=True, verbose_name="heading")),
                ("title_tr", models.CharField(max_length=300, null=True, verbose_name="heading")),
                ("title_uk", models.CharField(max_length=300, null=True, verbose_name="heading")),
                ("title_vi", models.CharField(max_length=300, null=True, verbose_name="heading")),
                ("body", councils.richtext.RichTextField(blank=True, verbose_name="text")),
                ("body_de", councils.richtext.RichTextField(blank=True, null=True, verbose_name="text")),
                ("body_de_simple", councils.richtext.RichTextField(blank=True, null=True, verbose_name="text")),
                ("body_en", councils.richtext.RichTextField(blank=True, null=True, verbose_name="text")),
                ("body_ar", councils.richtext.RichTextField(blank=True, null=True, verbose_name="text")),
                ("body_bg", councils.richtext.RichTextField(blank=True, null=True, verbose_name="text")),
                ("body_fa", councils.richtext.RichTextField(blank=True, null=True, verbose_name="text")),
                ("body_pl", councils.richtext.RichTextField(blank=True, null=True, verbose_name="text")),
                ("body_ro", councils.richtext.RichTextField(blank=True, null=True, verbose_name="text")),
                ("body_ru", councils.richtext.RichTextField(blank=True, null=True, verbose_name="text")),
                ("body_tr", councils.richtext.RichTextField(blank=True, null=True, verbose_name="text")),
                ("body_uk", councils.richtext.RichTextField(blank=True, null=True, verbose_name="text")),
                ("body_vi", councils.richtext.RichTextField(blank=True, null=True, verbose_name="text")),
                (
                    "level",
                    models.CharField(
                        choices=[("info", "for information"), ("warning", "important"), ("alarm", "urgent")],
                        default="info",
                        max_length=10,
                        verbose_name="weight",
                    ),
                ),
                ("valid_from", models.DateField(blank=True, null=True, verbose_name="first day")),
                (
                    "valid_until",
                    models.DateField(
                        blank=True,
                        help_text="After it the notice leaves the current pages by itself.",
                        null=True,
                        verbose_name="last day",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notices",
                        to="meetings.meeting",
                        verbose_name="meeting",
                    ),
                ),
            ],
            options={
                "verbose_name": "notice on a meeting",
                "verbose_name_plural": "notices on a meeting",
                "ordering": ["position", "pk"],
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "draft"), _negated=True),
                            ("first_published_at__isnull", True),
                            _connector="OR",
                        ),
                        name="meetings_meetingnotice_draft_never_public",
                        violation_error_message="This was public already. Withdraw it instead of making it a draft.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "published"), _negated=True),
                            ("first_published_at__isnull", False),
                            _connector="OR",
                        ),
                        name="meetings_meetingnotice_published_since",
                        violation_error_message="Something published needs the moment it became public.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "withdrawn"), _negated=True),
                            ("unpublish_at__isnull", False),
                            _connector="OR",
                        ),
                        name="meetings_meetingnotice_withdrawn_since",
                        violation_error_message="Something withdrawn needs the moment it was withdrawn.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("publish_at__isnull", True),
                            ("unpublish_at__isnull", True),
                            ("unpublish_at__gt", models.F("publish_at")),
                            _connector="OR",
                        ),
                        name="meetings_meetingnotice_publish_before_unpublish",
                        violation_error_message="“Public until” must be later than “public from”.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("key", ""), _negated=True),
                        name="meetings_meetingnotice_has_key",
                        violation_error_message="The key must not be empty.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("deleted_at__isnull", False),
                            models.Q(("title_de__isnull", False), models.Q(("title_de", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="meetings_meetingnotice_title_de",
                        violation_error_message="The German text is missing. It is the source of all translations.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_from__isnull", True),
                            ("valid_until__isnull", True),
                            ("valid_until__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="meetings_meetingnotice_in_order",
                        violation_error_message="The last day comes before the first.",
                    ),
                    models.UniqueConstraint(
                        fields=("meeting", "key"),
                        name="meetings_meetingnotice_key_once",
                        violation_error_message="This key is already used here, perhaps by something deleted.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Venue",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "translations",
                    models.JSONField(blank=True, default=dict, editable=False, verbose_name="translation record"),
                ),
                (
                    "key",
                    models.SlugField(
                        blank=True,
                        help_text="Names this entry in the council file. Made by itself; never changes.",
                        max_length=80,
                        validators=[
                            django.core.validators.RegexValidator(
                                "\\A[a-z0-9]+(?:-[a-z0-9]+)*\\Z",
                                "Use small letters a–z, digits and single hyphens only.",
                            )
                        ],
                        verbose_name="key",
                    ),
                ),
                ("public_id", models.UUIDField(editable=False, unique=True, verbose_name="public identifier")),
                ("created", models.DateTimeField(editable=False, verbose_name="created")),
                ("modified", models.DateTimeField(db_index=True, editable=False, verbose_name="changed")),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "draft"), ("published", "published"), ("withdrawn", "withdrawn")],
                        default="draft",
                        help_text="Only what is published shows on public pages.",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "publish_at",
                    models.DateTimeField(
                        blank=True, help_text="Leave empty to publish at once.", null=True, verbose_name="public from"
                    ),
                ),
                (
                    "unpublish_at",
                    models.DateTimeField(
                        blank=True, help_text="Leave empty to keep it public.", null=True, verbose_name="public until"
                    ),
                ),
                (
                    "first_published_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="first public"),
                ),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="deleted")),
                ("import_mark", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "position",
                    models.PositiveIntegerField(
                        default=0, help_text="Order in lists; lower comes first.", verbose_name="position"
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="building")),
                ("name_de", models.CharField(max_length=200, null=True, verbose_name="building")),
                ("name_de_simple", models.CharField(max_length=200, null=True, verbose_name="building")),
                ("name_en", models.CharField(max_length=200, null=True, verbose_name="building")),
                ("name_ar", models.CharField(max_length=200, null=True, verbose_name="building")),
                ("name_bg", models.CharField(max_length=200, null=True, verbose_name="building")),
                ("name_fa", models.CharField(max_length=200, null=True, verbose_name="building")),
                ("name_pl", models.CharField(max_length=200, null=True, verbose_name="building")),
                ("name_ro", models.CharField(max_length=200, null=True, verbose_name="building")),
                ("name_ru", models.CharField(max_length=200, null=True, verbose_name="building")),
                ("name_tr", models.CharField(max_length=200, null=True, verbose_name="building")),
                ("name_uk", models.CharField(max_length=200, null=True, verbose_name="building")),
                ("name_vi", models.CharField(max_length=200, null=True, verbose_name="building")),
                ("room", models.CharField(blank=True, max_length=200, verbose_name="room")),
                ("room_de", models.CharField(blank=True, max_length=200, null=True, verbose_name="room")),
                ("room_de_simple", models.CharField(blank=True, max_length=200, null=True, verbose_name="room")),
                ("room_en", models.CharField(blank=True, max_length=200, null=True, verbose_name="room")),
                ("room_ar", models.CharField(blank=True, max_length=200, null=True, verbose_name="room")),
                ("room_bg", models.CharField(blank=True, max_length=200, null=True, verbose_name="room")),
                ("room_fa", models.CharField(blank=True, max_length=200, null=True, verbose_name="room")),
                ("room_pl", models.CharField(blank=True, max_length=200, null=True, verbose_name="room")),
                ("room_ro", models.CharField(blank=True, max_length=200, null=True, verbose_name="room")),
                ("room_ru", models.CharField(blank=True, max_length=200, null=True, verbose_name="room")),
                ("room_tr", models.CharField(blank=True, max_length=200, null=True, verbose_name="room")),
                ("room_uk", models.CharField(blank=True, max_length=200, null=True, verbose_name="room")),
                ("room_vi", models.CharField(blank=True, max_length=200, null=True, verbose_name="room")),
                ("street", models.CharField(blank=True, max_length=200, verbose_name="street and number")),
                ("postcode", models.CharField(blank=True, max_length=10, verbose_name="postcode")),
                ("city", models.CharField(blank=True, max_length=120, verbose_name="town")),
                (
                    "step_free",
                    models.CharField(
                        choices=[("yes", "yes"), ("no", "no"), ("unknown", "not known")],
                        default="unknown",
                        max_length=10,
                        verbose_name="step-free access",
                    ),
                ),
                ("nearest_stop", models.CharField(blank=True, max_length=200, verbose_name="nearest stop")),
                (
                    "nearest_stop_de",
                    models.CharField(blank=True, max_length=200, null=True, verbose_name="nearest stop"),
                ),
                (
                    "nearest_stop_de_simple",
                    models.CharField(blank=True, max_length=200, null=True, verbose_name="nearest stop"),
                ),
                (
                    "nearest_stop_en",
                    models.CharField(blank=True, max_length=200, null=True, verbose_name="nearest stop"),
                ),
                (
                    "nearest_stop_ar",
                    models.CharField(blank=True, max_length=200, null=True, verbose_name="nearest stop"),
                ),
                (
                    "nearest_stop_bg",
                    models.CharField(blank=True, max_length=200, null=True, verbose_name="nearest stop"),
                ),
                (
                    "nearest_stop_fa",
                    models.CharField(blank=True, max_length=200, null=True, verbose_name="nearest stop"),
                ),
                (
                    "nearest_stop_pl",
                    models.CharField(blank=True, max_length=200, null=True, verbose_name="nearest stop"),
                ),
                (
                    "nearest_stop_ro",
                    models.CharField(blank=True, max_length=200, null=True, verbose_name="nearest stop"),
                ),
                (
                    "nearest_stop_ru",
                    models.CharField(blank=True, max_length=200, null=True, verbose_name="nearest stop"),
                ),
                (
                    "nearest_stop_tr",
                    models.CharField(blank=True, max_length=200, null=True, verbose_name="nearest stop"),
                ),
                (
                    "nearest_stop_uk",
                    models.CharField(blank=True, max_length=200, null=True, verbose_name="nearest stop"),
                ),
                (
                    "nearest_stop_vi",
                    models.CharField(blank=True, max_length=200, null=True, verbose_name="nearest stop"),
                ),
                ("url", models.URLField(blank=True, max_length=500, verbose_name="link to a map")),
                (
                    "council",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="venues",
                        to="councils.council",
                        verbose_name="council",
                    ),
                ),
            ],
            options={
                "verbose_name": "venue",
                "verbose_name_plural": "venues",
                "ordering": ["position", "pk"],
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "draft"), _negated=True),
                            ("first_published_at__isnull", True),
                            _connector="OR",
                        ),
                        name="meetings_venue_draft_never_public",
                        violation_error_message="This was public already. Withdraw it instead of making it a draft.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "published"), _negated=True),
                            ("first_published_at__isnull", False),
                            _connector="OR",
                        ),
                        name="meetings_venue_published_since",
                        violation_error_message="Something published needs the moment it became public.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "withdrawn"), _negated=True),
                            ("unpublish_at__isnull", False),
                            _connector="OR",
                        ),
                        name="meetings_venue_withdrawn_since",
                        violation_error_message="Something withdrawn needs the moment it was withdrawn.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("publish_at__isnull", True),
                            ("unpublish_at__isnull", True),
                            ("unpublish_at__gt", models.F("publish_at")),
                            _connector="OR",
                        ),
                        name="meetings_venue_publish_before_unpublish",
                        violation_error_message="“Public until” must be later than “public from”.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("key", ""), _negated=True),
                        name="meetings_venue_has_key",
                        violation_error_message="The key must not be empty.",
                    ),
                    models.UniqueConstraint(
                        fields=("council", "key"),
                        name="meetings_venue_key_once",
                        violation_error_message="This key is already used here, perhaps by something deleted.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("deleted_at__isnull", False),
                            models.Q(("name_de__isnull", False), models.Q(("name_de", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="meetings_venue_name_de",
                        violation_error_message="The German text is missing. It is the source of all translations.",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="meeting",
            name="venue",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="meetings",
                to="meetings.venue",
                verbose_name="venue",
            ),
        ),
        migrations.AddConstraint(
            model_name="convening",
            constraint=models.UniqueConstraint(
                fields=("meeting", "key"),
                name="meetings_convening_key_once",
                violation_error_message="This key is already used here, perhaps by something deleted.",
            ),
        ),
        migrations.AddConstraint(
            model_name="convening",
            constraint=models.UniqueConstraint(
                fields=("meeting", "council"),
                name="meetings_convening_once",
                violation_error_message="This council already convenes the meeting.",
            ),
        ),
    ]
