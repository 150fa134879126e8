"""Brings a portal to the state of its code: on the first start, after an update, and at any time in between."""

import os
import secrets

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.checks import Tags
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import DEFAULT_DB_ALIAS, transaction

from councils.models import Council, Editor


class Command(BaseCommand):
    help = "Prepare folders, catalogues, database, councils, texts and static files. Repeating it changes nothing."

    def add_arguments(self, parser):
        parser.add_argument(
            "--with-admin", action="store_true", help="Make an account if there is none, and show its password once."
        )

    def handle(self, with_admin=False, **options):
        self.step("Translations")
        call_command("compile_catalogues", verbosity=0)
        # From here on all that is written holds data, and is its owner's only.
        os.umask(0o077)
        for folder in (settings.STATE_DIR, settings.MEDIA_ROOT, settings.STATIC_ROOT):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.step("Database")
        call_command("migrate", interactive=False, verbosity=0)
        # Before anything is sealed with keys that are not this database's.
        self.check(tags=[Tags.database], databases=[DEFAULT_DB_ALIAS])
        self.step("Councils")
        call_command("load_councils", stdout=self.stdout, verbosity=options["verbosity"])
        self.step("Shared texts")
        call_command("load_shared_texts", stdout=self.stdout, verbosity=options["verbosity"])
        self.step("Static files")
        call_command("collectstatic", interactive=False, verbosity=0)
        if with_admin:
            self.make_admin()

    def step(self, name):
        self.stdout.write(f"  {name} …")
        self.stdout.flush()

    def make_admin(self):
        """An account for whoever set the portal up, if nobody has one that may do everything."""
        users = get_user_model().objects
        password = secrets.token_urlsafe(12)
        with transaction.atomic():
            if users.filter(is_superuser=True, is_active=True).exists():
                return
            account = users.create_superuser("admin", password=password)
            # Messages are read by nobody without this role: with it, the forms of these councils are open.
            for council in Council.objects.present():
                Editor.objects.create(user=account, council=council, role=Editor.Role.MESSAGE_READER)
        self.stdout.write(
            f"  Account made: name admin, password {password}\n"
            "  Write it down, it is shown only this once; `make manage do='changepassword admin'` sets another."
        )
