"""The part of a draft's form in which its writer asks for a review, and whoever publishes sends it back.

It goes with the form as it is saved, so nothing that was typed is lost. Publishing needs no step of its own: it ends
the request by itself.
"""

from django.contrib import messages
from django.utils.translation import gettext

from councils import reviewing
from councils.models import ReviewRequest
from councils.publishing import DIRECTION_OVERRIDES, State

from .inlines import stored_state

Step = ReviewRequest.State
LONGEST = ReviewRequest._meta.get_field("note").max_length


class ReviewSteps:
    """Asking for a review, taking it back, sending it back."""

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        if obj is not None and "_send_back" in request.POST:
            form.step_refused = staticmethod(lambda row: self._step_refused(request, row))
        return form

    def _step_refused(self, request, row):
        """Why a draft cannot be sent back with what the form says; nothing where it can."""
        if self.superusers_only or stored_state(row) != State.DRAFT or not self.has_publish_permission(request, row):
            return ""
        if row.state != State.DRAFT:
            return gettext("Either publish it or send it back, not both.")
        return "" if self._note(request) else gettext("Not sent back: say what is to be changed.")

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        context["review"] = self._review(request, obj)
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def _review(self, request, row):
        """What the form says of the review, and what the account may do about it; None where there is nothing."""
        is_settled = row is not None and (stored_state(row) != State.DRAFT or not self.writes(request, row))
        if self.superusers_only or is_settled:
            return None
        decides = self.has_publish_permission(request, row)
        latest = reviewing.latest(row) if row is not None else None
        is_open = latest is not None and latest.state == Step.OPEN
        if decides and latest is None:
            return None
        # What was ticked and typed stays where the form was refused.
        sent = request.POST if request.method == "POST" else {}
        return {
            "request": latest if latest and latest.state in {Step.OPEN, Step.SENT_BACK} else None,
            "is_open": is_open,
            "asks": not decides,
            "decides": decides and is_open,
            "ticked": "_ready" in sent if sent else is_open,
            "sends_back": "_send_back" in sent,
            "note": sent.get("_review_note", ""),
            "longest": LONGEST,
        }

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        row = form.instance
        if not self.superusers_only and row.state == State.DRAFT and self.writes(request, row):
            self._take_step(request, row)

    @staticmethod
    def _note(request):
        note = request.POST.get("_review_note", "").replace("\x00", "").translate(DIRECTION_OVERRIDES)
        return " ".join(note.split())[:LONGEST]

    def _take_step(self, request, row):
        note = self._note(request)
        if self.has_publish_permission(request, row):
            if "_send_back" in request.POST:
                self._send_back(request, row, note)
            return
        was, is_ready = request.POST.get("_was_ready") == "yes", "_ready" in request.POST
        if is_ready and not was:
            reviewing.ask(row, self.council_id_of(row), user=request.user, note=note)
            text = gettext("Marked as ready. The editors of your council find it on their desk.")
            self.message_user(request, text, messages.SUCCESS)
        elif was and not is_ready and reviewing.take_back(row, user=request.user):
            self.message_user(request, gettext("It is not marked as ready for review any more."), messages.INFO)

    def _send_back(self, request, row, answer):
        if reviewing.send_back(row, user=request.user, answer=answer):
            text = gettext("Sent back. Whoever wrote it finds your note on their desk.")
            self.message_user(request, text, messages.SUCCESS)
        else:
            text = gettext("Not sent back: nobody asks for a review any more.")
            self.message_user(request, text, messages.WARNING)
