"""How gunicorn serves the portal; it reads this file by itself when started in this folder."""

import os
import sys

from portal import env
from portal.logs import LOG_TO_STDERR

wsgi_app = "portal.wsgi:application"
bind = f"{os.environ.get('BIND', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"

# Two processes use two cores; threads bridge the waiting for the database and for slow phones.
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = 4
timeout = 60
graceful_timeout = 20

umask = 0o077
control_socket_disable = True
# Only a trusted proxy may say that the visitor came by https.
forwarded_allow_ips = "*" if env.switch("TRUSTED_PROXY") else ""

# No access log: who read what is nobody's business. Errors go through the formatter that names no person.
accesslog = None
loglevel = "warning"
logconfig_dict = LOG_TO_STDERR | {
    "loggers": {
        "gunicorn.error": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        # Django leaves it to the server to send no body in answer to HEAD; gunicorn does, and says so each time.
        "gunicorn.http.wsgi": {"level": "ERROR"},
    },
}


def post_worker_init(worker):
    """Serves nothing where the keys are not those of the database; gunicorn then ends."""
    from django.db import connection  # noqa: PLC0415 (Django must be set up first)

    from contact.checks import open_samples  # noqa: PLC0415

    open_samples()
    connection.close()


def when_ready(server):
    """Says where the portal is, once it can be reached there."""
    print(f"Ready: {os.environ.get('BASE_URL', f'http://{bind}')}/   (stop with Ctrl+C)", file=sys.stderr, flush=True)
