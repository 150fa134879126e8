"""Pictures are drawn anew, small and without what a camera writes into them, and shown only where all is public."""

import contextlib
import io
import re
import struct
import zlib

import pytest
from django.core.files.base import ContentFile
from django.utils.translation import override
from PIL import Image

from councils import pictures
from councils.models import Picture
from councils.uploads import Refused
from tests import factories, files
from tests.office import address, fields_of


def taken(content):
    return pictures.prepared(ContentFile(content))


def exif():
    data = Image.Exif()
    data[0x010F], data[0x0112] = "Geheime Kamera", 6
    data.get_ifd(0x8825)[1] = "N"
    return data.tobytes()


@pytest.mark.once
def test_a_picture_stands_upright_and_says_nothing_of_its_camera():
    photo = files.picture((2400, 1200), exif=exif(), comment=b"Geheimer Ort", quality=90)
    assert b"Geheime" in photo

    drawn = taken(photo)

    assert (drawn.width, drawn.height) == (800, 1600)
    for content in (drawn.content, *dict(pictures.variants(drawn.content)).values()):
        assert b"Geheim" not in content
        with Image.open(io.BytesIO(content)) as picture:
            assert not {"exif", "icc_profile", "comment", "xmp"} & set(picture.info)


@pytest.mark.once
def test_what_the_portal_has_drawn_is_not_drawn_again():
    drawn = taken(files.picture((1700, 900), kind="PNG", mode="RGBA"))

    assert (drawn.width, drawn.height) == (1600, 847)
    assert taken(drawn.content) == drawn
    assert taken(drawn.content + b"<script>").content != drawn.content + b"<script>"


@pytest.mark.once
def test_nothing_but_points_is_taken_over_from_a_picture_that_looks_drawn():
    drawn = taken(files.picture((400, 300), kind="PNG")).content
    head, scan = b"\xff\xe0\x00\x0eGeheimer Ort", drawn.index(b"\xff\xda")
    later = drawn.index(b"\xff\xda", scan + 2)

    for at in (20, later):
        assert b"Geheim" not in taken(drawn[:at] + head + drawn[at:]).content


@pytest.mark.once
def test_grey_in_fine_steps_stays_grey():
    fine = Image.new("I;16", (2, 1))
    fine.putpixel((1, 0), 0x8000)
    written = io.BytesIO()
    fine.save(written, "PNG")

    with Image.open(io.BytesIO(taken(written.getvalue()).content)) as picture:
        assert [round(picture.getpixel((x, 0))[0] / 32) for x in (0, 1)] == [0, 4]


@pytest.mark.once
def test_a_damaged_picture_is_refused_whatever_breaks_in_it():
    photo = bytearray(files.picture((60, 40), exif=exif()))

    for at in range(2, 200):
        for value in (0, 255):
            broken = photo[:at] + bytes([value]) + photo[at + 1 :]
            with contextlib.suppress(Refused):
                taken(bytes(broken))


@pytest.mark.once
def test_the_smallest_width_suits_a_slow_line():
    noise = Image.effect_noise((1600, 1200), 90).convert("RGB")
    written = io.BytesIO()
    noise.save(written, "JPEG", quality=95)

    sizes = {end: len(content) for end, content in pictures.variants(taken(written.getvalue()).content)}

    assert set(sizes) == {"400.webp", "400.jpg", "800.webp", "800.jpg", "1600.webp"}
    assert max(sizes["400.webp"], sizes["400.jpg"]) <= 30_000


def png_that_says(width, height):
    head = b"IHDR" + struct.pack(">II", width, height) + b"\x08\0\0\0\0"
    return files.PNG[:12] + head + struct.pack(">I", zlib.crc32(head)) + files.PNG[33:]


@pytest.mark.once
@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "choose a JPEG, PNG or WebP file"),
        (files.WEB_PAGE, "choose a JPEG, PNG or WebP file"),
        (files.pdf(), "choose a JPEG, PNG or WebP file"),
        (files.picture(kind="GIF"), "choose a JPEG, PNG or WebP file"),
        (files.picture()[:300], "This file is damaged"),
        (b"\x89PNG\r\n\x1a\n" + b"x" * 100, "This file is damaged"),
        # A few bytes that say they are a large picture; of the second, Pillow itself makes nothing.
        (png_that_says(7000, 6000), "million points"),
        (png_that_says(30_000, 30_000), "million points"),
    ],
)
def test_what_is_no_picture_is_refused_in_words(content, words):
    with override("en"), pytest.raises(Refused, match=words):
        taken(content)


# -- on pages ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def council(db, settings, tmp_path):
    return factories.make_council(slug="rat")


@pytest.fixture
def picture(council):
    return factories.make_picture(
        council=council, alt_de="Der Rat <tagt>", licence="cc-by-4.0",
        file=ContentFile(files.picture((900, 600)), name="Frau_Muster.JPG"),
    )  # fmt: skip


def test_pages_show_the_picture_with_its_words(client, council, picture, django_assert_max_num_queries):
    factories.make_news(council=council, slug="hier", picture=picture)
    council.picture = picture
    council.save()

    for path in ("/de/councils/rat/", "/de/councils/rat/news/hier/", "/ar/councils/rat/news/hier/"):
        with django_assert_max_num_queries(8):
            page = client.get(path).content.decode()
        assert 'width="900"\nheight="600"\nalt="Der Rat &lt;tagt&gt;"' in page
        assert "A. Beispiel" in page
        assert "creativecommons.org/licenses/by/4.0/" in page
        assert ('lang="de" dir="ltr"\nloading="lazy"' in page) == path.startswith("/ar/")
        assert "Muster" not in page
        for name in set(re.findall(r"/files/[^ \"]+", page)):
            answer = client.get(name)
            assert (answer.status_code, answer["Content-Type"]) == (
                200,
                f"image/{'webp' if 'webp' in name else 'jpeg'}",
            )
            assert b"".join(answer.streaming_content)[:4] in {b"RIFF", b"\xff\xd8\xff\xe0"}


def test_a_picture_shows_only_while_it_is_public(client, council, picture):
    factories.make_news(council=council, slug="hier", picture=picture)
    src = picture.file.src
    answer = client.get(src)
    assert (answer.status_code, b"".join(answer.streaming_content)[:2]) == (200, b"\xff\xd8")
    assert client.get(f"/files/{picture.public_id}/anders.jpg").headers["Location"] == src

    picture.withdraw()

    assert client.get(src).status_code == 410
    assert "<figure" not in client.get("/de/councils/rat/news/hier/").content.decode()
    draft = factories.make_picture(council=council, state="draft")
    assert client.get(draft.file.src).status_code == 404


def test_another_file_takes_the_place_of_the_old_one(council, picture, django_capture_on_commit_callbacks):
    old = picture.file.field.names(picture.file.name)
    storage = picture.file.storage
    assert sum(map(storage.exists, old)) == 6

    with django_capture_on_commit_callbacks(execute=True):
        picture.file = ContentFile(files.picture((500, 500), colour="red"), name="b.png")
        picture.save()

    assert not any(map(storage.exists, old))
    assert sum(map(storage.exists, picture.file.field.names(picture.file.name))) == 4
    assert Picture.objects.get().file.widths == [400, 500]


def test_office_takes_pictures_and_refuses_the_rest_in_words(client, council):
    client.force_login(factories.make_editor(council).user)
    where = address(Picture, "add")
    data = fields_of(client.get(where)) | {"council": council.pk, "alt_de": "Fest", "credit": "A. B."}

    refused = client.post(where, data | {"file": ContentFile(files.pdf(), name="a.jpg")})
    assert refused.context["adminform"].form.errors.keys() == {"file"}
    assert client.post(where, data | {"file": ContentFile(files.picture(), name="a.jpg")}).status_code == 302

    picture = Picture.objects.get()
    assert (picture.alt_de, picture.width, picture.state) == ("Fest", 60, "published")
    assert "Fest" in client.get(address(factories.make_news(council=council), "change")).content.decode()
