"""Taking a person out of the portal: hidden at once, which can be undone, or erased, which cannot.

Erased is the name in every text of the council, in its history, in addresses, keys and names of files, and in what the
office's log says; of the person's own rows all but seat and dates. What is left says "former member".
"""

import json
import re
from dataclasses import dataclass, field
from itertools import product

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.text import slugify
from django.utils.translation import gettext
from modeltranslation.utils import build_localized_fieldname

from councils import history
from councils.admin.forms import german_slug
from councils.models import DocumentBase, LinkCheck, PutOff, ReviewRequest, SourceText, Version
from councils.partial_dates import PartialDate
from councils.publishing import Addressed, Slug
from councils.translation_state import SOURCE_LANGUAGE, TranslationState, content_languages, translated_fields

from .models import Membership, OfficeHolding, Person, Substitute

# What the name gives way to where no text is read: in addresses and names of files.
FORMER = "ehemaliges-mitglied"
FORMER_NAME = "Ehemaliges Mitglied"
CONSENTS = tuple(
    f"{part}{what}"
    for part, what in [
        *product(("about_", "email_", "portrait_"), ("consented_on", "ends_on", "withdrawn_on")),
        *product(("",), ("consented_on", "consent_ends_on", "consent_withdrawn_on")),
    ]
)
# Columns that hold words of an address rather than texts.
WORDS = {"key", "slug", "file"}
PORTION = 500


@dataclass
class Name:
    """All names of one person, and how to find and replace them."""

    names: set
    words: dict = field(default_factory=dict)

    def __post_init__(self):
        self.names = {" ".join(name.split()) for name in self.names if name and name.strip()}
        orders = set()
        for name in self.names:
            first, _blank, last = name.rpartition(" ")
            orders |= {name} | ({f"{last} {first}", f"{last}, {first}"} if first else set())
        several = sorted((name for name in orders if " " in name), key=len, reverse=True)
        # One word alone may be a word of the language: only as it is written.
        single = [name for name in orders if " " not in name]
        self._patterns = [
            re.compile(rf"(?<!\w)(?:{'|'.join(map(_loosely, names))})(?!\w)", flags)
            for names, flags in ((several, re.IGNORECASE), (single, 0))
            if names
        ]
        slugs = {make(name.replace(",", "")) for name in orders for make in (german_slug, slugify)} - {""}
        self._slug = _any_of(slugs)
        # In a text one word alone may be a word of the language; two with a joint are an address.
        self._address = _any_of({slug for slug in slugs if "-" in slug})
        # "Frau Müller" may be another one: only people can tell.
        last = {name.split()[-1] for name in self.names}
        self._last = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, last))})(?!\w)") if last else None
        for code in content_languages():
            with translation.override(code):
                self.words[code] = gettext("former member")

    def out_of(self, text, language=SOURCE_LANGUAGE):
        """The text without the name."""
        for pattern in self._patterns:
            text = pattern.sub(self.words[language], text)
        return self._address.sub(FORMER, text) if self._address else text

    def may_be_in(self, text):
        """Whether the text says the name, or the last word of it alone."""
        return bool(self._last and self._last.search(text)) or self.out_of(text) != text

    def out_of_word(self, word):
        """An address, a key or the name of a file without the name."""
        return self._slug.sub(FORMER, word) if self._slug else word

    def out_of_all(self, value, column=""):
        """The same for whatever JSON keeps."""
        if isinstance(value, dict):
            return {key: self.out_of_all(one, key) for key, one in value.items()}
        if isinstance(value, list):
            return [self.out_of_all(one, column) for one in value]
        if not isinstance(value, str):
            return value
        return self.out_of_word(value) if column in WORDS else self.out_of(value, _language_of(column))


def _loosely(name):
    """A name with any blanks between its words."""
    return r"(?:\s|&nbsp;|\u00a0)+".join(map(re.escape, name.split()))


def _any_of(slugs):
    """Finds any of these words of an address, however their parts are joined; None where there are none."""
    words = ("[-_. ]".join(map(re.escape, slug.split("-"))) for slug in sorted(slugs, key=len, reverse=True))
    pattern = "|".join(words)
    return re.compile(rf"(?<![a-z0-9])(?:{pattern})(?![a-z0-9])", re.IGNORECASE) if pattern else None


_ENDINGS = {code.replace("-", "_"): code for code in content_languages()}


def _language_of(column):
    """The language of a column that a version names, such as title_ar."""
    parts = column.split("_")
    endings = ("_".join(parts[-2:]), parts[-1]) if len(parts) > 1 else ()
    return next((_ENDINGS[ending] for ending in endings if ending in _ENDINGS), SOURCE_LANGUAGE)


# -- hiding -----------------------------------------------------------------------------------------------------------


@transaction.atomic
def hide(person, now=None):
    """Withdraw the person, and with them all that shows through them, from every public page."""
    person.withdraw(now)


def mentions(person):
    """The other rows of the council whose texts say the name, or the last word of it; somebody has to look at them."""
    return _mentions(person.council_id, Name(names_of(person)), rows_of(person))


def _mentions(council_id, name, own):
    found = []
    for model in history.published_models():
        rows = _rows_of_council(model, council_id)
        if rows is not None:
            rows = rows.filter(deleted_at__isnull=True).iterator(PORTION)
            found += [row for row in rows if row not in own and _may_name(row, name)]
    return found


def _may_name(row, name):
    return any(name.may_be_in(text) for _column, text, _language in _texts(row))


# -- erasing ----------------------------------------------------------------------------------------------------------


@transaction.atomic
def erase(person, now=None):
    """Take the person out for good; gives the other rows that named them, and those that perhaps still do."""
    with translation.override(SOURCE_LANGUAGE):
        return _erase(Person.objects.select_for_update(of=["self"]).get(pk=person.pk), now or timezone.now())


def _erase(person, now):
    name, own = Name(names_of(person)), rows_of(person)
    for row in own:
        history.versions_of(row).delete()
    _empty(person, now)
    for row in own:
        _forget_key(row, name)
        row.import_mark = ""
        if isinstance(row, Membership):
            _clear(row, "leaving_reason")
            row.on_behalf, row.on_behalf_of = Membership.OnBehalf.NOBODY, None
        row.save()
    changed = _out_of_council(person.council_id, name, {(type(row), row.pk) for row in own})
    _out_of_versions(person.council_id, name)
    _out_of_notes(own, name)
    _out_of_log(own, name)
    return changed, _mentions(person.council_id, name, own)


def names_of(person):
    """The names that the person has and had, as far as the history knows."""
    versions = history.versions_of(person).values_list("content", flat=True)
    names = {person.name} | {content.get("name") for content in versions}
    return set() if person.erased_at else names - {None, ""}


def rows_of(person):
    """The person's own rows, deleted ones included: what stays of them are seats and dates."""
    memberships = list(models.QuerySet(Membership).filter(person=person))
    through = Q(person=person) | Q(membership__in=memberships)
    return [
        person,
        *memberships,
        *models.QuerySet(Substitute).filter(person=person),
        *models.QuerySet(OfficeHolding).filter(through),
    ]


def _empty(person, now):
    person.name, person.email, person.erased_at = FORMER_NAME, "", now
    person.forget_portrait()
    for column in CONSENTS:
        setattr(person, column, None)
    _clear(person, "about")
    person.key = person.default_key()


def _clear(row, name):
    """Empty a translated text in all languages."""
    for code in content_languages():
        setattr(row, build_localized_fieldname(name, code), None)
    row.translations.pop(name, None)


def _forget_key(row, name):
    """Give the row a key that says nothing; its public identifier stays, so that no old file brings the row back."""
    parts = {part for one in name.names for part in german_slug(one).split("-") if len(part) > 2}
    if parts & set(row.key.split("-")) or name.out_of_word(row.key) != row.key:
        row.key = row.default_key()


def _rows_of_council(model, council_id):
    """All rows of a kind that belong to the council, deleted ones too; None for what belongs to none."""
    way = history.way_to_council(model)
    return models.QuerySet(model).filter(**{way: council_id}) if way else None


def _texts(row):
    """The row's texts, each with its column and language."""
    bare = translated_fields(type(row))
    for column in row._meta.concrete_fields:
        is_text = isinstance(column, (models.CharField, models.TextField)) and not column.choices
        text = getattr(row, column.attname) if is_text and column.name not in (*bare, *WORDS, "import_mark") else ""
        if text:
            yield column, text, getattr(column, "language", None) or SOURCE_LANGUAGE


def _out_of_council(council_id, name, own):
    """Take the name out of all texts, addresses, keys and files of the council; gives the rows that it stood in."""
    changed = []
    for model in history.published_models():
        rows = _rows_of_council(model, council_id)
        for row in [row for row in rows.iterator(PORTION) if _take_out(row, name)] if rows is not None else ():
            row.save()
            if (model, row.pk) not in own:
                changed.append(row)
        if issubclass(model, Addressed):
            _out_of_addresses(rows, name)
    return changed


def _out_of_addresses(rows, name):
    """Forget former addresses that say the name: nothing leads on from them any more."""
    present = dict(rows.values_list("public_id", "slug"))
    for address in Slug.objects.filter(target__in=present):
        if name.out_of_word(address.slug) != address.slug and present[address.target] != address.slug:
            address.delete()


def _take_out(row, name):
    """Take the name out of one row, and leave what is known of its translations; gives whether it was there."""
    texts = [(column, text, name.out_of(text, language)) for column, text, language in _texts(row)]
    texts = [(column, without) for column, text, without in texts if without != text]
    if texts:
        known = _known_translations(row)
        for column, without in texts:
            setattr(row, column.attname, without[: column.max_length] if column.max_length else without)
        _know_again(row, known)
    is_changed = bool(texts)
    if name.out_of_word(row.key) != row.key:
        row.key, is_changed = row.default_key(), True
    if (slug := getattr(row, "slug", "")) and name.out_of_word(slug) != slug:
        row.slug, is_changed = _free_slug(row, name.out_of_word(slug)), True
    # Pictures are named by what they show.
    file = row.file if isinstance(row, DocumentBase) else None
    if file and name.out_of_word(file.name) != file.name:
        _rename(row, name)
        is_changed = True
    return is_changed


def _known_translations(row):
    return {
        (text, code): (row.translation_state(text, code), row.translations.get(text, {}).get(code))
        for text in translated_fields(type(row))
        for code in content_languages()[1:]
    }


def _know_again(row, known):
    """Both sides lost the same words: what was reviewed or outdated before is so still."""
    for (text, code), (state, mark) in known.items():
        if state == TranslationState.OUTDATED:
            row.record_translation(text, code, mark[0], mark[1])
        elif state != TranslationState.MISSING:
            row.record_translation(text, code, state)


def _free_slug(row, wanted):
    """The address, with a number where it is taken."""
    wanted, number = wanted[:70].strip("-"), 1
    slug = wanted
    while Slug.objects.filter(scope=row.slug_scope, slug=slug).exists():
        number += 1
        slug = f"{wanted}-{number}"
    return slug


def _rename(row, name):
    """Store the file under another name; what it says inside only people can judge."""
    try:
        with row.file.open() as file:
            content = file.read()
    except FileNotFoundError:
        # The name of a file that is gone says nothing to anybody but whom it names.
        row.file.name = name.out_of_word(row.file.name)
    else:
        row.file = ContentFile(content, name=name.out_of_word(row.file_name))


def _out_of_versions(council_id, name):
    """Take the name out of the history of the council's rows."""
    changed = []
    for version in Version.objects.filter(council=council_id).order_by("pk").iterator(PORTION):
        content = name.out_of_all(version.content)
        if content != version.content:
            version.content = content
            changed.append(version)
    Version.objects.bulk_update(changed, ["content"], batch_size=PORTION)


def _out_of_notes(own, name):
    """Take the name out of what the office notes beside the rows: German that was translated, reasons, links."""
    SourceText.objects.filter(row__in=[row.public_id for row in own]).delete()
    notes = ((SourceText, "text"), (PutOff, "reason"), (ReviewRequest, "note"), (ReviewRequest, "answer"))
    for model, column in notes:
        longest = model._meta.get_field(column).max_length
        for row in model.objects.iterator(PORTION):
            if (without := name.out_of(getattr(row, column))) != getattr(row, column):
                model.objects.filter(pk=row.pk).update(**{column: without[:longest]})
    links = LinkCheck.objects.values_list("pk", "url").iterator(PORTION)
    # The worker finds the link again, as it stands now.
    LinkCheck.objects.filter(pk__in=[pk for pk, url in links if name.out_of(url) != url]).delete()


def _out_of_log(own, name):
    """Take the name out of what the office's log says about any row."""
    for row in own:
        entries = LogEntry.objects.filter(
            content_type=ContentType.objects.get_for_model(type(row)), object_id=str(row.pk)
        )
        entries.update(object_repr=str(row)[:200], change_message="")
    for entry in LogEntry.objects.iterator(PORTION):
        said, message = name.out_of(entry.object_repr), entry.change_message
        if message.startswith("["):
            message = json.dumps(name.out_of_all(json.loads(message)))
        else:
            message = name.out_of(message)
        if (said, message) != (entry.object_repr, entry.change_message):
            LogEntry.objects.filter(pk=entry.pk).update(object_repr=said[:200], change_message=message)


# -- contact data of former members -----------------------------------------------------------------------------------


def former_members(now):
    """People who had a seat and have none any more."""
    today = PartialDate.of(timezone.localdate(now))
    lasting = Membership.objects.present().filter(Q(ended__isnull=True) | Q(ended__gte=today), person__isnull=False)
    return Person.objects.filter(memberships__isnull=False).exclude(pk__in=lasting.values("person")).distinct()


def purge(now):
    """Take away the addresses of people whose last seat has ended, also from the history; gives the count."""
    people = list(former_members(now).exclude(email=""))
    with transaction.atomic():
        for person in people:
            person.email = ""
            person.save()
            versions = list(history.versions_of(person))
            for version in versions:
                version.content.pop("email", None)
            Version.objects.bulk_update(versions, ["content"])
    return {"addresses of former members": len(people)}
