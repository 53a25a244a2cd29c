"""Outgoing tokens: MSAL as it is against an Entra that checks, never on the loop, never late."""

import asyncio
import threading

import pytest

from bot.identity.app_tokens import AppTokens, Granted, TokenUnavailable
from bot.identity.requests_trust import open_requests
from bot.identity.token_sources import AssignedIdentity, RegisteredApp, certificate, secret
from tests.entra.authority import self_signed
from tests.entra.standin import BOT_RESOURCE

BOT = f"{BOT_RESOURCE}/.default"


@pytest.fixture
async def make(standin, seconds):
    """Make tokens of the stand-in by some proof; everything is closed again."""
    made = []

    def by(credential=None, **given):
        session = open_requests(standin.ca_file, timeout=5, proxies=False)
        known = {"app_id": standin.app_id, "authority": standin.url, "tenant_id": standin.tenant}
        proof = credential or secret(standin.secret)
        source = RegisteredApp(**known | given, credential=proof, session=session)
        made.append(AppTokens(lambda: source, monotonic=seconds))
        return made[-1]

    yield by
    standin.tokens.heal()
    for tokens in made:
        await tokens.close()


@pytest.fixture
async def by_identity(standin):
    """Tokens of a managed identity."""
    session = open_requests(standin.ca_file, timeout=5, proxies=False)
    app_id = standin.app_id
    tokens = AppTokens(lambda: AssignedIdentity(app_id, session))
    yield tokens
    await tokens.close()


async def test_a_secret_is_enough(standin, make):
    token = await make().token(BOT)
    assert [(one.how, one.token) for one in standin.tokens_given] == [("secret", token)]


async def test_a_private_authority_is_not_shown_to_the_public_one(standin, make):
    await make().token(BOT)
    assert (standin.instance_discovery_asked, standin.metadata_asked) == (0, 1)


async def test_each_scope_has_one_token_for_the_whole_process(standin, make):
    tokens = make()
    scopes = [BOT, f"{standin.url}/.default"] * 10
    got = await asyncio.gather(*(tokens.token(scope) for scope in scopes))
    assert len(set(got)) == len(standin.tokens_given) == 2


@pytest.mark.parametrize("passphrase", ["", "open sesame"])
async def test_a_certificate_is_enough_and_its_thumbprint_is_found(
    standin, make, tmp_path, passphrase
):
    ours = self_signed("ours")
    standin.certificates.append(ours.certificate)
    path = ours.write(tmp_path / "app.pem", passphrase)
    token = await make(certificate(path, passphrase)).token(BOT)
    assert [(one.how, one.token) for one in standin.tokens_given] == [("certificate", token)]


async def test_a_renewed_certificate_counts_without_a_restart(standin, make, tmp_path, seconds):
    standin.certificates.append(self_signed("second").certificate)
    path = self_signed("first").write(tmp_path / "app.pem")
    tokens = make(certificate(path))
    with pytest.raises(TokenUnavailable):
        await tokens.token(BOT)
    self_signed("second").write(path)
    seconds.now += 2
    assert await tokens.token(BOT) == standin.tokens_given[0].token


async def test_a_managed_identity_needs_no_secret(standin, by_identity, monkeypatch):
    for name, value in standin.identity_environment.items():
        monkeypatch.setenv(name, value)
    token = await by_identity.token(BOT)
    assert [(one.how, one.token) for one in standin.tokens_given] == [("app service", token)]


async def test_a_managed_identity_works_on_a_virtual_machine(standin, by_identity, monkeypatch):
    monkeypatch.delenv("IDENTITY_ENDPOINT", raising=False)
    monkeypatch.setenv("AZURE_POD_IDENTITY_AUTHORITY_HOST", standin.url)
    token = await by_identity.token(f"{standin.url}/.default")
    assert [(one.how, one.token) for one in standin.tokens_given] == [("imds", token)]


async def test_a_managed_identity_that_is_not_assigned_gives_nothing(
    standin, by_identity, monkeypatch
):
    standin.app_id = "99999999-0000-4000-8000-000000000000"
    for name, value in standin.identity_environment.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(TokenUnavailable):
        await by_identity.token(BOT)


async def test_a_wrong_secret_is_an_outage_that_names_no_secret(standin, make, capsys):
    with pytest.raises(TokenUnavailable) as caught:
        await make(secret("canary-5be1")).token(BOT)
    told = capsys.readouterr()
    assert "invalid_client 7000215" in told.out + told.err
    assert "canary-5be1" not in told.out + told.err + str(caught.value)


async def test_an_authority_we_do_not_trust_is_an_outage(standin, seconds):
    session = open_requests(None, timeout=5, proxies=False)
    known = (standin.app_id, standin.url, standin.tenant)
    tokens = AppTokens(lambda: RegisteredApp(*known, secret(standin.secret), session))
    with pytest.raises(TokenUnavailable):
        await tokens.token(BOT)
    await tokens.close()
    assert standin.metadata_asked == 0


async def test_a_bundle_of_the_machine_does_not_hide_ours(standin, make, tmp_path, monkeypatch):
    bundle = tmp_path / "machine.pem"
    bundle.write_bytes(self_signed("some other authority").public_pem)
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(bundle))
    session = open_requests(standin.ca_file, timeout=5, proxies=True)
    known = (standin.app_id, standin.url, standin.tenant)
    tokens = AppTokens(lambda: RegisteredApp(*known, secret(standin.secret), session))
    assert await tokens.token(BOT)
    await tokens.close()


async def test_the_loop_goes_on_while_entra_lets_us_wait(standin, make):
    hold = standin.tokens.wait()
    asking = asyncio.create_task(make().token(BOT))
    await hold.arrived.wait()
    assert not asking.done()
    hold.release()
    assert await asking == standin.tokens_given[0].token


async def test_whoever_gives_up_waiting_does_not_stop_the_others(standin, make):
    tokens, hold = make(), standin.tokens.wait()
    hasty, patient = (asyncio.create_task(tokens.token(BOT)) for _ in range(2))
    await hold.arrived.wait()
    hasty.cancel()
    hold.release()
    assert await patient == standin.tokens_given[0].token


@pytest.mark.parametrize("trouble", ["refuse", "throttle", "hang up"])
async def test_an_outage_is_said_and_heals(standin, make, seconds, trouble):
    tokens = make()
    if trouble == "refuse":
        standin.metadata.refuse(503)
    elif trouble == "throttle":
        standin.metadata.refuse(429, retry_after="1")
    else:
        standin.tokens.hang_up()
    with pytest.raises(TokenUnavailable):
        await tokens.token(BOT)
    standin.metadata.heal()
    standin.tokens.heal()
    seconds.now += 2
    assert await tokens.token(BOT) == standin.tokens_given[0].token


async def test_an_outage_is_not_asked_about_again_at_once(standin, make):
    standin.metadata.refuse(503)
    tokens = make()
    for _ in range(20):
        with pytest.raises(TokenUnavailable):
            await tokens.token(BOT)
    assert standin.metadata_asked == 1


class Source:
    """Counts; fails when told to."""

    def __init__(self) -> None:
        self.calls, self.forgotten = 0, 0
        self.threads: set[int] = set()
        self.fails = False

    def acquire(self, scope: str) -> Granted:
        self.calls += 1
        self.threads.add(threading.get_ident())
        if self.fails:
            raise RuntimeError("secret words")
        return Granted(f"token-{self.calls}", 3600)

    def forget(self) -> None:
        self.forgotten += 1

    def close(self) -> None:
        pass


@pytest.fixture
def source():
    return Source()


@pytest.fixture
async def tokens(source, seconds):
    made = AppTokens(lambda: source, monotonic=seconds)
    await made.warm(BOT)
    yield made
    await made.close()


async def settled(tokens):
    """Wait for a renewal that runs in the background."""
    await tokens._kept[BOT].renew()


async def test_msal_never_runs_on_the_loop(tokens, source):
    assert await tokens.token(BOT) == "token-1"
    assert threading.get_ident() not in source.threads


async def test_it_is_renewed_ahead_of_expiry_and_nobody_waits(tokens, seconds):
    seconds.now = 3600 - 200
    assert await tokens.token(BOT) == "token-1"
    await settled(tokens)
    assert await tokens.token(BOT) == "token-2"


async def test_it_is_renewed_also_while_nobody_asks(tokens, source, seconds):
    assert await tokens.freshen() == 0
    seconds.now = 3600 - 200
    await tokens.freshen()
    await settled(tokens)
    assert (await tokens.token(BOT), source.calls) == ("token-2", 2)


async def test_a_failed_renewal_keeps_the_old_token_until_it_ends(tokens, source, seconds):
    seconds.now = 3600 - 200
    source.fails = True
    assert await tokens.token(BOT) == "token-1"
    await settled(tokens)
    assert [await tokens.token(BOT) for _ in range(5)] == ["token-1"] * 5
    assert source.calls == 2
    seconds.now = 3600
    with pytest.raises(TokenUnavailable):
        await tokens.token(BOT)


async def test_a_rejected_token_is_used_no_longer_nor_given_from_memory(tokens, source, seconds):
    tokens.reject("token-0")
    assert source.forgotten == 0
    tokens.reject("token-1")
    seconds.now = 2
    assert (await tokens.token(BOT), source.forgotten) == ("token-2", 1)
