"""Uploaded pictures: turned the right way up, made small, and without what a camera writes into them.

What is stored is drawn anew from the picture's points, so neither place, time and device nor anything hidden in the
file goes along. The same file always gives the same bytes.
"""

import hashlib
import io
import math
import re
import struct
import warnings
from dataclasses import dataclass

from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageOps

from councils.uploads import PICTURES, Refused

FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}
ENDINGS = ".jpg,.jpeg,.png,.webp"
MOST_MB, MOST_MEGAPIXELS = 10, 40
# Pictures up to that width suit lists on old phones; the quality falls until they are light enough.
SMALL, SMALL_BYTES, QUALITIES = 400, 30_000, (76, 66, 56, 46, 36, 26)
# Where the middle of a square lies that is cut out of a picture of a person: faces are above the middle.
FACE = (0.5, 0.3)
# Markers of JPEG segments that say how to draw the points, and of the short head that names the density.
NEEDED = {0xE0, 0xDB, 0xC0, 0xC2, 0xC4, 0xDD}

# The short head of a JPEG, without a small picture or anything else in it.
SHORT_HEAD = re.compile(rb"\x00\x10JFIF\x00.{7}\x00\x00", re.DOTALL)
# A marker among the points that begins anything but more of them, or ends them.
STRANGE = re.compile(rb"\xff[^\x00\xc4\xda\xd9]")
# What Pillow raises on damaged files of all kinds.
BROKEN = (
    OSError, SyntaxError, ValueError, TypeError, LookupError, ArithmeticError, EOFError, MemoryError, struct.error,
    ImageCms.PyCMSError,
)  # fmt: skip


@dataclass(frozen=True)
class Measure:
    """How large a kind of picture is stored, and in which smaller widths it is to be had besides."""

    longest: int
    widths: tuple
    is_square: bool = False


SCENE = Measure(1600, (400, 800))
PORTRAIT = Measure(384, (96, 192), is_square=True)


@dataclass(frozen=True)
class Prepared:
    """A picture as it is stored."""

    content: bytes
    width: int
    height: int

    @property
    def checksum(self):
        return hashlib.sha256(self.content).hexdigest()


def prepared(file, measure=SCENE):
    """The picture in the file as it is stored; raises Refused, in words for the office, for what is not taken."""
    if file.size > MOST_MB * 1024**2:
        raise Refused(_("The file is larger than %(size)s MB.") % {"size": MOST_MB})
    file.seek(0)
    content = file.read()
    kind = next((FORMATS.get(media_type) for head, media_type in PICTURES if head.match(content)), None)
    if kind is None:
        raise Refused(_("This is no picture that can be taken: choose a JPEG, PNG or WebP file."))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(content), formats=[kind]) as picture:
                return _drawn(picture, content, measure)
    except Image.DecompressionBombError:
        raise _too_many_points() from None
    except Refused:
        raise
    except BROKEN:
        raise Refused(_("This file is damaged. Save it anew and choose it again.")) from None


def _too_many_points():
    return Refused(
        _("This picture has more than {n} million points. Make it smaller and choose it again.").format(
            n=MOST_MEGAPIXELS
        )
    )


def _drawn(picture, content, measure):
    if picture.width * picture.height > MOST_MEGAPIXELS * 1_000_000:
        raise _too_many_points()
    fits = max(picture.size) <= measure.longest and (picture.width == picture.height or not measure.is_square)
    if picture.format == "JPEG" and picture.mode == "RGB" and fits and _is_bare(content):
        # One that the portal has made, such as from a council file: drawn anew it would lose each time.
        picture.load()
        return Prepared(content, *picture.size)
    # Decodes a large photo at a fraction of its size.
    picture.draft("RGB", (measure.longest, measure.longest))
    profile = picture.info.get("icc_profile")
    # Small first: turning it, and drawing it in other colours, makes copies.
    picture = _with_eight_bits(picture)
    longest = measure.longest
    if measure.is_square:
        longest = math.ceil(longest * max(picture.size) / min(picture.size))
    picture.thumbnail((longest, longest), Image.Resampling.LANCZOS)
    picture = ImageOps.exif_transpose(picture)
    picture = _flat(_in_srgb(picture, profile))
    if measure.is_square:
        side = min(*picture.size, measure.longest)
        picture = ImageOps.fit(picture, (side, side), Image.Resampling.LANCZOS, centering=FACE)
    return Prepared(_written(picture, "JPEG", 82), *picture.size)


def _with_eight_bits(picture):
    """A grey picture with finer steps than a JPEG knows; Pillow would cut off all but the darkest of them."""
    if not picture.mode.startswith("I"):
        return picture
    coarse = picture.convert("I").point(lambda value: value / 256).convert("L")
    coarse.info = {name: value for name, value in picture.info.items() if name != "transparency"}
    return coarse


def _in_srgb(picture, profile):
    """The picture in the colours that all screens know."""
    if not profile or picture.mode not in {"RGB", "RGBA", "CMYK"}:
        return picture
    try:
        given = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        mode = "RGB" if picture.mode == "CMYK" else picture.mode
        return ImageCms.profileToProfile(picture, given, ImageCms.createProfile("sRGB"), outputMode=mode)
    except (ImageCms.PyCMSError, OSError, ValueError):
        return picture


def _flat(picture):
    """On white, and on a new sheet: only the points go along."""
    flat = Image.new("RGB", picture.size, "white")
    if "A" in picture.getbands() or "transparency" in picture.info:
        picture = picture.convert("RGBA")
        flat.paste(picture, mask=picture.getchannel("A"))
    else:
        flat.paste(picture.convert("RGB"))
    return flat


def _is_bare(content):
    """Whether a JPEG holds nothing but its points."""
    at = 2
    while content[at : at + 1] == b"\xff":
        marker = content[at + 1]
        if marker == 0xDA:
            ends_once = content.endswith(b"\xff\xd9") and content.count(b"\xff\xd9", at) == 1
            return ends_once and not STRANGE.search(content, at + 2)
        if marker not in NEEDED or (marker == 0xE0 and not SHORT_HEAD.match(content, at + 2)):
            return False
        at += 2 + int.from_bytes(content[at + 2 : at + 4])
    return False


def variants(content, measure=SCENE):
    """The smaller ones of a stored picture: pairs of the end of its name and its content."""
    with Image.open(io.BytesIO(content), formats=["JPEG"]) as picture:
        for width in widths_of(picture.width, measure):
            height = max(1, round(picture.height * width / picture.width))
            small = picture if width == picture.width else picture.resize((width, height), Image.Resampling.LANCZOS)
            small = _flat(small)
            yield f"{width}.webp", _small_enough(small, "WEBP", width)
            if width != picture.width:
                yield f"{width}.jpg", _small_enough(small, "JPEG", width)


def widths_of(width, measure=SCENE):
    """The widths in which a picture is to be had; the last one is its own."""
    return [*(one for one in measure.widths if one < width), width]


def _small_enough(picture, kind, width):
    for quality in QUALITIES:
        content = _written(picture, kind, quality)
        if width > SMALL or len(content) <= SMALL_BYTES:
            break
    return content


def _written(picture, kind, quality):
    file = io.BytesIO()
    more = {"progressive": True, "optimize": True} if kind == "JPEG" else {"method": 4}
    picture.save(file, kind, quality=quality, **more)
    return file.getvalue()
