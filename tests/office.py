"""Driving the office pages in tests as a browser would: fill in the form that the page shows, and send all of it."""

from html.parser import HTMLParser
from unittest.mock import patch

from django.urls import reverse
from django.utils import timezone, translation

from councils import office
from councils.accounts.rights import Rights


def address(row_or_model, page):
    """The address of a page of the office: that of a row, or "add" and "changelist" of a model."""
    meta = row_or_model._meta
    args = [row_or_model.pk] if page not in {"add", "changelist"} else []
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_{page}", args=args)


def on_desk(user, provider):
    """The chores that this provider puts on the account's desk; to ask all of them takes a third of a second."""
    assert provider in office._providers
    with patch.object(office, "_providers", [provider]):
        desk = office.desk_of(Rights(user), timezone.now())
    return [chore for _urgency, groups in desk.sections for group in groups for chore in group.shown]


class _Fields(HTMLParser):
    """What a browser would send of the main form of a page."""

    def __init__(self):
        super().__init__()
        self.data, self.inside, self.select, self.area = {}, False, None, None

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "form":
            self.inside = attrs.get("id", "").endswith("_form")
        if not self.inside or "disabled" in attrs:
            return
        name = attrs.get("name")
        if tag == "input" and name and attrs.get("type") not in {"submit", "file", "button"}:
            if attrs.get("type") not in {"checkbox", "radio"}:
                self.put(name, attrs.get("value") or "")
            elif "checked" in attrs:
                self.put(name, attrs.get("value", "on"))
        elif tag == "select":
            self.select = name
        elif tag == "option" and self.select and "selected" in attrs:
            self.put(self.select, attrs.get("value", ""))
        elif tag == "textarea" and name:
            self.area = name
            self.data[name] = ""

    def put(self, name, value):
        self.data[name] = value

    def handle_data(self, data):
        if self.area:
            self.data[self.area] += data

    def handle_endtag(self, tag):
        if tag == "form":
            self.inside = False
        elif tag == "select":
            self.select = None
        elif tag == "textarea":
            # Browsers drop the first line end and send all others as CR LF.
            self.data[self.area] = self.data[self.area].removeprefix("\n").replace("\n", "\r\n")
            self.area = None


def fields_of(response):
    """The fields of the page's form with what stands in them."""
    assert response.status_code == 200, response.status_code
    parser = _Fields()
    parser.feed(response.content.decode())
    return {name: value for name, value in parser.data.items() if "__prefix__" not in name}


def save(client, where, **changes):
    """Open a form, change some fields, send it; the answer is a redirect where it was taken."""
    data = fields_of(client.get(where)) | changes
    data = {name: value for name, value in data.items() if value is not None}
    return client.post(where, data)


def errors_of(response):
    """All messages of a form that was refused."""
    inlines = [form for inline in response.context["inline_admin_formsets"] for form in inline.formset.forms]
    # Messages turn into words only here; the page itself said them in its own language.
    with translation.override(response["Content-Language"]):
        return [
            message
            for form in [response.context["adminform"].form, *inlines]
            for list_ in form.errors.values()
            for message in list_
        ]


def messages_of(client):
    """What the office says on the next page."""
    return [str(message) for message in client.get(reverse("admin:index")).context["messages"]]
