"""The package for Teams: what Microsoft's own schema takes, and a sentence for each mistake."""

import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from jsonschema_rs import Draft4Validator

from bot.text.commands import read_command
from bot.text.words import FOLDER
from deployment.package import SOURCE, Values, Wrong, build
from deployment.teams import icons
from deployment.teams.checks import problems, translatable
from deployment.teams.png import NotReadable, Picture, read, write

ROOT = Path(__file__).parents[2]
SCHEMAS = (
    Path(sys.prefix)
    / "share/node_tools/node_modules/@microsoft/app-manifest/build/json-schemas/teams"
)
APP_ID = "3B1D7A52-6c0e-4f7e-9a55-0c7f5a1e9d10"
VALUES = Values(APP_ID, "https://claims.contoso.com", "Contoso Consulting")
LANGUAGES = ["de", "es", "fr", "ja", "pt-br"]
TYPED = {"new claim": "new_claim", "which role": "which_role", "my claims": "my_claims"} | {
    "help": "help"
}


@pytest.fixture
def package(tmp_path: Path) -> Path:
    return build(VALUES, tmp_path / "app.zip")


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A copy of what the package is made of, to be spoilt."""
    return Path(shutil.copytree(SOURCE, tmp_path / "teams"))


def content(package: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(package) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def manifest_of(package: Path) -> dict:
    return json.loads(content(package)["manifest.json"])


def schema(version: str, name: str) -> dict:
    file = SCHEMAS / f"v{version}" / f"MicrosoftTeams.{name}json"
    if not file.is_file():
        pytest.skip("Microsoft's manifest schemas are not installed; `make install` brings them")
    return json.loads(file.read_text(encoding="utf-8-sig"))


def faults(described: dict, found: dict) -> list[str]:
    return [str(error) for error in Draft4Validator(described).iter_errors(found)]


def sentences(values: Values, folder: Path, source: Path = SOURCE) -> list[str]:
    with pytest.raises(Wrong) as wrong:
        build(values, folder / "app.zip", source)
    assert not (folder / "app.zip").exists(), "a package that is wrong was left behind"
    return wrong.value.sentences


# What is in it


def test_microsofts_schema_takes_the_manifest(package):
    manifest = manifest_of(package)
    described = schema(manifest["manifestVersion"], "schema.")
    assert faults(described, manifest) == []
    assert manifest["$schema"].endswith(
        f"/v{manifest['manifestVersion']}/MicrosoftTeams.schema.json"
    )
    assert faults(described, {**manifest, "id": "no id"}), "the schema does not look"


@pytest.mark.parametrize("language", LANGUAGES)
def test_microsofts_schema_takes_each_language(package, language):
    texts = json.loads(content(package)[f"{language}.json"])
    described = schema(manifest_of(package)["manifestVersion"], "Localization.schema.")
    assert faults(described, texts) == []


def test_the_package_carries_the_partners_values(package):
    manifest = manifest_of(package)
    assert manifest["id"] == manifest["bots"][0]["botId"] == APP_ID.lower()
    assert manifest["validDomains"] == ["claims.contoso.com"]
    assert manifest["developer"]["name"] == "Contoso Consulting"
    assert manifest["developer"]["privacyUrl"] == "https://claims.contoso.com"
    assert "{{" not in json.dumps(manifest)


def test_links_and_version_can_be_given(tmp_path):
    given = VALUES._replace(
        website="https://contoso.com/claims",
        privacy_url="https://contoso.com/privacy",
        terms_url="https://contoso.com/terms",
        version="1.2.10",
    )
    manifest = manifest_of(build(given, tmp_path / "app.zip"))
    assert manifest["version"] == "1.2.10"
    assert manifest["developer"]["termsOfUseUrl"] == "https://contoso.com/terms"


def test_it_asks_for_a_personal_chat_with_files_and_nothing_more(package):
    manifest = manifest_of(package)
    (bot,) = manifest["bots"]
    assert (bot["scopes"], bot["supportsFiles"]) == (["personal"], True)
    assert [one["scopes"] for one in bot["commandLists"]] == [["personal"]]
    assert not manifest.keys() & {"staticTabs", "composeExtensions", "webApplicationInfo"}


def test_every_file_is_at_the_top_and_named(package):
    assert sorted(content(package)) == sorted(
        ["manifest.json", "color.png", "outline.png", *(f"{one}.json" for one in LANGUAGES)]
    )


def test_the_same_values_give_the_same_bytes(package, tmp_path, source):
    for path in source.iterdir():
        os.utime(path, (0, 0))
    again = build(VALUES, tmp_path / "again.zip", source)
    assert again.read_bytes() == package.read_bytes()


# Words


def commands(manifest: dict) -> list[dict]:
    return manifest["bots"][0]["commandLists"][0]["commands"]


def test_a_pressed_command_is_one_that_the_assistant_reads(package):
    for command in commands(manifest_of(package)):
        for locale in ("en", "de", "es", "fr", "ja", "pt-BR"):
            read_as = read_command(command["prompt"], locale)
            assert read_as
            assert read_as.name == TYPED[command["prompt"]]


def test_a_shown_command_can_be_typed_too(package):
    manifest = manifest_of(package)
    for command in commands(manifest):
        read_as = read_command(command["title"])
        assert read_as
        assert read_as.name == TYPED[command["prompt"]]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_says_everything_in_its_own_words(package, language):
    texts = json.loads(content(package)[f"{language}.json"])
    manifest = manifest_of(package)
    english = {command["title"] for command in commands(manifest)}
    english |= set(manifest["description"].values())
    wanted = {place for place in translatable(manifest) if not place.endswith(".prompt")}
    assert {place for place in texts if not place.endswith(".prompt")} - {"$schema"} == wanted
    assert not english & set(texts.values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_language_puts_into_the_box_is_read_in_it(package, language):
    """Its own prompt where it has one, else English; the title too once the chat speaks it."""
    texts = json.loads(content(package)[f"{language}.json"])
    spoken = (FOLDER / language.partition("-")[0] / "commands.toml").is_file()
    for at, command in enumerate(commands(manifest_of(package))):
        place = f"bots[0].commandLists[0].commands[{at}]"
        sent = [texts.get(f"{place}.prompt", command["prompt"])]
        sent += [texts[f"{place}.title"]] if spoken else []
        for text in sent:
            read_as = read_command(text, language)
            assert read_as, f"{text!r} is no command in bot/text/{language.partition('-')[0]}"
            assert read_as.name == TYPED[command["prompt"]]


# Icons


@pytest.mark.parametrize("name", ["color", "outline"])
def test_an_icon_is_as_drawn(name):
    assert read((SOURCE / f"{name}.png").read_bytes()) == getattr(icons, name)()


def test_the_mark_stays_where_teams_shows_it_whole():
    """The middle 120 of 192 pixels; around it there is nothing but the ground."""
    picture = icons.color()
    ground = (*icons.ACCENT, 255)
    drawn = [at for at, pixel in enumerate(picture.pixels) if pixel != ground]
    across, down = {at % 192 for at in drawn}, {at // 192 for at in drawn}
    assert min(across) >= 36
    assert max(across) < 156
    assert min(down) >= 36
    assert max(down) < 156


def test_the_icons_are_drawn_from_the_mark_of_the_chat_page():
    svg = (ROOT / "bot/web/local/static/icon.svg").read_text(encoding="utf-8")
    document = "M11.5 9h6l4 4v10h-10zM17.500 9v4h4"
    assert document in svg
    assert icons.DOCUMENT == [(11.5, 9), (17.5, 9), (21.5, 13), (21.5, 23), (11.5, 23), (11.5, 9)]
    assert "M13.7 17.4l2 2 3.6-3.7" in svg
    assert f"#{bytes(icons.ACCENT).hex()}" in svg


@pytest.mark.parametrize("kind", range(5))
def test_a_png_of_any_filter_is_read(kind):
    """Each of the five filters a drawing program may use, undone."""
    import struct
    import zlib

    rows = [bytes([10, 20, 30, 255, 40, 50, 60, 255]), bytes([11, 22, 33, 255, 44, 55, 66, 128])]

    def filtered(row: bytes, above: bytes) -> bytes:
        out = bytearray()
        for i, value in enumerate(row):
            left = row[i - 4] if i >= 4 else 0
            corner = above[i - 4] if i >= 4 else 0
            up = above[i]
            rough = left + up - corner
            nearest = min((left, up, corner), key=lambda one: abs(rough - one))
            out.append((value - (0, left, up, (left + up) // 2, nearest)[kind]) % 256)
        return bytes([kind]) + bytes(out)

    body = filtered(rows[0], bytes(8)) + filtered(rows[1], rows[0])
    plain = write(Picture(2, 2, [(0, 0, 0, 0)] * 4))
    data = zlib.compress(body)
    start = plain.index(b"IDAT") - 4
    chunk = struct.pack(">I", len(data)) + b"IDAT" + data + bytes(4)
    found = read(plain[:start] + chunk + plain[plain.index(b"IEND") - 4 :])
    assert found.pixels == [
        (10, 20, 30, 255),
        (40, 50, 60, 255),
        (11, 22, 33, 255),
        (44, 55, 66, 128),
    ]


@pytest.mark.parametrize("spoilt", [b"", b"GIF89a", b"\x89PNG\r\n\x1a\n", None])
def test_what_is_no_png_is_said_to_be_none(spoilt):
    whole = (SOURCE / "color.png").read_bytes()
    with pytest.raises(NotReadable):
        read(whole[:600] if spoilt is None else spoilt)


# Mistakes, each told in one sentence


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"app_id": ""}, "APP_ID"),
        ({"app_id": "contoso"}, "APP_ID"),
        ({"app_id": "00000000-0000-0000-0000-000000000000"}, "APP_ID"),
        ({"public_url": ""}, "PUBLIC_URL"),
        ({"public_url": "http://claims.contoso.com"}, "PUBLIC_URL"),
        ({"public_url": "https://localhost:3978"}, "PUBLIC_URL"),
        ({"public_url": "https://10.0.0.1"}, "PUBLIC_URL"),
        ({"public_url": "https://*.contoso.com"}, "PUBLIC_URL"),
        ({"public_url": "https://ada@claims.contoso.com"}, "PUBLIC_URL"),
        ({"public_url": "https://[claims"}, "PUBLIC_URL"),
        ({"partner_name": "C" * 33}, "PARTNER_NAME"),
        ({"partner_name": "Contoso\nConsulting"}, "PARTNER_NAME"),
        ({"privacy_url": "http://contoso.com/privacy"}, "PRIVACY_URL"),
        ({"version": "1.0"}, "VERSION"),
    ],
)
def test_a_wrong_value_is_one_sentence(tmp_path, change, word):
    (sentence,) = sentences(VALUES._replace(**change), tmp_path)
    assert sentence.startswith(f"{word} ")
    assert sentence.endswith(".")


def test_all_wrong_values_are_told_at_once(tmp_path):
    assert len(sentences(Values("x", "y", version="z"), tmp_path)) == 3


def edit(source: Path, **changes: object) -> None:
    """Set members of the manifest by their path, `__` between the steps."""
    file = source / "manifest.json"
    manifest = json.loads(file.read_text(encoding="utf-8"))
    for place, value in changes.items():
        part, *rest = place.split("__")
        inner = manifest
        for step in rest:
            inner, part = inner[int(part) if part.isdigit() else part], step
        inner[int(part) if part.isdigit() else part] = value
    file.write_text(json.dumps(manifest), encoding="utf-8")


def picture(side: int, *pixels: tuple[int, int, int, int]) -> bytes:
    return write(Picture(side, side, [pixels[at % len(pixels)] for at in range(side * side)]))


WHITE, NOTHING, RED = (255, 255, 255, 255), (0, 0, 0, 0), (255, 0, 0, 255)


def spoil_file(name: str, content: bytes):
    return lambda source: (source / name).write_bytes(content)


def spoil_manifest(**changes: object):
    return lambda source: edit(source, **changes)


def spoil_language(change):
    def spoil(source: Path) -> None:
        file = source / "de.json"
        texts = json.loads(file.read_text(encoding="utf-8"))
        change(texts)
        file.write_text(json.dumps(texts), encoding="utf-8")

    return spoil


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (spoil_manifest(name__short="C" * 31), r"name\.short in manifest\.json has 31 characters"),
        (spoil_manifest(name__short=" "), r"name\.short in manifest\.json is empty"),
        (spoil_manifest(description__short="C" * 81), r"description\.short .* 80 is the most"),
        (
            spoil_manifest(bots__0__commandLists__0__commands__1__title="C" * 33),
            r"a command's title .* 32 is the most",
        ),
        (spoil_manifest(bots__0__commandLists__0__commands=[]), r"1 to 12 commands, not 0"),
        (spoil_manifest(bots__0__scopes=["personal", "team"]), r"scope personal alone"),
        (spoil_manifest(bots__0__supportsFiles=False), r"supportsFiles"),
        (spoil_manifest(validDomains=["https://contoso.com"]), r"bare domain name"),
        (spoil_manifest(accentColor="{{COLOUR}}"), r"placeholder"),
        (spoil_manifest(bots=[]), r"lacks a part"),
        (spoil_manifest(icons__color="icon.png"), r"icon\.png, the color icon, is not in"),
        (spoil_file("manifest.json", b"{,}"), r"manifest\.json is not JSON at line 1"),
        (spoil_file("manifest.json", b"\xff"), r"manifest\.json is not in UTF-8"),
        (lambda source: (source / "manifest.json").unlink(), r"manifest\.json is missing"),
        (lambda source: (source / "fr.json").unlink(), r"fr\.json, the texts for fr, is not in"),
        (spoil_file("fr.json", b"["), r"fr\.json is not JSON"),
        (spoil_file("notes.json", b"{}"), r"notes\.json is in the package and manifest"),
        (spoil_language(lambda texts: texts.pop("name.short")), r"name\.short is missing in de"),
        (spoil_language(lambda texts: texts.update(tail="x")), r"tail in de\.json belongs to"),
        (
            spoil_language(lambda texts: texts.update({"description.short": "ü" * 81})),
            r"description\.short in de\.json has 81 characters",
        ),
        (spoil_file("color.png", picture(96, WHITE, RED)), r"color\.png is 96 × 96 .* 192 × 192"),
        (spoil_file("color.png", picture(192, RED)), r"color\.png shows one colour only"),
        (spoil_file("color.png", b"GIF89a"), r"color\.png is not a PNG; save it as a PNG"),
        (spoil_file("outline.png", picture(32, NOTHING, RED)), r"outline\.png has colours"),
        (spoil_file("outline.png", picture(32, WHITE)), r"no transparent background"),
        (spoil_file("outline.png", picture(32, NOTHING)), r"outline\.png is empty"),
        (spoil_file("color.png", bytes(2_000_000)), r"larger than 1 MB"),
    ],
)
def test_a_spoilt_part_is_said_to_be_so(tmp_path, source, spoil, said):
    spoil(source)
    found = sentences(VALUES, tmp_path, source)
    assert any(re.search(said, sentence) for sentence in found), found
    assert all(sentence.endswith(".") for sentence in found)


def test_a_folder_in_the_zip_is_told(package, tmp_path):
    """As it happens when a folder is zipped by hand in place of what is in it."""
    nested = tmp_path / "nested.zip"
    with zipfile.ZipFile(nested, "w") as archive:
        for name, file in content(package).items():
            archive.writestr(f"app/{name}", file)
    assert "app/manifest.json is in a folder; Teams wants every file at the top of the zip." in (
        problems(nested)
    )


def test_a_file_that_is_no_zip_is_told(tmp_path):
    file = tmp_path / "app.zip"
    file.write_bytes(b"PK?")
    assert problems(file) == ["app.zip is not a zip file; build it anew."]


# By make


def make(tmp_path: Path, *variables: str) -> subprocess.CompletedProcess[str]:
    clean = {k: v for k, v in os.environ.items() if k not in ("APP_ID", "PUBLIC_URL")}
    output = f"PACKAGE={tmp_path / 'app.zip'}"
    return subprocess.run(
        ["make", "package", f"PYTHON={sys.executable}", output, *variables],
        cwd=ROOT,
        env=clean,
        capture_output=True,
        text=True,
        check=False,
    )


def test_make_builds_it_with_a_name_that_a_shell_would_trip_over(tmp_path):
    name = """Ada's "Cloud" & Söhne; `x`"""
    done = make(
        tmp_path, f"APP_ID={APP_ID}", f"PUBLIC_URL={VALUES.public_url}", f"PARTNER_NAME={name}"
    )
    assert done.returncode == 0, done.stderr
    assert manifest_of(tmp_path / "app.zip")["developer"]["name"] == name
    assert "app.zip" in done.stdout


def test_make_without_values_says_which_to_give(tmp_path):
    done = make(tmp_path)
    assert done.returncode != 0
    assert "APP_ID must be" in done.stderr
    assert "PUBLIC_URL must be" in done.stderr
