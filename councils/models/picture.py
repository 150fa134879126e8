from django.db import models
from django.utils.translation import gettext_lazy as _

from councils.publishing import Published, german_required, unique_key

from .council import Council
from .document import get_private_storage
from .picture_field import PictureField
from .stored_file import StoredPicture


def stored_name(instance, filename):
    """Says nothing of what the file was called: that may be somebody's name."""
    return f"pictures/{instance.public_id}/{instance.checksum[:16]}-{instance.width}.jpg"


class Picture(StoredPicture, Published):
    """A picture that pages of the council show, with what it shows and whose it is."""

    class Licence(models.TextChoices):
        OWN = "own", _("own picture, all rights reserved")
        PERMISSION = "permission", _("used with permission")
        CC0 = "cc0", "CC0"
        CC_BY = "cc-by-4.0", "CC BY 4.0"
        CC_BY_SA = "cc-by-sa-4.0", "CC BY-SA 4.0"

    DEEDS = {
        Licence.CC0: "https://creativecommons.org/publicdomain/zero/1.0/",
        Licence.CC_BY: "https://creativecommons.org/licenses/by/4.0/",
        Licence.CC_BY_SA: "https://creativecommons.org/licenses/by-sa/4.0/",
    }
    WRITTEN_ROW_BY_ROW = frozenset({"file"})
    published_through = ("council",)

    council = models.ForeignKey(Council, models.PROTECT, related_name="pictures", verbose_name=_("council"))
    file = PictureField(_("file"), upload_to=stored_name, storage=get_private_storage, max_length=200)
    checksum = models.CharField(_("checksum"), max_length=64, blank=True, editable=False)
    width = models.PositiveIntegerField(default=0, editable=False)
    height = models.PositiveIntegerField(default=0, editable=False)
    alt = models.CharField(
        _("what the picture shows"),
        max_length=300,
        help_text=_("Is read aloud to those who do not see the picture. One sentence: who does what, and where."),
    )
    credit = models.CharField(_("whose picture it is"), max_length=200, help_text=_("Stands under the picture."))
    licence = models.CharField(_("licence"), max_length=20, choices=Licence.choices, default=Licence.OWN)

    class Meta(Published.Meta):
        verbose_name, verbose_name_plural = _("picture"), _("pictures")
        ordering = ["-created", "-pk"]
        constraints = [*Published.Meta.constraints, *german_required("alt"), unique_key("council")]

    def __str__(self):
        return self.alt_de or self.key

    @property
    def deed(self):
        """Where the licence can be read; empty where it has no page."""
        return self.DEEDS.get(self.licence, "")
