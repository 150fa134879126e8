"""Small real files as offices upload them, made on the spot."""

import io
import zipfile

from django.core.files.base import ContentFile
from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)

WORDS = b"BT /F1 12 Tf 72 720 Td (Satzung) Tj ET"
SCAN = b"q 595 0 0 842 0 0 cm /Im0 Do Q"
PNG = (
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0:~\x9bU\0\0\0\nIDATx\x9cc\xf8\0\0\x01\x01\0\x01"
    b"t\xb9\x1d\x9e\0\0\0\0IEND\xaeB`\x82"
)
WEB_PAGE = b"<!DOCTYPE html>\n<html><script>alert(1)</script></html>"
WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"


def pdf(*pages, tagged=True, language="de-DE", title="Satzung", password=None, owner_only=False):
    """A PDF with these pages: "text", "scan" or "blank"; as readers need it, unless told otherwise."""
    writer = PdfWriter()
    for kind in pages or ["text"]:
        _add_page(writer, kind)
    root = writer.root_object
    if tagged:
        root[NameObject("/MarkInfo")] = DictionaryObject({NameObject("/Marked"): BooleanObject(value=True)})
        tree = DictionaryObject({NameObject("/Type"): NameObject("/StructTreeRoot")})
        root[NameObject("/StructTreeRoot")] = writer._add_object(tree)
    if language:
        root[NameObject("/Lang")] = TextStringObject(language)
    if title:
        writer.add_metadata({"/Title": title})
        writer.create_viewer_preferences().display_doctitle = True
    if password:
        writer.encrypt(password)
    if owner_only:
        writer.encrypt("", owner_password="nur für das Amt", permissions_flag=0)
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


def _add_page(writer, kind):
    page = writer.add_blank_page(595, 842)
    if kind == "blank":
        return
    font = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica"}
    font = DictionaryObject({NameObject(name): NameObject(value) for name, value in font.items()})
    picture = StreamObject()
    picture._data = b"\xff"
    picture |= {
        NameObject("/Type"): NameObject("/XObject"),
        NameObject("/Subtype"): NameObject("/Image"),
        NameObject("/Width"): NumberObject(1),
        NameObject("/Height"): NumberObject(1),
        NameObject("/ColorSpace"): NameObject("/DeviceGray"),
        NameObject("/BitsPerComponent"): NumberObject(8),
    }
    resources = DictionaryObject({NameObject("/ProcSet"): ArrayObject()})
    if kind == "scan":
        resources[NameObject("/XObject")] = DictionaryObject({NameObject("/Im0"): writer._add_object(picture)})
    else:
        resources[NameObject("/Font")] = DictionaryObject({NameObject("/F1"): font})
    contents = StreamObject()
    contents._data = SCAN if kind == "scan" else WORDS
    page[NameObject("/Resources")] = resources
    page[NameObject("/Contents")] = writer._add_object(contents)


def archive(parts, **claims):
    """An archive of these parts, by name; ``claims`` are what its directory says of the first one."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
        for name, value in claims.items():
            setattr(file.infolist()[0], name, value)
    return written.getvalue()


def odt(mimetype="application/vnd.oasis.opendocument.text", more=None, **claims):
    return archive({"mimetype": mimetype, "content.xml": "<office/>"} | (more or {}), **claims)


def docx(content_type=WORD_TYPE):
    types = f'<Types><Override PartName="/document.xml" ContentType="{content_type}"/></Types>'
    return archive({"[Content_Types].xml": types, "word/document.xml": "<w/>"})


def picture(size=(60, 40), kind="JPEG", mode="RGB", colour="teal", **more):
    """A picture of one colour."""
    written = io.BytesIO()
    Image.new(mode, size, colour).save(written, kind, **more)
    return written.getvalue()


def upload(name="Satzung.pdf", content=None):
    """A file as a document's column takes it."""
    return ContentFile(pdf() if content is None else content, name=name)
