from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from councils.publishing import Item, PublishedQuerySet, german_required, in_order, unique_key

from .council import Council

PHONE_VALIDATOR = RegexValidator(r"\A\+?[\d\s()/.-]{4,40}\Z", _("Write the number with digits, spaces, +, / or -."))


class ContactPointQuerySet(PublishedQuerySet):
    def valid(self, on):
        """Contacts that hold on that day."""
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=on), Q(valid_until__isnull=True) | Q(valid_until__gte=on)
        )


class ContactPoint(Item):
    """A way to reach the council. Belongs to a role, never to a private person, and can expire."""

    class Kind(models.TextChoices):
        OFFICE = "office", _("office (Geschäftsstelle)")
        COUNCIL = "council", _("the council itself")
        PERSON_ROLE = "person_role", _("someone in a role")
        OFFICE_HOURS = "office_hours", _("office hours (Sprechstunde)")

    published_through = ("council",)

    council = models.ForeignKey(Council, models.PROTECT, related_name="contact_points", verbose_name=_("council"))
    label = models.CharField(_("who"), max_length=200)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices, default=Kind.OFFICE)
    phone = models.CharField(_("phone"), max_length=60, blank=True, validators=[PHONE_VALIDATOR])
    email = models.EmailField(_("e-mail"), blank=True, help_text=_("An address of the office, not of a volunteer."))
    url = models.URLField(_("link"), max_length=500, blank=True)
    street = models.CharField(_("street and number"), max_length=200, blank=True)
    postcode = models.CharField(_("postcode"), max_length=10, blank=True)
    city = models.CharField(_("town"), max_length=120, blank=True)
    room = models.CharField(_("room"), max_length=120, blank=True)
    hours = models.CharField(_("hours"), max_length=300, blank=True, help_text=_("For example “by appointment”."))
    note = models.CharField(_("note"), max_length=300, blank=True)
    valid_from = models.DateField(_("first day"), null=True, blank=True)
    valid_until = models.DateField(_("last day"), null=True, blank=True)

    objects = ContactPointQuerySet.as_manager()

    class Meta(Item.Meta):
        verbose_name, verbose_name_plural = _("contact"), _("contacts")
        constraints = [
            *Item.Meta.constraints,
            unique_key("council"),
            *german_required("label"),
            in_order("valid_from", "valid_until", _("The last day comes before the first."), "in_order"),
            models.CheckConstraint(
                condition=Q(deleted_at__isnull=False)
                | ~Q(phone="", email="", url="", street="")
                | (Q(hours_de__isnull=False) & ~Q(hours_de="")),
                name="councils_contactpoint_reachable",
                violation_error_message=_("Give at least one way: phone, e-mail, link, address or hours."),
            ),
        ]

    def __str__(self):
        return self.label_de or self.key
