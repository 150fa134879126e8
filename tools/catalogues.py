"""Collects translatable texts into locale/*/LC_MESSAGES/django.po, or says which catalogues are out of date."""

import os
import re
import shutil
import sys
import tempfile
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
# Folders that hold no text of the portal itself.
IGNORED = ("var", ".venv", "tests", "tools", "docs")
# What stands only here nobody but the office reads, and the office works in German or English.
OFFICE = re.compile(
    r"templates/admin/|councils/accounts/|\w+/admin(/|\.py)|\w+/(models/)?(accounts|audit|bilingual|chores|office|version|weekly)\.py"
)


def main():
    """`update` writes the catalogues; `check` compares them with what an update would write."""
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    if sys.argv[1:] == ["update"]:
        collect(ROOT)
    elif sys.argv[1:] == ["check"]:
        check()
    else:
        sys.exit("Say update or check.")


def collect(folder):
    """Lets makemessages write the catalogue of every language but English, in which the texts stand in the code."""
    import django
    from django.conf import settings
    from django.core.management import call_command
    from django.core.management.commands.makemessages import Command

    # A guess from a text that looks alike is more work than none.
    Command.msgmerge_options = [*Command.msgmerge_options, "--no-fuzzy-matching"]
    django.setup()
    os.chdir(folder)
    settings.LOCALE_PATHS = [str(folder / "locale")]
    (folder / "locale").mkdir(exist_ok=True)
    call_command(
        "makemessages",
        locale=[folder_name(code) for code, _ in settings.LANGUAGES if code != "en"],
        ignore_patterns=list(IGNORED),
        no_obsolete=True,
        no_wrap=True,
        add_location="file",
        verbosity=0,
    )
    for path in folder.glob("locale/*/LC_MESSAGES/django.po"):
        tidy_head(path)


def folder_name(code):
    """de-simple → de_Simple, as Django looks for it."""
    from django.utils.translation import to_locale

    return to_locale(code)


def tidy_head(path):
    """Leaves in the head only what programs read, and no time, which would change every catalogue at every update."""
    catalogue = polib.pofile(str(path), wrapwidth=0)
    language = path.parent.parent.name
    plural = catalogue.metadata.get("Plural-Forms", "")
    if language == "de_Simple":
        # gettext and Django do not know it: it counts as German does.
        plural = "nplurals=2; plural=(n != 1);"
    catalogue.header, catalogue.metadata_is_fuzzy = f"Mitsprache: {language}", False
    catalogue.metadata = {
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": plural,
    }
    catalogue.save()


def check():
    """Fails when a text is missing from a catalogue or left in it, is fuzzy, or has no translation."""
    with tempfile.TemporaryDirectory() as scratch:
        copy = Path(scratch) / "portal"
        shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(".git", ".venv", "var", "tests", "*.mo", "docs"))
        collect(copy)
        stale = [
            line for path in sorted(copy.glob("locale/*/LC_MESSAGES/django.po")) for line in difference(path, copy)
        ]
    if stale:
        print("\n".join(stale))
        sys.exit("Catalogues are out of date: make messages, then translate what is new.")


def difference(fresh, copy):
    """What the catalogue in the tree lacks against the freshly collected one, a line for each text."""
    path = ROOT / fresh.relative_to(copy)
    language = path.parent.parent.name
    if not path.exists():
        return [f"{language}: has no catalogue"]
    wanted = {(entry.msgctxt, entry.msgid, entry.msgid_plural) for entry in polib.pofile(str(fresh))}
    present = polib.pofile(str(path))
    there = {(entry.msgctxt, entry.msgid, entry.msgid_plural) for entry in present if not entry.obsolete}
    return [
        *(f"{language}: new: {text[1]!r}" for text in sorted(wanted - there, key=str)),
        *(f"{language}: no longer used: {text[1]!r}" for text in sorted(there - wanted, key=str)),
        *(f"{language}: not translated: {entry.msgid!r}" for entry in left_open(present, language)),
        *(f"{language}: to be looked at (fuzzy): {entry.msgid!r}" for entry in present.fuzzy_entries()),
    ]


def left_open(catalogue, language):
    """The texts without a translation, except those of the office in a language that no account can choose."""
    entries = catalogue.untranslated_entries()
    if language == "de":
        return entries
    return [entry for entry in entries if not all(OFFICE.match(path) for path, _line in entry.occurrences)]


if __name__ == "__main__":
    main()
