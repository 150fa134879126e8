import django.core.validators
import django.db.models.deletion
from django.db import migrations, models

import councils.partial_dates


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("councils", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Membership",
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
                ("began", councils.partial_dates.PartialDateField(blank=True, null=True, verbose_name="from")),
                (
                    "ended",
                    councils.partial_dates.PartialDateField(
                        blank=True, help_text="Leave empty while it lasts.", null=True, verbose_name="until"
                    ),
                ),
                ("leaving_reason", models.CharField(blank=True, max_length=200, verbose_name="why it ended")),
                (
                    "leaving_reason_de",
                    models.CharField(blank=True, max_length=200, null=True, verbose_name="why it ended"),
                ),
                (
                    "leaving_reason_de_simple",
                    models.CharField(blank=True, max_length=200, null=True, verbose_name="why it ended"),
                ),
                (
                    "leaving_reason_en",
                    models.CharField(blank=True, max_length=200, null=True, verbose_name="why it ended"),
                ),
                (
                    "leaving_reason_ar",
                    models.CharField(blank=True, max_length=200, null=True, verbose_name="why it ended"),
                ),
                (
                    "leaving_reason_bg",
                    models.CharField(blank=True, max_length=200, null=True, verbose_name="why it ended"),
                ),
                (
                    "leaving_reason_fa",
                    models.CharField(blank=True, max_length=200, null=True, verbose_name="why it ended"),
                ),
                (
                    "leaving_reason_pl",
                    models.CharField(blank=True, max_length=200, null=True, verbose_name="why it ended"),
                ),
                (
                    "leaving_reason_ro",
                    models.CharField(blank=True, max_length=200, null=True, verbose_name="why it ended"),
                ),
                (
                    "leaving_reason_ru",
                    models.CharField(blank=True, max_length=200, null=True, verbose_name="why it ended"),
                ),
                (
                    "leaving_reason_tr",
                    models.CharField(blank=True, max_length=200, null=True, verbose_name="why it ended"),
                ),
                (
                    "leaving_reason_uk",
                    models.CharField(blank=True, max_length=200, null=True, verbose_name="why it ended"),
                ),
                (
                    "leaving_reason_vi",
                    models.CharField(blank=True, max_length=200, null=True, verbose_name="why it ended"),
                ),
                (
                    "voting",
                    models.CharField(
                        choices=[
                            ("as_group", "as the seat group"),
                            ("voting", "with a vote"),
                            ("advisory", "without a vote, advisory"),
                            ("unknown", "not known whether with a vote"),
                        ],
                        default="as_group",
                        max_length=10,
                        verbose_name="vote",
                    ),
                ),
                (
                    "on_behalf",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "not said"),
                            ("list", "a list"),
                            ("party", "a party"),
                            ("group", "a parliamentary group"),
                            ("association", "an association"),
                            ("independent", "independent"),
                        ],
                        default="",
                        max_length=20,
                        verbose_name="stands for",
                    ),
                ),
                (
                    "council",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to="councils.council",
                        verbose_name="council",
                    ),
                ),
                (
                    "on_behalf_of",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="councils.organisation",
                        verbose_name="on behalf of",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to="councils.organisation",
                        verbose_name="organisation",
                    ),
                ),
                (
                    "seat_group",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to="councils.seatgroup",
                        verbose_name="seat group",
                    ),
                ),
            ],
            options={
                "verbose_name": "membership",
                "verbose_name_plural": "memberships",
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
                        name="members_membership_draft_never_public",
                        violation_error_message="This was public already. Withdraw it instead of making it a draft.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "published"), _negated=True),
                            ("first_published_at__isnull", False),
                            _connector="OR",
                        ),
                        name="members_membership_published_since",
                        violation_error_message="Something published needs the moment it became public.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "withdrawn"), _negated=True),
                            ("unpublish_at__isnull", False),
                            _connector="OR",
                        ),
                        name="members_membership_withdrawn_since",
                        violation_error_message="Something withdrawn needs the moment it was withdrawn.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("publish_at__isnull", True),
                            ("unpublish_at__isnull", True),
                            ("unpublish_at__gt", models.F("publish_at")),
                            _connector="OR",
                        ),
                        name="members_membership_publish_before_unpublish",
                        violation_error_message="“Public until” must be later than “public from”.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("key", ""), _negated=True),
                        name="members_membership_has_key",
                        violation_error_message="The key must not be empty.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("began__isnull", True),
                            ("ended__isnull", True),
                            ("ended__gte", models.F("began")),
                            _connector="OR",
                        ),
                        name="members_membership_in_order",
                        violation_error_message="The end comes before the beginning.",
                    ),
                    models.UniqueConstraint(
                        fields=("council", "key"),
                        name="members_membership_key_once",
                        violation_error_message="This key is already used here, perhaps by something deleted.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("on_behalf", "independent"), _negated=True),
                            ("on_behalf_of__isnull", True),
                            _connector="OR",
                        ),
                        name="members_membership_independent",
                        violation_error_message="An independent member stands for no organisation.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Office",
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
                    "kind",
                    models.CharField(
                        choices=[
                            ("chair", "chair"),
                            ("deputy_chair", "deputy chair"),
                            ("co_chair", "co-chair"),
                            ("spokesperson", "spokesperson"),
                            ("speakers_board", "speakers’ board"),
                            ("secretary", "secretary"),
                            ("office_manager", "head of the office"),
                            ("other", "other office"),
                        ],
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                ("title", models.CharField(blank=True, max_length=200, verbose_name="its own name")),
                ("title_de", models.CharField(blank=True, max_length=200, null=True, verbose_name="its own name")),
                (
                    "title_de_simple",
                    models.CharField(blank=True, max_length=200, null=True, verbose_name="its own name"),
                ),
                ("title_en", models.CharField(blank=True, max_length=200, null=True, verbose_name="its own name")),
                ("title_ar", models.CharField(blank=True, max_length=200, null=True, verbose_name="its own name")),
                ("title_bg", models.CharField(blank=True, max_length=200, null=True, verbose_name="its own name")),
                ("title_fa", models.CharField(blank=True, max_length=200, null=True, verbose_name="its own name")),
                ("title_pl", models.CharField(blank=True, max_length=200, null=True, verbose_name="its own name")),
                ("title_ro", models.CharField(blank=True, max_length=200, null=True, verbose_name="its own name")),
                ("title_ru", models.CharField(blank=True, max_length=200, null=True, verbose_name="its own name")),
                ("title_tr", models.CharField(blank=True, max_length=200, null=True, verbose_name="its own name")),
                ("title_uk", models.CharField(blank=True, max_length=200, null=True, verbose_name="its own name")),
                ("title_vi", models.CharField(blank=True, max_length=200, null=True, verbose_name="its own name")),
                (
                    "rank",
                    models.PositiveSmallIntegerField(
                        blank=True, help_text="For first and second deputies.", null=True, verbose_name="rank"
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="note")),
                ("note_de", models.CharField(blank=True, max_length=300, null=True, verbose_name="note")),
                ("note_de_simple", models.CharField(blank=True, max_length=300, null=True, verbose_name="note")),
                ("note_en", models.CharField(blank=True, max_length=300, null=True, verbose_name="note")),
                ("note_ar", models.CharField(blank=True, max_length=300, null=True, verbose_name="note")),
                ("note_bg", models.CharField(blank=True, max_length=300, null=True, verbose_name="note")),
                ("note_fa", models.CharField(blank=True, max_length=300, null=True, verbose_name="note")),
                ("note_pl", models.CharField(blank=True, max_length=300, null=True, verbose_name="note")),
                ("note_ro", models.CharField(blank=True, max_length=300, null=True, verbose_name="note")),
                ("note_ru", models.CharField(blank=True, max_length=300, null=True, verbose_name="note")),
                ("note_tr", models.CharField(blank=True, max_length=300, null=True, verbose_name="note")),
                ("note_uk", models.CharField(blank=True, max_length=300, null=True, verbose_name="note")),
                ("note_vi", models.CharField(blank=True, max_length=300, null=True, verbose_name="note")),
                (
                    "council",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="offices",
                        to="councils.council",
                        verbose_name="council",
                    ),
                ),
                (
                    "seat_group",
                    models.ForeignKey(
                        blank=True,
                        help_text="Where the office goes with a seat, for example the mayor’s.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="offices",
                        to="councils.seatgroup",
                        verbose_name="seat group",
                    ),
                ),
                (
                    "term",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="offices",
                        to="councils.term",
                        verbose_name="term of office",
                    ),
                ),
            ],
            options={
                "verbose_name": "office",
                "verbose_name_plural": "offices",
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
                        name="members_office_draft_never_public",
                        violation_error_message="This was public already. Withdraw it instead of making it a draft.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "published"), _negated=True),
                            ("first_published_at__isnull", False),
                            _connector="OR",
                        ),
                        name="members_office_published_since",
                        violation_error_message="Something published needs the moment it became public.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "withdrawn"), _negated=True),
                            ("unpublish_at__isnull", False),
                            _connector="OR",
                        ),
                        name="members_office_withdrawn_since",
                        violation_error_message="Something withdrawn needs the moment it was withdrawn.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("publish_at__isnull", True),
                            ("unpublish_at__isnull", True),
                            ("unpublish_at__gt", models.F("publish_at")),
                            _connector="OR",
                        ),
                        name="members_office_publish_before_unpublish",
                        violation_error_message="“Public until” must be later than “public from”.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("key", ""), _negated=True),
                        name="members_office_has_key",
                        violation_error_message="The key must not be empty.",
                    ),
                    models.UniqueConstraint(
                        fields=("council", "key"),
                        name="members_office_key_once",
                        violation_error_message="This key is already used here, perhaps by something deleted.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "other"), _negated=True),
                            ("deleted_at__isnull", False),
                            models.Q(("title_de__isnull", False), models.Q(("title_de", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="members_office_other_named",
                        violation_error_message="Give an office of another kind its name.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("rank__isnull", True), ("rank__gte", 1), _connector="OR"),
                        name="members_office_rank",
                        violation_error_message="Ranks begin with 1.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Person",
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
                    "name",
                    models.CharField(
                        help_text="As the person wants to be named in public.", max_length=200, verbose_name="name"
                    ),
                ),
                (
                    "about",
                    models.TextField(
                        blank=True,
                        help_text="What the person does in the council. Nothing on origin or religion.",
                        verbose_name="about",
                    ),
                ),
                (
                    "about_de",
                    models.TextField(
                        blank=True,
                        help_text="What the person does in the council. Nothing on origin or religion.",
                        null=True,
                        verbose_name="about",
                    ),
                ),
                (
                    "about_de_simple",
                    models.TextField(
                        blank=True,
                        help_text="What the person does in the council. Nothing on origin or religion.",
                        null=True,
                        verbose_name="about",
                    ),
                ),
                (
                    "about_en",
                    models.TextField(
                        blank=True,
                        help_text="What the person does in the council. Nothing on origin or religion.",
                        null=True,
                        verbose_name="about",
                    ),
                ),
                (
                    "about_ar",
                    models.TextField(
                        blank=True,
                        help_text="What the person does in the council. Nothing on origin or religion.",
                        null=True,
                        verbose_name="about",
                    ),
                ),
                (
                    "about_bg",
                    models.TextField(
                        blank=True,
                        help_text="What the person does in the council. Nothing on origin or religion.",
                        null=True,
                        verbose_name="about",
                    ),
                ),
                (
                    "about_fa",
                    models.TextField(
                        blank=True,
                        help_text="What the person does in the council. Nothing on origin or religion.",
                        null=True,
                        verbose_name="about",
                    ),
                ),
                (
                    "about_pl",
                    models.TextField(
                        blank=True,
                        help_text="What the person does in the council. Nothing on origin or religion.",
                        null=True,
                        verbose_name="about",
                    ),
                ),
                (
                    "about_ro",
                    models.TextField(
                        blank=True,
                        help_text="What the person does in the council. Nothing on origin or religion.",
                        null=True,
                        verbose_name="about",
                    ),
                ),
                (
                    "about_ru",
                    models.TextField(
                        blank=True,
                        help_text="What the person does in the council. Nothing on origin or religion.",
                        null=True,
                        verbose_name="about",
                    ),
                ),
                (
                    "about_tr",
                    models.TextField(
                        blank=True,
                        help_text="What the person does in the council. Nothing on origin or religion.",
                        null=True,
                        verbose_name="about",
                    ),
                ),
                (
                    "about_uk",
                    models.TextField(
                        blank=True,
                        help_text="What the person does in the council. Nothing on origin or religion.",
                        null=True,
                        verbose_name="about",
                    ),
                ),
                (
                    "about_vi",
                    models.TextField(
                        blank=True,
                        help_text="What the person does in the council. Nothing on origin or religion.",
                        null=True,
                        verbose_name="about",
                    ),
                ),
                (
                    "consented_on",
                    models.DateField(
                        blank=True,
                        help_text="Day on which the person agreed to be named here.",
                        null=True,
                        verbose_name="consent given on",
                    ),
                ),
                (
                    "council",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="people",
                        to="councils.council",
                        verbose_name="council",
                    ),
                ),
            ],
            options={
                "verbose_name": "person",
                "verbose_name_plural": "people",
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
                        name="members_person_draft_never_public",
                        violation_error_message="This was public already. Withdraw it instead of making it a draft.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "published"), _negated=True),
                            ("first_published_at__isnull", False),
                            _connector="OR",
                        ),
                        name="members_person_published_since",
                        violation_error_message="Something published needs the moment it became public.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "withdrawn"), _negated=True),
                            ("unpublish_at__isnull", False),
                            _connector="OR",
                        ),
                        name="members_person_withdrawn_since",
                        violation_error_message="Something withdrawn needs the moment it was withdrawn.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("publish_at__isnull", True),
                            ("unpublish_at__isnull", True),
                            ("unpublish_at__gt", models.F("publish_at")),
                            _connector="OR",
                        ),
                        name="members_person_publish_before_unpublish",
                        violation_error_message="“Public until” must be later than “public from”.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("key", ""), _negated=True),
                        name="members_person_has_key",
                        violation_error_message="The key must not be empty.",
                    ),
                    models.UniqueConstraint(
                        fields=("council", "key"),
                        name="members_person_key_once",
                        violation_error_message="This key is already used here, perhaps by something deleted.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True),
                        name="members_person_named",
                        violation_error_message="Write the name.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OfficeHolding",
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
                ("began", councils.partial_dates.PartialDateField(blank=True, null=True, verbose_name="from")),
                (
                    "ended",
                    councils.partial_dates.PartialDateField(
                        blank=True, help_text="Leave empty while it lasts.", null=True, verbose_name="until"
                    ),
                ),
                (
                    "membership",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="holdings",
                        to="members.membership",
                        verbose_name="member",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="holdings",
                        to="members.office",
                        verbose_name="office",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="holdings",
                        to="councils.organisation",
                        verbose_name="organisation from outside",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="holdings",
                        to="members.person",
                        verbose_name="person from outside",
                    ),
                ),
            ],
            options={
                "verbose_name": "holder of an office",
                "verbose_name_plural": "holders of offices",
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
                        name="members_officeholding_draft_never_public",
                        violation_error_message="This was public already. Withdraw it instead of making it a draft.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "published"), _negated=True),
                            ("first_published_at__isnull", False),
                            _connector="OR",
                        ),
                        name="members_officeholding_published_since",
                        violation_error_message="Something published needs the moment it became public.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "withdrawn"), _negated=True),
                            ("unpublish_at__isnull", False),
                            _connector="OR",
                        ),
                        name="members_officeholding_withdrawn_since",
                        violation_error_message="Something withdrawn needs the moment it was withdrawn.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("publish_at__isnull", True),
                            ("unpublish_at__isnull", True),
                            ("unpublish_at__gt", models.F("publish_at")),
                            _connector="OR",
                        ),
                        name="members_officeholding_publish_before_unpublish",
                        violation_error_message="“Public until” must be later than “public from”.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("key", ""), _negated=True),
                        name="members_officeholding_has_key",
                        violation_error_message="The key must not be empty.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("began__isnull", True),
                            ("ended__isnull", True),
                            ("ended__gte", models.F("began")),
                            _connector="OR",
                        ),
                        name="members_officeholding_in_order",
                        violation_error_message="The end comes before the beginning.",
                    ),
                    models.UniqueConstraint(
                        fields=("office", "key"),
                        name="members_officeholding_key_once",
                        violation_error_message="This key is already used here, perhaps by something deleted.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("membership__isnull", False), ("organisation__isnull", True), ("person__isnull", True)
                            ),
                            models.Q(
                                ("membership__isnull", True), ("organisation__isnull", True), ("person__isnull", False)
                            ),
                            models.Q(
                                ("membership__isnull", True), ("organisation__isnull", False), ("person__isnull", True)
                            ),
                            _connector="OR",
                        ),
                        name="members_officeholding_one_holder",
                        violation_error_message="Choose one member, or one person or organisation from outside.",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="membership",
            name="person",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="memberships",
                to="members.person",
                verbose_name="person",
            ),
        ),
        migrations.CreateModel(
            name="Substitute",
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
                ("began", councils.partial_dates.PartialDateField(blank=True, null=True, verbose_name="from")),
                (
                    "ended",
                    councils.partial_dates.PartialDateField(
                        blank=True, help_text="Leave empty while it lasts.", null=True, verbose_name="until"
                    ),
                ),
                (
                    "rank",
                    models.PositiveSmallIntegerField(
                        blank=True, help_text="1 stands in first.", null=True, verbose_name="rank"
                    ),
                ),
                (
                    "council",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="substitutes",
                        to="councils.council",
                        verbose_name="council",
                    ),
                ),
                (
                    "membership",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="substitutes",
                        to="members.membership",
                        verbose_name="for this member",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="substitutes",
                        to="councils.organisation",
                        verbose_name="organisation",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="substitutes",
                        to="members.person",
                        verbose_name="person",
                    ),
                ),
                (
                    "seat_group",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="substitutes",
                        to="councils.seatgroup",
                        verbose_name="or for this group",
                    ),
                ),
            ],
            options={
                "verbose_name": "substitute",
                "verbose_name_plural": "substitutes",
                "ordering": [models.OrderBy(models.F("rank"), nulls_last=True), "position", "pk"],
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "draft"), _negated=True),
                            ("first_published_at__isnull", True),
                            _connector="OR",
                        ),
                        name="members_substitute_draft_never_public",
                        violation_error_message="This was public already. Withdraw it instead of making it a draft.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "published"), _negated=True),
                            ("first_published_at__isnull", False),
                            _connector="OR",
                        ),
                        name="members_substitute_published_since",
                        violation_error_message="Something published needs the moment it became public.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "withdrawn"), _negated=True),
                            ("unpublish_at__isnull", False),
                            _connector="OR",
                        ),
                        name="members_substitute_withdrawn_since",
                        violation_error_message="Something withdrawn needs the moment it was withdrawn.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("publish_at__isnull", True),
                            ("unpublish_at__isnull", True),
                            ("unpublish_at__gt", models.F("publish_at")),
                            _connector="OR",
                        ),
                        name="members_substitute_publish_before_unpublish",
                        violation_error_message="“Public until” must be later than “public from”.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("key", ""), _negated=True),
                        name="members_substitute_has_key",
                        violation_error_message="The key must not be empty.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("began__isnull", True),
                            ("ended__isnull", True),
                            ("ended__gte", models.F("began")),
                            _connector="OR",
                        ),
                        name="members_substitute_in_order",
                        violation_error_message="The end comes before the beginning.",
                    ),
                    models.UniqueConstraint(
                        fields=("council", "key"),
                        name="members_substitute_key_once",
                        violation_error_message="This key is already used here, perhaps by something deleted.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("membership__isnull", False), ("seat_group__isnull", True)),
                            models.Q(("membership__isnull", True), ("seat_group__isnull", False)),
                            _connector="OR",
                        ),
                        name="members_substitute_one_place",
                        violation_error_message="Choose the member or the group that is stood in for, not both.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("organisation__isnull", True), ("person__isnull", False)),
                            models.Q(("organisation__isnull", False), ("person__isnull", True)),
                            _connector="OR",
                        ),
                        name="members_substitute_one_member",
                        violation_error_message="Choose a person or an organisation, not both.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("rank__isnull", True),
                            models.Q(("membership__isnull", True), ("rank__gte", 1)),
                            _connector="OR",
                        ),
                        name="members_substitute_rank",
                        violation_error_message="Only substitutes of a group have a rank, from 1.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Vacancy",
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
                ("began", councils.partial_dates.PartialDateField(blank=True, null=True, verbose_name="from")),
                (
                    "ended",
                    councils.partial_dates.PartialDateField(
                        blank=True, help_text="Leave empty while it lasts.", null=True, verbose_name="until"
                    ),
                ),
                ("seats", models.PositiveSmallIntegerField(default=1, verbose_name="vacant seats")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="note")),
                ("note_de", models.CharField(blank=True, max_length=300, null=True, verbose_name="note")),
                ("note_de_simple", models.CharField(blank=True, max_length=300, null=True, verbose_name="note")),
                ("note_en", models.CharField(blank=True, max_length=300, null=True, verbose_name="note")),
                ("note_ar", models.CharField(blank=True, max_length=300, null=True, verbose_name="note")),
                ("note_bg", models.CharField(blank=True, max_length=300, null=True, verbose_name="note")),
                ("note_fa", models.CharField(blank=True, max_length=300, null=True, verbose_name="note")),
                ("note_pl", models.CharField(blank=True, max_length=300, null=True, verbose_name="note")),
                ("note_ro", models.CharField(blank=True, max_length=300, null=True, verbose_name="note")),
                ("note_ru", models.CharField(blank=True, max_length=300, null=True, verbose_name="note")),
                ("note_tr", models.CharField(blank=True, max_length=300, null=True, verbose_name="note")),
                ("note_uk", models.CharField(blank=True, max_length=300, null=True, verbose_name="note")),
                ("note_vi", models.CharField(blank=True, max_length=300, null=True, verbose_name="note")),
                (
                    "seat_group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="vacancies",
                        to="councils.seatgroup",
                        verbose_name="seat group",
                    ),
                ),
            ],
            options={
                "verbose_name": "vacancy",
                "verbose_name_plural": "vacancies",
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
                        name="members_vacancy_draft_never_public",
                        violation_error_message="This was public already. Withdraw it instead of making it a draft.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "published"), _negated=True),
                            ("first_published_at__isnull", False),
                            _connector="OR",
                        ),
                        name="members_vacancy_published_since",
                        violation_error_message="Something published needs the moment it became public.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "withdrawn"), _negated=True),
                            ("unpublish_at__isnull", False),
                            _connector="OR",
                        ),
                        name="members_vacancy_withdrawn_since",
                        violation_error_message="Something withdrawn needs the moment it was withdrawn.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("publish_at__isnull", True),
                            ("unpublish_at__isnull", True),
                            ("unpublish_at__gt", models.F("publish_at")),
                            _connector="OR",
                        ),
                        name="members_vacancy_publish_before_unpublish",
                        violation_error_message="“Public until” must be later than “public from”.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("key", ""), _negated=True),
                        name="members_vacancy_has_key",
                        violation_error_message="The key must not be empty.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("began__isnull", True),
                            ("ended__isnull", True),
                            ("ended__gte", models.F("began")),
                            _connector="OR",
                        ),
                        name="members_vacancy_in_order",
                        violation_error_message="The end comes before the beginning.",
                    ),
                    models.UniqueConstraint(
                        fields=("seat_group", "key"),
                        name="members_vacancy_key_once",
                        violation_error_message="This key is already used here, perhaps by something deleted.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("seats__gte", 1)),
                        name="members_vacancy_seats",
                        violation_error_message="At least one seat must be vacant.",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("organisation__isnull", True), ("person__isnull", False)),
                    models.Q(("organisation__isnull", False), ("person__isnull", True)),
                    _connector="OR",
                ),
                name="members_membership_one_member",
                violation_error_message="Choose a person or an organisation, not both.",
            ),
        ),
    ]
