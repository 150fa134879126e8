from councils.translation import register

from . import models

register(models.Topic, "label")
register(models.Signpost, "name", "spoken", "hours")
register(models.TextBlock, "text")
register(models.OfficeHour, "place", "spoken", "note")
register(models.OfficeHourOff, "reason")
