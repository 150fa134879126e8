"""A page as a visitor reads it."""

import re


def words(response):
    """The visible text of the main part, each run of blanks as one."""
    return plain(_main(response))


def headings(response, level=2):
    """The texts of the headings of that level in the main part, in order."""
    found = re.findall(rf"<h{level}\b[^>]*>(.*?)</h{level}>", _main(response), re.DOTALL)
    return [plain(heading) for heading in found]


def _main(response):
    return response.content.decode().partition("<main")[2].partition(">")[2].partition("</main>")[0]


def plain(source):
    """The words of a piece of a page, each run of blanks as one."""
    source = re.sub(r"</?(span|bdi|a)\b[^>]*>", "", source)
    return " ".join(re.sub(r"<[^>]+>", " ", source).replace("\xa0", " ").split())
