#!/usr/bin/env python3
"""Django's command line for this portal."""

import os
import sys

if __name__ == "__main__":
    # Migrations follow from the models alone: whoever writes one needs none of an operator's settings.
    needs_no_settings = sys.argv[1:2] == ["makemigrations"]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings" if needs_no_settings else "portal.settings")
    from django.conf import settings
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        # Django's own commands would go on without settings, and fail further on with words that help nobody.
        settings.INSTALLED_APPS  # noqa: B018
    except ImproperlyConfigured as error:
        sys.exit(str(error))
    execute_from_command_line(sys.argv)
