"""The example of the settings file: real names, and complete once its blanks are filled."""

import pytest

from bot.settings import MailKind, Settings, SettingsWrong, load_settings
from bot.settings_rules_app import AppType
from tests.deployment.env_file import EXAMPLE, PARTNER, filled, rows
from tests.entra.authority import self_signed

DATABASE = {"CPOR_DATABASE_URL": "postgresql+asyncpg://cpor:password@db.contoso.example/claims"}
#: What Compose puts into addresses itself; the assistant has no such settings.
FOR_COMPOSE = {"DATABASE_PASSWORD", "BLOB_KEY"}


#: What takes the secret's place, so that it cannot be set beside it.
OTHER_WAYS = {"CPOR_APP_CERTIFICATE", "CPOR_APP_TYPE"}


def everything() -> dict[str, str]:
    """The value that the example gives to each name, whether it counts or is commented out."""
    return {name: value for _, name, value in rows()}


def optional() -> dict[str, str]:
    """What is commented out and has a value, other ways to prove the bot apart."""
    return {
        name: value
        for counts, name, value in rows()
        if not counts and value and name not in OTHER_WAYS
    }


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch, tmp_path):
    """An empty environment and folder, to be filled from the example."""
    import os

    for name in [name for name in os.environ if name.startswith("CPOR_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)

    def fill(values: dict[str, str]) -> None:
        for name, value in values.items():
            monkeypatch.setenv(name, value)

    return fill


def test_every_name_is_one_the_assistant_knows():
    known = {f"CPOR_{name}".upper() for name in Settings.model_fields}
    assert {name for _, name, _ in rows()} <= known | FOR_COMPOSE


def test_filled_in_it_is_complete(environment):
    environment({**filled(), **DATABASE})
    settings = load_settings()
    assert not settings.local
    assert settings.partner_name == PARTNER["CPOR_PARTNER_NAME"]


def test_what_is_commented_out_is_right_too(environment):
    environment({**optional(), **filled(), **DATABASE})
    assert load_settings().partner_locations == {
        "4501123": "Contoso Seattle",
        "4501124": "Contoso Berlin",
    }


def test_a_certificate_stands_in_for_the_secret(environment, tmp_path):
    pem = self_signed("ours").write(tmp_path / "bot.pem")
    certificate = {"CPOR_APP_CERTIFICATE": str(pem), "CPOR_APP_PASSWORD": ""}
    assert set(certificate) <= {name for _, name, _ in rows()}
    environment({**filled(), **DATABASE, **certificate})
    assert load_settings().app_certificate == pem


def test_a_managed_identity_needs_no_secret(environment):
    identity = {"CPOR_APP_TYPE": everything()["CPOR_APP_TYPE"], "CPOR_APP_PASSWORD": ""}
    environment({**filled(), **DATABASE, **identity})
    assert load_settings().app_type is AppType.MANAGED_IDENTITY


def test_a_mailbox_needs_no_mail_server(environment):
    without = {name: value for name, value in filled().items() if "SMTP" not in name}
    bounces = {"CPOR_MAIL_BOUNCES": everything()["CPOR_MAIL_BOUNCES"]}
    environment({**without, **DATABASE, "CPOR_MAIL": "graph", **bounces})
    assert load_settings().mail is MailKind.GRAPH


def test_as_it_is_it_is_refused_by_the_names_of_its_blanks(environment):
    environment({name: value for counts, name, value in rows() if counts})
    with pytest.raises(SettingsWrong) as wrong:
        load_settings()
    missing = {line.partition(":")[0] for line in wrong.value.lines}
    assert missing == set(PARTNER) | set(DATABASE)


def test_every_reader_of_such_files_reads_it_alike():
    """Quotation marks, `$` and comments behind values mean something else to each of them."""
    for line in EXAMPLE.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            assert not set(line.partition("=")[2]) & set("\"'$#\\")
    names = [name for _, name, _ in rows()]
    assert len(names) == len(set(names))
