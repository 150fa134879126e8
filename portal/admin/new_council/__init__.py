"""A new council in the office, step by step, whatever its legal shape.

What a step asks for is stored as rows of a council that is a draft: whoever goes on tomorrow, or somebody else, finds
it there. Its parts are no drafts themselves, so that publishing the council publishes all of it.
"""

from . import pages  # noqa: F401
