from councils.translation import register

from . import models

register(models.Person, "about")
register(models.Membership, "leaving_reason")
register(models.Vacancy, "note")
register(models.Office, "title", "note")
