"""Words about days, as they stand at the beginning of a sentence."""

import pytest
from django.template import engines
from django.utils import translation

from councils.dates import capfirst


@pytest.mark.parametrize(
    ("language", "words", "raised"),
    [
        ("tr", "ilk gün", "İlk gün"),
        ("tr", "ısı", "Isı"),
        ("tr", "çarşamba", "Çarşamba"),
        ("en", "in progress", "In progress"),
        ("ru", "принято", "Принято"),
        ("ar", "وصلت", "وصلت"),
        ("de", "", ""),
    ],
)
def test_first_letter_is_raised_as_the_language_does_it(language, words, raised):
    template = engines["django"].from_string("{% load portal_tags %}{{ words|capfirst }}")

    with translation.override(language):
        assert capfirst(words) == raised
        assert template.render({"words": words}) == raised
