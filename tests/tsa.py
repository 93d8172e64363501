"""A time-stamp service on this machine, for tests: OpenSSL answers."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID


def _openssl() -> int:
    """The major version of the OpenSSL on this machine; 0 where there is none (or another program of its name)."""
    if shutil.which("openssl") is None:
        return 0
    told = subprocess.run(["openssl", "version"], capture_output=True, text=True, check=False).stdout
    found = re.match(r"OpenSSL (\d+)", told)
    return int(found[1]) if found else 0


_SETTINGS = """
[service]
serial = {folder}/serial
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = {digests}
accuracy = secs:1
ess_cert_id_chain = no
ess_cert_id_alg = sha256
"""


@dataclass(frozen=True, slots=True)
class Service:
    """root: the certificate that vouches for it; signer: its own."""

    folder: Path
    root: Path
    signer: Path

    def answers(self, request: Path, out: Path, *, with_root: bool = True, digests: str = "sha256") -> Path:
        """The answer to a request, in a file; with its root's certificate beside its own, in the order OpenSSL writes them."""
        settings = self.folder / "service.cnf"
        settings.write_text(_SETTINGS.format(folder=self.folder, digests=digests))
        command: list[str | Path] = ["openssl", "ts", "-reply", "-config", settings, "-section", "service"]
        command += ["-queryfile", request]
        command += ["-signer", self.signer, "-inkey", self.folder / "signer.key", "-out", out]
        command += ["-chain", self.root] if with_root else []
        subprocess.run(command, check=True, capture_output=True)
        return out


def service(folder: Path, name: str = "Stamps of the Test") -> Service:
    if _openssl() < 3:
        raise FileNotFoundError("OpenSSL 3 plays the time-stamp service: make test installs it")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "serial").write_text("0A")
    above, key = (rsa.generate_private_key(65537, 2048) for _ in range(2))
    root_name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"Root of {name}")])
    own_name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    root = _certificate(root_name, root_name, above, above, authority=True)
    own = _certificate(own_name, root_name, key, above, authority=False)
    pem = serialization.Encoding.PEM
    for place, content in (
        ("root.pem", root.public_bytes(pem)),
        ("signer.pem", own.public_bytes(pem)),
        ("signer.key", key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())),
    ):
        (folder / place).write_bytes(content)
    return Service(folder, folder / "root.pem", folder / "signer.pem")


def _certificate(
    subject: x509.Name, issuer: x509.Name, key: rsa.RSAPrivateKey, by: rsa.RSAPrivateKey, *, authority: bool
) -> x509.Certificate:
    now = datetime.now(UTC)
    made = x509.CertificateBuilder(issuer, subject, key.public_key(), x509.random_serial_number())
    made = made.not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=30))
    made = made.add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
    if not authority:
        made = made.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
    return made.sign(by, hashes.SHA256())
