"""Writing and importing council files in tests."""

import io

from django.core.management import call_command

from councils.publishing import ContentVersion, Published

HEAD = """\
format: "1"
key: beirat
slug: beirat
name:
  de: Beirat
kind: advisory_council
"""
PLACE = """\
municipalities:
  - key: stadt
    name:
      de: Stadt
    place:
      de: Stadt
    kind: town
    land: MV
"""
TERM = """\
terms:
  - key: t1
    seat_groups:
      - key: g1
        label:
          de: Gruppe
        seats: 3
"""
MEETING = """\
meetings:
  - key: m
    kind: regular
    status: planned
    date: 2026-12-03
"""


def run(*arguments):
    """Import; the exit status and the lines on standard output and standard error."""
    out, err, status = io.StringIO(), io.StringIO(), 0
    try:
        call_command("import_council", *map(str, arguments), "--language", "en", stdout=out, stderr=err)
    except SystemExit as end:
        status = end.code
    return status, out.getvalue().splitlines(), err.getvalue().splitlines()


def done(*arguments):
    """Import what must go well; what was done to each file's council."""
    status, out, err = run(*arguments)
    assert (status, err) == (0, [])
    return [line.partition(": ")[2] for line in out]


class File:
    """A council file in a scratch folder, to be written again and again."""

    def __init__(self, folder, name="beirat.yaml"):
        self.folder, self.path = folder, folder / name

    def write(self, text):
        self.path.write_text(text, encoding="utf-8")
        return self.path

    def load(self, text, *options):
        """Import this text; what was done."""
        return done(self.write(text), *options)[0]

    def refused(self, text, *options):
        """Try to import this text; the errors without the folder, after a look that nothing was loaded."""
        before = snapshot()
        status, out, err = run(self.write(text), *options)
        assert (status, out, snapshot()) == (1, [], before)
        return [line.removeprefix(f"{self.folder}/") for line in err]


def snapshot():
    """When each published row changed, and the content version."""
    return {
        model._meta.label_lower: dict(model.objects.values_list("public_id", "modified"))
        for model in published_models()
    } | {"version": ContentVersion.current()}


def published_models(base=Published):
    for model in base.__subclasses__():
        if not model._meta.abstract:
            yield model
        yield from published_models(model)


def moved(before):
    """Which rows changed since the snapshot: their kind and key."""
    return sorted(
        f"{model._meta.model_name} {row.key}"
        for model in published_models()
        for row in model.objects.all()
        if before[model._meta.label_lower].get(row.public_id) != row.modified
    )


def tasks(*words, more=""):
    """A file whose council has these tasks."""
    entries = "".join(f"  - key: {word}\n    kind: task\n    title:\n      de: {word.title()}\n" for word in words)
    return HEAD + (f"statements:\n{entries}" if entries else "") + more
