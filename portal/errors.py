"""Error pages in the reader's language that say what to do next."""

from http import HTTPStatus

from django.shortcuts import render

from councils.publishing import Gone


def error_page(request, status, problem=None):
    """The page for an HTTP error; ``problem`` may carry a sentence for the reader."""
    sentence = str(problem) if problem and problem.args and getattr(problem, "for_reader", status == 400) else ""
    context = {"page": "error", "noindex": True, "status": status, "sentence": sentence}
    return render(request, f"{int(status)}.html", context, status=status)


def bad_request(request, exception):
    """Malformed parameters (:class:`BadRequest` says which) and wrong hosts."""
    return error_page(request, HTTPStatus.BAD_REQUEST, exception if type(exception).__name__ == "BadRequest" else None)


def permission_denied(request, exception):
    return error_page(request, HTTPStatus.FORBIDDEN)


def csrf_failure(request, reason=""):
    """A form of the office that comes from elsewhere, or from before the last sign-in."""
    return error_page(request, HTTPStatus.FORBIDDEN)


def not_found(request, exception):
    """404 for what never was here, 410 for what was public once."""
    return error_page(request, HTTPStatus.GONE if isinstance(exception, Gone) else HTTPStatus.NOT_FOUND)


def server_error(request):
    return error_page(request, HTTPStatus.INTERNAL_SERVER_ERROR)
