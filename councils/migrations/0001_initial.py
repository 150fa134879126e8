import django.contrib.auth.models
import django.contrib.auth.validators
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import councils.models.accounts
import councils.models.document
import councils.partial_dates
import councils.richtext


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.CreateModel(
            name="User",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                (
                    "is_superuser",
                    models.BooleanField(
                        default=False,
                        help_text="Designates that this user has all permissions without explicitly assigning them.",
                        verbose_name="superuser status",
                    ),
                ),
                (
                    "username",
                    models.CharField(
                        error_messages={"unique": "A user with that username already exists."},
                        help_text="Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.",
                        max_length=150,
                        unique=True,
                        validators=[django.contrib.auth.validators.UnicodeUsernameValidator()],
                        verbose_name="username",
                    ),
                ),
                ("first_name", models.CharField(blank=True, max_length=150, verbose_name="first name")),
                ("last_name", models.CharField(blank=True, max_length=150, verbose_name="last name")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="email address")),
                (
                    "is_staff",
                    models.BooleanField(
                        default=False,
                        help_text="Designates whether the user can log into this admin site.",
                        verbose_name="staff status",
                    ),
                ),
                (
                    "is_active",
                    models.BooleanField(
                        default=True,
                        help_text="Designates whether this user should be treated as active. Unselect this instead of deleting accounts.",
                        verbose_name="active",
                    ),
                ),
                ("date_joined", models.DateTimeField(default=django.utils.timezone.now, verbose_name="date joined")),
                (
                    "language",
                    models.CharField(
                        choices=[("de", "Deutsch"), ("en", "English")],
                        default="de",
                        help_text="Language of the office pages.",
                        max_length=10,
                        verbose_name="interface language",
                    ),
                ),
                (
                    "groups",
                    models.ManyToManyField(
                        blank=True,
                        help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.group",
                        verbose_name="groups",
                    ),
                ),
                (
                    "user_permissions",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Specific permissions for this user.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.permission",
                        verbose_name="user permissions",
                    ),
                ),
            ],
            options={
                "verbose_name": "user",
                "verbose_name_plural": "users",
                "abstract": False,
                "swappable": "AUTH_USER_MODEL",
            },
            managers=[
                ("objects", django.contrib.auth.models.UserManager()),
            ],
        ),
        migrations.CreateModel(
            name="ContentVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveBigIntegerField(default=0)),
            ],
            options={
                "verbose_name": "content version",
                "verbose_name_plural": "content versions",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("pk", 1)), name="councils_contentversion_single")
                ],
            },
        ),
        migrations.CreateModel(
            name="Council",
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
                    "slug",
                    models.SlugField(
                        help_text="Stands in the page's address. When it changes, the old address leads to the new one.",
                        max_length=80,
                        validators=[
                            django.core.validators.RegexValidator(
                                "\\A[a-z0-9]+(?:-[a-z0-9]+)*\\Z",
                                "Use small letters a–z, digits and single hyphens only.",
                            )
                        ],
                        verbose_name="address",
                    ),
                ),
                (
                    "name",
                    models.CharField(help_text="Its own name without the place.", max_length=200, verbose_name="name"),
                ),
                (
                    "name_de",
                    models.CharField(
                        help_text="Its own name without the place.", max_length=200, null=True, verbose_name="name"
                    ),
                ),
                (
                    "name_de_simple",
                    models.CharField(
                        help_text="Its own name without the place.", max_length=200, null=True, verbose_name="name"
                    ),
                ),
                (
                    "name_en",
                    models.CharField(
                        help_text="Its own name without the place.", max_length=200, null=True, verbose_name="name"
                    ),
                ),
                (
                    "name_ar",
                    models.CharField(
                        help_text="Its own name without the place.", max_length=200, null=True, verbose_name="name"
                    ),
                ),
                (
                    "name_bg",
                    models.CharField(
                        help_text="Its own name without the place.", max_length=200, null=True, verbose_name="name"
                    ),
                ),
                (
                    "name_fa",
                    models.CharField(
                        help_text="Its own name without the place.", max_length=200, null=True, verbose_name="name"
                    ),
                ),
                (
                    "name_pl",
                    models.CharField(
                        help_text="Its own name without the place.", max_length=200, null=True, verbose_name="name"
                    ),
                ),
                (
                    "name_ro",
                    models.CharField(
                        help_text="Its own name without the place.", max_length=200, null=True, verbose_name="name"
                    ),
                ),
                (
                    "name_ru",
                    models.CharField(
                        help_text="Its own name without the place.", max_length=200, null=True, verbose_name="name"
                    ),
                ),
                (
                    "name_tr",
                    models.CharField(
                        help_text="Its own name without the place.", max_length=200, null=True, verbose_name="name"
                    ),
                ),
                (
                    "name_uk",
                    models.CharField(
                        help_text="Its own name without the place.", max_length=200, null=True, verbose_name="name"
                    ),
                ),
                (
                    "name_vi",
                    models.CharField(
                        help_text="Its own name without the place.", max_length=200, null=True, verbose_name="name"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("advisory_council", "advisory council (Beirat)"),
                            ("migration_council", "migration council (Migrationsrat)"),
                            ("integration_advisory_council", "integration advisory council"),
                            ("integration_council", "integration council (Integrationsrat)"),
                            ("foreigners_council", "foreigners’ council (Ausländerbeirat)"),
                            ("commission", "commission"),
                            ("committee", "committee"),
                            ("state_advisory_council", "advisory council of a Land"),
                            ("network", "network"),
                            ("working_group", "working group"),
                            ("other", "other body"),
                        ],
                        max_length=40,
                        verbose_name="kind",
                    ),
                ),
                (
                    "structure",
                    models.CharField(
                        choices=[("seats", "has seats"), ("network", "has members, no seats")],
                        default="seats",
                        max_length=10,
                        verbose_name="structure",
                    ),
                ),
                (
                    "summary",
                    models.TextField(
                        blank=True,
                        help_text="Whom it speaks for. Stands at the top of its page.",
                        verbose_name="in one sentence",
                    ),
                ),
                (
                    "summary_de",
                    models.TextField(
                        blank=True,
                        help_text="Whom it speaks for. Stands at the top of its page.",
                        null=True,
                        verbose_name="in one sentence",
                    ),
                ),
                (
                    "summary_de_simple",
                    models.TextField(
                        blank=True,
                        help_text="Whom it speaks for. Stands at the top of its page.",
                        null=True,
                        verbose_name="in one sentence",
                    ),
                ),
                (
                    "summary_en",
                    models.TextField(
                        blank=True,
                        help_text="Whom it speaks for. Stands at the top of its page.",
                        null=True,
                        verbose_name="in one sentence",
                    ),
                ),
                (
                    "summary_ar",
                    models.TextField(
                        blank=True,
                        help_text="Whom it speaks for. Stands at the top of its page.",
                        null=True,
                        verbose_name="in one sentence",
                    ),
                ),
                (
                    "summary_bg",
                    models.TextField(
                        blank=True,
                        help_text="Whom it speaks for. Stands at the top of its page.",
                        null=True,
                        verbose_name="in one sentence",
                    ),
                ),
                (
                    "summary_fa",
                    models.TextField(
                        blank=True,
                        help_text="Whom it speaks for. Stands at the top of its page.",
                        null=True,
                        verbose_name="in one sentence",
                    ),
                ),
                (
                    "summary_pl",
                    models.TextField(
                        blank=True,
                        help_text="Whom it speaks for. Stands at the top of its page.",
                        null=True,
                        verbose_name="in one sentence",
                    ),
                ),
                (
                    "summary_ro",
                    models.TextField(
                        blank=True,
                        help_text="Whom it speaks for. Stands at the top of its page.",
                        null=True,
                        verbose_name="in one sentence",
                    ),
                ),
                (
                    "summary_ru",
                    models.TextField(
                        blank=True,
                        help_text="Whom it speaks for. Stands at the top of its page.",
                        null=True,
                        verbose_name="in one sentence",
                    ),
                ),
                (
                    "summary_tr",
                    models.TextField(
                        blank=True,
                        help_text="Whom it speaks for. Stands at the top of its page.",
                        null=True,
                        verbose_name="in one sentence",
                    ),
                ),
                (
                    "summary_uk",
                    models.TextField(
                        blank=True,
                        help_text="Whom it speaks for. Stands at the top of its page.",
                        null=True,
                        verbose_name="in one sentence",
                    ),
                ),
                (
                    "summary_vi",
                    models.TextField(
                        blank=True,
                        help_text="Whom it speaks for. Stands at the top of its page.",
                        null=True,
                        verbose_name="in one sentence",
                    ),
                ),
                ("legal_basis", models.TextField(blank=True, verbose_name="legal basis")),
                ("legal_basis_de", models.TextField(blank=True, null=True, verbose_name="legal basis")),
                ("legal_basis_de_simple", models.TextField(blank=True, null=True, verbose_name="legal basis")),
                ("legal_basis_en", models.TextField(blank=True, null=True, verbose_name="legal basis")),
                ("legal_basis_ar", models.TextField(blank=True, null=True, verbose_name="legal basis")),
                ("legal_basis_bg", models.TextField(blank=True, null=True, verbose_name="legal basis")),
                ("legal_basis_fa", models.TextField(blank=True, null=True, verbose_name="legal basis")),
                ("legal_basis_pl", models.TextField(blank=True, null=True, verbose_name="legal basis")),
                ("legal_basis_ro", models.TextField(blank=True, null=True, verbose_name="legal basis")),
                ("legal_basis_ru", models.TextField(blank=True, null=True, verbose_name="legal basis")),
                ("legal_basis_tr", models.TextField(blank=True, null=True, verbose_name="legal basis")),
                ("legal_basis_uk", models.TextField(blank=True, null=True, verbose_name="legal basis")),
                ("legal_basis_vi", models.TextField(blank=True, null=True, verbose_name="legal basis")),
                ("legal_basis_url", models.URLField(blank=True, verbose_name="link to the legal basis")),
                ("founded_on", councils.partial_dates.PartialDateField(blank=True, null=True, verbose_name="founded")),
                ("founded_note", models.CharField(blank=True, max_length=300, verbose_name="about the founding")),
                (
                    "founded_note_de",
                    models.CharField(blank=True, max_length=300, null=True, verbose_name="about the founding"),
                ),
                (
                    "founded_note_de_simple",
                    models.CharField(blank=True, max_length=300, null=True, verbose_name="about the founding"),
                ),
                (
                    "founded_note_en",
                    models.CharField(blank=True, max_length=300, null=True, verbose_name="about the founding"),
                ),
                (
                    "founded_note_ar",
                    models.CharField(blank=True, max_length=300, null=True, verbose_name="about the founding"),
                ),
                (
                    "founded_note_bg",
                    models.CharField(blank=True, max_length=300, null=True, verbose_name="about the founding"),
                ),
                (
                    "founded_note_fa",
                    models.CharField(blank=True, max_length=300, null=True, verbose_name="about the founding"),
                ),
                (
                    "founded_note_pl",
                    models.CharField(blank=True, max_length=300, null=True, verbose_name="about the founding"),
                ),
                (
                    "founded_note_ro",
                    models.CharField(blank=True, max_length=300, null=True, verbose_name="about the founding"),
                ),
                (
                    "founded_note_ru",
                    models.CharField(blank=True, max_length=300, null=True, verbose_name="about the founding"),
                ),
                (
                    "founded_note_tr",
                    models.CharField(blank=True, max_length=300, null=True, verbose_name="about the founding"),
                ),
                (
                    "founded_note_uk",
                    models.CharField(blank=True, max_length=300, null=True, verbose_name="about the founding"),
                ),
                (
                    "founded_note_vi",
                    models.CharField(blank=True, max_length=300, null=True, verbose_name="about the founding"),
                ),
                (
                    "dissolved_on",
                    councils.partial_dates.PartialDateField(blank=True, null=True, verbose_name="dissolved"),
                ),
                (
                    "confirmed_on",
                    models.DateField(
                        blank=True,
                        help_text="Day on which the council confirmed these pages.",
                        null=True,
                        verbose_name="last confirmed on",
                    ),
                ),
                (
                    "predecessor_name",
                    models.CharField(blank=True, max_length=200, verbose_name="predecessor elsewhere"),
                ),
                (
                    "predecessor_name_de",
                    models.CharField(blank=True, max_length=200, null=True, verbose_name="predecessor elsewhere"),
                ),
                (
                    "predecessor_name_de_simple",
                    models.CharField(blank=True, max_length=200, null=True, verbose_name="predecessor elsewhere"),
                ),
                (
                    "predecessor_name_en",
                    models.CharField(blank=True, max_length=200, null=True, verbose_name="predecessor elsewhere"),
                ),
                (
                    "predecessor_name_ar",
                    models.CharField(blank=True, max_length=200, null=True, verbose_name="predecessor elsewhere"),
                ),
                (
                    "predecessor_name_bg",
                    models.CharField(blank=True, max_length=200, null=True, verbose_name="predecessor elsewhere"),
                ),
                (
                    "predecessor_name_fa",
                    models.CharField(blank=True, max_length=200, null=True, verbose_name="predecessor elsewhere"),
                ),
                (
                    "predecessor_name_pl",
                    models.CharField(blank=True, max_length=200, null=True, verbose_name="predecessor elsewhere"),
                ),
                (
                    "predecessor_name_ro",
                    models.CharField(blank=True, max_length=200, null=True, verbose_name="predecessor elsewhere"),
                ),
                (
                    "predecessor_name_ru",
                    models.CharField(blank=True, max_length=200, null=True, verbose_name="predecessor elsewhere"),
                ),
                (
                    "predecessor_name_tr",
                    models.CharField(blank=True, max_length=200, null=True, verbose_name="predecessor elsewhere"),
                ),
                (
                    "predecessor_name_uk",
                    models.CharField(blank=True, max_length=200, null=True, verbose_name="predecessor elsewhere"),
                ),
                (
                    "predecessor_name_vi",
                    models.CharField(blank=True, max_length=200, null=True, verbose_name="predecessor elsewhere"),
                ),
                ("successor_name", models.CharField(blank=True, max_length=200, verbose_name="successor elsewhere")),
                (
                    "successor_name_de",
                    models.CharField(blank=True, max_length=200, null=True, verbose_name="successor elsewhere"),
                ),
                (
                    "successor_name_de_simple",
                    models.CharField(blank=True, max_length=200, null=True, verbose_name="successor elsewhere"),
                ),
                (
                    "successor_name_en",
                    models.CharField(blank=True, max_length=200, null=True, verbose_name="successor elsewhere"),
                ),
                (
                    "successor_name_ar",
                    models.CharField(blank=True, max_length=200, null=True, verbose_name="successor elsewhere"),
                ),
                (
                    "successor_name_bg",
                    models.CharField(blank=True, max_length=200, null=True, verbose_name="successor elsewhere"),
                ),
                (
                    "successor_name_fa",
                    models.CharField(blank=True, max_length=200, null=True, verbose_name="successor elsewhere"),
                ),
                (
                    "successor_name_pl",
                    models.CharField(blank=True, max_length=200, null=True, verbose_name="successor elsewhere"),
                ),
                (
                    "successor_name_ro",
                    models.CharField(blank=True, max_length=200, null=True, verbose_name="successor elsewhere"),
                ),
                (
                    "successor_name_ru",
                    models.CharField(blank=True, max_length=200, null=True, verbose_name="successor elsewhere"),
                ),
                (
                    "successor_name_tr",
                    models.CharField(blank=True, max_length=200, null=True, verbose_name="successor elsewhere"),
                ),
                (
                    "successor_name_uk",
                    models.CharField(blank=True, max_length=200, null=True, verbose_name="successor elsewhere"),
                ),
                (
                    "successor_name_vi",
                    models.CharField(blank=True, max_length=200, null=True, verbose_name="successor elsewhere"),
                ),
                ("part_of_name", models.CharField(blank=True, max_length=200, verbose_name="part of a body elsewhere")),
                (
                    "part_of_name_de",
                    models.CharField(blank=True, max_length=200, null=True, verbose_name="part of a body elsewhere"),
                ),
                (
                    "part_of_name_de_simple",
                    models.CharField(blank=True, max_length=200, null=True, verbose_name="part of a body elsewhere"),
                ),
                (
                    "part_of_name_en",
                    models.CharField(blank=True, max_length=200, null=True, verbose_name="part of a body elsewhere"),
                ),
                (
                    "part_of_name_ar",
                    models.CharField(blank=True, max_length=200, null=True, verbose_name="part of a body elsewhere"),
                ),
                (
                    "part_of_name_bg",
                    models.CharField(blank=True, max_length=200, null=True, verbose_name="part of a body elsewhere"),
                ),
                (
                    "part_of_name_fa",
                    models.CharField(blank=True, max_length=200, null=True, verbose_name="part of a body elsewhere"),
                ),
                (
                    "part_of_name_pl",
                    models.CharField(blank=True, max_length=200, null=True, verbose_name="part of a body elsewhere"),
                ),
                (
                    "part_of_name_ro",
                    models.CharField(blank=True, max_length=200, null=True, verbose_name="part of a body elsewhere"),
                ),
                (
                    "part_of_name_ru",
                    models.CharField(blank=True, max_length=200, null=True, verbose_name="part of a body elsewhere"),
                ),
                (
                    "part_of_name_tr",
                    models.CharField(blank=True, max_length=200, null=True, verbose_name="part of a body elsewhere"),
                ),
                (
                    "part_of_name_uk",
                    models.CharField(blank=True, max_length=200, null=True, verbose_name="part of a body elsewhere"),
                ),
                (
                    "part_of_name_vi",
                    models.CharField(blank=True, max_length=200, null=True, verbose_name="part of a body elsewhere"),
                ),
                (
                    "part_of",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parts",
                        to="councils.council",
                        verbose_name="part of a body here",
                    ),
                ),
                (
                    "predecessor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="councils.council",
                        verbose_name="predecessor here",
                    ),
                ),
                (
                    "successor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="councils.council",
                        verbose_name="successor here",
                    ),
                ),
            ],
            options={
                "verbose_name": "council",
                "verbose_name_plural": "councils",
                "ordering": ["slug"],
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "draft"), _negated=True),
                            ("first_published_at__isnull", True),
                            _connector="OR",
                        ),
                        name="councils_council_draft_never_public",
                        violation_error_message="This was public already. Withdraw it instead of making it a draft.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "published"), _negated=True),
                            ("first_published_at__isnull", False),
                            _connector="OR",
                        ),
                        name="councils_council_published_since",
                        violation_error_message="Something published needs the moment it became public.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "withdrawn"), _negated=True),
                            ("unpublish_at__isnull", False),
                            _connector="OR",
                        ),
                        name="councils_council_withdrawn_since",
                        violation_error_message="Something withdrawn needs the moment it was withdrawn.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("publish_at__isnull", True),
                            ("unpublish_at__isnull", True),
                            ("unpublish_at__gt", models.F("publish_at")),
                            _connector="OR",
                        ),
                        name="councils_council_publish_before_unpublish",
                        violation_error_message="“Public until” must be later than “public from”.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("key", ""), _negated=True),
                        name="councils_council_has_key",
                        violation_error_message="The key must not be empty.",
                    ),
                    models.UniqueConstraint(
                        fields=("key",),
                        name="councils_council_key_once",
                        violation_error_message="This key is already used here, perhaps by something deleted.",
                    ),
                    models.UniqueConstraint(
                        fields=("slug",),
                        name="councils_council_slug_once",
                        violation_error_message="Another council has this address.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("deleted_at__isnull", False),
                            models.Q(("name_de__isnull", False), models.Q(("name_de", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="councils_council_name_de",
                        violation_error_message="The German text is missing. It is the source of all translations.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("founded_on__isnull", True),
                            ("dissolved_on__isnull", True),
                            ("dissolved_on__gte", models.F("founded_on")),
                            _connector="OR",
                        ),
                        name="councils_council_life_in_order",
                        violation_error_message="A council cannot end before it begins.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("predecessor__isnull", True),
                            ("predecessor_name_de__isnull", True),
                            ("predecessor_name_de", ""),
                            _connector="OR",
                        ),
                        name="councils_council_one_predecessor",
                        violation_error_message="Choose a body from the portal or write a name, not both.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("successor__isnull", True),
                            ("successor_name_de__isnull", True),
                            ("successor_name_de", ""),
                            _connector="OR",
                        ),
                        name="councils_council_one_successor",
                        violation_error_message="Choose a body from the portal or write a name, not both.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("part_of__isnull", True),
                            ("part_of_name_de__isnull", True),
                            ("part_of_name_de", ""),
                            _connector="OR",
                        ),
                        name="councils_council_one_part_of",
                        violation_error_message="Choose a body from the portal or write a name, not both.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AnnualReview",
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
                    "year",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1950),
                            django.core.validators.MaxValueValidator(2200),
                        ],
                        verbose_name="year",
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
                ("presented_on", models.DateField(blank=True, null=True, verbose_name="presented on")),
                ("intro", councils.richtext.RichTextField(blank=True, verbose_name="introduction")),
                ("intro_de", councils.richtext.RichTextField(blank=True, null=True, verbose_name="introduction")),
                (
                    "intro_de_simple",
                    councils.richtext.RichTextField(blank=True, null=True, verbose_name="introduction"),
                ),
                ("intro_en", councils.richtext.RichTextField(blank=True, null=True, verbose_name="introduction")),
                ("intro_ar", councils.richtext.RichTextField(blank=True, null=True, verbose_name="introduction")),
                ("intro_bg", councils.richtext.RichTextField(blank=True, null=True, verbose_name="introduction")),
                ("intro_fa", councils.richtext.RichTextField(blank=True, null=True, verbose_name="introduction")),
                ("intro_pl", councils.richtext.RichTextField(blank=True, null=True, verbose_name="introduction")),
                ("intro_ro", councils.richtext.RichTextField(blank=True, null=True, verbose_name="introduction")),
                ("intro_ru", councils.richtext.RichTextField(blank=True, null=True, verbose_name="introduction")),
                ("intro_tr", councils.richtext.RichTextField(blank=True, null=True, verbose_name="introduction")),
                ("intro_uk", councils.richtext.RichTextField(blank=True, null=True, verbose_name="introduction")),
                ("intro_vi", councils.richtext.RichTextField(blank=True, null=True, verbose_name="introduction")),
                (
                    "council",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reviews",
                        to="councils.council",
                        verbose_name="council",
                    ),
                ),
            ],
            options={
                "verbose_name": "annual review",
                "verbose_name_plural": "annual reviews",
                "ordering": ["-year", "pk"],
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "draft"), _negated=True),
                            ("first_published_at__isnull", True),
                            _connector="OR",
                        ),
                        name="councils_annualreview_draft_never_public",
                        violation_error_message="This was public already. Withdraw it instead of making it a draft.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "published"), _negated=True),
                            ("first_published_at__isnull", False),
                            _connector="OR",
                        ),
                        name="councils_annualreview_published_since",
                        violation_error_message="Something published needs the moment it became public.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "withdrawn"), _negated=True),
                            ("unpublish_at__isnull", False),
                            _connector="OR",
                        ),
                        name="councils_annualreview_withdrawn_since",
                        violation_error_message="Something withdrawn needs the moment it was withdrawn.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("publish_at__isnull", True),
                            ("unpublish_at__isnull", True),
                            ("unpublish_at__gt", models.F("publish_at")),
                            _connector="OR",
                        ),
                        name="councils_annualreview_publish_before_unpublish",
                        violation_error_message="“Public until” must be later than “public from”.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("key", ""), _negated=True),
                        name="councils_annualreview_has_key",
                        violation_error_message="The key must not be empty.",
                    ),
                    models.UniqueConstraint(
                        fields=("council", "key"),
                        name="councils_annualreview_key_once",
                        violation_error_message="This key is already used here, perhaps by something deleted.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("deleted_at__isnull", False),
                            models.Q(("title_de__isnull", False), models.Q(("title_de", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="councils_annualreview_title_de",
                        violation_error_message="The German text is missing. It is the source of all translations.",
                    ),
                    models.UniqueConstraint(
                        fields=("council", "year"),
                        name="councils_annualreview_once",
                        violation_error_message="There is already a review of this year.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Municipality",
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
                    "name",
                    models.CharField(help_text="Official name, as on letters.", max_length=200, verbose_name="name"),
                ),
                (
                    "name_de",
                    models.CharField(
                        help_text="Official name, as on letters.", max_length=200, null=True, verbose_name="name"
                    ),
                ),
                (
                    "name_de_simple",
                    models.CharField(
                        help_text="Official name, as on letters.", max_length=200, null=True, verbose_name="name"
                    ),
                ),
                (
                    "name_en",
                    models.CharField(
                        help_text="Official name, as on letters.", max_length=200, null=True, verbose_name="name"
                    ),
                ),
                (
                    "name_ar",
                    models.CharField(
                        help_text="Official name, as on letters.", max_length=200, null=True, verbose_name="name"
                    ),
                ),
                (
                    "name_bg",
                    models.CharField(
                        help_text="Official name, as on letters.", max_length=200, null=True, verbose_name="name"
                    ),
                ),
                (
                    "name_fa",
                    models.CharField(
                        help_text="Official name, as on letters.", max_length=200, null=True, verbose_name="name"
                    ),
                ),
                (
                    "name_pl",
                    models.CharField(
                        help_text="Official name, as on letters.", max_length=200, null=True, verbose_name="name"
                    ),
                ),
                (
                    "name_ro",
                    models.CharField(
                        help_text="Official name, as on letters.", max_length=200, null=True, verbose_name="name"
                    ),
                ),
                (
                    "name_ru",
                    models.CharField(
                        help_text="Official name, as on letters.", max_length=200, null=True, verbose_name="name"
                    ),
                ),
                (
                    "name_tr",
                    models.CharField(
                        help_text="Official name, as on letters.", max_length=200, null=True, verbose_name="name"
                    ),
                ),
                (
                    "name_uk",
                    models.CharField(
                        help_text="Official name, as on letters.", max_length=200, null=True, verbose_name="name"
                    ),
                ),
                (
                    "name_vi",
                    models.CharField(
                        help_text="Official name, as on letters.", max_length=200, null=True, verbose_name="name"
                    ),
                ),
                (
                    "place",
                    models.CharField(
                        help_text="Shows in lists and on the map.", max_length=120, verbose_name="short name"
                    ),
                ),
                (
                    "place_de",
                    models.CharField(
                        help_text="Shows in lists and on the map.", max_length=120, null=True, verbose_name="short name"
                    ),
                ),
                (
                    "place_de_simple",
                    models.CharField(
                        help_text="Shows in lists and on the map.", max_length=120, null=True, verbose_name="short name"
                    ),
                ),
                (
                    "place_en",
                    models.CharField(
                        help_text="Shows in lists and on the map.", max_length=120, null=True, verbose_name="short name"
                    ),
                ),
                (
                    "place_ar",
                    models.CharField(
                        help_text="Shows in lists and on the map.", max_length=120, null=True, verbose_name="short name"
                    ),
                ),
                (
                    "place_bg",
                    models.CharField(
                        help_text="Shows in lists and on the map.", max_length=120, null=True, verbose_name="short name"
                    ),
                ),
                (
                    "place_fa",
                    models.CharField(
                        help_text="Shows in lists and on the map.", max_length=120, null=True, verbose_name="short name"
                    ),
                ),
                (
                    "place_pl",
                    models.CharField(
                        help_text="Shows in lists and on the map.", max_length=120, null=True, verbose_name="short name"
                    ),
                ),
                (
                    "place_ro",
                    models.CharField(
                        help_text="Shows in lists and on the map.", max_length=120, null=True, verbose_name="short name"
                    ),
                ),
                (
                    "place_ru",
                    models.CharField(
                        help_text="Shows in lists and on the map.", max_length=120, null=True, verbose_name="short name"
                    ),
                ),
                (
                    "place_tr",
                    models.CharField(
                        help_text="Shows in lists and on the map.", max_length=120, null=True, verbose_name="short name"
                    ),
                ),
                (
                    "place_uk",
                    models.CharField(
                        help_text="Shows in lists and on the map.", max_length=120, null=True, verbose_name="short name"
                    ),
                ),
                (
                    "place_vi",
                    models.CharField(
                        help_text="Shows in lists and on the map.", max_length=120, null=True, verbose_name="short name"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("district", "district"),
                            ("independent_city", "city that is its own district"),
                            ("town", "town"),
                            ("municipality", "municipality"),
                            ("state", "Land"),
                            ("association", "association of municipalities"),
                        ],
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                (
                    "land",
                    models.CharField(
                        choices=[
                            ("BB", "Brandenburg"),
                            ("BE", "Berlin"),
                            ("BW", "Baden-Württemberg"),
                            ("BY", "Bayern"),
                            ("HB", "Bremen"),
                            ("HE", "Hessen"),
                            ("HH", "Hamburg"),
                            ("MV", "Mecklenburg-Vorpommern"),
                            ("NI", "Niedersachsen"),
                            ("NW", "Nordrhein-Westfalen"),
                            ("RP", "Rheinland-Pfalz"),
                            ("SH", "Schleswig-Holstein"),
                            ("SL", "Saarland"),
                            ("SN", "Sachsen"),
                            ("ST", "Sachsen-Anhalt"),
                            ("TH", "Thüringen"),
                        ],
                        max_length=2,
                        verbose_name="Land",
                    ),
                ),
                (
                    "official_key",
                    models.CharField(
                        blank=True,
                        help_text="Amtlicher Gemeindeschlüssel or Regionalschlüssel.",
                        max_length=12,
                        validators=[
                            django.core.validators.RegexValidator(
                                "\\A(\\d{2}|\\d{5}|\\d{8}|\\d{9}|\\d{12})\\Z", "The key has 2, 5, 8, 9 or 12 digits."
                            )
                        ],
                        verbose_name="official key",
                    ),
                ),
                ("seat", models.CharField(blank=True, max_length=120, verbose_name="seat of the administration")),
                (
                    "latitude",
                    models.DecimalField(
                        blank=True,
                        decimal_places=4,
                        help_text="Degrees north (WGS 84) of the seat of the administration.",
                        max_digits=7,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(47),
                            django.core.validators.MaxValueValidator(56),
                        ],
                        verbose_name="latitude",
                    ),
                ),
                (
                    "longitude",
                    models.DecimalField(
                        blank=True,
                        decimal_places=4,
                        help_text="Degrees east (WGS 84) of the seat of the administration.",
                        max_digits=7,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(5),
                            django.core.validators.MaxValueValidator(16),
                        ],
                        verbose_name="longitude",
                    ),
                ),
                ("website", models.URLField(blank=True, verbose_name="website")),
                (
                    "reference_source",
                    models.CharField(blank=True, max_length=300, verbose_name="source of key and place"),
                ),
                (
                    "reference_licence",
                    models.CharField(blank=True, max_length=120, verbose_name="licence of that source"),
                ),
                ("reference_date", models.DateField(blank=True, null=True, verbose_name="as of")),
                (
                    "authority_name",
                    models.CharField(
                        blank=True,
                        help_text="Who is responsible for the council's pages: imprint.",
                        max_length=200,
                        verbose_name="authority",
                    ),
                ),
                ("street", models.CharField(blank=True, max_length=200, verbose_name="street and number")),
                ("postcode", models.CharField(blank=True, max_length=10, verbose_name="postcode")),
                ("city", models.CharField(blank=True, max_length=120, verbose_name="town")),
                ("phone", models.CharField(blank=True, max_length=60, verbose_name="phone")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
                (
                    "representative",
                    models.CharField(
                        blank=True,
                        help_text="Office and name, for the imprint.",
                        max_length=200,
                        verbose_name="represented by",
                    ),
                ),
                (
                    "data_protection_officer",
                    models.CharField(blank=True, max_length=200, verbose_name="data protection officer"),
                ),
                (
                    "data_protection_contact",
                    models.EmailField(blank=True, max_length=254, verbose_name="e-mail of the data protection officer"),
                ),
            ],
            options={
                "verbose_name": "municipality",
                "verbose_name_plural": "municipalities",
                "ordering": ["key"],
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "draft"), _negated=True),
                            ("first_published_at__isnull", True),
                            _connector="OR",
                        ),
                        name="councils_municipality_draft_never_public",
                        violation_error_message="This was public already. Withdraw it instead of making it a draft.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "published"), _negated=True),
                            ("first_published_at__isnull", False),
                            _connector="OR",
                        ),
                        name="councils_municipality_published_since",
                        violation_error_message="Something published needs the moment it became public.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "withdrawn"), _negated=True),
                            ("unpublish_at__isnull", False),
                            _connector="OR",
                        ),
                        name="councils_municipality_withdrawn_since",
                        violation_error_message="Something withdrawn needs the moment it was withdrawn.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("publish_at__isnull", True),
                            ("unpublish_at__isnull", True),
                            ("unpublish_at__gt", models.F("publish_at")),
                            _connector="OR",
                        ),
                        name="councils_municipality_publish_before_unpublish",
                        violation_error_message="“Public until” must be later than “public from”.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("key", ""), _negated=True),
                        name="councils_municipality_has_key",
                        violation_error_message="The key must not be empty.",
                    ),
                    models.UniqueConstraint(
                        fields=("key",),
                        name="councils_municipality_key_once",
                        violation_error_message="This key is already used here, perhaps by something deleted.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("deleted_at__isnull", False),
                            models.Q(("name_de__isnull", False), models.Q(("name_de", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="councils_municipality_name_de",
                        violation_error_message="The German text is missing. It is the source of all translations.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("deleted_at__isnull", False),
                            models.Q(("place_de__isnull", False), models.Q(("place_de", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="councils_municipality_place_de",
                        violation_error_message="The German text is missing. It is the source of all translations.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("latitude__isnull", True), ("longitude__isnull", True)),
                            models.Q(
                                ("latitude__isnull", False),
                                ("latitude__range", (47, 56)),
                                ("longitude__isnull", False),
                                ("longitude__range", (5, 16)),
                            ),
                            _connector="OR",
                        ),
                        name="councils_municipality_in_germany",
                        violation_error_message="Give latitude and longitude, both inside Germany, or neither.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("latitude__isnull", True), ("official_key", "")),
                            models.Q(("reference_source", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="councils_municipality_reference_sourced",
                        violation_error_message="Say where the official key and the place come from.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Jurisdiction",
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
                        related_name="jurisdictions",
                        to="councils.council",
                        verbose_name="council",
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="jurisdictions",
                        to="councils.municipality",
                        verbose_name="municipality",
                    ),
                ),
            ],
            options={
                "verbose_name": "municipality of a council",
                "verbose_name_plural": "municipalities of a council",
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
                        name="councils_jurisdiction_draft_never_public",
                        violation_error_message="This was public already. Withdraw it instead of making it a draft.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "published"), _negated=True),
                            ("first_published_at__isnull", False),
                            _connector="OR",
                        ),
                        name="councils_jurisdiction_published_since",
                        violation_error_message="Something published needs the moment it became public.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "withdrawn"), _negated=True),
                            ("unpublish_at__isnull", False),
                            _connector="OR",
                        ),
                        name="councils_jurisdiction_withdrawn_since",
                        violation_error_message="Something withdrawn needs the moment it was withdrawn.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("publish_at__isnull", True),
                            ("unpublish_at__isnull", True),
                            ("unpublish_at__gt", models.F("publish_at")),
                            _connector="OR",
                        ),
                        name="councils_jurisdiction_publish_before_unpublish",
                        violation_error_message="“Public until” must be later than “public from”.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("key", ""), _negated=True),
                        name="councils_jurisdiction_has_key",
                        violation_error_message="The key must not be empty.",
                    ),
                    models.UniqueConstraint(
                        fields=("council", "key"),
                        name="councils_jurisdiction_key_once",
                        violation_error_message="This key is already used here, perhaps by something deleted.",
                    ),
                    models.UniqueConstraint(
                        fields=("council", "municipality"),
                        name="councils_jurisdiction_once",
                        violation_error_message="The council already has this municipality.",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="council",
            name="municipalities",
            field=models.ManyToManyField(
                related_name="councils",
                through="councils.Jurisdiction",
                to="councils.municipality",
                verbose_name="municipalities",
            ),
        ),
        migrations.CreateModel(
            name="Notice",
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
                    "council",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notices",
                        to="councils.council",
                        verbose_name="council",
                    ),
                ),
            ],
            options={
                "verbose_name": "notice",
                "verbose_name_plural": "notices",
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
                        name="councils_notice_draft_never_public",
                        violation_error_message="This was public already. Withdraw it instead of making it a draft.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "published"), _negated=True),
                            ("first_published_at__isnull", False),
                            _connector="OR",
                        ),
                        name="councils_notice_published_since",
                        violation_error_message="Something published needs the moment it became public.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "withdrawn"), _negated=True),
                            ("unpublish_at__isnull", False),
                            _connector="OR",
                        ),
                        name="councils_notice_withdrawn_since",
                        violation_error_message="Something withdrawn needs the moment it was withdrawn.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("publish_at__isnull", True),
                            ("unpublish_at__isnull", True),
                            ("unpublish_at__gt", models.F("publish_at")),
                            _connector="OR",
                        ),
                        name="councils_notice_publish_before_unpublish",
                        violation_error_message="“Public until” must be later than “public from”.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("key", ""), _negated=True),
                        name="councils_notice_has_key",
                        violation_error_message="The key must not be empty.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("deleted_at__isnull", False),
                            models.Q(("title_de__isnull", False), models.Q(("title_de", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="councils_notice_title_de",
                        violation_error_message="The German text is missing. It is the source of all translations.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_from__isnull", True),
                            ("valid_until__isnull", True),
                            ("valid_until__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="councils_notice_in_order",
                        violation_error_message="The last day comes before the first.",
                    ),
                    models.UniqueConstraint(
                        fields=("council", "key"),
                        name="councils_notice_key_once",
                        violation_error_message="This key is already used here, perhaps by something deleted.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Organisation",
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
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("name_de", models.CharField(max_length=200, null=True, verbose_name="name")),
                ("name_de_simple", models.CharField(max_length=200, null=True, verbose_name="name")),
                ("name_en", models.CharField(max_length=200, null=True, verbose_name="name")),
                ("name_ar", models.CharField(max_length=200, null=True, verbose_name="name")),
                ("name_bg", models.CharField(max_length=200, null=True, verbose_name="name")),
                ("name_fa", models.CharField(max_length=200, null=True, verbose_name="name")),
                ("name_pl", models.CharField(max_length=200, null=True, verbose_name="name")),
                ("name_ro", models.CharField(max_length=200, null=True, verbose_name="name")),
                ("name_ru", models.CharField(max_length=200, null=True, verbose_name="name")),
                ("name_tr", models.CharField(max_length=200, null=True, verbose_name="name")),
                ("name_uk", models.CharField(max_length=200, null=True, verbose_name="name")),
                ("name_vi", models.CharField(max_length=200, null=True, verbose_name="name")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("municipal_council", "municipal council"),
                            ("parliamentary_group", "parliamentary group"),
                            ("party", "party"),
                            ("list", "list of candidates"),
                            ("association", "association"),
                            ("administration", "administration"),
                            ("authority", "public authority"),
                            ("other", "other organisation"),
                        ],
                        default="other",
                        max_length=30,
                        verbose_name="kind",
                    ),
                ),
                ("url", models.URLField(blank=True, verbose_name="link")),
                (
                    "council",
                    models.ForeignKey(
                        help_text="Whose pages this record serves; each council keeps its own.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="organisations",
                        to="councils.council",
                        verbose_name="council",
                    ),
                ),
            ],
            options={
                "verbose_name": "organisation",
                "verbose_name_plural": "organisations",
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
                        name="councils_organisation_draft_never_public",
                        violation_error_message="This was public already. Withdraw it instead of making it a draft.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "published"), _negated=True),
                            ("first_published_at__isnull", False),
                            _connector="OR",
                        ),
                        name="councils_organisation_published_since",
                        violation_error_message="Something published needs the moment it became public.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "withdrawn"), _negated=True),
                            ("unpublish_at__isnull", False),
                            _connector="OR",
                        ),
                        name="councils_organisation_withdrawn_since",
                        violation_error_message="Something withdrawn needs the moment it was withdrawn.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("publish_at__isnull", True),
                            ("unpublish_at__isnull", True),
                            ("unpublish_at__gt", models.F("publish_at")),
                            _connector="OR",
                        ),
                        name="councils_organisation_publish_before_unpublish",
                        violation_error_message="“Public until” must be later than “public from”.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("key", ""), _negated=True),
                        name="councils_organisation_has_key",
                        violation_error_message="The key must not be empty.",
                    ),
                    models.UniqueConstraint(
                        fields=("council", "key"),
                        name="councils_organisation_key_once",
                        violation_error_message="This key is already used here, perhaps by something deleted.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("deleted_at__isnull", False),
                            models.Q(("name_de__isnull", False), models.Q(("name_de", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="councils_organisation_name_de",
                        violation_error_message="The German text is missing. It is the source of all translations.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReviewTheme",
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
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="themes",
                        to="councils.annualreview",
                        verbose_name="annual review",
                    ),
                ),
            ],
            options={
                "verbose_name": "theme",
                "verbose_name_plural": "themes",
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
                        name="councils_reviewtheme_draft_never_public",
                        violation_error_message="This was public already. Withdraw it instead of making it a draft.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "published"), _negated=True),
                            ("first_published_at__isnull", False),
                            _connector="OR",
                        ),
                        name="councils_reviewtheme_published_since",
                        violation_error_message="Something published needs the moment it became public.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "withdrawn"), _negated=True),
                            ("unpublish_at__isnull", False),
                            _connector="OR",
                        ),
                        name="councils_reviewtheme_withdrawn_since",
                        violation_error_message="Something withdrawn needs the moment it was withdrawn.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("publish_at__isnull", True),
                            ("unpublish_at__isnull", True),
                            ("unpublish_at__gt", models.F("publish_at")),
                            _connector="OR",
                        ),
                        name="councils_reviewtheme_publish_before_unpublish",
                        violation_error_message="“Public until” must be later than “public from”.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("key", ""), _negated=True),
                        name="councils_reviewtheme_has_key",
                        violation_error_message="The key must not be empty.",
                    ),
                    models.UniqueConstraint(
                        fields=("review", "key"),
                        name="councils_reviewtheme_key_once",
                        violation_error_message="This key is already used here, perhaps by something deleted.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("deleted_at__isnull", False),
                            models.Q(("title_de__isnull", False), models.Q(("title_de", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="councils_reviewtheme_title_de",
                        violation_error_message="The German text is missing. It is the source of all translations.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReviewPoint",
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
                ("text", models.TextField(verbose_name="text")),
                ("text_de", models.TextField(null=True, verbose_name="text")),
                ("text_de_simple", models.TextField(null=True, verbose_name="text")),
                ("text_en", models.TextField(null=True, verbose_name="text")),
                ("text_ar", models.TextField(null=True, verbose_name="text")),
                ("text_bg", models.TextField(null=True, verbose_name="text")),
                ("text_fa", models.TextField(null=True, verbose_name="text")),
                ("text_pl", models.TextField(null=True, verbose_name="text")),
                ("text_ro", models.TextField(null=True, verbose_name="text")),
                ("text_ru", models.TextField(null=True, verbose_name="text")),
                ("text_tr", models.TextField(null=True, verbose_name="text")),
                ("text_uk", models.TextField(null=True, verbose_name="text")),
                ("text_vi", models.TextField(null=True, verbose_name="text")),
                (
                    "editorial_note",
                    models.CharField(
                        blank=True,
                        help_text="Says what the portal corrected, and why.",
                        max_length=500,
                        verbose_name="editorial note",
                    ),
                ),
                (
                    "editorial_note_de",
                    models.CharField(
                        blank=True,
                        help_text="Says what the portal corrected, and why.",
                        max_length=500,
                        null=True,
                        verbose_name="editorial note",
                    ),
                ),
                (
                    "editorial_note_de_simple",
                    models.CharField(
                        blank=True,
                        help_text="Says what the portal corrected, and why.",
                        max_length=500,
                        null=True,
                        verbose_name="editorial note",
                    ),
                ),
                (
                    "editorial_note_en",
                    models.CharField(
                        blank=True,
                        help_text="Says what the portal corrected, and why.",
                        max_length=500,
                        null=True,
                        verbose_name="editorial note",
                    ),
                ),
                (
                    "editorial_note_ar",
                    models.CharField(
                        blank=True,
                        help_text="Says what the portal corrected, and why.",
                        max_length=500,
                        null=True,
                        verbose_name="editorial note",
                    ),
                ),
                (
                    "editorial_note_bg",
                    models.CharField(
                        blank=True,
                        help_text="Says what the portal corrected, and why.",
                        max_length=500,
                        null=True,
                        verbose_name="editorial note",
                    ),
                ),
                (
                    "editorial_note_fa",
                    models.CharField(
                        blank=True,
                        help_text="Says what the portal corrected, and why.",
                        max_length=500,
                        null=True,
                        verbose_name="editorial note",
                    ),
                ),
                (
                    "editorial_note_pl",
                    models.CharField(
                        blank=True,
                        help_text="Says what the portal corrected, and why.",
                        max_length=500,
                        null=True,
                        verbose_name="editorial note",
                    ),
                ),
                (
                    "editorial_note_ro",
                    models.CharField(
                        blank=True,
                        help_text="Says what the portal corrected, and why.",
                        max_length=500,
                        null=True,
                        verbose_name="editorial note",
                    ),
                ),
                (
                    "editorial_note_ru",
                    models.CharField(
                        blank=True,
                        help_text="Says what the portal corrected, and why.",
                        max_length=500,
                        null=True,
                        verbose_name="editorial note",
                    ),
                ),
                (
                    "editorial_note_tr",
                    models.CharField(
                        blank=True,
                        help_text="Says what the portal corrected, and why.",
                        max_length=500,
                        null=True,
                        verbose_name="editorial note",
                    ),
                ),
                (
                    "editorial_note_uk",
                    models.CharField(
                        blank=True,
                        help_text="Says what the portal corrected, and why.",
                        max_length=500,
                        null=True,
                        verbose_name="editorial note",
                    ),
                ),
                (
                    "editorial_note_vi",
                    models.CharField(
                        blank=True,
                        help_text="Says what the portal corrected, and why.",
                        max_length=500,
                        null=True,
                        verbose_name="editorial note",
                    ),
                ),
                (
                    "theme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="points",
                        to="councils.reviewtheme",
                        verbose_name="theme",
                    ),
                ),
            ],
            options={
                "verbose_name": "point",
                "verbose_name_plural": "points",
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
                        name="councils_reviewpoint_draft_never_public",
                        violation_error_message="This was public already. Withdraw it instead of making it a draft.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "published"), _negated=True),
                            ("first_published_at__isnull", False),
                            _connector="OR",
                        ),
                        name="councils_reviewpoint_published_since",
                        violation_error_message="Something published needs the moment it became public.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "withdrawn"), _negated=True),
                            ("unpublish_at__isnull", False),
                            _connector="OR",
                        ),
                        name="councils_reviewpoint_withdrawn_since",
                        violation_error_message="Something withdrawn needs the moment it was withdrawn.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("publish_at__isnull", True),
                            ("unpublish_at__isnull", True),
                            ("unpublish_at__gt", models.F("publish_at")),
                            _connector="OR",
                        ),
                        name="councils_reviewpoint_publish_before_unpublish",
                        violation_error_message="“Public until” must be later than “public from”.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("key", ""), _negated=True),
                        name="councils_reviewpoint_has_key",
                        violation_error_message="The key must not be empty.",
                    ),
                    models.UniqueConstraint(
                        fields=("theme", "key"),
                        name="councils_reviewpoint_key_once",
                        violation_error_message="This key is already used here, perhaps by something deleted.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("deleted_at__isnull", False),
                            models.Q(("text_de__isnull", False), models.Q(("text_de", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="councils_reviewpoint_text_de",
                        violation_error_message="The German text is missing. It is the source of all translations.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Slug",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("scope", models.CharField(max_length=60)),
                ("slug", models.CharField(max_length=80)),
                ("target", models.UUIDField()),
            ],
            options={
                "verbose_name": "address",
                "verbose_name_plural": "addresses",
                "constraints": [models.UniqueConstraint(fields=("scope", "slug"), name="councils_slug_once")],
            },
        ),
        migrations.CreateModel(
            name="Source",
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
                    "title",
                    models.CharField(
                        help_text="As the source itself is called, in German.", max_length=300, verbose_name="title"
                    ),
                ),
                ("publisher", models.CharField(blank=True, max_length=200, verbose_name="publisher")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("web_page", "web page"),
                            ("press_release", "press release"),
                            ("slides", "slides"),
                            ("statute", "statute"),
                            ("other", "other source"),
                        ],
                        default="web_page",
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                ("url", models.URLField(blank=True, max_length=500, verbose_name="link")),
                (
                    "dated",
                    councils.partial_dates.PartialDateField(
                        blank=True, help_text="The date that the source itself bears.", null=True, verbose_name="as of"
                    ),
                ),
                ("dated_note", models.CharField(blank=True, max_length=300, verbose_name="about the date")),
                (
                    "dated_note_de",
                    models.CharField(blank=True, max_length=300, null=True, verbose_name="about the date"),
                ),
                (
                    "dated_note_de_simple",
                    models.CharField(blank=True, max_length=300, null=True, verbose_name="about the date"),
                ),
                (
                    "dated_note_en",
                    models.CharField(blank=True, max_length=300, null=True, verbose_name="about the date"),
                ),
                (
                    "dated_note_ar",
                    models.CharField(blank=True, max_length=300, null=True, verbose_name="about the date"),
                ),
                (
                    "dated_note_bg",
                    models.CharField(blank=True, max_length=300, null=True, verbose_name="about the date"),
                ),
                (
                    "dated_note_fa",
                    models.CharField(blank=True, max_length=300, null=True, verbose_name="about the date"),
                ),
                (
                    "dated_note_pl",
                    models.CharField(blank=True, max_length=300, null=True, verbose_name="about the date"),
                ),
                (
                    "dated_note_ro",
                    models.CharField(blank=True, max_length=300, null=True, verbose_name="about the date"),
                ),
                (
                    "dated_note_ru",
                    models.CharField(blank=True, max_length=300, null=True, verbose_name="about the date"),
                ),
                (
                    "dated_note_tr",
                    models.CharField(blank=True, max_length=300, null=True, verbose_name="about the date"),
                ),
                (
                    "dated_note_uk",
                    models.CharField(blank=True, max_length=300, null=True, verbose_name="about the date"),
                ),
                (
                    "dated_note_vi",
                    models.CharField(blank=True, max_length=300, null=True, verbose_name="about the date"),
                ),
                ("retrieved_on", models.DateField(blank=True, null=True, verbose_name="read on")),
                ("licence", models.CharField(blank=True, max_length=120, verbose_name="licence")),
                (
                    "council",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sources",
                        to="councils.council",
                        verbose_name="council",
                    ),
                ),
            ],
            options={
                "verbose_name": "source",
                "verbose_name_plural": "sources",
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
                        name="councils_source_draft_never_public",
                        violation_error_message="This was public already. Withdraw it instead of making it a draft.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "published"), _negated=True),
                            ("first_published_at__isnull", False),
                            _connector="OR",
                        ),
                        name="councils_source_published_since",
                        violation_error_message="Something published needs the moment it became public.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "withdrawn"), _negated=True),
                            ("unpublish_at__isnull", False),
                            _connector="OR",
                        ),
                        name="councils_source_withdrawn_since",
                        violation_error_message="Something withdrawn needs the moment it was withdrawn.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("publish_at__isnull", True),
                            ("unpublish_at__isnull", True),
                            ("unpublish_at__gt", models.F("publish_at")),
                            _connector="OR",
                        ),
                        name="councils_source_publish_before_unpublish",
                        violation_error_message="“Public until” must be later than “public from”.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("key", ""), _negated=True),
                        name="councils_source_has_key",
                        violation_error_message="The key must not be empty.",
                    ),
                    models.UniqueConstraint(
                        fields=("council", "key"),
                        name="councils_source_key_once",
                        violation_error_message="This key is already used here, perhaps by something deleted.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("title", ""), _negated=True),
                        name="councils_source_title",
                        violation_error_message="Name the source.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="News",
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
                    "slug",
                    models.SlugField(
                        help_text="Stands in the page's address. When it changes, the old address leads to the new one.",
                        max_length=80,
                        validators=[
                            django.core.validators.RegexValidator(
                                "\\A[a-z0-9]+(?:-[a-z0-9]+)*\\Z",
                                "Use small letters a–z, digits and single hyphens only.",
                            )
                        ],
                        verbose_name="address",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("news", "news"), ("press_release", "press release")],
                        default="news",
                        max_length=20,
                        verbose_name="kind",
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
                ("dated", models.DateField(help_text="Shows under the heading.", verbose_name="date")),
                ("lead", models.TextField(blank=True, verbose_name="in one sentence")),
                ("lead_de", models.TextField(blank=True, null=True, verbose_name="in one sentence")),
                ("lead_de_simple", models.TextField(blank=True, null=True, verbose_name="in one sentence")),
                ("lead_en", models.TextField(blank=True, null=True, verbose_name="in one sentence")),
                ("lead_ar", models.TextField(blank=True, null=True, verbose_name="in one sentence")),
                ("lead_bg", models.TextField(blank=True, null=True, verbose_name="in one sentence")),
                ("lead_fa", models.TextField(blank=True, null=True, verbose_name="in one sentence")),
                ("lead_pl", models.TextField(blank=True, null=True, verbose_name="in one sentence")),
                ("lead_ro", models.TextField(blank=True, null=True, verbose_name="in one sentence")),
                ("lead_ru", models.TextField(blank=True, null=True, verbose_name="in one sentence")),
                ("lead_tr", models.TextField(blank=True, null=True, verbose_name="in one sentence")),
                ("lead_uk", models.TextField(blank=True, null=True, verbose_name="in one sentence")),
                ("lead_vi", models.TextField(blank=True, null=True, verbose_name="in one sentence")),
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
                    "council",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="news",
                        to="councils.council",
                        verbose_name="council",
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
                "verbose_name": "news",
                "verbose_name_plural": "news",
                "ordering": ["-dated", "-pk"],
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["-dated", "-id"], name="councils_news_newest")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "draft"), _negated=True),
                            ("first_published_at__isnull", True),
                            _connector="OR",
                        ),
                        name="councils_news_draft_never_public",
                        violation_error_message="This was public already. Withdraw it instead of making it a draft.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "published"), _negated=True),
                            ("first_published_at__isnull", False),
                            _connector="OR",
                        ),
                        name="councils_news_published_since",
                        violation_error_message="Something published needs the moment it became public.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "withdrawn"), _negated=True),
                            ("unpublish_at__isnull", False),
                            _connector="OR",
                        ),
                        name="councils_news_withdrawn_since",
                        violation_error_message="Something withdrawn needs the moment it was withdrawn.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("publish_at__isnull", True),
                            ("unpublish_at__isnull", True),
                            ("unpublish_at__gt", models.F("publish_at")),
                            _connector="OR",
                        ),
                        name="councils_news_publish_before_unpublish",
                        violation_error_message="“Public until” must be later than “public from”.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("key", ""), _negated=True),
                        name="councils_news_has_key",
                        violation_error_message="The key must not be empty.",
                    ),
                    models.UniqueConstraint(
                        fields=("council", "key"),
                        name="councils_news_key_once",
                        violation_error_message="This key is already used here, perhaps by something deleted.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("deleted_at__isnull", False),
                            models.Q(("title_de__isnull", False), models.Q(("title_de", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="councils_news_title_de",
                        violation_error_message="The German text is missing. It is the source of all translations.",
                    ),
                    models.UniqueConstraint(
                        fields=("council", "slug"),
                        name="councils_news_slug_once",
                        violation_error_message="Other news of this council has this address.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Document",
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
                    "kind",
                    models.CharField(
                        choices=[
                            ("statute", "statute"),
                            ("rules_of_procedure", "rules of procedure"),
                            ("concept", "concept"),
                            ("minutes", "minutes"),
                            ("agenda", "agenda"),
                            ("resolution", "resolution"),
                            ("report", "report"),
                            ("press_release", "press release"),
                            ("other", "other document"),
                        ],
                        default="other",
                        max_length=30,
                        verbose_name="kind",
                    ),
                ),
                (
                    "adopted_on",
                    councils.partial_dates.PartialDateField(blank=True, null=True, verbose_name="adopted on"),
                ),
                ("adopted_by", models.CharField(blank=True, max_length=200, verbose_name="adopted by")),
                ("adopted_by_de", models.CharField(blank=True, max_length=200, null=True, verbose_name="adopted by")),
                (
                    "adopted_by_de_simple",
                    models.CharField(blank=True, max_length=200, null=True, verbose_name="adopted by"),
                ),
                ("adopted_by_en", models.CharField(blank=True, max_length=200, null=True, verbose_name="adopted by")),
                ("adopted_by_ar", models.CharField(blank=True, max_length=200, null=True, verbose_name="adopted by")),
                ("adopted_by_bg", models.CharField(blank=True, max_length=200, null=True, verbose_name="adopted by")),
                ("adopted_by_fa", models.CharField(blank=True, max_length=200, null=True, verbose_name="adopted by")),
                ("adopted_by_pl", models.CharField(blank=True, max_length=200, null=True, verbose_name="adopted by")),
                ("adopted_by_ro", models.CharField(blank=True, max_length=200, null=True, verbose_name="adopted by")),
                ("adopted_by_ru", models.CharField(blank=True, max_length=200, null=True, verbose_name="adopted by")),
                ("adopted_by_tr", models.CharField(blank=True, max_length=200, null=True, verbose_name="adopted by")),
                ("adopted_by_uk", models.CharField(blank=True, max_length=200, null=True, verbose_name="adopted by")),
                ("adopted_by_vi", models.CharField(blank=True, max_length=200, null=True, verbose_name="adopted by")),
                (
                    "council",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="documents",
                        to="councils.council",
                        verbose_name="council",
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
                "verbose_name": "document",
                "verbose_name_plural": "documents",
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
                        name="councils_document_draft_never_public",
                        violation_error_message="This was public already. Withdraw it instead of making it a draft.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "published"), _negated=True),
                            ("first_published_at__isnull", False),
                            _connector="OR",
                        ),
                        name="councils_document_published_since",
                        violation_error_message="Something published needs the moment it became public.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "withdrawn"), _negated=True),
                            ("unpublish_at__isnull", False),
                            _connector="OR",
                        ),
                        name="councils_document_withdrawn_since",
                        violation_error_message="Something withdrawn needs the moment it was withdrawn.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("publish_at__isnull", True),
                            ("unpublish_at__isnull", True),
                            ("unpublish_at__gt", models.F("publish_at")),
                            _connector="OR",
                        ),
                        name="councils_document_publish_before_unpublish",
                        violation_error_message="“Public until” must be later than “public from”.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("key", ""), _negated=True),
                        name="councils_document_has_key",
                        violation_error_message="The key must not be empty.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("deleted_at__isnull", False),
                            models.Q(("title_de__isnull", False), models.Q(("title_de", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="councils_document_title_de",
                        violation_error_message="The German text is missing. It is the source of all translations.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("availability", "file"), ("url", ""), models.Q(("file", ""), _negated=True)),
                            models.Q(("availability", "link"), ("file", ""), models.Q(("url", ""), _negated=True)),
                            models.Q(("availability", "known"), ("file", ""), ("url", "")),
                            _connector="OR",
                        ),
                        name="councils_document_availability",
                        violation_error_message="Give the file, or the link, or say that the document is only known.",
                    ),
                    models.UniqueConstraint(
                        fields=("council", "key"),
                        name="councils_document_key_once",
                        violation_error_message="This key is already used here, perhaps by something deleted.",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="council",
            name="source",
            field=models.ForeignKey(
                blank=True,
                help_text="Shows at the foot of every page of this council.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="councils.source",
                verbose_name="main source",
            ),
        ),
        migrations.AddField(
            model_name="annualreview",
            name="source",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="councils.source",
                verbose_name="source, if another",
            ),
        ),
        migrations.CreateModel(
            name="Term",
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
                ("name", models.CharField(blank=True, max_length=200, verbose_name="name")),
                ("name_de", models.CharField(blank=True, max_length=200, null=True, verbose_name="name")),
                ("name_de_simple", models.CharField(blank=True, max_length=200, null=True, verbose_name="name")),
                ("name_en", models.CharField(blank=True, max_length=200, null=True, verbose_name="name")),
                ("name_ar", models.CharField(blank=True, max_length=200, null=True, verbose_name="name")),
                ("name_bg", models.CharField(blank=True, max_length=200, null=True, verbose_name="name")),
                ("name_fa", models.CharField(blank=True, max_length=200, null=True, verbose_name="name")),
                ("name_pl", models.CharField(blank=True, max_length=200, null=True, verbose_name="name")),
                ("name_ro", models.CharField(blank=True, max_length=200, null=True, verbose_name="name")),
                ("name_ru", models.CharField(blank=True, max_length=200, null=True, verbose_name="name")),
                ("name_tr", models.CharField(blank=True, max_length=200, null=True, verbose_name="name")),
                ("name_uk", models.CharField(blank=True, max_length=200, null=True, verbose_name="name")),
                ("name_vi", models.CharField(blank=True, max_length=200, null=True, verbose_name="name")),
                ("began", councils.partial_dates.PartialDateField(blank=True, null=True, verbose_name="from")),
                (
                    "ended",
                    councils.partial_dates.PartialDateField(
                        blank=True, help_text="The year alone is enough.", null=True, verbose_name="until"
                    ),
                ),
                (
                    "rule",
                    models.CharField(
                        choices=[
                            ("with_municipal_council", "as long as the municipal council’s term"),
                            ("fixed_years", "a fixed number of years"),
                            ("own", "a rule of its own"),
                            ("unknown", "not known"),
                        ],
                        default="unknown",
                        max_length=30,
                        verbose_name="how long",
                    ),
                ),
                ("years", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="years")),
                ("rule_text", models.CharField(blank=True, max_length=400, verbose_name="rule in words")),
                ("rule_text_de", models.CharField(blank=True, max_length=400, null=True, verbose_name="rule in words")),
                (
                    "rule_text_de_simple",
                    models.CharField(blank=True, max_length=400, null=True, verbose_name="rule in words"),
                ),
                ("rule_text_en", models.CharField(blank=True, max_length=400, null=True, verbose_name="rule in words")),
                ("rule_text_ar", models.CharField(blank=True, max_length=400, null=True, verbose_name="rule in words")),
                ("rule_text_bg", models.CharField(blank=True, max_length=400, null=True, verbose_name="rule in words")),
                ("rule_text_fa", models.CharField(blank=True, max_length=400, null=True, verbose_name="rule in words")),
                ("rule_text_pl", models.CharField(blank=True, max_length=400, null=True, verbose_name="rule in words")),
                ("rule_text_ro", models.CharField(blank=True, max_length=400, null=True, verbose_name="rule in words")),
                ("rule_text_ru", models.CharField(blank=True, max_length=400, null=True, verbose_name="rule in words")),
                ("rule_text_tr", models.CharField(blank=True, max_length=400, null=True, verbose_name="rule in words")),
                ("rule_text_uk", models.CharField(blank=True, max_length=400, null=True, verbose_name="rule in words")),
                ("rule_text_vi", models.CharField(blank=True, max_length=400, null=True, verbose_name="rule in words")),
                (
                    "ends_with_election",
                    models.BooleanField(
                        default=False,
                        help_text="And the day of that election is not known here.",
                        verbose_name="ends with an election",
                    ),
                ),
                (
                    "holds_over",
                    models.BooleanField(default=False, verbose_name="stays in office until the successors meet"),
                ),
                (
                    "stated_seats",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="As the source says it, not as counted.",
                        null=True,
                        verbose_name="seats, as stated",
                    ),
                ),
                (
                    "stated_voting_seats",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="seats with a vote, as stated"
                    ),
                ),
                ("stated_note", models.CharField(blank=True, max_length=300, verbose_name="who fixed the number")),
                (
                    "stated_note_de",
                    models.CharField(blank=True, max_length=300, null=True, verbose_name="who fixed the number"),
                ),
                (
                    "stated_note_de_simple",
                    models.CharField(blank=True, max_length=300, null=True, verbose_name="who fixed the number"),
                ),
                (
                    "stated_note_en",
                    models.CharField(blank=True, max_length=300, null=True, verbose_name="who fixed the number"),
                ),
                (
                    "stated_note_ar",
                    models.CharField(blank=True, max_length=300, null=True, verbose_name="who fixed the number"),
                ),
                (
                    "stated_note_bg",
                    models.CharField(blank=True, max_length=300, null=True, verbose_name="who fixed the number"),
                ),
                (
                    "stated_note_fa",
                    models.CharField(blank=True, max_length=300, null=True, verbose_name="who fixed the number"),
                ),
                (
                    "stated_note_pl",
                    models.CharField(blank=True, max_length=300, null=True, verbose_name="who fixed the number"),
                ),
                (
                    "stated_note_ro",
                    models.CharField(blank=True, max_length=300, null=True, verbose_name="who fixed the number"),
                ),
                (
                    "stated_note_ru",
                    models.CharField(blank=True, max_length=300, null=True, verbose_name="who fixed the number"),
                ),
                (
                    "stated_note_tr",
                    models.CharField(blank=True, max_length=300, null=True, verbose_name="who fixed the number"),
                ),
                (
                    "stated_note_uk",
                    models.CharField(blank=True, max_length=300, null=True, verbose_name="who fixed the number"),
                ),
                (
                    "stated_note_vi",
                    models.CharField(blank=True, max_length=300, null=True, verbose_name="who fixed the number"),
                ),
                (
                    "council",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="terms",
                        to="councils.council",
                        verbose_name="council",
                    ),
                ),
            ],
            options={
                "verbose_name": "term of office",
                "verbose_name_plural": "terms of office",
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
                        name="councils_term_draft_never_public",
                        violation_error_message="This was public already. Withdraw it instead of making it a draft.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "published"), _negated=True),
                            ("first_published_at__isnull", False),
                            _connector="OR",
                        ),
                        name="councils_term_published_since",
                        violation_error_message="Something published needs the moment it became public.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "withdrawn"), _negated=True),
                            ("unpublish_at__isnull", False),
                            _connector="OR",
                        ),
                        name="councils_term_withdrawn_since",
                        violation_error_message="Something withdrawn needs the moment it was withdrawn.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("publish_at__isnull", True),
                            ("unpublish_at__isnull", True),
                            ("unpublish_at__gt", models.F("publish_at")),
                            _connector="OR",
                        ),
                        name="councils_term_publish_before_unpublish",
                        violation_error_message="“Public until” must be later than “public from”.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("key", ""), _negated=True),
                        name="councils_term_has_key",
                        violation_error_message="The key must not be empty.",
                    ),
                    models.UniqueConstraint(
                        fields=("council", "key"),
                        name="councils_term_key_once",
                        violation_error_message="This key is already used here, perhaps by something deleted.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("began__isnull", True),
                            ("ended__isnull", True),
                            ("ended__gte", models.F("began")),
                            _connector="OR",
                        ),
                        name="councils_term_in_order",
                        violation_error_message="The end comes before the beginning.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("rule", "fixed_years"), ("years__gte", 1), ("years__isnull", False)),
                            models.Q(models.Q(("rule", "fixed_years"), _negated=True), ("years__isnull", True)),
                            _connector="OR",
                        ),
                        name="councils_term_years",
                        violation_error_message="Give the number of years for a fixed term, and only there.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("stated_seats__isnull", True),
                            ("stated_voting_seats__isnull", True),
                            ("stated_voting_seats__lte", models.F("stated_seats")),
                            _connector="OR",
                        ),
                        name="councils_term_voting_within_seats",
                        violation_error_message="There cannot be more votes than seats.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Statement",
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
                            ("about", "about the council"),
                            ("task", "task"),
                            ("principle", "guiding principle"),
                            ("goal", "goal"),
                            ("mission", "mission statement"),
                            ("history", "history"),
                            ("participation", "how to take part"),
                            ("question", "question and answer"),
                            ("fact", "fact"),
                        ],
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                (
                    "title",
                    models.CharField(
                        blank=True, help_text="For a question: the question.", max_length=300, verbose_name="heading"
                    ),
                ),
                (
                    "title_de",
                    models.CharField(
                        blank=True,
                        help_text="For a question: the question.",
                        max_length=300,
                        null=True,
                        verbose_name="heading",
                    ),
                ),
                (
                    "title_de_simple",
                    models.CharField(
                        blank=True,
                        help_text="For a question: the question.",
                        max_length=300,
                        null=True,
                        verbose_name="heading",
                    ),
                ),
                (
                    "title_en",
                    models.CharField(
                        blank=True,
                        help_text="For a question: the question.",
                        max_length=300,
                        null=True,
                        verbose_name="heading",
                    ),
                ),
                (
                    "title_ar",
                    models.CharField(
                        blank=True,
                        help_text="For a question: the question.",
                        max_length=300,
                        null=True,
                        verbose_name="heading",
                    ),
                ),
                (
                    "title_bg",
                    models.CharField(
                        blank=True,
                        help_text="For a question: the question.",
                        max_length=300,
                        null=True,
                        verbose_name="heading",
                    ),
                ),
                (
                    "title_fa",
                    models.CharField(
                        blank=True,
                        help_text="For a question: the question.",
                        max_length=300,
                        null=True,
                        verbose_name="heading",
                    ),
                ),
                (
                    "title_pl",
                    models.CharField(
                        blank=True,
                        help_text="For a question: the question.",
                        max_length=300,
                        null=True,
                        verbose_name="heading",
                    ),
                ),
                (
                    "title_ro",
                    models.CharField(
                        blank=True,
                        help_text="For a question: the question.",
                        max_length=300,
                        null=True,
                        verbose_name="heading",
                    ),
                ),
                (
                    "title_ru",
                    models.CharField(
                        blank=True,
                        help_text="For a question: the question.",
                        max_length=300,
                        null=True,
                        verbose_name="heading",
                    ),
                ),
                (
                    "title_tr",
                    models.CharField(
                        blank=True,
                        help_text="For a question: the question.",
                        max_length=300,
                        null=True,
                        verbose_name="heading",
                    ),
                ),
                (
                    "title_uk",
                    models.CharField(
                        blank=True,
                        help_text="For a question: the question.",
                        max_length=300,
                        null=True,
                        verbose_name="heading",
                    ),
                ),
                (
                    "title_vi",
                    models.CharField(
                        blank=True,
                        help_text="For a question: the question.",
                        max_length=300,
                        null=True,
                        verbose_name="heading",
                    ),
                ),
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
                    "is_quotation",
                    models.BooleanField(
                        default=False, help_text="Shown with quotation marks.", verbose_name="is a quotation"
                    ),
                ),
                ("quotation_source", models.CharField(blank=True, max_length=300, verbose_name="quoted from")),
                (
                    "quotation_source_de",
                    models.CharField(blank=True, max_length=300, null=True, verbose_name="quoted from"),
                ),
                (
                    "quotation_source_de_simple",
                    models.CharField(blank=True, max_length=300, null=True, verbose_name="quoted from"),
                ),
                (
                    "quotation_source_en",
                    models.CharField(blank=True, max_length=300, null=True, verbose_name="quoted from"),
                ),
                (
                    "quotation_source_ar",
                    models.CharField(blank=True, max_length=300, null=True, verbose_name="quoted from"),
                ),
                (
                    "quotation_source_bg",
                    models.CharField(blank=True, max_length=300, null=True, verbose_name="quoted from"),
                ),
                (
                    "quotation_source_fa",
                    models.CharField(blank=True, max_length=300, null=True, verbose_name="quoted from"),
                ),
                (
                    "quotation_source_pl",
                    models.CharField(blank=True, max_length=300, null=True, verbose_name="quoted from"),
                ),
                (
                    "quotation_source_ro",
                    models.CharField(blank=True, max_length=300, null=True, verbose_name="quoted from"),
                ),
                (
                    "quotation_source_ru",
                    models.CharField(blank=True, max_length=300, null=True, verbose_name="quoted from"),
                ),
                (
                    "quotation_source_tr",
                    models.CharField(blank=True, max_length=300, null=True, verbose_name="quoted from"),
                ),
                (
                    "quotation_source_uk",
                    models.CharField(blank=True, max_length=300, null=True, verbose_name="quoted from"),
                ),
                (
                    "quotation_source_vi",
                    models.CharField(blank=True, max_length=300, null=True, verbose_name="quoted from"),
                ),
                (
                    "occurred_on",
                    councils.partial_dates.PartialDateField(
                        blank=True, help_text="For history.", null=True, verbose_name="when"
                    ),
                ),
                (
                    "editorial_note",
                    models.CharField(
                        blank=True,
                        help_text="Says what the portal corrected, and why.",
                        max_length=500,
                        verbose_name="editorial note",
                    ),
                ),
                (
                    "editorial_note_de",
                    models.CharField(
                        blank=True,
                        help_text="Says what the portal corrected, and why.",
                        max_length=500,
                        null=True,
                        verbose_name="editorial note",
                    ),
                ),
                (
                    "editorial_note_de_simple",
                    models.CharField(
                        blank=True,
                        help_text="Says what the portal corrected, and why.",
                        max_length=500,
                        null=True,
                        verbose_name="editorial note",
                    ),
                ),
                (
                    "editorial_note_en",
                    models.CharField(
                        blank=True,
                        help_text="Says what the portal corrected, and why.",
                        max_length=500,
                        null=True,
                        verbose_name="editorial note",
                    ),
                ),
                (
                    "editorial_note_ar",
                    models.CharField(
                        blank=True,
                        help_text="Says what the portal corrected, and why.",
                        max_length=500,
                        null=True,
                        verbose_name="editorial note",
                    ),
                ),
                (
                    "editorial_note_bg",
                    models.CharField(
                        blank=True,
                        help_text="Says what the portal corrected, and why.",
                        max_length=500,
                        null=True,
                        verbose_name="editorial note",
                    ),
                ),
                (
                    "editorial_note_fa",
                    models.CharField(
                        blank=True,
                        help_text="Says what the portal corrected, and why.",
                        max_length=500,
                        null=True,
                        verbose_name="editorial note",
                    ),
                ),
                (
                    "editorial_note_pl",
                    models.CharField(
                        blank=True,
                        help_text="Says what the portal corrected, and why.",
                        max_length=500,
                        null=True,
                        verbose_name="editorial note",
                    ),
                ),
                (
                    "editorial_note_ro",
                    models.CharField(
                        blank=True,
                        help_text="Says what the portal corrected, and why.",
                        max_length=500,
                        null=True,
                        verbose_name="editorial note",
                    ),
                ),
                (
                    "editorial_note_ru",
                    models.CharField(
                        blank=True,
                        help_text="Says what the portal corrected, and why.",
                        max_length=500,
                        null=True,
                        verbose_name="editorial note",
                    ),
                ),
                (
                    "editorial_note_tr",
                    models.CharField(
                        blank=True,
                        help_text="Says what the portal corrected, and why.",
                        max_length=500,
                        null=True,
                        verbose_name="editorial note",
                    ),
                ),
                (
                    "editorial_note_uk",
                    models.CharField(
                        blank=True,
                        help_text="Says what the portal corrected, and why.",
                        max_length=500,
                        null=True,
                        verbose_name="editorial note",
                    ),
                ),
                (
                    "editorial_note_vi",
                    models.CharField(
                        blank=True,
                        help_text="Says what the portal corrected, and why.",
                        max_length=500,
                        null=True,
                        verbose_name="editorial note",
                    ),
                ),
                (
                    "council",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="statements",
                        to="councils.council",
                        verbose_name="council",
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
                (
                    "term",
                    models.ForeignKey(
                        blank=True,
                        help_text="For a fact that holds for one term only, such as “six nationalities”.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="statements",
                        to="councils.term",
                        verbose_name="term of office",
                    ),
                ),
            ],
            options={
                "verbose_name": "statement",
                "verbose_name_plural": "statements",
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
                        name="councils_statement_draft_never_public",
                        violation_error_message="This was public already. Withdraw it instead of making it a draft.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "published"), _negated=True),
                            ("first_published_at__isnull", False),
                            _connector="OR",
                        ),
                        name="councils_statement_published_since",
                        violation_error_message="Something published needs the moment it became public.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "withdrawn"), _negated=True),
                            ("unpublish_at__isnull", False),
                            _connector="OR",
                        ),
                        name="councils_statement_withdrawn_since",
                        violation_error_message="Something withdrawn needs the moment it was withdrawn.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("publish_at__isnull", True),
                            ("unpublish_at__isnull", True),
                            ("unpublish_at__gt", models.F("publish_at")),
                            _connector="OR",
                        ),
                        name="councils_statement_publish_before_unpublish",
                        violation_error_message="“Public until” must be later than “public from”.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("key", ""), _negated=True),
                        name="councils_statement_has_key",
                        violation_error_message="The key must not be empty.",
                    ),
                    models.UniqueConstraint(
                        fields=("council", "key"),
                        name="councils_statement_key_once",
                        violation_error_message="This key is already used here, perhaps by something deleted.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("deleted_at__isnull", False),
                            models.Q(("title_de__isnull", False), models.Q(("title_de", ""), _negated=True)),
                            models.Q(("body_de__isnull", False), models.Q(("body_de", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="councils_statement_says_something",
                        violation_error_message="Write a heading or a text, in German.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "question"), _negated=True),
                            models.Q(("deleted_at__isnull", True), _negated=True),
                            models.Q(
                                ("body_de__isnull", False),
                                ("title_de__isnull", False),
                                models.Q(("title_de", ""), _negated=True),
                                models.Q(("body_de", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="councils_statement_question_answered",
                        violation_error_message="A question needs the question as heading and an answer as text.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_quotation", False),
                            ("deleted_at__isnull", False),
                            models.Q(
                                ("quotation_source_de__isnull", False),
                                models.Q(("quotation_source_de", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="councils_statement_quotation_sourced",
                        violation_error_message="Say where the quotation comes from.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SeatGroup",
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
                ("label", models.CharField(max_length=200, verbose_name="who sits here")),
                ("label_de", models.CharField(max_length=200, null=True, verbose_name="who sits here")),
                ("label_de_simple", models.CharField(max_length=200, null=True, verbose_name="who sits here")),
                ("label_en", models.CharField(max_length=200, null=True, verbose_name="who sits here")),
                ("label_ar", models.CharField(max_length=200, null=True, verbose_name="who sits here")),
                ("label_bg", models.CharField(max_length=200, null=True, verbose_name="who sits here")),
                ("label_fa", models.CharField(max_length=200, null=True, verbose_name="who sits here")),
                ("label_pl", models.CharField(max_length=200, null=True, verbose_name="who sits here")),
                ("label_ro", models.CharField(max_length=200, null=True, verbose_name="who sits here")),
                ("label_ru", models.CharField(max_length=200, null=True, verbose_name="who sits here")),
                ("label_tr", models.CharField(max_length=200, null=True, verbose_name="who sits here")),
                ("label_uk", models.CharField(max_length=200, null=True, verbose_name="who sits here")),
                ("label_vi", models.CharField(max_length=200, null=True, verbose_name="who sits here")),
                ("seats", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="seats")),
                (
                    "seats_kind",
                    models.CharField(
                        choices=[("exact", "exactly"), ("up_to", "up to"), ("unknown", "not known")],
                        default="exact",
                        max_length=10,
                        verbose_name="number is",
                    ),
                ),
                (
                    "voting",
                    models.CharField(
                        choices=[
                            ("voting", "with a vote"),
                            ("advisory", "without a vote, advisory"),
                            ("unknown", "not known whether with a vote"),
                        ],
                        default="unknown",
                        max_length=10,
                        verbose_name="vote",
                    ),
                ),
                (
                    "filled_by",
                    models.CharField(
                        choices=[
                            ("elected_list", "elected from lists"),
                            ("elected_person", "elected as persons"),
                            ("independent_candidate", "elected as independent candidates"),
                            ("elected_by_organisations", "elected by organisations"),
                            ("named_by_groups", "named by the parliamentary groups"),
                            ("appointed_from_council", "appointed from among the municipal council"),
                            ("appointed_by_council", "appointed by the municipal council"),
                            ("proposed_by_administration", "proposed by the administration"),
                            ("proposed_by_mayor", "proposed by the mayor"),
                            ("ex_officio", "by virtue of office"),
                            ("delegated", "sent by an organisation"),
                            ("co_opted", "chosen by the members themselves"),
                            ("on_application", "on application"),
                            ("call_for_interest", "after a public call"),
                            ("unknown", "not known how"),
                        ],
                        default="unknown",
                        max_length=30,
                        verbose_name="how filled",
                    ),
                ),
                ("rule_text", models.TextField(blank=True, verbose_name="rule in words")),
                ("rule_text_de", models.TextField(blank=True, null=True, verbose_name="rule in words")),
                ("rule_text_de_simple", models.TextField(blank=True, null=True, verbose_name="rule in words")),
                ("rule_text_en", models.TextField(blank=True, null=True, verbose_name="rule in words")),
                ("rule_text_ar", models.TextField(blank=True, null=True, verbose_name="rule in words")),
                ("rule_text_bg", models.TextField(blank=True, null=True, verbose_name="rule in words")),
                ("rule_text_fa", models.TextField(blank=True, null=True, verbose_name="rule in words")),
                ("rule_text_pl", models.TextField(blank=True, null=True, verbose_name="rule in words")),
                ("rule_text_ro", models.TextField(blank=True, null=True, verbose_name="rule in words")),
                ("rule_text_ru", models.TextField(blank=True, null=True, verbose_name="rule in words")),
                ("rule_text_tr", models.TextField(blank=True, null=True, verbose_name="rule in words")),
                ("rule_text_uk", models.TextField(blank=True, null=True, verbose_name="rule in words")),
                ("rule_text_vi", models.TextField(blank=True, null=True, verbose_name="rule in words")),
                (
                    "appointed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="councils.organisation",
                        verbose_name="appointed by",
                    ),
                ),
                (
                    "nominated_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="councils.organisation",
                        verbose_name="nominated by",
                    ),
                ),
                (
                    "term",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="seat_groups",
                        to="councils.term",
                        verbose_name="term of office",
                    ),
                ),
            ],
            options={
                "verbose_name": "seat group",
                "verbose_name_plural": "seat groups",
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
                        name="councils_seatgroup_draft_never_public",
                        violation_error_message="This was public already. Withdraw it instead of making it a draft.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "published"), _negated=True),
                            ("first_published_at__isnull", False),
                            _connector="OR",
                        ),
                        name="councils_seatgroup_published_since",
                        violation_error_message="Something published needs the moment it became public.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "withdrawn"), _negated=True),
                            ("unpublish_at__isnull", False),
                            _connector="OR",
                        ),
                        name="councils_seatgroup_withdrawn_since",
                        violation_error_message="Something withdrawn needs the moment it was withdrawn.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("publish_at__isnull", True),
                            ("unpublish_at__isnull", True),
                            ("unpublish_at__gt", models.F("publish_at")),
                            _connector="OR",
                        ),
                        name="councils_seatgroup_publish_before_unpublish",
                        violation_error_message="“Public until” must be later than “public from”.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("key", ""), _negated=True),
                        name="councils_seatgroup_has_key",
                        violation_error_message="The key must not be empty.",
                    ),
                    models.UniqueConstraint(
                        fields=("term", "key"),
                        name="councils_seatgroup_key_once",
                        violation_error_message="This key is already used here, perhaps by something deleted.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("deleted_at__isnull", False),
                            models.Q(("label_de__isnull", False), models.Q(("label_de", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="councils_seatgroup_label_de",
                        violation_error_message="The German text is missing. It is the source of all translations.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("seats__isnull", True), ("seats_kind", "unknown")),
                            models.Q(
                                models.Q(("seats_kind", "unknown"), _negated=True),
                                ("seats__gte", 1),
                                ("seats__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="councils_seatgroup_seats",
                        violation_error_message="Give a number of seats, or say that it is not known.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ContactPoint",
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
                ("label", models.CharField(max_length=200, verbose_name="who")),
                ("label_de", models.CharField(max_length=200, null=True, verbose_name="who")),
                ("label_de_simple", models.CharField(max_length=200, null=True, verbose_name="who")),
                ("label_en", models.CharField(max_length=200, null=True, verbose_name="who")),
                ("label_ar", models.CharField(max_length=200, null=True, verbose_name="who")),
                ("label_bg", models.CharField(max_length=200, null=True, verbose_name="who")),
                ("label_fa", models.CharField(max_length=200, null=True, verbose_name="who")),
                ("label_pl", models.CharField(max_length=200, null=True, verbose_name="who")),
                ("label_ro", models.CharField(max_length=200, null=True, verbose_name="who")),
                ("label_ru", models.CharField(max_length=200, null=True, verbose_name="who")),
                ("label_tr", models.CharField(max_length=200, null=True, verbose_name="who")),
                ("label_uk", models.CharField(max_length=200, null=True, verbose_name="who")),
                ("label_vi", models.CharField(max_length=200, null=True, verbose_name="who")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("office", "office (Geschäftsstelle)"),
                            ("council", "the council itself"),
                            ("person_role", "someone in a role"),
                            ("office_hours", "office hours (Sprechstunde)"),
                        ],
                        default="office",
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                (
                    "phone",
                    models.CharField(
                        blank=True,
                        max_length=60,
                        validators=[
                            django.core.validators.RegexValidator(
                                "\\A\\+?[\\d\\s()/.-]{4,40}\\Z", "Write the number with digits, spaces, +, / or -."
                            )
                        ],
                        verbose_name="phone",
                    ),
                ),
                (
                    "email",
                    models.EmailField(
                        blank=True,
                        help_text="An address of the office, not of a volunteer.",
                        max_length=254,
                        verbose_name="e-mail",
                    ),
                ),
                ("url", models.URLField(blank=True, max_length=500, verbose_name="link")),
                ("street", models.CharField(blank=True, max_length=200, verbose_name="street and number")),
                ("postcode", models.CharField(blank=True, max_length=10, verbose_name="postcode")),
                ("city", models.CharField(blank=True, max_length=120, verbose_name="town")),
                ("room", models.CharField(blank=True, max_length=120, verbose_name="room")),
                ("room_de", models.CharField(blank=True, max_length=120, null=True, verbose_name="room")),
                ("room_de_simple", models.CharField(blank=True, max_length=120, null=True, verbose_name="room")),
                ("room_en", models.CharField(blank=True, max_length=120, null=True, verbose_name="room")),
                ("room_ar", models.CharField(blank=True, max_length=120, null=True, verbose_name="room")),
                ("room_bg", models.CharField(blank=True, max_length=120, null=True, verbose_name="room")),
                ("room_fa", models.CharField(blank=True, max_length=120, null=True, verbose_name="room")),
                ("room_pl", models.CharField(blank=True, max_length=120, null=True, verbose_name="room")),
                ("room_ro", models.CharField(blank=True, max_length=120, null=True, verbose_name="room")),
                ("room_ru", models.CharField(blank=True, max_length=120, null=True, verbose_name="room")),
                ("room_tr", models.CharField(blank=True, max_length=120, null=True, verbose_name="room")),
                ("room_uk", models.CharField(blank=True, max_length=120, null=True, verbose_name="room")),
                ("room_vi", models.CharField(blank=True, max_length=120, null=True, verbose_name="room")),
                (
                    "hours",
                    models.CharField(
                        blank=True, help_text="For example “by appointment”.", max_length=300, verbose_name="hours"
                    ),
                ),
                (
                    "hours_de",
                    models.CharField(
                        blank=True,
                        help_text="For example “by appointment”.",
                        max_length=300,
                        null=True,
                        verbose_name="hours",
                    ),
                ),
                (
                    "hours_de_simple",
                    models.CharField(
                        blank=True,
                        help_text="For example “by appointment”.",
                        max_length=300,
                        null=True,
                        verbose_name="hours",
                    ),
                ),
                (
                    "hours_en",
                    models.CharField(
                        blank=True,
                        help_text="For example “by appointment”.",
                        max_length=300,
                        null=True,
                        verbose_name="hours",
                    ),
                ),
                (
                    "hours_ar",
                    models.CharField(
                        blank=True,
                        help_text="For example “by appointment”.",
                        max_length=300,
                        null=True,
                        verbose_name="hours",
                    ),
                ),
                (
                    "hours_bg",
                    models.CharField(
                        blank=True,
                        help_text="For example “by appointment”.",
                        max_length=300,
                        null=True,
                        verbose_name="hours",
                    ),
                ),
                (
                    "hours_fa",
                    models.CharField(
                        blank=True,
                        help_text="For example “by appointment”.",
                        max_length=300,
                        null=True,
                        verbose_name="hours",
                    ),
                ),
                (
                    "hours_pl",
                    models.CharField(
                        blank=True,
                        help_text="For example “by appointment”.",
                        max_length=300,
                        null=True,
                        verbose_name="hours",
                    ),
                ),
                (
                    "hours_ro",
                    models.CharField(
                        blank=True,
                        help_text="For example “by appointment”.",
                        max_length=300,
                        null=True,
                        verbose_name="hours",
                    ),
                ),
                (
                    "hours_ru",
                    models.CharField(
                        blank=True,
                        help_text="For example “by appointment”.",
                        max_length=300,
                        null=True,
                        verbose_name="hours",
                    ),
                ),
                (
                    "hours_tr",
                    models.CharField(
                        blank=True,
                        help_text="For example “by appointment”.",
                        max_length=300,
                        null=True,
                        verbose_name="hours",
                    ),
                ),
                (
                    "hours_uk",
                    models.CharField(
                        blank=True,
                        help_text="For example “by appointment”.",
                        max_length=300,
                        null=True,
                        verbose_name="hours",
                    ),
                ),
                (
                    "hours_vi",
                    models.CharField(
                        blank=True,
                        help_text="For example “by appointment”.",
                        max_length=300,
                        null=True,
                        verbose_name="hours",
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
                ("valid_from", models.DateField(blank=True, null=True, verbose_name="first day")),
                ("valid_until", models.DateField(blank=True, null=True, verbose_name="last day")),
                (
                    "council",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contact_points",
                        to="councils.council",
                        verbose_name="council",
                    ),
                ),
            ],
            options={
                "verbose_name": "contact",
                "verbose_name_plural": "contacts",
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
                        name="councils_contactpoint_draft_never_public",
                        violation_error_message="This was public already. Withdraw it instead of making it a draft.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "published"), _negated=True),
                            ("first_published_at__isnull", False),
                            _connector="OR",
                        ),
                        name="councils_contactpoint_published_since",
                        violation_error_message="Something published needs the moment it became public.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "withdrawn"), _negated=True),
                            ("unpublish_at__isnull", False),
                            _connector="OR",
                        ),
                        name="councils_contactpoint_withdrawn_since",
                        violation_error_message="Something withdrawn needs the moment it was withdrawn.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("publish_at__isnull", True),
                            ("unpublish_at__isnull", True),
                            ("unpublish_at__gt", models.F("publish_at")),
                            _connector="OR",
                        ),
                        name="councils_contactpoint_publish_before_unpublish",
                        violation_error_message="“Public until” must be later than “public from”.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("key", ""), _negated=True),
                        name="councils_contactpoint_has_key",
                        violation_error_message="The key must not be empty.",
                    ),
                    models.UniqueConstraint(
                        fields=("council", "key"),
                        name="councils_contactpoint_key_once",
                        violation_error_message="This key is already used here, perhaps by something deleted.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("deleted_at__isnull", False),
                            models.Q(("label_de__isnull", False), models.Q(("label_de", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="councils_contactpoint_label_de",
                        violation_error_message="The German text is missing. It is the source of all translations.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_from__isnull", True),
                            ("valid_until__isnull", True),
                            ("valid_until__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="councils_contactpoint_in_order",
                        violation_error_message="The last day comes before the first.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("deleted_at__isnull", False),
                            models.Q(("email", ""), ("phone", ""), ("street", ""), ("url", ""), _negated=True),
                            models.Q(("hours_de__isnull", False), models.Q(("hours_de", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="councils_contactpoint_reachable",
                        violation_error_message="Give at least one way: phone, e-mail, link, address or hours.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Call",
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
                            ("vote", "vote"),
                            ("stand", "stand for election"),
                            ("apply", "apply for a seat"),
                            ("join", "join"),
                            ("topics", "bring in topics"),
                        ],
                        max_length=10,
                        verbose_name="to do what",
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
                ("opens_on", models.DateField(blank=True, null=True, verbose_name="opens on")),
                ("closes_on", models.DateField(blank=True, null=True, verbose_name="last day")),
                ("is_date_known", models.BooleanField(default=True, verbose_name="dates are known")),
                ("ask", models.CharField(blank=True, max_length=300, verbose_name="whom to ask")),
                ("ask_de", models.CharField(blank=True, max_length=300, null=True, verbose_name="whom to ask")),
                ("ask_de_simple", models.CharField(blank=True, max_length=300, null=True, verbose_name="whom to ask")),
                ("ask_en", models.CharField(blank=True, max_length=300, null=True, verbose_name="whom to ask")),
                ("ask_ar", models.CharField(blank=True, max_length=300, null=True, verbose_name="whom to ask")),
                ("ask_bg", models.CharField(blank=True, max_length=300, null=True, verbose_name="whom to ask")),
                ("ask_fa", models.CharField(blank=True, max_length=300, null=True, verbose_name="whom to ask")),
                ("ask_pl", models.CharField(blank=True, max_length=300, null=True, verbose_name="whom to ask")),
                ("ask_ro", models.CharField(blank=True, max_length=300, null=True, verbose_name="whom to ask")),
                ("ask_ru", models.CharField(blank=True, max_length=300, null=True, verbose_name="whom to ask")),
                ("ask_tr", models.CharField(blank=True, max_length=300, null=True, verbose_name="whom to ask")),
                ("ask_uk", models.CharField(blank=True, max_length=300, null=True, verbose_name="whom to ask")),
                ("ask_vi", models.CharField(blank=True, max_length=300, null=True, verbose_name="whom to ask")),
                (
                    "council",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="calls",
                        to="councils.council",
                        verbose_name="council",
                    ),
                ),
            ],
            options={
                "verbose_name": "call to take part",
                "verbose_name_plural": "calls to take part",
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
                        name="councils_call_draft_never_public",
                        violation_error_message="This was public already. Withdraw it instead of making it a draft.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "published"), _negated=True),
                            ("first_published_at__isnull", False),
                            _connector="OR",
                        ),
                        name="councils_call_published_since",
                        violation_error_message="Something published needs the moment it became public.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "withdrawn"), _negated=True),
                            ("unpublish_at__isnull", False),
                            _connector="OR",
                        ),
                        name="councils_call_withdrawn_since",
                        violation_error_message="Something withdrawn needs the moment it was withdrawn.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("publish_at__isnull", True),
                            ("unpublish_at__isnull", True),
                            ("unpublish_at__gt", models.F("publish_at")),
                            _connector="OR",
                        ),
                        name="councils_call_publish_before_unpublish",
                        violation_error_message="“Public until” must be later than “public from”.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("key", ""), _negated=True),
                        name="councils_call_has_key",
                        violation_error_message="The key must not be empty.",
                    ),
                    models.UniqueConstraint(
                        fields=("council", "key"),
                        name="councils_call_key_once",
                        violation_error_message="This key is already used here, perhaps by something deleted.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("deleted_at__isnull", False),
                            models.Q(("title_de__isnull", False), models.Q(("title_de", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="councils_call_title_de",
                        violation_error_message="The German text is missing. It is the source of all translations.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("opens_on__isnull", True),
                            ("closes_on__isnull", True),
                            ("closes_on__gte", models.F("opens_on")),
                            _connector="OR",
                        ),
                        name="councils_call_in_order",
                        violation_error_message="The last day comes before the first.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("is_date_known", True), ("opens_on__isnull", False)),
                            models.Q(("closes_on__isnull", False), ("is_date_known", True)),
                            models.Q(("closes_on__isnull", True), ("is_date_known", False), ("opens_on__isnull", True)),
                            _connector="OR",
                        ),
                        name="councils_call_dated",
                        violation_error_message="Give a first or a last day, or say that the dates are not known.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CouncilName",
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
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("name_de", models.CharField(max_length=200, null=True, verbose_name="name")),
                ("name_de_simple", models.CharField(max_length=200, null=True, verbose_name="name")),
                ("name_en", models.CharField(max_length=200, null=True, verbose_name="name")),
                ("name_ar", models.CharField(max_length=200, null=True, verbose_name="name")),
                ("name_bg", models.CharField(max_length=200, null=True, verbose_name="name")),
                ("name_fa", models.CharField(max_length=200, null=True, verbose_name="name")),
                ("name_pl", models.CharField(max_length=200, null=True, verbose_name="name")),
                ("name_ro", models.CharField(max_length=200, null=True, verbose_name="name")),
                ("name_ru", models.CharField(max_length=200, null=True, verbose_name="name")),
                ("name_tr", models.CharField(max_length=200, null=True, verbose_name="name")),
                ("name_uk", models.CharField(max_length=200, null=True, verbose_name="name")),
                ("name_vi", models.CharField(max_length=200, null=True, verbose_name="name")),
                ("began", councils.partial_dates.PartialDateField(blank=True, null=True, verbose_name="from")),
                ("ended", councils.partial_dates.PartialDateField(blank=True, null=True, verbose_name="until")),
                (
                    "council",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="names",
                        to="councils.council",
                        verbose_name="council",
                    ),
                ),
            ],
            options={
                "verbose_name": "former name",
                "verbose_name_plural": "former names",
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
                        name="councils_councilname_draft_never_public",
                        violation_error_message="This was public already. Withdraw it instead of making it a draft.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "published"), _negated=True),
                            ("first_published_at__isnull", False),
                            _connector="OR",
                        ),
                        name="councils_councilname_published_since",
                        violation_error_message="Something published needs the moment it became public.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "withdrawn"), _negated=True),
                            ("unpublish_at__isnull", False),
                            _connector="OR",
                        ),
                        name="councils_councilname_withdrawn_since",
                        violation_error_message="Something withdrawn needs the moment it was withdrawn.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("publish_at__isnull", True),
                            ("unpublish_at__isnull", True),
                            ("unpublish_at__gt", models.F("publish_at")),
                            _connector="OR",
                        ),
                        name="councils_councilname_publish_before_unpublish",
                        violation_error_message="“Public until” must be later than “public from”.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("key", ""), _negated=True),
                        name="councils_councilname_has_key",
                        violation_error_message="The key must not be empty.",
                    ),
                    models.UniqueConstraint(
                        fields=("council", "key"),
                        name="councils_councilname_key_once",
                        violation_error_message="This key is already used here, perhaps by something deleted.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("deleted_at__isnull", False),
                            models.Q(("name_de__isnull", False), models.Q(("name_de", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="councils_councilname_name_de",
                        violation_error_message="The German text is missing. It is the source of all translations.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("began__isnull", True),
                            ("ended__isnull", True),
                            ("ended__gte", models.F("began")),
                            _connector="OR",
                        ),
                        name="councils_councilname_in_order",
                        violation_error_message="The end comes before the beginning.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Editor",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("editor", "editor: writes and publishes"),
                            ("author", "author: writes drafts"),
                            ("translator", "translator: writes translations"),
                            ("message_reader", "reader of messages"),
                        ],
                        default="editor",
                        max_length=20,
                        verbose_name="role",
                    ),
                ),
                (
                    "languages",
                    models.JSONField(
                        blank=True,
                        default=list,
                        help_text="For translators: the languages they write. Empty means all.",
                        validators=[councils.models.accounts.validate_languages],
                        verbose_name="languages",
                    ),
                ),
                (
                    "council",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="editors",
                        to="councils.council",
                        verbose_name="council",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="editorships",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="account",
                    ),
                ),
            ],
            options={
                "verbose_name": "editorship",
                "verbose_name_plural": "editorships",
                "ordering": ["council_id", "user_id", "role"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("user", "council", "role"),
                        name="councils_editor_once",
                        violation_error_message="This account already has this role in this council.",
                    )
                ],
            },
        ),
    ]
