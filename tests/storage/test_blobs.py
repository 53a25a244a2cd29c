"""Proof files are kept where the settings say, and everything opened for it is closed again."""

import pytest

from storage.blobs import open_blobs
from storage.blobs_azure import AzureBlobs
from storage.blobs_local import LocalBlobs

ACCOUNT = "https://claims.blob.core.windows.net"
KEYED = (
    "DefaultEndpointsProtocol=https;AccountName=keyed;AccountKey=a2V5;"
    "BlobEndpoint=https://keyed.blob.core.windows.net;"
)


async def chunks():
    yield b"signed"


async def kept(blobs):
    await blobs.put("1001/f1", chunks(), "application/pdf")
    return b"".join([chunk async for chunk in blobs.get("1001/f1")])


async def test_without_an_account_they_are_in_the_folder(tmp_path):
    async with open_blobs(tmp_path / "blobs") as blobs:
        assert isinstance(blobs, LocalBlobs)
        assert await kept(blobs) == b"signed"
    assert list((tmp_path / "blobs").iterdir())


@pytest.mark.azurite
async def test_an_account_is_used_by_its_key(azurite_connection_string, tmp_path):
    place = {"connection_string": azurite_connection_string, "account_url": ACCOUNT}
    async with open_blobs(tmp_path / "blobs", **place) as blobs:
        assert await kept(blobs) == b"signed"
    assert not (tmp_path / "blobs").exists()


@pytest.mark.parametrize(
    ("place", "host"),
    [
        ({"account_url": ACCOUNT}, "claims"),
        ({"account_url": ACCOUNT, "managed_identity": "0a"}, "claims"),
        ({"account_url": ACCOUNT, "connection_string": KEYED}, "keyed"),
    ],
)
async def test_a_key_goes_before_an_identity(tmp_path, place, host):
    async with open_blobs(tmp_path, **place) as blobs:
        assert isinstance(blobs, AzureBlobs)
        assert blobs._service.url == f"https://{host}.blob.core.windows.net/"
