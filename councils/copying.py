"""Letting a new row say what another one says."""

from copy import deepcopy

from modeltranslation.utils import build_localized_fieldname

from councils.translation_state import content_languages, translated_fields


def carry(source, row, names):
    """Let these fields say what they say in another row of the same kind, in every language and as far translated."""
    for name in names:
        if name not in translated_fields(type(source)):
            setattr(row, name, getattr(source, name))
            continue
        for code in content_languages():
            column = build_localized_fieldname(name, code)
            setattr(row, column, getattr(source, column))
        if name in source.translations:
            row.translations = row.translations | {name: deepcopy(source.translations[name])}
