"""Pages as a program reads them: elements with their attributes and their text, however the template breaks lines."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


@dataclass
class Element:
    """An element of a page."""

    tag: str
    attributes: dict
    text: str = ""
    inside: list = field(default_factory=list)  # the elements around it, outermost first

    def __getitem__(self, name):
        return self.attributes[name]

    def get(self, name, default=None):
        return self.attributes.get(name, default)

    @property
    def classes(self):
        return (self.get("class") or "").split()


class Page(HTMLParser):
    """A page; ``find("a", rel="next")`` lists its elements in their order."""

    def __init__(self, response):
        super().__init__()
        self.response = response
        self.elements, self._open = [], []
        self.feed(response.content.decode())
        self.close()

    def handle_starttag(self, tag, attrs):
        element = Element(tag, dict(attrs), inside=list(self._open))
        self.elements.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_startendtag(self, tag, attrs):
        self.elements.append(Element(tag, dict(attrs), inside=list(self._open)))

    def handle_endtag(self, tag):
        while self._open and self._open.pop().tag != tag:
            pass

    def handle_data(self, data):
        for element in self._open:
            element.text += data

    def find(self, tag=None, **attributes):
        """The elements of that name with those attributes (``lang="ar"``; ``data_page`` is ``data-page``)."""
        wanted = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
        return [
            element
            for element in self.elements
            if tag in (None, element.tag) and all(element.get(name) == value for name, value in wanted.items())
        ]

    def one(self, tag, **attributes):
        """The only element of that name."""
        [element] = self.find(tag, **attributes)
        return element

    def texts(self, tag, **attributes):
        """What the elements say, blanks and line breaks folded."""
        return [" ".join(element.text.split()) for element in self.find(tag, **attributes)]

    def with_class(self, name):
        return [element for element in self.elements if name in element.classes]
