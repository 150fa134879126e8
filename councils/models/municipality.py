from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from councils.laender import LAND_CHOICES
from councils.publishing import Published, german_required, unique_key


class Municipality(Published):
    """An authority with its own area: a district, a city, a town, a Land (OParl: Body)."""

    class Kind(models.TextChoices):
        DISTRICT = "district", _("district")
        INDEPENDENT_CITY = "independent_city", _("city that is its own district")
        TOWN = "town", _("town")
        MUNICIPALITY = "municipality", _("municipality")
        STATE = "state", _("Land")
        ASSOCIATION = "association", _("association of municipalities")

    name = models.CharField(_("name"), max_length=200, help_text=_("Official name, as on letters."))
    place = models.CharField(_("short name"), max_length=120, help_text=_("Shows in lists and on the map."))
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    land = models.CharField(_("Land"), max_length=2, choices=LAND_CHOICES)
    official_key = models.CharField(
        _("official key"),
        max_length=12,
        blank=True,
        validators=[RegexValidator(r"\A(\d{2}|\d{5}|\d{8}|\d{9}|\d{12})\Z", _("The key has 2, 5, 8, 9 or 12 digits."))],
        help_text=_("Amtlicher Gemeindeschlüssel or Regionalschlüssel."),
    )
    seat = models.CharField(_("seat of the administration"), max_length=120, blank=True)
    latitude = models.DecimalField(
        _("latitude"),
        max_digits=7,
        decimal_places=4,
        null=True,
        blank=True,
        validators=[MinValueValidator(47), MaxValueValidator(56)],
        help_text=_("Degrees north (WGS 84) of the seat of the administration."),
    )
    longitude = models.DecimalField(
        _("longitude"),
        max_digits=7,
        decimal_places=4,
        null=True,
        blank=True,
        validators=[MinValueValidator(5), MaxValueValidator(16)],
        help_text=_("Degrees east (WGS 84) of the seat of the administration."),
    )
    website = models.URLField(_("website"), blank=True)
    reference_source = models.CharField(_("source of key and place"), max_length=300, blank=True)
    reference_licence = models.CharField(_("licence of that source"), max_length=120, blank=True)
    reference_date = models.DateField(_("as of"), null=True, blank=True)
    # Who answers for the council's pages (imprint and privacy notice). Empty until someone has verified it.
    authority_name = models.CharField(
        _("authority"), max_length=200, blank=True, help_text=_("Who is responsible for the council's pages: imprint.")
    )
    street = models.CharField(_("street and number"), max_length=200, blank=True)
    postcode = models.CharField(_("postcode"), max_length=10, blank=True)
    city = models.CharField(_("town"), max_length=120, blank=True)
    phone = models.CharField(_("phone"), max_length=60, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    representative = models.CharField(
        _("represented by"), max_length=200, blank=True, help_text=_("Office and name, for the imprint.")
    )
    data_protection_officer = models.CharField(_("data protection officer"), max_length=200, blank=True)
    data_protection_contact = models.EmailField(_("e-mail of the data protection officer"), blank=True)

    # What an imprint of the authority must say (DDG § 5).
    CONTROLLER = ("authority_name", "street", "postcode", "city", "email", "representative")

    class Meta(Published.Meta):
        verbose_name, verbose_name_plural = _("municipality"), _("municipalities")
        ordering = ["key"]
        constraints = [
            *Published.Meta.constraints,
            unique_key(),
            *german_required("name", "place"),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(
                    latitude__isnull=False, longitude__isnull=False, latitude__range=(47, 56), longitude__range=(5, 16)
                ),
                name="councils_municipality_in_germany",
                violation_error_message=_("Give latitude and longitude, both inside Germany, or neither."),
            ),
            models.CheckConstraint(
                condition=Q(official_key="", latitude__isnull=True) | ~Q(reference_source=""),
                name="councils_municipality_reference_sourced",
                violation_error_message=_("Say where the official key and the place come from."),
            ),
        ]

    def __str__(self):
        return self.name_de or self.key

    @classmethod
    def shown_by(cls, pks, using):
        """A municipality shows on the pages of the councils it has."""
        councils = cls._meta.get_field("jurisdictions").related_model
        rows = models.QuerySet(councils, using=using).filter(municipality__in=list(pks))
        council = councils._meta.get_field("council").related_model
        yield council, set(rows.values_list("council_id", flat=True))

    @property
    def has_controller(self):
        """Whether it is known who answers for the council's pages."""
        return all(getattr(self, name) for name in self.CONTROLLER)
