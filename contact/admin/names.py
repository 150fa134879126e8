"""What the office pages call people, councils, languages, and the reasons for putting a message aside."""

from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from contact import guard

OWN_NAMES = dict(settings.LANGUAGES)
# Why a message was put aside, in words; the names are the rules' own.
REASONS = {
    guard.HONEYPOT: _("a field only programs see was filled in"),
    guard.STAMP: _("the form was never opened"),
    guard.ANCHORS: _("links as programs write them"),
    guard.LINK_LIST: _("mostly links"),
    guard.FAST: _("sent within seconds"),
    guard.LINKS: _("several links"),
    guard.SIMILAR: _("like other messages of these days"),
    guard.NETWORK: _("very many messages from one network"),
}


def name_of(user):
    return user.get_full_name() or user.get_username()


def language_name(code):
    """The name in the office's language, then the language's own; what is none of ours as the writer called it."""
    own = OWN_NAMES.get(code)
    # Plain German is known to nobody under another name.
    if own is None or code == "de-simple":
        return own or code
    here = capfirst(str(get_language_info(code)["name_translated"]))
    return own if here.casefold() == own.casefold() else f"{here} – {own}"


def language_choices():
    return [(code, language_name(code)) for code in OWN_NAMES]
