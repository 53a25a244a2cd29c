"""How mails are kept as files."""

import asyncio

import pytest

from bot.mail.folder import FolderMailer, file_name


async def test_the_same_mail_sent_again_replaces_its_file(mail, composer, tmp_path):
    mailer = FolderMailer(tmp_path / "new" / "folder", composer)
    await asyncio.gather(*(mailer.send(mail) for _ in range(5)))
    [path] = (tmp_path / "new" / "folder").iterdir()
    assert path.name.startswith("consent.1042.1.2026-06-09.1.abc-")
    assert path.suffix == ".eml"


@pytest.mark.parametrize(
    "message_id", ["<../../etc/passwd@x>", "<a/b@x>", "<.@x>", f"<{'a' * 400}@x>"]
)
def test_a_file_name_stays_in_the_folder(message_id):
    name = file_name(message_id)
    assert "/" not in name
    assert not name.startswith(".")
    assert len(name) < 100


def test_two_mails_never_share_a_file():
    assert file_name("<a/b@x>") != file_name("<a-b@x>")
