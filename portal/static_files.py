"""How static files are collected: with hashed names, compressed, and style sheets without what only people read."""

import re

import rcssmin
from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

# Within @layer and @media the minifier takes the blank before a colon for a needless one, and ".foot :focus" would
# become ".foot:focus". With the star for "any element" it stays, and means the same.
_ANY_ELEMENT = re.compile(r"(?<!@page\s)(?<=\s)(?=::?[a-z])")


class SmallStyleSheets(CompressedManifestStaticFilesStorage):
    """WhiteNoise's storage; the style sheets it keeps have neither comments nor needless blanks."""

    def _save(self, name, content):
        if name.endswith(".css"):
            # Whoever made the hash of the name has read it to its end.
            content.seek(0)
            content = ContentFile(rcssmin.cssmin(_ANY_ELEMENT.sub("*", content.read().decode())).encode())
        return super()._save(name, content)
