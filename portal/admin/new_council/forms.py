"""The forms of the steps: few fields, with the office's own checks."""

from functools import partial

from django import forms
from django.forms.models import modelform_factory
from django.utils.text import capfirst
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from councils.admin.forms import PublishedForm, german_slug
from councils.laender import BY_OFFICIAL_KEY, LAND_NAMES
from councils.models import Municipality, SeatGroup, Slug
from members.models import Office

REGISTER = "Gemeindeverzeichnis des Statistischen Bundesamts"


def form_of(site, request, row, fields, *, form=PublishedForm, prefix="", **options):
    """A form about some columns of a row, with the fields that the row's own page has."""
    page = site.get_model_admin(type(row))
    labels = {name: capfirst(label) for name, label in page._labels(with_language=False).items()}
    made = modelform_factory(
        type(row), form=form, fields=fields, labels=labels,
        formfield_callback=partial(page.formfield_for_dbfield, request=request),
    )  # fmt: skip
    sent = request.POST if request.method == "POST" else None
    return made(sent, instance=row, prefix=prefix, **options)


class WhoForm(PublishedForm):
    """The council itself; its address is made from place and name where it is left empty."""

    place = ""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["slug"].required = False
        self.fields["slug"].help_text = gettext(
            "Stands in the address of its pages. Leave it empty to have it made from place and name: "
            "“beckum-integrationsrat”."
        )

    def _post_clean(self):
        if self.cleaned_data.get("slug") == "" and self.cleaned_data.get("name_de"):
            self.cleaned_data["slug"] = self.instance.slug or free_slug(self.place, self.cleaned_data["name_de"])
        super()._post_clean()


def free_slug(place, name):
    """A word for the address that nothing bears or ever bore."""
    place, name = german_slug(place), german_slug(name)
    words = name if not place or place in name else f"{place}-{name}"
    words = words[:70].strip("-") or "council"
    candidate, number = words, 1
    while Slug.objects.filter(scope="council", slug=candidate).exists():
        number += 1
        candidate = f"{words}-{number}"
    return candidate


class MunicipalityChoice(forms.ModelChoiceField):
    def label_from_instance(self, municipality):
        return f"{municipality.place_de} – {municipality.name_de}, {LAND_NAMES[municipality.land]}"


class PlaceForm(forms.Form):
    """One of the municipalities that the portal knows."""

    municipality = MunicipalityChoice(
        label=_("Municipality"),
        queryset=None,
        required=False,
        empty_label=_("– a new one, see below –"),
        help_text=_("Whose people the council speaks for. Further ones can be added later, in its form."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["municipality"].queryset = Municipality.objects.present().order_by("place_de", "pk")


class MunicipalityForm(PublishedForm):
    """A municipality that the portal does not know yet."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reference_source"].help_text = gettext("For example: {text}").format(text=REGISTER)

    def clean(self):
        cleaned = super().clean()
        key, land = cleaned.get("official_key"), cleaned.get("land")
        if key:
            others = Municipality.objects.present().filter(official_key=key)
            if other := others.exclude(pk=self.instance.pk).first():
                text = gettext("“{name}” has this key. Choose it from the list above.")
                self.add_error("official_key", text.format(name=other))
            elif land and BY_OFFICIAL_KEY.get(key[:2]) != land:
                meant = LAND_NAMES.get(BY_OFFICIAL_KEY.get(key[:2]), "–")
                text = gettext("Keys that begin with {begin} belong to: {land}.")
                self.add_error("official_key", text.format(begin=key[:2], land=meant))
        else:
            cleaned["reference_source"] = ""
        return cleaned


class GroupForm(PublishedForm):
    """A seat group; without a number, the number is not known."""

    delete = forms.BooleanField(label=_("Delete"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance._state.adding:
            del self.fields["delete"]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("seats") is None and "seats" not in self.errors:
            cleaned["seats_kind"] = SeatGroup.SeatsKind.UNKNOWN
        elif cleaned.get("seats_kind") == SeatGroup.SeatsKind.UNKNOWN:
            cleaned["seats_kind"] = SeatGroup.SeatsKind.EXACT
        return cleaned


class MemberForm(forms.Form):
    """Somebody who sits on the council."""

    name = forms.CharField(
        label=_("Name"), max_length=200, widget=forms.TextInput({"class": "vTextField", "autocomplete": "off"})
    )
    group = forms.ModelChoiceField(label=_("Seat group"), queryset=None, required=False)
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[("person", _("person")), ("organisation", _("organisation"))], required=False
    )
    office = forms.ChoiceField(label=_("Office"), required=False)

    def __init__(self, *args, groups, is_network, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["group"].queryset = groups
        self.fields["office"].choices = [
            ("", pgettext_lazy("office", "none")), *(choice for choice in Office.Kind.choices if choice[0] != "other")
        ]  # fmt: skip
        self.asked = ["name", "office"]
        del self.fields["group" if is_network else "kind"]
        if not is_network:
            known = list(groups[:2])
            self.fields["group"].required = bool(known)
            # Where there is one group only, it is chosen already, which says nothing.
            self.fields["group"].initial = known[0] if len(known) == 1 else None
            self.asked += [] if len(known) == 1 else ["group"]

    def has_changed(self):
        return any(self.data.get(self.add_prefix(name)) for name in self.asked)
