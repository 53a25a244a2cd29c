"""A certificate authority of our own: the stand-in is reached over https like the real one."""

from __future__ import annotations

import datetime
import ipaddress
import ssl
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

_DAY = datetime.timedelta(days=1)


@cache
def key(name: str) -> rsa.RSAPrivateKey:
    """The private key of that name; made once a run, as making one is slow."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@dataclass(frozen=True)
class Certified:
    """A certificate with its key."""

    certificate: x509.Certificate
    private: rsa.RSAPrivateKey

    @property
    def public_pem(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.PEM)

    def key_pem(self, passphrase: str = "") -> bytes:
        sealed = (
            serialization.BestAvailableEncryption(passphrase.encode())
            if passphrase
            else serialization.NoEncryption()
        )
        return self.private.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, sealed
        )

    def shown(self) -> ssl.SSLContext:
        """Give what a server listens with that shows this certificate."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        with tempfile.TemporaryDirectory() as folder:
            context.load_cert_chain(self.write(Path(folder) / "server.pem"))
        return context

    def trusted(self) -> ssl.SSLContext:
        """Give what somebody connects with who believes this certificate and no other."""
        return ssl.create_default_context(cadata=self.public_pem.decode())

    def write(self, path: Path, passphrase: str = "") -> Path:
        """Write key and certificate into one PEM file, as an operator would."""
        path.write_bytes(self.key_pem(passphrase) + self.public_pem)
        return path


@cache
def self_signed(name: str, *, days: int = 30) -> Certified:
    """What an app registration is given as its certificate; negative `days`: it has run out."""
    builder = _builder(name, name, key(name), days)
    return Certified(builder.sign(key(name), hashes.SHA256()), key(name))


@cache
def authority() -> Certified:
    """The authority that vouches for the stand-in's own address."""
    name = "Tests' own authority"
    usage = x509.KeyUsage(
        digital_signature=True,
        key_cert_sign=True,
        crl_sign=True,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )
    builder = (
        _builder(name, name, key(name), 30)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key(name).public_key()), False)
    )
    return Certified(builder.sign(key(name), hashes.SHA256()), key(name))


@cache
def server() -> Certified:
    """The certificate of whatever listens on this machine."""
    trusted = authority()
    issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(trusted.private.public_key())
    names = x509.SubjectAlternativeName(
        [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
    )
    builder = (
        _builder("localhost", "Tests' own authority", key("server"), 30)
        .add_extension(names, critical=False)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(issuer, critical=False)
    )
    return Certified(builder.sign(trusted.private, hashes.SHA256()), key("server"))


def _builder(
    subject: str, issuer: str, private: rsa.RSAPrivateKey, days: int
) -> x509.CertificateBuilder:
    now = datetime.datetime.now(datetime.UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(_name(subject))
        .issuer_name(_name(issuer))
        .public_key(private.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - 60 * _DAY)
        .not_valid_after(now + days * _DAY)
    )


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])
