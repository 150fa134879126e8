"""A translation server that the municipality runs itself (LibreTranslate's API).

It helps the office to read messages, where what comes back is shown once and kept nowhere, and proposes translations
of the council's own texts, which are marked as machine-made until somebody has read them.
"""

import json
from http.client import HTTPException
from urllib.request import ProxyHandler, Request, build_opener

from django.conf import settings

SECONDS = 20
LARGEST = 2_000_000
# Never by way of a proxy: the texts go to that one server and to nobody else.
_opener = build_opener(ProxyHandler({}))


class NoTranslation(Exception):
    """The server did not answer, or not with translations."""


def is_on():
    """Whether a server is configured."""
    return bool(settings.TRANSLATE_URL)


def translate(texts, target, *, source="auto", form="text"):
    """The texts, plain or as ``html``, in the target language, in their order. Raises :class:`NoTranslation`."""
    question = {"q": texts, "source": source, "target": target, "format": form}
    request = Request(  # noqa: S310 - the operator's own address, http or https
        f"{settings.TRANSLATE_URL}/translate",
        data=json.dumps(question).encode(),
        headers={"Content-Type": "application/json"},
        method="POST",
    )
    try:
        with _opener.open(request, timeout=SECONDS) as answer:
            said = json.loads(answer.read(LARGEST))
    except (OSError, HTTPException, ValueError) as error:
        raise NoTranslation from error
    translated = said.get("translatedText") if isinstance(said, dict) else None
    if not isinstance(translated, list) or len(translated) != len(texts):
        raise NoTranslation
    if not all(isinstance(text, str) for text in translated):
        raise NoTranslation
    return translated
