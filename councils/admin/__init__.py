"""The office pages of what councils are; one file per noun, on a common base."""

from . import (  # noqa: F401
    accounts,
    checking,
    contact,
    council,
    document,
    municipality,
    news,
    picture,
    records,
    review,
    shared,
    statement,
    term,
)
