"""The office pages of what councils are; one file per noun, on a common base."""

from . import accounts, checking, contact, council, document, municipality, news, records, review, statement, term  # noqa: F401, I001
from . import shared  # noqa: F401
