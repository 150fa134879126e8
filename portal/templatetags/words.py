"""Links from a word where it stands to its explanation in the glossary."""

from django import template
from django.urls import reverse
from django.utils.html import format_html

from portal.words import WORDS

register = template.Library()


@register.simple_tag
def word(key, text=None):
    """The word in the reader's language, or ``text`` where the sentence needs another form, as a link."""
    entry = WORDS[key]
    return format_html('<a class="term" href="{}">{}</a>', word_url(key), text or entry.word)


@register.simple_tag
def word_url(key):
    """The address of the explanation."""
    return f"{reverse('words')}#{WORDS[key].anchor}"
