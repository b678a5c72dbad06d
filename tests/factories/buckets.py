"""A bucket of the tests' S3 server, as its owner sees it, and the machines that share it."""

from __future__ import annotations

import http.client
import os
import socket
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

# The server looks for a name, and believes whatever signature stands beside it.
OWNER = "AWS4-HMAC-SHA256 Credential=owner/20260306/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0"


class Bucket:
    """The city keeps its contents in a new bucket; the first machine's disk is empty."""

    def __init__(self, address: str, settings: Any, folder: Path) -> None:
        self.address, self.settings, self.folder = address, settings, folder
        settings.S3_BUCKET = f"city-{os.urandom(6).hex()}"
        settings.S3_ENDPOINT, settings.S3_REGION = address, "us-east-1"
        settings.S3_KEY, settings.S3_SECRET = "key", "secret"
        settings.S3_DISK_DAYS, settings.S3_DISK_BYTES = 30, 0
        self.make()
        self.machine("first")

    def make(self) -> None:
        """Make the bucket that the settings name."""
        _asked(self.address, "PUT", f"/{self.settings.S3_BUCKET}")

    def machine(self, name: str) -> None:
        """Work on this machine from now on."""
        self.settings.STORAGE_DIR = self.folder / name
        self.settings.STORAGE_DIR.mkdir(exist_ok=True)

    def content(self, sha256: str) -> bytes:
        """What lies in the bucket."""
        return _asked(self.address, "GET", self._path(sha256))

    def spoil(self, sha256: str, body: bytes) -> None:
        """Another content under the name of this one."""
        _asked(self.address, "PUT", self._path(sha256), body)

    def close(self) -> None:
        """Nobody listens any more."""
        away(self.settings)

    def disk(self) -> list[str]:
        """Every file on the machine's disk, half-written ones too."""
        return sorted(path.name for path in Path(self.settings.STORAGE_DIR).rglob("*") if path.is_file())

    def _path(self, sha256: str) -> str:
        return f"/{self.settings.S3_BUCKET}/{sha256[:2]}/{sha256[2:4]}/{sha256}"


def away(settings: Any) -> None:
    """The city's storage is one at which nobody listens."""
    settings.S3_BUCKET = settings.S3_BUCKET or "city"
    settings.S3_KEY = settings.S3_SECRET = "key"
    with socket.create_server(("127.0.0.1", 0)) as free:
        settings.S3_ENDPOINT = f"http://127.0.0.1:{free.getsockname()[1]}"


def _asked(address: str, method: str, path: str, body: bytes | None = None) -> bytes:
    link = http.client.HTTPConnection(urlsplit(address).netloc, timeout=20)
    try:
        link.request(method, path, body, {"Authorization": OWNER})
        answer = link.getresponse()
        assert answer.status == 200, (method, path, answer.status)
        return answer.read()
    finally:
        link.close()
