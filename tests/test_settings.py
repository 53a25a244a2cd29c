"""The settings tell all that is wrong at once, and never what somebody wrote into them."""

import subprocess
import sys
import traceback
from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.settings import MailKind, Profile, Settings, SettingsWrong, load_settings
from tests.entra.authority import self_signed

CANARY = "canary-8f3b2c71d4e5a6990b"
ROOT = Path(__file__).resolve().parents[1]
PRODUCTION = {
    "PROFILE": "production",
    "HOST": "0.0.0.0",
    "PUBLIC_URL": "https://claims.contoso.example",
    "DATABASE_URL": "postgresql+asyncpg://cpor@db.contoso.example/claims",
    "SECRET": "s" * 32,
    "MAIL": "smtp",
    "MAIL_FROM": "associations@contoso.example",
    "SMTP_HOST": "smtp.contoso.example",
    "TENANT_IDS": "3b1d7a52-6c0e-4f7e-9a55-0c7f5a1e9d10",
    "APP_ID": "11111111-2222-3333-4444-555555555555",
    "APP_PASSWORD": "not a real one",
    "ADMINS": "0a1b2c3d-0000-4000-8000-00000000ada1",
    "PARTNER_NAME": "Contoso Consulting",
    "PARTNER_DOMAINS": "contoso.example",
}
NEEDED = (
    "ADMINS",
    "APP_ID",
    "APP_PASSWORD",
    "DATABASE_URL",
    "MAIL",
    "PARTNER_DOMAINS",
    "PARTNER_NAME",
    "PUBLIC_URL",
    "SECRET",
    "TENANT_IDS",
)


@pytest.fixture(autouse=True)
def bare(monkeypatch, tmp_path):
    """An environment without any of our settings, in a folder without `.env`."""
    for name in Settings.model_fields:
        monkeypatch.delenv(f"CPOR_{name.upper()}", raising=False)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def put(monkeypatch):
    """Set settings in the environment, by name without prefix."""

    def set_all(**values):
        for name, value in values.items():
            monkeypatch.setenv(f"CPOR_{name}", value)

    return set_all


def wrong():
    """Load settings that must be refused; give the error."""
    with pytest.raises(SettingsWrong) as caught:
        load_settings()
    return caught.value


def names(error):
    """The names the error's lines begin with."""
    return sorted(line.partition(":")[0].removeprefix("CPOR_") for line in error.lines)


def test_nothing_set_is_a_complete_local_profile():
    settings = load_settings()
    assert settings.profile is Profile.LOCAL
    assert (settings.host, settings.port) == ("127.0.0.1", 3978)
    assert (settings.data_dir, settings.mail) == (Path("var"), MailKind.FOLDER)


def test_a_complete_production_is_accepted(put):
    put(**PRODUCTION)
    settings = load_settings()
    assert not settings.local
    assert settings.tenant_ids == (PRODUCTION["TENANT_IDS"],)


def test_a_half_configured_production_lists_all_it_lacks(put):
    put(PROFILE="production")
    assert names(wrong()) == sorted(NEEDED)


@pytest.mark.parametrize("missing", NEEDED)
def test_production_refuses_to_start_without(put, missing):
    put(**{name: value for name, value in PRODUCTION.items() if name != missing})
    assert names(wrong()) == [missing]


@pytest.mark.parametrize(
    "url", ["http://claims.contoso.example", "claims.contoso.example", "https://", "https://[x"]
)
def test_production_wants_a_public_https_address(put, url):
    put(**PRODUCTION | {"PUBLIC_URL": url})
    assert set(names(wrong())) == {"PUBLIC_URL"}


def test_production_wants_a_database_that_several_can_use(put):
    put(**PRODUCTION | {"DATABASE_URL": "sqlite:///claims.db"})
    assert names(wrong()) == ["DATABASE_URL"]


def test_unknown_unreadable_and_missing_are_listed_together(put):
    put(PROFILE="production", PORT="many", TIME_ZONE="Mars/Olympus", PUBLIK_URL="x", log_level="?")
    found = names(wrong())
    assert set(found) == {*NEEDED, "PORT", "TIME_ZONE", "PUBLIK_URL", "LOG_LEVEL"}
    assert len(found) == len(set(found))


def test_an_unreadable_profile_does_not_hide_the_rest(put):
    put(PROFILE="prod", HOST="0.0.0.0", SCANNER="clam")
    assert names(wrong()) == ["PROFILE", "SCANNER"]


def test_an_unknown_name_is_told_whatever_its_case(put):
    put(tenant_id="3b1d7a52-6c0e-4f7e-9a55-0c7f5a1e9d10")
    assert wrong().lines == ["CPOR_TENANT_ID: there is no such setting"]


def test_names_of_others_are_none_of_our_business(monkeypatch):
    monkeypatch.setenv("CPORT", "1")
    monkeypatch.setenv("PROFILE", "production")
    assert load_settings().local


def test_env_file_is_read_and_its_unknown_names_are_told(put):
    Path(".env").write_text("CPOR_PORT=4000\nCPOR_PROT=1\nOTHER=2\n")
    assert names(wrong()) == ["PROT"]
    Path(".env").write_text("CPOR_PORT=4000\nCPOR_PARTNER_NAME=Contoso Überall\nOTHER=2\n")
    assert load_settings().partner_name == "Contoso Überall"
    put(PORT="4001")
    assert load_settings().port == 4001, "the environment goes before the file"


def test_an_env_file_in_another_encoding_is_told(put):
    Path(".env").write_bytes("CPOR_PARTNER_NAME=Überall".encode("latin-1"))
    assert wrong().lines == [".env: must be text in UTF-8"]


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "claims.contoso.example"])
def test_the_local_profile_listens_on_loopback_only(put, host):
    put(HOST=host)
    assert names(wrong()) == ["HOST"]


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost"])
def test_loopback_is_fine(put, host):
    put(HOST=host)
    assert load_settings().host == host


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "65536"),
        ("PUBLIC_URL", "claims.contoso.example"),
        ("DIRECTORY_URL", "login.example"),
        ("BLOB_URL", "contoso"),
        ("FILE_HOSTS", "*.sharepoint.com"),
        ("FILE_HOSTS", "https://contoso.sharepoint.com"),
        ("DATABASE_URL", "mysql://db/claims"),
        ("DATABASE_URL", "sqlite://"),
        ("TENANT_IDS", "contoso.example"),
        ("APP_TENANT_ID", "contoso"),
        ("ADMINS", "ada@contoso.example"),
        ("REVIEWERS", "Reviewers"),
        ("ADMINS", "group:Admins"),
        ("ADMINS", "role:"),
        ("REVIEWERS", "role:Rôle"),
        ("AUTHORITY_URL", "http://login.microsoftonline.com"),
        ("AUTHORITY_URL", "https://login.microsoftonline.com/contoso"),
        ("GRAPH_URL", "graph.microsoft.com"),
        ("GRAPH_URL", "https://graph.microsoft.com/v1.0"),
        ("CA_FILE", "missing.pem"),
        ("APP_CERTIFICATE", "missing.pem"),
        ("APP_CERTIFICATE_PASSWORD", "open sesame"),
        ("MAIL_BOUNCES", "maybe"),
        ("TRACES", "everywhere"),
        ("PARTNER_LOCATIONS", "Seattle"),
        ("APP_TYPE", "MultiTenant"),
        ("HOLIDAYS", "Germany"),
        ("HOLIDAYS", "XX"),
        ("HOLIDAYS", "DE-NOWHERE"),
        ("TIME_ZONE", "CEST+1"),
        ("SCANNER", "clamd://"),
        ("SCANNER", "clamd://host:x"),
        ("CATALOGUE", "missing.toml"),
        ("SECRET", "short"),
        ("LOG_LEVEL", "LOUD"),
        ("MAIL", "pigeon"),
        ("SMTP_SECURITY", "maybe"),
        ("TRUSTED_PROXIES", "-1"),
    ],
)
def test_a_wrong_value_is_told_by_its_name(put, name, value):
    put(**{name: value})
    assert names(wrong()) == [name]


@pytest.mark.parametrize("text", ["[workloads", 'workloads = "all"', "[workloads.x]\nnome = 1"])
def test_a_catalogue_that_is_none_is_told(put, text):
    Path("catalogue.toml").write_text(text)
    put(CATALOGUE="catalogue.toml")
    assert names(wrong()) == ["CATALOGUE"]


def test_mail_by_smtp_needs_a_server_and_a_sender(put):
    put(MAIL="smtp")
    assert names(wrong()) == ["MAIL_FROM", "SMTP_HOST"]


def test_mail_by_graph_needs_a_mailbox_and_an_identity(put):
    put(MAIL="graph")
    assert names(wrong()) == ["APP_ID", "APP_PASSWORD", "APP_TENANT_ID", "MAIL_FROM"]
    put(**PRODUCTION | {"MAIL": "graph"})
    settings = load_settings()
    assert (settings.mail, settings.mail_bounces) == (MailKind.GRAPH, "yes")


def test_traces_need_where_they_go(put):
    put(TRACES="otlp")
    assert names(wrong()) == ["OTLP_URL"]
    put(TRACES="azure", OTLP_URL="https://collector.contoso.example")
    assert names(wrong()) == ["APPINSIGHTS_CONNECTION_STRING"]
    put(APPINSIGHTS_CONNECTION_STRING="InstrumentationKey=0;IngestionEndpoint=https://x.example/")
    assert names(wrong()) == ["APPINSIGHTS_CONNECTION_STRING"]
    key = "InstrumentationKey=11111111-2222-4333-8444-555555555555"
    for text in (key, f"{key};IngestionEndpoint=https://x.example/", f"Region=eu;{key}"):
        put(APPINSIGHTS_CONNECTION_STRING=text)
        assert load_settings().traces == "azure"


@pytest.mark.parametrize(
    ("traces", "module"),
    [
        ("console", "opentelemetry.sdk"),
        ("otlp", "opentelemetry.exporter.otlp.proto.http"),
        ("azure", "azure.monitor.opentelemetry.exporter"),
    ],
)
def test_an_exporter_that_is_not_installed_is_told_like_any_wrong_setting(
    put, monkeypatch, traces, module
):
    put(
        TRACES=traces,
        OTLP_URL="https://collector.contoso.example",
        APPINSIGHTS_CONNECTION_STRING="InstrumentationKey=11111111-2222-4333-8444-555555555555",
    )
    assert load_settings().traces == traces
    monkeypatch.setitem(sys.modules, module, None)
    [line] = wrong().lines
    assert line.startswith("CPOR_TRACES: its packages are not installed: make install brings them")


@pytest.mark.parametrize("passphrase", ["", "open sesame"])
def test_a_certificate_stands_for_the_secret(put, certificate, passphrase):
    path = certificate(passphrase)
    put(**PRODUCTION | {"APP_PASSWORD": "", "APP_CERTIFICATE": path})
    put(**{"APP_CERTIFICATE_PASSWORD": passphrase} if passphrase else {})
    assert load_settings().app_certificate == Path(path)


@pytest.mark.parametrize(
    ("path", "passphrase", "why"),
    [
        ("app.pem", "wrong", "has no private key that"),
        ("app.pem", "", "has no private key that"),
        ("public.pem", "", "has no private key that"),
        ("mixed.pem", "", "must hold the certificate's own"),
        ("old.pem", "", "has run out"),
        ("empty.pem", "", "must be the path"),
    ],
)
def test_a_certificate_that_cannot_work_is_told(put, certificate, path, passphrase, why):
    certificate("open sesame")
    put(**PRODUCTION | {"APP_PASSWORD": "", "APP_CERTIFICATE": path})
    put(**{"APP_CERTIFICATE_PASSWORD": passphrase} if passphrase else {})
    [line] = wrong().lines
    assert line.startswith(f"CPOR_APP_CERTIFICATE: {why}")


@pytest.fixture
def certificate():
    """Write certificates that are good and bad in every way; give the path of the good one."""

    def write(passphrase):
        ours, old, other = self_signed("ours"), self_signed("old", days=-1), self_signed("other")
        old.write(Path("old.pem"))
        Path("public.pem").write_bytes(ours.public_pem)
        Path("mixed.pem").write_bytes(ours.public_pem + other.key_pem())
        Path("empty.pem").write_bytes(b"")
        return str(ours.write(Path("app.pem"), passphrase))

    return write


def test_secret_and_certificate_exclude_each_other(put, certificate):
    put(**PRODUCTION | {"APP_CERTIFICATE": certificate("")})
    assert names(wrong()) == ["APP_PASSWORD"]


def test_a_managed_identity_needs_neither(put, certificate):
    put(**PRODUCTION | {"APP_TYPE": "UserAssignedMSI"})
    assert names(wrong()) == ["APP_PASSWORD"]
    put(APP_PASSWORD="", APP_CERTIFICATE=certificate(""), REVIEWERS="role:Claims.Review")
    assert names(wrong()) == ["APP_CERTIFICATE", "APP_TYPE"]


def test_a_managed_identity_is_complete_by_its_client_id(put):
    put(**PRODUCTION | {"APP_TYPE": "UserAssignedMSI", "APP_PASSWORD": ""})
    assert load_settings().app_id == PRODUCTION["APP_ID"]


def test_roles_may_be_named_in_three_ways(put):
    named = f"{PRODUCTION['ADMINS']}, group:{PRODUCTION['ADMINS']};role:Claims.Admin"
    put(**PRODUCTION | {"ADMINS": named})
    assert len(load_settings().admins) == 3


def test_more_groups_than_graph_takes_are_told(put):
    groups = [f"group:0a1b2c3d-0000-4000-8000-{number:012d}" for number in range(21)]
    put(**PRODUCTION | {"ADMINS": " ".join(groups[:11]), "REVIEWERS": " ".join(groups[11:])})
    assert names(wrong()) == ["ADMINS"]


def test_a_group_needs_an_identity_to_ask_with(put):
    put(ADMINS=f"group:{PRODUCTION['ADMINS']}")
    assert names(wrong()) == ["APP_ID", "APP_PASSWORD", "APP_TENANT_ID"]


def test_an_address_is_taken_with_and_without_its_last_slash(put):
    put(AUTHORITY_URL="https://login.microsoftonline.us/")
    assert load_settings().authority_url == "https://login.microsoftonline.us"


def test_lists_and_tables_are_read_as_people_write_them(put):
    put(
        PARTNER_DOMAINS="contoso.example, contoso.test;other.example",
        PARTNER_LOCATIONS="4501123=Contoso Seattle; 4501124 = Contoso Berlin;4501125",
    )
    settings = load_settings()
    assert settings.partner_domains == ("contoso.example", "contoso.test", "other.example")
    assert settings.partner_locations == {
        "4501123": "Contoso Seattle",
        "4501124": "Contoso Berlin",
        "4501125": "4501125",
    }


def test_nothing_can_be_changed_afterwards():
    settings = load_settings()
    with pytest.raises(ValidationError):
        settings.port = 1
    assert settings.port == 3978


SECRETS = {
    "DATABASE_URL": f"postgresql+asyncpg://cpor:{CANARY}@db.contoso.example/claims",
    "BLOB_CONNECTION_STRING": f"AccountName=contoso;AccountKey={CANARY}",
    "SECRET": CANARY * 2,
    "SMTP_PASSWORD": CANARY,
    "APP_PASSWORD": CANARY,
    "APPINSIGHTS_CONNECTION_STRING": f"InstrumentationKey={CANARY}",
}


def test_secrets_are_not_shown_by_settings(put):
    put(**PRODUCTION | SECRETS)
    settings = load_settings()
    shown = [repr(settings), str(settings), settings.model_dump_json(), f"{settings.model_dump()}"]
    assert not [text for text in shown if CANARY in text]
    assert "SecretStr('**********')" in repr(settings)
    assert settings.smtp_password.get_secret_value() == CANARY


def test_secrets_are_not_shown_by_errors(put):
    put(**SECRETS, PROFILE="production", PORT=CANARY, APP_ID=CANARY, MAIL=CANARY, TIME_ZONE=CANARY)
    error = wrong()
    told = "".join(traceback.format_exception(error))
    assert CANARY not in told
    assert CANARY not in repr(error)
    assert CANARY not in f"{error.__context__!r} {error.__context__}"


def test_a_wrong_secret_is_named_and_not_shown(put):
    put(SECRET=CANARY, DATABASE_URL=f"oracle://{CANARY}")
    error = wrong()
    assert names(error) == ["DATABASE_URL", "SECRET"]
    assert CANARY not in str(error)


def test_the_assistant_says_what_is_wrong_and_does_not_start(put):
    put(PROFILE="production", APP_PASSWORD=CANARY, PORT="x")
    done = subprocess.run(
        [sys.executable, str(ROOT / "app.py")], capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 2
    told = [line.strip() for line in done.stderr.splitlines() if line.startswith("  CPOR_")]
    assert len(told) == len(NEEDED)  # the port instead of the password, which is there
    assert CANARY not in done.stdout + done.stderr
    assert "Traceback" not in done.stderr
