"""Holds the Azure templates to what is promised of them: private, without secrets, watched."""

import json
import re

import pytest
from asyncpg.connect_utils import SSLMode

from bot.settings import Settings, load_settings
from bot.web.health import Metrics
from storage.database import parse_url
from tests.deployment.bicep_files import (
    AZURE,
    ROOT,
    Reader,
    all_resources,
    everywhere,
    without_comments,
)

# As Microsoft documents its built-in roles.
ROLES = {
    "keyVaultSecretsUser": "4633458b-17de-408a-b874-0445c86b69e6",
    "storageBlobDataContributor": "ba92f5b4-2d11-453d-a403-e96b0029c9fe",
    "acrPull": "7f951dda-4ed3-4680-a7ca-43fe172d538d",
    "monitoringMetricsPublisher": "3913510d-42f4-4e42-8a64-420c390055eb",
}
SUFFIX = 13  # characters that uniqueString gives
# Names that are not ours: read by Azure's library and by PostgreSQL's driver.
FOREIGN_ENV = {"AZURE_CLIENT_ID", "PGSSLROOTCERT"}
LONGEST = {
    "identity": 128,
    "network": 64,
    "workspace": 63,
    "insights": 255,
    "vault": 24,
    "storage": 24,
    "database": 63,
    "environment": 60,
    "app": 32,
    "scanner": 32,
    "bot": 42,
    "actions": 260,
}
UNTAGGED = re.compile(
    r"Microsoft\.(Authorization/roleAssignments|Insights/diagnosticSettings)"
    r"|.*/(blobServices|containers|managementPolicies|databases|configurations|secrets"
    r"|channels|privateDnsZoneGroups)@.*"
)


@pytest.fixture(scope="module")
def templates():
    return everywhere()


@pytest.fixture(scope="module")
def resources(templates):
    return [each for declared in templates.values() for each in all_resources(declared)]


@pytest.fixture(scope="module")
def texts(templates):
    return {
        name: without_comments((AZURE / name).read_text(encoding="utf-8")) for name in templates
    }


def the(resources, type_):
    found = [each for each in resources if each.type.partition("@")[0] == type_]
    assert len(found) == 1, f"{type_}: {len(found)}"
    return found[0].value


def variable(templates, file, name):
    return next(each.value for each in templates[file] if each.name == name)


def parameter(templates, name):
    return next(
        each for each in templates["main.bicep"] if each.kind == "param" and each.name == name
    )


def named_env(texts):
    """Every environment name that a container or the example gives."""
    example = without_comments((AZURE / "example.bicepparam").read_text(encoding="utf-8"))
    return set(re.findall(r"\bCPOR_[A-Z0-9_]+", "\n".join([*texts.values(), example])))


# Data


def test_proof_files_are_reached_by_the_identity_from_inside_only(resources):
    account = the(resources, "Microsoft.Storage/storageAccounts")["properties"]
    assert account["allowBlobPublicAccess"] == "false"
    assert account["allowSharedKeyAccess"] == "false"
    assert account["publicNetworkAccess"] == "'Disabled'"
    assert account["networkAcls"]["defaultAction"] == "'Deny'"
    assert account["minimumTlsVersion"] == "'TLS1_2'"
    assert account["supportsHttpsTrafficOnly"] == "true"


def test_proof_files_can_be_had_back_for_a_while(resources):
    blobs = the(resources, "Microsoft.Storage/storageAccounts/blobServices")["properties"]
    assert blobs["isVersioningEnabled"] == "true"
    assert blobs["deleteRetentionPolicy"]["enabled"] == "true"
    assert blobs["containerDeleteRetentionPolicy"]["enabled"] == "true"


def test_the_container_is_the_one_the_product_uses(resources):
    from storage.blobs_azure import CONTAINER

    made = the(resources, "Microsoft.Storage/storageAccounts/blobServices/containers")
    assert made["name"] == f"'{CONTAINER}'"
    assert made["properties"]["publicAccess"] == "'None'"


def test_the_database_is_private_and_encrypted(resources):
    server = the(resources, "Microsoft.DBforPostgreSQL/flexibleServers")["properties"]
    assert server["network"]["publicNetworkAccess"] == "'Disabled'"
    assert server["network"]["delegatedSubnetResourceId"] == "subnetId"
    changed = {
        each.value["name"]: each.value["properties"]["value"]
        for each in resources
        if "/configurations@" in each.type
    }
    assert changed == {
        "'require_secure_transport'": "'on'",
        "'ssl_min_protocol_version'": "'TLSv1.2'",
    }


def test_the_database_address_makes_the_driver_check_the_certificate(templates, texts):
    written = re.search(r"value: '(postgresql\+asyncpg://[^\n]+)'", texts["modules/database.bicep"])
    filled = re.sub(r"\$\{[^}]+\}", "x", written[1])
    assert re.search(r":x@x:5432/x\?", filled), "the address has to hold what the module makes"
    url = parse_url(filled)
    assert url.query == {"ssl": "verify-full"}
    assert SSLMode.parse(url.query["ssl"]) is SSLMode.verify_full
    fixed = variable(templates, "modules/app.bicep", "fixedSettings")
    assert fixed["PGSSLROOTCERT"] == "'/etc/ssl/certs/ca-certificates.crt'"


def test_the_vault_is_private_and_cannot_be_emptied_at_once(resources):
    vault = the(resources, "Microsoft.KeyVault/vaults")["properties"]
    assert vault["publicNetworkAccess"] == "'Disabled'"
    assert vault["networkAcls"]["defaultAction"] == "'Deny'"
    assert vault["enableRbacAuthorization"] == "true"
    assert vault["enableSoftDelete"] == vault["enablePurgeProtection"] == "true"


def test_private_endpoints_lead_to_what_is_closed_to_the_public(templates):
    groups = {
        name: each.value["params"]["group"]
        for name, declared in templates.items()
        for each in declared
        if each.kind == "module" and each.type == "private-endpoint.bicep"
    }
    assert groups == {"modules/storage.bicep": "'blob'", "modules/vault.bicep": "'vault'"}


# Secrets


def test_what_was_made_once_is_left_alone_later(templates, resources):
    made = {
        each.value["name"].strip("'"): each for each in resources if "vaults/secrets@" in each.type
    }
    for name in ("cpor-secret", "database-password"):
        assert made[name].decorators == ["@onlyIfNotExists()"], name
    assert "keptSecrets.getSecret('database-password')" in next(
        each.value["params"]["administratorPassword"]
        for each in templates["main.bicep"]
        if each.name == "database"
    )


def test_the_secret_is_as_long_as_the_settings_ask():
    from bot.settings_rules import SECRET_LENGTH

    assert 2 * len("00000000-0000-0000-0000-000000000000") >= SECRET_LENGTH


def test_every_secret_parameter_is_secure_and_has_no_value_written_down(templates):
    for name, declared in templates.items():
        for each in declared:
            if each.kind != "param":
                continue
            if re.search(r"(password|secret)", each.name, re.I) and each.type == "string":
                assert "@secure()" in each.decorators, f"{name}: {each.name}"
                assert each.value in (None, "''", "newGuid()"), f"{name}: {each.name}"


def test_no_output_can_hold_a_secret(templates):
    odd = [
        f"{name}: {each.name} = {each.value}"
        for name, declared in templates.items()
        for each in declared
        if each.kind == "output"
        and re.search(
            r"list\w*\(|getSecret|password|secret|ConnectionString|InstrumentationKey|\bkeys?\b",
            f"{each.name} {each.value}",
            re.I,
        )
    ]
    assert not odd, odd


def test_no_key_is_asked_of_azure(texts):
    found = {
        name: re.findall(r"\blist(?:Keys|Secrets|AccountSas)?\(", t) for name, t in texts.items()
    }
    assert not any(found.values()), found


def test_secret_settings_come_by_reference_only(templates, texts):
    by_reference = set(
        re.findall(
            r"(CPOR_\w+):",
            texts["modules/app.bicep"].partition("secretSettings")[2].split(")\n")[0],
        )
    )
    secret = {
        f"CPOR_{name.upper()}"
        for name, field in Settings.model_fields.items()
        if "Secret" in str(field.annotation)
    }
    assert by_reference <= secret
    plain = set(variable(templates, "modules/app.bicep", "fixedSettings"))
    plain |= set(re.findall(r"(CPOR_\w+):", texts["main.bicep"]))
    assert not plain & secret


def test_every_referenced_secret_is_made(templates, resources, texts):
    made = {each.value["name"].strip("'") for each in resources if "vaults/secrets@" in each.type}
    asked = set(
        re.findall(r"CPOR_\w+: '([a-z-]+)'", texts["modules/app.bicep"].split("plainEnv")[0])
    )
    asked -= {"production", "azure"}
    assert asked == made - {"database-password"}


def test_no_template_holds_something_like_a_secret(texts):
    like = re.compile(
        r"AccountKey=|SharedAccessSignature|InstrumentationKey=|-----BEGIN|'[A-Za-z0-9+/]{40,}={0,2}'"
    )
    assert not {name: like.findall(text) for name, text in texts.items() if like.search(text)}


# Settings


def test_every_environment_name_is_a_setting(templates, texts):
    known = {f"CPOR_{name.upper()}" for name in Settings.model_fields}
    assert named_env(texts) <= known, named_env(texts) - known
    others = {
        name
        for name in variable(templates, "modules/app.bicep", "fixedSettings")
        if not name.startswith("CPOR_")
    }
    assert others == FOREIGN_ENV


def test_the_settings_it_gives_are_enough_to_start(templates, texts, monkeypatch, tmp_path):
    """The environment of a deployment as the example asks for it, read by the product itself."""
    guid = "0a1b2c3d-0000-4000-8000-00000000ada1"
    values = {
        "CPOR_PUBLIC_URL": "https://ca-cpor.example.azurecontainerapps.io",
        "CPOR_BLOB_URL": "https://stcpor.blob.core.windows.net/",
        "CPOR_MAIL": "graph",
        "CPOR_MAIL_FROM": "associations@contoso.example",
        "CPOR_SMTP_PORT": "587",
        "CPOR_TENANT_IDS": guid,
        "CPOR_ADMINS": guid,
        "CPOR_PARTNER_NAME": "Contoso Consulting",
        "CPOR_PARTNER_DOMAINS": "contoso.example",
        "CPOR_PARTNER_LOCATIONS": "4501123=Contoso Seattle; 4501124=Contoso Berlin",
        "CPOR_TIME_ZONE": "Europe/Berlin",
        "CPOR_HOLIDAYS": "DE-BE",
        "CPOR_SCANNER": "clamd://ca-cpor-clamav:3310",
        "CPOR_TRUSTED_PROXIES": "1",
        "CPOR_SECRET": guid * 2,
        "CPOR_DATABASE_URL": "postgresql+asyncpg://cpor:Pg-x@server:5432/claims?ssl=verify-full",
        "CPOR_APPINSIGHTS_CONNECTION_STRING": f"InstrumentationKey={guid};"
        "IngestionEndpoint=https://westeurope-5.in.applicationinsights.azure.com/",
    }
    # Left out where they are empty, as they are here.
    empty = {"CPOR_REVIEWERS", "CPOR_SMTP_HOST", "CPOR_SMTP_USERNAME", "CPOR_SMTP_PASSWORD"}
    named = {
        "string(port)": variable(templates, "modules/app.bicep", "port"),
        "dataFolder": "/data",
        "identityClientId": guid,
        "tenant().tenantId": guid,
    }
    for name, text in variable(templates, "modules/app.bicep", "fixedSettings").items():
        values[name] = named.get(text, text.strip("'"))
    assert named_env(texts) == {name for name in values if name not in FOREIGN_ENV} | empty | {
        "CPOR_LOG_LEVEL"
    }
    monkeypatch.chdir(tmp_path)
    for name, text in values.items():
        monkeypatch.setenv(name, text)
    settings = load_settings()
    assert not settings.local
    assert settings.app_type == "UserAssignedMSI"


# Identity and rights


def test_every_container_has_the_identity(resources):
    apps = [each for each in resources if each.type.startswith("Microsoft.App/containerApps@")]
    assert len(apps) == 2
    for each in apps:
        assert each.value["identity"]["type"] == "'UserAssigned'", each.name
        assert list(each.value["identity"]["userAssignedIdentities"]) == ["${identityId}"]


def test_the_bot_is_the_identity_and_has_no_password(resources):
    bot = the(resources, "Microsoft.BotService/botServices")["properties"]
    assert bot["msaAppType"] == "'UserAssignedMSI'"
    assert bot["msaAppId"] == "identityClientId"
    assert bot["msaAppMSIResourceId"] == "identityId"
    assert bot["disableLocalAuth"] == "true"
    teams = the(resources, "Microsoft.BotService/botServices/channels")["properties"]
    assert teams["channelName"] == "'MsTeamsChannel'"
    assert teams["properties"]["isEnabled"] == "true"


def test_roles_are_the_ones_meant_and_no_wider(templates, resources):
    told = {
        each.name: each.value.strip("'")
        for declared in templates.values()
        for each in declared
        if each.kind == "var" and re.fullmatch(r"'[0-9a-f-]{36}'", str(each.value))
    }
    assert told == ROLES
    given = [
        (each.value["scope"], next(name for name in ROLES if name in each.value["name"]))
        for each in resources
        if each.type.startswith("Microsoft.Authorization/roleAssignments@")
    ]
    assert sorted(given) == [
        ("account::blobs::proof", "storageBlobDataContributor"),
        ("insights", "monitoringMetricsPublisher"),
        ("registry", "acrPull"),
        ("vault", "keyVaultSecretsUser"),
    ]


# The app


def test_one_copy_is_always_warm(templates, resources):
    least = parameter(templates, "minReplicas")
    assert least.value == "1"
    assert "@minValue(1)" in least.decorators
    for each in resources:
        if each.type.startswith("Microsoft.App/containerApps@"):
            scale = each.value["properties"]["template"]["scale"]
            assert scale["minReplicas"] in ("minReplicas", "1"), each.name


def app_of(templates):
    (app,) = [each for each in templates["modules/app.bicep"] if each.kind == "resource"]
    return app.value["properties"]


def test_the_app_is_reached_by_https_only(templates):
    ingress = app_of(templates)["configuration"]["ingress"]
    assert (ingress["external"], ingress["allowInsecure"]) == ("true", "false")


def test_the_scanner_is_not_reached_from_outside(templates):
    (scanner,) = [each for each in templates["modules/scanner.bicep"] if each.kind == "resource"]
    ingress = scanner.value["properties"]["configuration"]["ingress"]
    assert (ingress["external"], ingress["transport"]) == ("false", "'tcp'")


def test_the_probes_ask_what_they_are_for(templates):
    (container,) = app_of(templates)["template"]["containers"]
    asked = {each["type"]: each["httpGet"]["path"] for each in container["probes"]}
    assert asked == {
        "'Startup'": "'/healthz'",
        "'Liveness'": "'/healthz'",
        "'Readiness'": "'/readyz'",
    }
    assert all(int(each["failureThreshold"]) <= 10 for each in container["probes"])


def test_there_is_time_to_finish_what_is_under_way(templates):
    given = int(app_of(templates)["template"]["terminationGracePeriodSeconds"])
    drain = re.search(r"shutdown_timeout=(\d+)", (ROOT / "app.py").read_text(encoding="utf-8"))
    assert int(drain[1]) + 30 <= given <= 600


def test_container_sizes_are_ones_that_azure_offers(resources):
    for each in resources:
        if each.type.startswith("Microsoft.App/containerApps@"):
            sizes = [c["resources"] for c in each.value["properties"]["template"]["containers"]]
            cpu = sum(float(re.search(r"[\d.]+", size["cpu"])[0]) for size in sizes)
            memory = sum(float(size["memory"].strip("'").removesuffix("Gi")) for size in sizes)
            assert cpu % 0.25 == 0
            assert memory == 2 * cpu


def test_the_port_and_folder_are_the_images_own(templates):
    image = (ROOT / "deployment/container/Containerfile").read_text(encoding="utf-8")
    port = variable(templates, "modules/app.bicep", "port")
    folder = variable(templates, "modules/app.bicep", "dataFolder").strip("'")
    assert f"CPOR_PORT={port}" in image
    assert f"CPOR_DATA_DIR={folder}" in image


# Names and tags


def test_names_fit_even_with_the_longest_prefix(templates):
    decorators = parameter(templates, "prefix").decorators
    longest = next(int(re.search(r"\d+", each)[0]) for each in decorators if "maxLength" in each)
    names = variable(templates, "main.bicep", "names")
    assert set(names) == set(LONGEST)
    for part, text in names.items():
        filled = text.strip("'").replace("${prefix}", "p" * longest)
        filled = filled.replace("${suffix}", "s" * SUFFIX)
        assert "$" not in filled, part
        assert len(filled) <= LONGEST[part], f"{part}: {filled}"
        assert re.fullmatch(r"[a-z][a-z0-9-]*[a-z0-9]", filled), part
    assert "-" not in names["storage"]
    assert variable(templates, "main.bicep", "suffix") == "uniqueString(resourceGroup().id)"


def test_everything_that_can_carry_tags_does(resources):
    bare = [
        each.type
        for each in resources
        if not UNTAGGED.match(each.type) and each.value.get("tags") != "tags"
    ]
    assert not bare, bare


# Alerts


def test_what_is_watched_is_what_the_product_shows(templates):
    shown = Metrics().text().decode()
    rules = variable(templates, "modules/alerts.bicep", "figureAlerts")
    asked = {name for rule in rules for name in re.findall(r'== "(cpor_\w+)"', rule["query"])}
    assert asked == {
        "cpor_outbox_lag_seconds",
        "cpor_outbox_parked",
        "cpor_job_last_run_timestamp_seconds",
    }
    assert not [name for name in asked if not re.search(rf"(?m)^# TYPE {name} gauge$", shown)]
    assert 'cpor_job_last_run_timestamp_seconds{job="clocks"}' in shown


def test_every_alert_mails_somebody(resources):
    alerts = [
        each for each in resources if re.search(r"(metricAlerts|scheduledQueryRules)@", each.type)
    ]
    assert len(alerts) == 3
    for each in alerts:
        assert "people.id" in json.dumps(each.value["properties"]["actions"]), each.name
        assert each.value["properties"]["enabled"] == "true"


def test_the_linter_stops_at_what_matters():
    rules = json.loads((AZURE / "bicepconfig.json").read_text())["analyzers"]["core"]["rules"]
    assert {each["level"] for each in rules.values()} == {"error"}
    assert {"outputs-should-not-contain-secrets", "secure-secrets-in-params"} <= set(rules)


def test_the_rules_would_notice():
    """A template that breaks them, so that the reader's answers are not taken on trust."""
    (broken,) = Reader(
        "resource a 'Microsoft.Storage/storageAccounts@2023-05-01' = {\n"
        "  properties: { allowBlobPublicAccess: true }\n}\n"
    ).file()
    with pytest.raises((AssertionError, KeyError)):
        test_proof_files_are_reached_by_the_identity_from_inside_only([broken])
