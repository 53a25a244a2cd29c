"""What a look into a file's content finds, through the process that does it in production."""

import os
import sys
from pathlib import Path

import pytest
from pypdf import PdfWriter

from bot.claims.errors import Code
from bot.claims.evidence import Finding, Inspection
from bot.files import office, pdf, worker
from bot.files.inspect import Inspector
from bot.files.sniff import MEDIA_TYPES
from bot.files.verdict import Bad
from tests.files import making


def look(tmp_path: Path, content: bytes, kind: str) -> Finding | str:
    """Look into content in this process; give the finding, or the kind where it is good."""
    path = tmp_path / "file"
    path.write_bytes(content)
    try:
        return worker.check(path, kind)
    except Bad as bad:
        return bad.finding


GOOD = {
    "docx": making.word("We rolled out Exchange Online"),
    "xlsx": making.excel("Exchange Online", "Teams"),
    "pptx": making.powerpoint("Exchange |Online"),
    "pdf": making.pdf("We rolled out Exchange Online"),
    "png": making.png(),
    "jpg": making.jpg(),
}


@pytest.mark.parametrize("kind", GOOD)
async def test_a_good_file_passes_and_its_text_is_read(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(GOOD[kind])
    found = await Inspector()(path, kind)
    assert found.ok
    assert (found.kind, found.media_type) == (kind, MEDIA_TYPES[kind])
    if kind in {"png", "jpg"}:
        assert found.text is None
    else:
        assert "Exchange Online" in str(found.text)


@pytest.mark.parametrize("kind", ["png", "jpg"])
async def test_a_pasted_picture_needs_no_name(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(GOOD[kind])
    assert (await Inspector()(path, "")).kind == kind


@pytest.mark.parametrize("content", [GOOD["pdf"], GOOD["docx"], b"GIF89a", b"?"])
async def test_nothing_else_passes_as_a_pasted_picture(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(content)
    assert (await Inspector()(path, "")).code is Code.FILE_KIND


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>', "png"),
        (b"<html>%PDF</html>", "pdf"),
        (GOOD["png"], "jpg"),
        (GOOD["docx"], "xlsx"),
        (GOOD["xlsx"], "docx"),
        (making.zipped({"a.txt": b"hello"}), "docx"),
        (b"MZ\x90\x00program", "pdf"),
        (b"plain text", "docx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 an old .doc", "docx"),
        (GOOD["pdf"], "exe"),
    ],
)
def test_content_must_be_what_the_name_says(content: bytes, kind: str, tmp_path: Path) -> None:
    assert look(tmp_path, content, kind) is Finding.WRONG_CONTENT


async def test_an_empty_file_is_told_as_empty(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.touch()
    assert (await Inspector()(path, "pdf")).code is Code.FILE_EMPTY


@pytest.mark.parametrize("kind", GOOD)
@pytest.mark.parametrize("share", [0.3, 0.9])
def test_a_cut_file_is_damaged(kind: str, share: float, tmp_path: Path) -> None:
    content = GOOD[kind][: int(len(GOOD[kind]) * share)]
    finding = look(tmp_path, content, kind)
    assert finding is Finding.DAMAGED or (kind == "pdf" and share == 0.9)


def test_a_damaged_part_is_noticed(tmp_path: Path) -> None:
    content = bytearray(making.zipped(making.parts_of(GOOD["docx"])))
    middle = content.index(b"word/document.xml") + 100
    content[middle : middle + 20] = bytes(20)
    assert look(tmp_path, bytes(content), "docx") is Finding.DAMAGED


# Office


def test_a_small_file_that_unpacks_to_a_flood_is_unsafe(tmp_path: Path) -> None:
    bomb = making.with_parts(GOOD["docx"], word__media__a_dot_bin=bytes(60_000_000))
    assert len(bomb) < 200_000
    assert look(tmp_path, bomb, "docx") is Finding.UNPACKS_TOO_BIG


def test_too_many_parts_are_unsafe(tmp_path: Path) -> None:
    parts = making.parts_of(GOOD["docx"]) | {f"word/x{n}.xml": b"<a/>" for n in range(5001)}
    assert look(tmp_path, making.zipped(parts), "docx") is Finding.UNPACKS_TOO_BIG


MACRO_TYPE = "application/vnd.ms-word.document.macroEnabled.main+xml"
WORD_TYPE = MEDIA_TYPES["docx"] + ".main+xml"


@pytest.mark.parametrize(
    "content",
    [
        making.replaced(GOOD["docx"], making.TYPES, WORD_TYPE, MACRO_TYPE),
        making.with_parts(GOOD["docx"], word__vbaProject_dot_bin=b"macros"),
        making.with_parts(GOOD["docx"], word__VBAPROJECT_dot_BIN=b"macros"),
        making.with_parts(GOOD["docx"], word__activeX__activeX1_dot_xml=b"<a/>"),
        making.related(GOOD["docx"], "vbaProject", "harmless.bin"),
    ],
)
def test_macros_are_found_under_any_name(content: bytes, tmp_path: Path) -> None:
    assert look(tmp_path, content, "docx") is Finding.MACROS


@pytest.mark.parametrize(
    ("kind", "target", "allowed"),
    [
        ("hyperlink", "https://fabrikam.example/", True),
        ("attachedTemplate", "file:///C:\\Users\\Ada\\Templates\\Contoso.dotx", True),
        ("attachedTemplate", "https://evil.example/a.dotm", False),
        ("attachedTemplate", "\\\\evil.example\\a.dotm", False),
        ("image", "https://evil.example/pixel.png", False),
        ("oleObject", "https://evil.example/a.html!", False),
        ("frame", "file:///C:/a.htm", False),
    ],
)
def test_only_links_to_press_may_lead_outside(
    kind: str, target: str, allowed: bool, tmp_path: Path
) -> None:
    finding = look(tmp_path, making.related(GOOD["docx"], kind, target), "docx")
    assert finding == ("docx" if allowed else Finding.EXTERNAL_LINK)


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100)


@pytest.mark.parametrize(
    ("embedded", "finding"),
    [
        (b"MZ\x90\x00", Finding.EMBEDDED_PROGRAM),
        (OLE + "\x01Ole10Native".encode("utf-16-le"), Finding.EMBEDDED_PROGRAM),
        (OLE + b"This program cannot be run in DOS mode", Finding.EMBEDDED_PROGRAM),
        (OLE + bytes.fromhex("02ce020000000000c000000000000046"), Finding.EMBEDDED_PROGRAM),
        (OLE, "docx"),
        (making.zipped({"a": b"b"}), Finding.EMBEDDED_FILE),
    ],
)
def test_embedded_objects_must_not_run(
    embedded: bytes, finding: Finding | str, tmp_path: Path
) -> None:
    content = making.with_parts(GOOD["docx"], word__embeddings__oleObject1_dot_bin=embedded)
    assert look(tmp_path, content, "docx") == finding


def test_a_script_inside_is_told_by_its_name(tmp_path: Path) -> None:
    content = making.with_parts(GOOD["docx"], word__media__readme_dot_js=b"alert(1)")
    assert look(tmp_path, content, "docx") is Finding.EMBEDDED_PROGRAM


def test_a_charts_workbook_may_be_embedded_but_not_with_macros(tmp_path: Path) -> None:
    fine = making.with_parts(GOOD["docx"], word__embeddings__Book1_dot_xlsx=GOOD["xlsx"])
    assert look(tmp_path, fine, "docx") == "docx"
    macros = making.with_parts(GOOD["xlsx"], xl__vbaProject_dot_bin=b"macros")
    bad = making.with_parts(GOOD["docx"], word__embeddings__Book1_dot_xlsx=macros)
    assert look(tmp_path, bad, "docx") is Finding.MACROS


def test_a_workbook_with_data_connections_is_refused(tmp_path: Path) -> None:
    content = making.with_parts(GOOD["xlsx"], xl__connections_dot_xml=b"<connections/>")
    assert look(tmp_path, content, "xlsx") is Finding.EXTERNAL_LINK


@pytest.mark.parametrize(
    ("field", "allowed"),
    [
        (' DDEAUTO c:\\\\windows\\\\cmd.exe "/k calc"', False),
        (' INCLUDEPICTURE "https://evil.example/a.png"', False),
        (' HYPERLINK "https://fabrikam.example/dde"', True),
        (" PAGE ", True),
    ],
)
def test_fields_must_not_fetch(field: str, allowed: bool, tmp_path: Path) -> None:
    run = f"<w:r><w:instrText>{field}</w:instrText></w:r></w:p>"
    content = making.replaced(GOOD["docx"], "word/document.xml", "</w:p>", run)
    finding = look(tmp_path, content, "docx")
    assert finding == ("docx" if allowed else Finding.EXTERNAL_LINK)


def test_entities_are_not_expanded(tmp_path: Path) -> None:
    parts = making.parts_of(GOOD["docx"])
    parts[making.TYPES] = b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
    assert look(tmp_path, making.zipped(parts), "docx") is Finding.EXTERNAL_LINK


@pytest.mark.parametrize("name", ["../evil.xml", "/evil.xml", "word/../../evil.xml"])
def test_parts_must_not_lead_out_of_the_file(name: str, tmp_path: Path) -> None:
    content = making.zipped(making.parts_of(GOOD["docx"]) | {name: b"<a/>"})
    assert look(tmp_path, content, "docx") is Finding.DAMAGED


def test_two_parts_of_one_name_are_refused(tmp_path: Path) -> None:
    parts = making.parts_of(GOOD["docx"])
    content = making.zipped(parts | {"WORD/DOCUMENT.XML": parts["word/document.xml"]})
    assert look(tmp_path, content, "docx") is Finding.DAMAGED


def test_an_office_file_with_a_password_is_told_as_such(tmp_path: Path) -> None:
    content = OLE + "EncryptedPackage".encode("utf-16-le")
    assert look(tmp_path, content, "docx") is Finding.PASSWORD


def test_words_split_into_runs_are_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "slides"
    path.write_bytes(making.powerpoint("Share|Point |Online"))
    assert office.text(path, 1000) == "SharePoint Online\n"


def test_text_is_read_up_to_a_bound(tmp_path: Path) -> None:
    path = tmp_path / "long"
    path.write_bytes(making.word(*["Exchange Online"] * 500))
    assert len(str(office.text(path, 100))) == 100


# PDF


@pytest.mark.parametrize(
    ("change", "finding"),
    [
        (lambda writer: making.add_action(writer, "/JavaScript"), Finding.JAVASCRIPT),
        (lambda writer: making.add_action(writer, "/Launch"), Finding.LAUNCHES),
        (lambda writer: making.add_action(writer, "/GoToE"), Finding.EMBEDDED_FILE),
        (lambda writer: writer.add_attachment("a.exe", b"MZ"), Finding.EMBEDDED_FILE),
        (lambda writer: writer.encrypt("secret", algorithm="AES-256"), Finding.PASSWORD),
        (lambda writer: making.add_action(writer, "/URI"), "pdf"),
        (PdfWriter.compress_identical_objects, "pdf"),
    ],
)
def test_nothing_active_or_hidden_in_a_pdf(
    change: object, finding: Finding | str, tmp_path: Path
) -> None:
    content = making.changed_pdf(change)  # type: ignore[arg-type]
    assert look(tmp_path, content, "pdf") == finding


PAGES = [
    "<< /Type /Catalog /Pages 2 0 R >>",
    "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>",
]


@pytest.mark.parametrize(
    "objects",
    [
        ["<< /S /J#61vaScript /J#53 (app.alert) >>"],
        ["<< /S 5 0 R >>", "/Launch"],
        ["<< /Names << /JavaScript << /Names [(a) 5 0 R] >> >> >>", "<< /S /Named >>"],
        ["[ [ << /A << /S /Launch >> >> ] ]"],
        ["<< /Length 0 /Type /EmbeddedFile >>\nstream\n\nendstream"],
    ],
)
def test_active_parts_are_found_written_crookedly(objects: list[str], tmp_path: Path) -> None:
    finding = look(tmp_path, making.pdf_of([*PAGES, *objects]), "pdf")
    assert finding in {Finding.JAVASCRIPT, Finding.LAUNCHES, Finding.EMBEDDED_FILE}


def test_scripts_in_object_streams_are_found(tmp_path: Path) -> None:
    inner = "4 0 << /S /JavaScript /JS (app.alert) >>"
    packed = f"<< /Type /ObjStm /N 1 /First 4 /Length {len(inner)} >>\nstream\n{inner}\nendstream"
    body, offsets = b"%PDF-1.7\n", {}
    for number, content in {1: PAGES[0], 2: PAGES[1], 3: PAGES[2], 5: packed}.items():
        offsets[number] = len(body)
        body += f"{number} 0 obj\n{content}\nendobj\n".encode()
    rows = [bytes(4), *(b"\1" + offsets[n].to_bytes(2) + b"\0" for n in (1, 2, 3))]
    rows += [
        b"\2\0\5\0",
        b"\1" + offsets[5].to_bytes(2) + b"\0",
        b"\1" + len(body).to_bytes(2) + b"\0",
    ]
    table = b"".join(rows)
    start = len(body)
    index = f"<< /Type /XRef /Size 7 /W [1 2 1] /Root 1 0 R /Length {len(table)} >>"
    body += f"6 0 obj\n{index}\nstream\n".encode() + table
    body += f"\nendstream\nendobj\nstartxref\n{start}\n%%EOF\n".encode()
    assert look(tmp_path, body, "pdf") is Finding.JAVASCRIPT


def test_a_form_with_a_script_is_refused(tmp_path: Path) -> None:
    form = "<xdp><SCRIPT>x</SCRIPT></xdp>"
    objects = [
        "<< /XFA [(template) 5 0 R] >>",
        f"<< /Length {len(form)} >>\nstream\n{form}\nendstream",
    ]
    content = making.pdf_of([*PAGES, *objects])
    assert look(tmp_path, content, "pdf") is Finding.JAVASCRIPT


def test_an_unread_page_is_no_text(tmp_path: Path) -> None:
    path = tmp_path / "scan.pdf"
    path.write_bytes(making.pdf("7", "8"))
    assert pdf.text(path, 1000, 5) is None


def test_pages_are_read_up_to_a_bound(tmp_path: Path) -> None:
    path = tmp_path / "long.pdf"
    path.write_bytes(making.pdf(*["Exchange Online for everybody"] * 50))
    assert len(str(pdf.text(path, 200, 5))) == 200
    assert pdf.text(path, 200, -1) is None


def test_a_pdf_without_pages_is_damaged(tmp_path: Path) -> None:
    assert look(tmp_path, making.pdf(), "pdf") is Finding.DAMAGED


# pictures


@pytest.mark.parametrize("make", [making.png, making.jpg])
def test_pictures_have_a_size_that_opens(make: object, tmp_path: Path) -> None:
    kind = make.__name__  # type: ignore[attr-defined]
    assert look(tmp_path, make(60_000, 60_000), kind) is Finding.TOO_COMPLEX  # type: ignore[operator]
    assert look(tmp_path, make(0, 5), kind) is Finding.DAMAGED  # type: ignore[operator]


def test_a_length_a_picture_only_claims_is_not_believed(tmp_path: Path) -> None:
    content = making.png()[:8] + b"\xff\xff\xff\xffIHDR"
    assert look(tmp_path, content, "png") is Finding.DAMAGED


def test_a_picture_with_a_wrong_checksum_is_damaged(tmp_path: Path) -> None:
    content = bytearray(making.png())
    content[20] ^= 1
    assert look(tmp_path, bytes(content), "png") is Finding.DAMAGED


@pytest.mark.parametrize("tail", [b"", b"\x00\x00", b"\xff\xc0\x00\x03\x08", b"\xff\xe0\x00\x01"])
def test_a_crooked_jpeg_is_damaged(tail: bytes, tmp_path: Path) -> None:
    assert look(tmp_path, b"\xff\xd8\xff\xe0\x00\x02" + tail, "jpg") is Finding.DAMAGED


# the process around it


@pytest.fixture
def good_pdf(tmp_path: Path) -> Path:
    path = tmp_path / "proof"
    path.write_bytes(GOOD["pdf"])
    return path


async def test_the_worker_sees_none_of_our_settings(
    good_pdf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = good_pdf.with_name("seen.json")
    fake = good_pdf.with_name("python")
    fake.write_text(f'#!/bin/sh\nenv > {seen}\necho \'{{"kind": "pdf"}}\'\n')
    fake.chmod(0o700)
    monkeypatch.setenv("CPOR_APP_PASSWORD", "canary")
    monkeypatch.setattr(sys, "executable", str(fake))
    assert (await Inspector()(good_pdf, "pdf")).kind == "pdf"
    assert "PYTHONPATH" in seen.read_text()
    assert "canary" not in seen.read_text()


async def pretend(good_pdf: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> Inspection:
    fake = good_pdf.with_name("python")
    fake.write_text(f"#!/bin/sh\n{script}\n")
    fake.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(fake))
    return await Inspector(seconds=0.5)(good_pdf, "pdf")


async def test_a_worker_that_hangs_is_ended(
    good_pdf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pid = good_pdf.with_name("pid")
    found = await pretend(good_pdf, monkeypatch, f"echo $$ > {pid}\nexec sleep 60")
    assert (found.code, found.finding) == (Code.FILE_UNREADABLE, Finding.TOO_COMPLEX)
    with pytest.raises(ProcessLookupError):
        os.kill(int(pid.read_text()), 0)


async def test_a_file_whose_text_takes_too_long_is_still_good(
    good_pdf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    verdict = '{"kind": "pdf", "media_type": "application/pdf"}'
    found = await pretend(good_pdf, monkeypatch, f"echo '{verdict}'\nexec sleep 60")
    assert (found.ok, found.kind, found.text) == (True, "pdf", None)


@pytest.mark.parametrize("script", ["exit 1", "echo garbage", "kill -9 $$"])
async def test_a_worker_that_dies_takes_only_the_file_with_it(
    script: str, good_pdf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = await pretend(good_pdf, monkeypatch, script)
    assert found.code is Code.FILE_UNREADABLE


def test_memory_running_out_is_a_verdict(
    good_pdf: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def exhausted(*_: object) -> str:
        raise MemoryError

    monkeypatch.setattr(worker, "_limit", lambda _: None)
    monkeypatch.setattr(worker, "check", exhausted)
    worker.main(good_pdf, "pdf", 1)
    assert Finding.TOO_COMPLEX in capsys.readouterr().out


def test_text_that_cannot_be_had_does_no_harm(
    good_pdf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> str:
        raise MemoryError

    monkeypatch.setattr(pdf, "text", broken)
    assert worker.text(good_pdf, "pdf") is None
