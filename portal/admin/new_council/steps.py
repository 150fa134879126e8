"""The steps: what each asks for, and how that is stored."""

from abc import ABC, abstractmethod
from functools import partial

from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from councils.admin.forms import german_slug
from councils.models import (
    ContactPoint,
    Council,
    Jurisdiction,
    Municipality,
    SeatGroup,
    Source,
    Term,
)
from councils.publishing import State
from members import actions
from members.models import Membership

from .forms import GroupForm, MemberForm, MunicipalityForm, PlaceForm, WhoForm, form_of

LOOK = "look"
# Rows to fill in that a page offers at a time.
BLANK_ROWS = 5


class Step(ABC):
    """One page: what it asks for, and how that is stored."""

    name = label = lead = ""
    # Headings and forms, or rows of forms.
    is_in_rows = False

    def __init__(self, site, request, council):
        self.site, self.request, self.council = site, request, council
        self.parts = self.build()

    @classmethod
    def applies(cls, _council):
        """Whether councils of that shape have it."""
        return True

    @classmethod
    def done(cls, _council):
        """Whether there is something of it already."""
        return False

    def form(self, row, fields, **options):
        return form_of(self.site, self.request, row, fields, **options)

    @abstractmethod
    def build(self):
        """Pairs of a heading and a form."""

    @property
    def forms(self):
        return [form for _heading, form in self.parts]

    def is_valid(self):
        # Each is asked, so that all errors show at once.
        return not [form for form in self.forms if not form.is_valid()]

    @abstractmethod
    def store(self):
        """Write what is valid."""

    def write(self, row):
        """Write a row that a form has filled and checked."""
        is_new = row._state.adding
        row.save()
        page = self.site.get_model_admin(type(row))
        if is_new:
            page.log_addition(self.request, row, [{"added": {}}])
        else:
            page.log_change(self.request, row, [{"changed": {}}])

    @property
    def plain_data(self):
        return self.request.POST if self.request.method == "POST" else None


class Who(Step):
    name, label = "who", _("Who it is, and for whom it speaks")

    @classmethod
    def done(cls, council):
        return council.pk is not None

    def build(self):
        link = self.council.pk and self.council.jurisdictions.present().select_related("municipality").first()
        self.link = link or None
        chosen = {"municipality": link.municipality} if link else {}
        self.place = PlaceForm(self.plain_data, initial=chosen, prefix="place")
        new = Municipality(state=State.DRAFT)
        names = ("name_de", "place_de", "kind", "land", "official_key", "reference_source")
        self.new = self.form(new, names, form=MunicipalityForm, prefix="new", empty_permitted=True,
                             use_required_attribute=False)  # fmt: skip
        names = ("name_de", "kind", "structure", "slug")
        self.who = self.form(self.council, names, form=WhoForm, prefix="council")
        self.who.place = self._place_typed()
        return [
            (gettext("The council"), self.who),
            (gettext("Its municipality"), self.place),
            (gettext("A new municipality"), self.new),
        ]

    def _place_typed(self):
        if self.place.is_bound and self.place.is_valid() and (row := self.place.cleaned_data["municipality"]):
            return row.place_de
        return self.new["place_de"].value() or ""

    def is_valid(self):
        valid = super().is_valid()
        if valid and not self.place.cleaned_data["municipality"] and not self.new.has_changed():
            self.place.add_error("municipality", gettext("Choose a municipality, or write down a new one below."))
            return False
        if valid and self.place.cleaned_data["municipality"] and self.new.has_changed():
            text = gettext("Choose a municipality or write down a new one, not both.")
            self.place.add_error("municipality", text)
            return False
        if valid and self.council.pk is None and (twin := self._twin()):
            text = gettext("A council of this name is being set up for this municipality already.")
            link = reverse("admin:new_council_step", args=[twin.pk, LOOK])
            label = gettext("Go on with: {name}").format(name=twin)
            self.who.add_error("name_de", format_html('{} <a href="{}">{}</a>', text, link, label))
            return False
        return valid

    def _twin(self):
        """The council that this page has made before: it was sent twice, or gone back to."""
        links = Jurisdiction.objects.present().filter(municipality__place_de=self._place_typed())
        drafts = Council.objects.present().filter(state=State.DRAFT, first_published_at__isnull=True)
        return drafts.filter(name_de=self.who.cleaned_data["name_de"], jurisdictions__in=links).first()

    def store(self):
        municipality = self.place.cleaned_data["municipality"]
        if municipality is None:
            municipality = self.new.instance
            key = german_slug(municipality.place_de)[:70].strip("-")
            if key and not Municipality.objects.filter(key=key).exists():
                municipality.key = key
            self.write(municipality)
        self.write(self.council)
        if self.link and self.link.municipality_id == municipality.pk:
            return
        if self.link:
            self.link.remove()
        known = Jurisdiction.objects.filter(council=self.council, municipality=municipality).first()
        row = known or Jurisdiction(council=self.council, municipality=municipality)
        row.state, row.deleted_at = State.PUBLISHED, None
        row.save()


class Basis(Step):
    name, label = "basis", _("Legal basis and source")
    lead = _("What you do not know stays empty. Nothing here must be filled in.")

    @classmethod
    def done(cls, council):
        return bool(council.legal_basis_de or council.source_id)

    def build(self):
        names = ("summary_de", "legal_basis_de", "legal_basis_url", "founded_on")
        self.basis = self.form(self.council, names, prefix="council")
        source = self.council.source or self.council.sources.present().first()
        source = source or Source(council=self.council, state=State.PUBLISHED, retrieved_on=timezone.localdate())
        self.source = self.form(
            source, ("title", "kind", "url", "dated"), prefix="source", empty_permitted=source.pk is None,
            use_required_attribute=False,
        )  # fmt: skip
        return [(gettext("What it rests on"), self.basis), (gettext("Where these pages come from"), self.source)]

    def store(self):
        if self.source.has_changed():
            self.write(self.source.instance)
            self.council.source = self.source.instance
        self.write(self.council)


class Reach(Step):
    name, label = "contact", _("How to reach it")
    lead = _("An address of the office or of the council, never a private one. Skip this step if there is none yet.")

    @classmethod
    def done(cls, council):
        return council.contact_points.present().exists()

    def build(self):
        point = self.council.contact_points.present().first()
        point = point or ContactPoint(council=self.council, state=State.PUBLISHED)
        names = ("label_de", "kind", "phone", "email", "url", "street", "postcode", "city", "room_de", "hours_de")
        self.point = self.form(
            point, names, prefix="contact", empty_permitted=point.pk is None, use_required_attribute=False
        )
        return [("", self.point)]

    def store(self):
        if self.point.has_changed():
            self.write(self.point.instance)


class Seats(Step):
    name, label = "seats", _("Term of office and seats")
    lead = _("Each group of seats that are filled in the same way is a row. Dates as far as they are known.")
    is_in_rows = True

    @classmethod
    def applies(cls, council):
        return council.pk is None or not council.is_network

    @classmethod
    def done(cls, council):
        return council.terms.present().exists()

    def build(self):
        rows = self.council.terms.present()
        self.term = rows.newest_first().first() or Term(council=self.council, state=State.PUBLISHED)
        names = ("name_de", "began", "ended", "rule", "years", "ends_with_election", "stated_seats")
        self.about = self.form(self.term, names, prefix="term")
        known = self.term.seat_groups.present() if self.term.pk else []
        names = ("label_de", "seats", "seats_kind", "voting", "filled_by")
        group = partial(self.form, fields=names, form=GroupForm)
        self.groups = [group(row, prefix=f"group{row.pk}") for row in known]
        for number in range(1, BLANK_ROWS + 1):
            blank = SeatGroup(state=State.PUBLISHED, position=len(self.groups) + 1)
            self.groups.append(group(blank, prefix=f"new{number}", empty_permitted=True, use_required_attribute=False))
        heading = gettext("Seat group {n}")
        groups = [(heading.format(n=number), form) for number, form in enumerate(self.groups, start=1)]
        return [(gettext("Term of office"), self.about), *groups]

    def store(self):
        changed = [form for form in self.groups if form.has_changed()]
        if self.term.pk is None and not changed and not self.about.has_changed():
            return
        self.write(self.term)
        for form in changed:
            if form.cleaned_data.get("delete"):
                form.instance.remove()
                continue
            form.instance.term = self.term
            self.write(form.instance)


class People(Step):
    name, label = "members", _("First members")
    lead = _("Only who agreed to be named here. You can skip this step, and read in a whole table later.")
    is_in_rows = True

    @classmethod
    def done(cls, council):
        return council.memberships.present().exists()

    def build(self):
        groups = SeatGroup.objects.present().filter(term__council=self.council, term__deleted_at__isnull=True)
        groups = groups.order_by("term", "position", "pk")
        rows = Membership.objects.present().filter(council=self.council)
        self.known = rows.select_related("person", "organisation", "seat_group").order_by("position", "pk")
        heading, parts = gettext("Member {n}"), []
        for number in range(1, BLANK_ROWS + 1):
            form = MemberForm(
                self.plain_data, prefix=f"member{number}", groups=groups, is_network=self.council.is_network,
                empty_permitted=True, use_required_attribute=False,
            )  # fmt: skip
            parts.append((heading.format(n=len(self.known) + number), form))
        return parts

    def is_valid(self):
        """Whoever is entered already, be it by this page sent twice, is not entered again."""
        if not super().is_valid():
            return False
        there = {(str(row).casefold(), row.seat_group_id) for row in self.known}
        for form in self.forms:
            if form.has_changed():
                name, group = form.cleaned_data["name"], form.cleaned_data.get("group")
                one = (name.casefold(), group and group.pk)
                if one in there:
                    form.add_error("name", gettext("“{name}” is entered here already.").format(name=name))
                there.add(one)
        return not any(form.errors for form in self.forms)

    def store(self):
        page = self.site.get_model_admin(Membership)
        for form in self.forms:
            if not form.has_changed():
                continue
            given = form.cleaned_data
            row = actions.add_member(
                self.council, given["name"], is_organisation=given.get("kind") == "organisation",
                group=given.get("group"), office=given["office"],
            )  # fmt: skip
            page.log_addition(self.request, row, [{"added": {}}])


STEPS = {step.name: step for step in (Who, Basis, Reach, Seats, People)}
