"""Makes proof files of every kind, good and bad, as real programs would write them."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable

import docx
import openpyxl
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

TYPES = "[Content_Types].xml"


def word(*paragraphs: str) -> bytes:
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    return _saved(document.save)


def excel(*cells: str) -> bytes:
    book = openpyxl.Workbook()
    for cell in cells:
        book.active.append([cell])
    return _saved(book.save)


def _saved(save: Callable[[io.BytesIO], object]) -> bytes:
    file = io.BytesIO()
    save(file)
    return file.getvalue()


def powerpoint(text: str) -> bytes:
    main = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"
    types = "http://schemas.openxmlformats.org/package/2006/content-types"
    slide = (
        '<p:sld xmlns:p="urn:p" xmlns:a="urn:a"><a:p>'
        + "".join(f"<a:r><a:t>{part}</a:t></a:r>" for part in text.split("|"))
        + "</a:p></p:sld>"
    )
    parts = {
        TYPES: f'<Types xmlns="{types}"><Override PartName="/ppt/presentation.xml" '
        f'ContentType="{main}"/></Types>',
        "ppt/presentation.xml": '<p:presentation xmlns:p="urn:p"/>',
        "ppt/slides/slide1.xml": slide,
    }
    return zipped({name: part.encode() for name, part in parts.items()})


def zipped(parts: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def parts_of(package: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def with_parts(package: bytes, **added: bytes) -> bytes:
    """Give the package with parts added; "__" in a name stands for "/", "_dot_" for "."."""
    names = {key.replace("__", "/").replace("_dot_", "."): part for key, part in added.items()}
    return zipped(parts_of(package) | names)


def replaced(package: bytes, part: str, old: str, new: str) -> bytes:
    parts = parts_of(package)
    assert old.encode() in parts[part]
    parts[part] = parts[part].replace(old.encode(), new.encode())
    return zipped(parts)


def related(package: bytes, kind: str, target: str, source: str = "document.xml") -> bytes:
    """Give a Word file that points outside."""
    base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    link = (
        f'<Relationship Id="rId99" Type="{base}/{kind}" Target="{target}" '
        'TargetMode="External"/></Relationships>'
    )
    return replaced(package, f"word/_rels/{source}.rels", "</Relationships>", link)


def pdf(*pages: str) -> bytes:
    """Give a PDF written by hand, one line of text a page."""
    count = len(pages)
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(count))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {count} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for number, text in enumerate(pages):
        stream = f"BT /F1 12 Tf 72 700 Td ({text}) Tj ET"
        objects.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] "
            f"/Resources << /Font << /F1 3 0 R >> >> /Contents {5 + 2 * number} 0 R >>"
        )
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    return pdf_of(objects)


def pdf_of(objects: list[str]) -> bytes:
    body, offsets = "%PDF-1.7\n", []
    for number, content in enumerate(objects, 1):
        offsets.append(len(body))
        body += f"{number} 0 obj\n{content}\nendobj\n"
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    size = len(objects) + 1
    start = len(body)
    body += f"xref\n0 {size}\n0000000000 65535 f \n{table}"
    body += f"trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n"
    return body.encode("latin-1")


def changed_pdf(change: Callable[[PdfWriter], object]) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf("Exchange Online for everybody"))))
    change(writer)
    return _saved(writer.write)


def add_action(writer: PdfWriter, kind: str) -> None:
    action = DictionaryObject(
        {NameObject("/S"): NameObject(kind), NameObject("/F"): TextStringObject("calc.exe")}
    )
    reference = writer._add_object(action)
    writer.root_object[NameObject("/OpenAction")] = reference


def png(width: int = 2, height: int = 2) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    pixels = zlib.compress(b"\0" * (min(width, 9) + 1) * min(height, 9))
    chunks = ((b"IHDR", header), (b"IDAT", pixels), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )


def jpg(width: int = 2, height: int = 2) -> bytes:
    def segment(marker: int, data: bytes) -> bytes:
        return struct.pack(">BBH", 0xFF, marker, len(data) + 2) + data

    frame = struct.pack(">BHHB", 8, height, width, 1) + b"\x01\x11\x00"
    return (
        b"\xff\xd8"
        + segment(0xE0, b"JFIF\0\1\1\0\0\1\0\1\0\0")
        + segment(0xC0, frame)
        + segment(0xDA, b"\1\1\0\0\x3f\0")
        + b"\x12\x34\xff\xd9"
    )
