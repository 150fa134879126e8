"""Where a request comes from."""

from django.conf import settings


def address(request):
    """The visitor's network address, for limits only; it is never logged.

    Behind a trusted proxy the last entry counts: the proxy wrote that one, earlier ones a visitor can invent.
    """
    if settings.TRUSTED_PROXY and (forwarded := request.headers.get("X-Forwarded-For")):
        return forwarded.rpartition(",")[2].strip()
    return request.META.get("REMOTE_ADDR")
