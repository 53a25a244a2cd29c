"""Where things are kept, read off the settings as the assistant and the doctor do."""

import pytest

from bot.assembly.places import blob_place, build_scanner, database_url
from bot.files.scanner import ClamdScanner, NoScanner
from bot.settings import load_settings

APP_ID = "0a1b2c3d-0000-4000-8000-0000000000aa"


def settings(tmp_path, **given):
    return load_settings({}, _env_file=None, data_dir=tmp_path, **given)


def test_with_no_setting_all_is_in_the_data_folder(tmp_path):
    ours = settings(tmp_path)
    assert database_url(ours) == f"sqlite:///{tmp_path}/claims.db"
    assert blob_place(ours) == {
        "folder": tmp_path / "blobs",
        "connection_string": "",
        "account_url": "",
        "managed_identity": None,
    }


def test_what_is_set_is_taken(tmp_path):
    ours = settings(
        tmp_path,
        database_url="postgresql+asyncpg://u:p@db/claims",
        blob_connection_string="AccountName=a;",
        blob_url="https://claims.blob.core.windows.net",
    )
    place = blob_place(ours)
    assert database_url(ours) == "postgresql+asyncpg://u:p@db/claims"
    assert place["connection_string"] == "AccountName=a;"
    assert place["account_url"] == "https://claims.blob.core.windows.net"


def test_a_bot_that_is_an_identity_signs_in_as_itself(tmp_path):
    ours = settings(tmp_path, app_type="UserAssignedMSI", app_id=APP_ID)
    assert blob_place(ours)["managed_identity"] == APP_ID


@pytest.mark.parametrize(
    ("setting", "kind"), [("none", NoScanner), ("clamd://clamav", ClamdScanner)]
)
def test_the_scanner_is_the_one_that_is_named(tmp_path, setting, kind):
    assert isinstance(build_scanner(settings(tmp_path, scanner=setting)), kind)
