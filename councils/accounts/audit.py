"""The log: who came in, and which rights, exports and deletions there were. One year, for those who answer for them."""

from datetime import timedelta

from django.contrib.auth.signals import user_logged_in, user_login_failed
from django.db.models.signals import post_delete, post_save, pre_save
from django.utils import timezone

from councils import acting
from councils.models import AuditEntry, Council, Editor, User

Kind = AuditEntry.Kind
KEPT = timedelta(days=365)
# Failed sign-ins that are noted per account and hour, and for all unknown names together: the log is nobody's to flood.
MOST_FAILURES = 20
# Marks on an account, by the word that the log keeps.
MARKS = {"is_superuser": "superuser", "is_staff": "staff", "is_active": "active"}


def record(kind, *, account_id=None, subject_id=None, council_id=None, detail=""):
    """Note one thing; without an account it is the one whose request is being answered."""
    AuditEntry.objects.create(
        at=timezone.now(),
        kind=kind,
        account_id=account_id or acting.account_id(),
        subject_id=subject_id,
        council_id=council_id,
        detail=detail,
    )


def record_deletion(row):
    """Note that a row was deleted: its kind and number, never its name."""
    council = next((upper for upper in [row, *row.ancestors()] if isinstance(upper, Council)), None)
    record(Kind.DELETED, council_id=council and council.pk, detail=f"{row._meta.label_lower} {row.pk}")


def purge(now):
    """Take out what is older than a year; gives the counts per kind."""
    return {"log": AuditEntry.objects.purge(now - KEPT)}


# -- what Django and the tables of accounts tell ----------------------------------------------------------------------


def connect():
    """Listen to sign-ins and to every change of rights, wherever it is made."""
    user_logged_in.connect(_signed_in, dispatch_uid="audit")
    user_login_failed.connect(_sign_in_failed, dispatch_uid="audit")
    post_save.connect(_membership_saved, sender=Editor, dispatch_uid="audit")
    post_delete.connect(_membership_deleted, sender=Editor, dispatch_uid="audit")
    pre_save.connect(_account_before, sender=User, dispatch_uid="audit")
    post_save.connect(_account_saved, sender=User, dispatch_uid="audit")
    post_delete.connect(_account_deleted, sender=User, dispatch_uid="audit")


def _signed_in(sender, user, **more):
    record(Kind.SIGNED_IN, account_id=user.pk)


def _sign_in_failed(sender, credentials, **more):
    """The account that was tried; a name that is none of ours is not kept, it may be a password."""
    known = User.objects.filter(username=credentials.get("username") or "").values_list("pk", flat=True).first()
    recent = AuditEntry.objects.filter(
        kind=Kind.SIGN_IN_FAILED, account=known, at__gt=timezone.now() - timedelta(hours=1)
    )
    if recent.count() < MOST_FAILURES:
        record(Kind.SIGN_IN_FAILED, account_id=known)


def _membership_saved(sender, instance, created, raw=False, **more):
    before = instance._noted
    instance._noted = after = instance.noted()
    if raw or (not created and before == after):
        return
    if not created and before:
        user_id, council_id, detail = before
        record(Kind.RIGHT_TAKEN, subject_id=user_id, council_id=council_id, detail=detail)
    user_id, council_id, detail = after
    record(Kind.RIGHT_GIVEN, subject_id=user_id, council_id=council_id, detail=detail)


def _membership_deleted(sender, instance, **more):
    user_id, council_id, detail = instance.noted()
    record(Kind.RIGHT_TAKEN, subject_id=user_id, council_id=council_id, detail=detail)


def _account_before(sender, instance, raw=False, update_fields=None, **more):
    """The marks and the password as they are stored; a sign-in, which writes its date alone, asks for nothing."""
    instance._before = None
    if raw or not instance.pk or (update_fields is not None and not {*MARKS} & {*update_fields}):
        return
    instance._before = User.objects.filter(pk=instance.pk).values(*MARKS, "password").first()


def _account_saved(sender, instance, created, raw=False, **more):
    if raw:
        return
    before = instance._before
    if created:
        record(Kind.ACCOUNT_MADE, subject_id=instance.pk)
        before = {"is_superuser": False} | {name: getattr(instance, name) for name in ("is_staff", "is_active")}
    for name, word in MARKS.items():
        if before and before[name] != getattr(instance, name):
            kind = Kind.RIGHT_GIVEN if getattr(instance, name) else Kind.RIGHT_TAKEN
            record(kind, subject_id=instance.pk, detail=word)
    if before and not created and before["password"] != instance.password:
        record(Kind.PASSWORD_CHANGED, subject_id=instance.pk)


def _account_deleted(sender, instance, **more):
    record(Kind.ACCOUNT_DELETED, subject_id=instance.pk)
