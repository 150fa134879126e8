"""Translation catalogues: what translators write (.po), and what the portal reads (.mo)."""

import os

import polib


def compile_catalogues(folder):
    """Writes each .mo below the folder that is missing or older than its .po; returns the ones written.

    In Python, not with gettext's msgfmt, which a newcomer's machine may lack; so no .mo needs to be in git.
    """
    written = []
    for source in sorted(folder.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime > source.stat().st_mtime:
            continue
        # Two processes may do this at once: each writes a file of its own and puts it in place whole.
        unfinished = target.with_name(f"{target.name}.{os.getpid()}")
        polib.pofile(str(source), check_for_duplicates=True).save_as_mofile(str(unfinished))
        unfinished.replace(target)
        written.append(target)
    return written
