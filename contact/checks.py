"""What is asked of the database before a portal starts: that it has the keys of what is stored there."""

from django.core.checks import Error as Fault
from django.core.checks import Tags, register
from django.db import Error
from django.db.models import Q

from . import sealing


@register(Tags.database)
def keys_open_what_is_stored(app_configs, databases=None, **kwargs):
    """The keys are those of this database. Asked at each start: `manage.py work`, setup_portal, gunicorn."""
    try:
        if databases:
            open_samples()
    except sealing.CannotOpen as error:
        hint = "Put the keys of this database there, or into the file of SEALING_KEYS_FILE: see docs/messages.md."
        return [Fault(str(error), hint=hint, id="contact.E001")]
    return []


def open_samples():
    """Open the newest and the oldest row of each table that holds sealed texts; raises :class:`sealing.CannotOpen`.

    With other keys a portal would look as usual, deny all receipts, and seal what comes in anew.
    """
    try:
        for model, columns in sealing.sealed_columns():
            # What was erased is empty, and opens with any key.
            empty = Q(**dict.fromkeys(columns, ""))
            for order in ("-pk", "pk"):
                model._base_manager.exclude(empty).order_by(order).values_list(*columns).first()
    except Error:
        # No database or no tables yet: nothing is sealed there, or somebody waits for it.
        return
