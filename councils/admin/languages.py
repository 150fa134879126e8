"""The languages of a text as the office shows them: their names, their tabs, and how much is left to do in each."""

from django.conf import settings
from django.utils.translation import get_language_info

from councils.translation_state import TranslationState, content_languages, kept_languages, translated_fields

LANGUAGE_NAMES = dict(settings.LANGUAGES)
TO_REVIEW = {TranslationState.MACHINE, TranslationState.OUTDATED}


def states_by_language(row):
    """Per language but German, the states of all texts that there are in German."""
    names = [name for name in translated_fields(type(row)) if row.text_in(name)]
    return {code: [row.translation_state(name, code) for name in names] for code in content_languages()[1:]}


def language_tabs(codes, row, council):
    """What the tabs say: each language's own name, and how much is left to do in it, if the council keeps it up."""
    kept = kept_languages(council)
    states = states_by_language(row) if row is not None else {}
    tabs = []
    for code in codes:
        own = states.get(code, [])
        tabs.append({
            "code": code,
            "name": LANGUAGE_NAMES[code],
            "bidi": get_language_info(code)["bidi"],
            "open": sum(state != TranslationState.REVIEWED for state in own) if code in kept else 0,
            "to_review": sum(state in TO_REVIEW for state in own),
        })  # fmt: skip
    return tabs
