"""How static files are collected: with hashed names, compressed, and style sheets without what only people read."""

import rcssmin
from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage


class SmallStyleSheets(CompressedManifestStaticFilesStorage):
    """WhiteNoise's storage; the style sheets it keeps have neither comments nor needless blanks."""

    def _save(self, name, content):
        if name.endswith(".css"):
            # Whoever made the hash of the name has read it to its end.
            content.seek(0)
            content = ContentFile(rcssmin.cssmin(content.read().decode()).encode())
        return super()._save(name, content)
