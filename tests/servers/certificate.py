"""A certificate for 127.0.0.1, signed by an authority of the test."""

from __future__ import annotations

import datetime
import ipaddress
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

_PEM = serialization.Encoding.PEM


def written(folder: Path) -> Path:
    """private.key and public.crt of the server below `folder`; the authority's PEM file is returned."""
    folder.mkdir(parents=True)
    authority, server = (rsa.generate_private_key(65537, 2048) for _ in range(2))
    root = _signed("test authority", "test authority", authority, authority, ())
    leaf = _signed("127.0.0.1", "test authority", server, authority, (_for_localhost(),))
    key = server.private_bytes(_PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "private.key").write_bytes(key)
    (folder / "public.crt").write_bytes(leaf.public_bytes(_PEM))
    trusted = folder / "authority.pem"
    trusted.write_bytes(root.public_bytes(_PEM))
    return trusted


def _for_localhost() -> x509.ExtensionType:
    return x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1")), x509.DNSName("localhost")])


def _signed(
    subject: str, issuer: str, key: rsa.RSAPrivateKey, by: rsa.RSAPrivateKey, extensions: tuple[x509.ExtensionType, ...]
) -> x509.Certificate:
    def named(text: str) -> x509.Name:
        return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])

    day = datetime.datetime.now(datetime.UTC)
    built = (
        x509.CertificateBuilder()
        .subject_name(named(subject))
        .issuer_name(named(issuer))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(day - datetime.timedelta(days=1))
        .not_valid_after(day + datetime.timedelta(days=30))
        .add_extension(x509.BasicConstraints(ca=subject == issuer, path_length=None), critical=True)
    )
    for extension in extensions:
        built = built.add_extension(extension, critical=False)
    return built.sign(by, hashes.SHA256())
