"""Who is at work: the account whose request is being answered, a file that is read in, or what runs by itself."""

from contextlib import contextmanager
from contextvars import ContextVar

_account = ContextVar("account", default=None)
_is_import = ContextVar("is_import", default=False)


@contextmanager
def acting(user):
    """Whatever is written meanwhile is written by this account."""
    mark = _account.set(user.pk)
    try:
        yield
    finally:
        _account.reset(mark)


@contextmanager
def importing():
    """Whatever is written meanwhile comes from a council file."""
    mark = _is_import.set(True)
    try:
        yield
    finally:
        _is_import.reset(mark)


def account_id():
    """The primary key of the account at work, or None."""
    return _account.get()


def is_import():
    return _is_import.get()
