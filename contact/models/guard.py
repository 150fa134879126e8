"""What protects the forms: how often a network wrote, what recent messages looked like. Nothing of it names anyone."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DailySalt(models.Model):
    """A random number per day, forgotten the day after: then nobody can tell the networks of that day any more."""

    day = models.DateField(unique=True)
    salt = models.BinaryField(max_length=32)

    class Meta:
        verbose_name, verbose_name_plural = _("daily salt"), _("daily salts")

    def __str__(self):
        return str(self.day)


class NetworkCount(models.Model):
    """How often a network used a form in a span of time."""

    purpose = models.CharField(max_length=40)
    # A keyed hash that needs the day's salt; empty for all networks together.
    network = models.CharField(max_length=64)
    window = models.DateTimeField(db_index=True)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name, verbose_name_plural = _("network count"), _("network counts")
        constraints = [
            models.UniqueConstraint(fields=["purpose", "network", "window"], name="contact_networkcount_once")
        ]

    def __str__(self):
        return f"{self.purpose} {self.window:%Y-%m-%d %H:%M}: {self.count}"


class Sketch(models.Model):
    """What a recent text looked like (four keyed samples of 16 bits), not what it said."""

    created = models.DateTimeField(db_index=True)
    band_1 = models.PositiveIntegerField()
    band_2 = models.PositiveIntegerField()
    band_3 = models.PositiveIntegerField()
    band_4 = models.PositiveIntegerField()

    class Meta:
        verbose_name, verbose_name_plural = _("sketch of a text"), _("sketches of texts")
        # Of any three equal bands two are one of these pairs.
        indexes = [
            models.Index(fields=["band_1", "band_2"], name="contact_sketch_bands_1_2"),
            models.Index(fields=["band_3", "band_4"], name="contact_sketch_bands_3_4"),
        ]

    def __str__(self):
        return f"{self.created:%Y-%m-%d %H:%M}"
