from councils.translation import register

from . import models

register(models.Venue, "name", "room", "nearest_stop")
register(models.Meeting, "status_reason", "title", "convened_by_note", "summary", "registration_note")
register(models.MeetingNotice, "title", "body")
register(models.MeetingDocument, "title", "description")
register(models.AgendaItem, "title", "brought_by", "body", "result", "resolution", "outcome_by", "outcome_note")
register(models.Offer, "note")
