"""One mail, who it is from, and a certificate for the server that takes it."""

import ssl
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from bot.claims.ports import Mail
from bot.mail.composer import Composer
from tests.clocks import MovableClock


@pytest.fixture(scope="session")
def certificate(tmp_path_factory):
    """A certificate for localhost that only the test trusts."""
    folder = tmp_path_factory.mktemp("certificate")
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    (folder / "cert.pem").write_bytes(made.public_bytes(pem))
    plain = (serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "key.pem").write_bytes(key.private_bytes(pem, *plain))
    offered = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    offered.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    return offered, ssl.create_default_context(cafile=str(folder / "cert.pem"))


@pytest.fixture
def composer():
    return Composer(
        "Contoso Consulting, customer associations", "associations@contoso.example", MovableClock()
    )


@pytest.fixture
def mail():
    return Mail(
        to_name="Casey Customer",
        to_email="casey@fabrikam.example",
        subject="Please check: Contoso asks to be recorded as Fabrikam’s partner",
        text="Hello Casey,\n\nGrüße " + "long " * 400 + "\n",
        html="<!DOCTYPE html><p>Hello Casey, " + "long " * 400 + "</p>",
        message_id="<consent.1042.1.2026-06-09.1.abc@claims.contoso.example>",
        reply_to="ada@contoso.example",
    )
