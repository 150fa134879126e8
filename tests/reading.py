"""A page as a visitor reads it."""

import re


def words(response):
    """The visible text of the main part, each run of blanks as one."""
    main = response.content.decode().partition("<main")[2].partition(">")[2].partition("</main>")[0]
    return _plain(main)


def headings(response, level=2):
    """The texts of the headings of that level, in order."""
    found = re.findall(rf"<h{level}\b[^>]*>(.*?)</h{level}>", response.content.decode(), re.DOTALL)
    return [_plain(heading) for heading in found]


def _plain(source):
    source = re.sub(r"</?(span|bdi|a)\b[^>]*>", "", source)
    return " ".join(re.sub(r"<[^>]+>", " ", source).replace("\xa0", " ").split())
