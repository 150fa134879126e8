"""The office page that tells what became of a row: version by version, what changed, and the way back to each."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.contrib import messages
from django.contrib.admin.utils import flatten_fieldsets, unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, models, transaction
from django.http import Http404, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.safestring import mark_safe
from django.utils.text import capfirst
from django.utils.translation import get_language_info, gettext
from modeltranslation.fields import TranslationField

from councils.history import columns_of, happened, value_in, versions_of
from councils.reviewing import requests_of
from councils.richtext import RichTextField
from councils.translation_state import content_languages, translated_fields
from councils.word_diff import marked

from .languages import LANGUAGE_NAMES
from .scope import joined
from .values import said

# Versions on one page, and what the page does not name: it shows in other words, or is nothing that people wrote.
MOST = 50
NOT_NAMED = {"key", "state", "deleted_at", "first_published_at", "translations", "checksum"}
NOTHING = (None, "")


@dataclass
class Change:
    """One column that says something else than before."""

    label: str
    html: str
    language: str = ""
    direction: str = ""


@dataclass
class Line:
    """One version as the page tells it."""

    version: object
    what: str
    changes: list = field(default_factory=list)
    is_first: bool = False
    is_now: bool = False

    @property
    def who(self):
        user = self.version.user
        return user and (user.get_full_name() or user.get_username())


def what_happened(word):
    """What a write was, as the page says it."""
    return {
        "made": gettext("Made"), "deleted": gettext("Deleted"), "back": gettext("Brought back"),
        "published": gettext("Published"), "withdrawn": gettext("Withdrawn"), "changed": gettext("Changed"),
    }[word]  # fmt: skip


def _latest(row):
    """The key of the row's latest version, or None."""
    return versions_of(row).values_list("pk", flat=True).first()


class HistoryPages:
    """The history of the rows of one kind; whoever may see the row may see it, whoever may change it may go back."""

    def get_urls(self):
        names = f"{self.opts.app_label}_{self.opts.model_name}_go_back"
        view = self.admin_site.admin_view(self.go_back_view)
        return [path("<path:object_id>/history/<int:version>/", view, name=names), *super().get_urls()]

    # -- the page -----------------------------------------------------------------------------------------------------

    def history_view(self, request, object_id, extra_context=None):
        row = self.get_object(request, unquote(object_id))
        if row is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_or_change_permission(request, row):
            raise PermissionDenied
        before, language = request.GET.get("before", ""), request.GET.get("language", "")
        rows, latest = versions_of(row).select_related("user"), _latest(row)
        if before.isdecimal():
            rows = rows.filter(pk__lt=int(before[:15]))
        versions = list(rows[: MOST + 1])
        lines = self._lines(versions, language if language in content_languages() else "")
        for line in lines:
            line.is_now = line.version.pk == latest
        context = {
            **self.admin_site.each_context(request), "title": gettext("History of changes"), "opts": self.opts,
            "object": row, "original": row, "lines": lines, "language": language, "latest": latest,
            "older": versions[MOST - 1].pk if len(versions) > MOST else None,
            "may_go_back": self.writes(request, row), "choices": self._language_choices(language),
            "reviews": requests_of(row).select_related("asked_by", "decided_by")[:MOST],
        }  # fmt: skip
        return TemplateResponse(request, "admin/published_history.html", context | (extra_context or {}))

    def _language_choices(self, chosen):
        if not translated_fields(self.model):
            return []
        return [("", gettext("All"), not chosen)] + [
            (code, LANGUAGE_NAMES[code], code == chosen) for code in content_languages()
        ]

    def _lines(self, versions, language):
        """What the versions tell, each against the one before it; what says nothing new is left out."""
        names, lines = self._names_of_relatives(versions), []
        for version, older in zip(versions, [*versions[1:], None], strict=False):
            if older is None and len(versions) > MOST:
                continue  # only there to be compared with
            word = happened(older, version)
            changes = [
                self._change(column, older, version, names)
                for column in self._named_columns()
                if (older or version).content.get(column.attname) != version.content.get(column.attname)
                or (older is None and version.content.get(column.attname) not in (None, "", [], False))
            ]
            if language:
                changes = [change for change in changes if change.language == language]
            if changes or (word != "changed" and not language):
                lines.append(Line(version, what_happened(word), changes, is_first=older is None))
        return lines

    def _named_columns(self):
        """The columns in the order of the form, then those that no form shows."""
        order = flatten_fieldsets(self.fieldsets)
        columns = [column for column in columns_of(self.model) if column.name not in NOT_NAMED]

        def place(column):
            name = column.translated_field.name if isinstance(column, TranslationField) else column.name
            return order.index(name) if name in order else len(order)

        return sorted(columns, key=place)

    def _change(self, column, older, version, names):
        original = column.translated_field if isinstance(column, TranslationField) else column
        language = getattr(column, "language", "") if column is not original else ""
        label = capfirst(original.verbose_name)
        new = self._said(column, value_in(version, column), names)
        # Of the first version nothing is marked: all of it was new.
        old = new if older is None else self._said(column, value_in(older, column), names)
        is_rich = isinstance(original, RichTextField)
        html = marked(old, new, is_rich=is_rich)
        if not is_rich:
            html = mark_safe(html.replace("\n", "<br>"))  # noqa: S308 - it is safe already
        if not language:
            return Change(label, html)
        direction = "rtl" if get_language_info(language)["bidi"] else "ltr"
        return Change(f"{label} – {LANGUAGE_NAMES[language]}", html, language, direction)

    @staticmethod
    def _said(column, value, names):
        """What stands in a column, as people write it."""
        if value is None or value == "":
            return ""
        if isinstance(column, models.ForeignKey):
            return names[column.name].get(value, gettext("something that is gone"))
        return said(column, value)

    def _names_of_relatives(self, versions):
        """What the rows are called that the versions refer to: per foreign key one query."""
        found = defaultdict(dict)
        for column in columns_of(self.model):
            if not isinstance(column, models.ForeignKey):
                continue
            if pks := {one.content[column.attname] for one in versions if one.content.get(column.attname)}:
                target = self.admin_site.get_model_admin(column.related_model)
                rows = joined(target.model.objects.filter(pk__in=pks), target.named_by)
                found[column.name] = {row.pk: str(row) for row in rows}
        return found

    # -- the way back -------------------------------------------------------------------------------------------------

    @transaction.atomic
    def go_back_view(self, request, object_id, version):
        """Have the row say again what it said in that version, as far as this account may and the rules allow."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        row = self.get_object(request, unquote(object_id))
        if row is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.writes(request, row):
            raise PermissionDenied
        version = versions_of(row).filter(pk=version).first()
        if version is None:
            raise Http404
        if request.POST.get("latest") == str(_latest(row)):
            for level, text in self._try(request, row, version):
                self.message_user(request, text, level)
        else:
            text = gettext("Somebody else changed this meanwhile. Look at it again.")
            self.message_user(request, text, messages.WARNING)
        names = f"admin:{self.opts.app_label}_{self.opts.model_name}_history"
        return HttpResponseRedirect(reverse(names, args=[row.pk]))

    def _try(self, request, row, version):
        """Go back to the version, or change nothing; gives what the office says, with its level."""
        left = []
        try:
            with transaction.atomic():
                changed = self._go_back(request, row, version, left)
        except ValidationError as error:
            for text in dict.fromkeys(error.messages):
                yield messages.ERROR, gettext("Nothing changed: {why}").format(why=text)
        except IntegrityError:
            text = gettext("Nothing changed: one of the entries is not complete. Open it to see what is missing.")
            yield messages.ERROR, text
        else:
            if changed:
                yield messages.SUCCESS, gettext("“{name}” says again what it said then.").format(name=row)
            else:
                yield messages.INFO, gettext("Nothing changed: it says the same already.")
        if left:
            text = gettext("This did not come back, because it is gone or is changed elsewhere: {names}.")
            yield messages.WARNING, text.format(names=", ".join(dict.fromkeys(left)))

    def _go_back(self, request, row, version, left):
        """Put the version's values into the row; gives the columns, and adds the names of what could not come back."""
        offered = self.get_form(request, row, change=True).base_fields
        changed = []
        for column in self._named_columns():
            # Columns that are newer than the version keep what they say.
            if column.attname not in version.content and not column.null:
                continue
            value, present = value_in(version, column), column.value_from_object(row)
            if value == present or (value in NOTHING and present in NOTHING):
                continue
            if column.name in offered and self._is_there(column, offered[column.name], value):
                setattr(row, column.attname, value)
                changed.append(column)
            elif column.name != "position":
                left.append(str(capfirst(getattr(column, "translated_field", column).verbose_name)))
        if changed:
            self._remember_translations(row, version, changed)
            row.full_clean(exclude=translated_fields(self.model))
            row.save()
            names = [column.name for column in changed]
            self.log_change(request, row, [{"changed": {"fields": names}}])
        return changed

    @staticmethod
    def _is_there(column, offered, value):
        """Whether what the version refers to still is, and may be chosen."""
        if value is None or value == "":
            return True
        if isinstance(column, models.ForeignKey):
            return offered.queryset.filter(pk=value).exists()
        if isinstance(column, models.FileField):
            return column.storage.exists(str(value))
        return True

    @staticmethod
    def _remember_translations(row, version, changed):
        """With a text comes back who made it and from what; the rest the gate finds out."""
        for column in changed:
            if isinstance(column, TranslationField):
                name, language = column.translated_field.name, column.language
                mark = version.content.get("translations", {}).get(name, {}).get(language)
                if mark:
                    row.translations.setdefault(name, {})[language] = mark
