"""The bucket of an S3 storage, where the city has one: a small client of the three requests that contents need.

A content lies under `ab/cd/<sha256>`. Nothing is ever deleted there. Requests are signed by AWS Signature Version 4, an upload with
the very SHA-256 that names the content, so the storage itself refuses what was spoilt on the way.
"""

from __future__ import annotations

import hashlib
import hmac
import http.client
import logging
import ssl
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO
from urllib.parse import quote, urlsplit

from django.conf import settings

from magistrat.ui.refusals import Away

CHUNK = 1024 * 1024
CONNECT_SECONDS = 5
# Of silence; a large content may go for as long as it goes.
SILENCE_SECONDS = 30
NOTHING = hashlib.sha256(b"").hexdigest()
NEEDED = {
    "S3_ENDPOINT": "MAGISTRAT_S3_ENDPOINT",
    "S3_KEY": "MAGISTRAT_S3_KEY",
    "S3_SECRET": "MAGISTRAT_S3_SECRET",
}

log = logging.getLogger(__name__)


def is_set() -> bool:
    """Whether the city keeps its contents in a bucket."""
    return bool(settings.S3_BUCKET)


def lacking() -> list[str]:
    """Which variables are needed beside the bucket's name and are not there."""
    return [variable for name, variable in NEEDED.items() if is_set() and not getattr(settings, name)]


def size_of(sha256: str) -> int | None:
    """The size of the content in the bucket; nothing when it is not there.

    :raises Away: the storage does not say.
    """
    with _answer("HEAD", sha256) as answer:
        if answer.status == 404:
            return None
        _must_be_fine(answer, sha256)
        return int(answer.headers.get("Content-Length", "-1"))


def put(sha256: str, size: int, file: Path) -> None:
    """Have the content in the bucket; one that is there already is not sent again.

    :raises Away: the storage has not taken it.
    """
    if size_of(sha256) != size:
        send(sha256, size, file)


def send(sha256: str, size: int, file: Path) -> None:
    """Write the content into the bucket, over what lies under its name.

    :raises Away: the storage has not taken it.
    """
    with file.open("rb") as content, _answer("PUT", sha256, content, size) as answer:
        _must_be_fine(answer, sha256)


def fetch(sha256: str, target: IO[bytes] | None = None) -> str:
    """Read the content, into the target where one is given; the SHA-256 of what came.

    :raises FileNotFoundError: the bucket does not have it.
    :raises Away: the storage does not answer, or breaks off.
    """
    digest, size = hashlib.sha256(), 0
    with _answer("GET", sha256) as answer:
        if answer.status == 404 and b"NoSuchBucket" not in answer.read(CHUNK):
            raise FileNotFoundError(f"вмісту {sha256} у сховищі немає")
        _must_be_fine(answer, sha256)
        while chunk := _read(answer, sha256):
            digest.update(chunk)
            size += len(chunk)
            if target is not None:
                target.write(chunk)
        if str(size) != answer.headers.get("Content-Length", str(size)):
            raise _away(sha256, "передавання обірвано")
    return digest.hexdigest()


def signature(
    method: str, path: str, headers: Mapping[str, str], payload: str, *, region: str, key: str, secret: str
) -> str:
    """The `Authorization` of a request: AWS Signature Version 4.

    :param headers: all that are signed, with small letters, `x-amz-date` among them.
    :param payload: the SHA-256 of the body.
    """
    moment = headers["x-amz-date"]
    names = ";".join(sorted(headers))
    lines = "".join(f"{name}:{headers[name]}\n" for name in sorted(headers))
    request = f"{method}\n{path}\n\n{lines}\n{names}\n{payload}"
    scope = f"{moment[:8]}/{region}/s3/aws4_request"
    text = "\n".join(("AWS4-HMAC-SHA256", moment, scope, hashlib.sha256(request.encode()).hexdigest()))
    signing = f"AWS4{secret}".encode()
    for part in scope.split("/"):
        signing = hmac.digest(signing, part.encode(), "sha256")
    signed = hmac.digest(signing, text.encode(), "sha256").hex()
    return f"AWS4-HMAC-SHA256 Credential={key}/{scope}, SignedHeaders={names}, Signature={signed}"


@contextmanager
def _answer(
    method: str, sha256: str, content: IO[bytes] | None = None, size: int = 0
) -> Iterator[http.client.HTTPResponse]:
    if missing := lacking():
        raise Away(f"Сховище файлів налаштовано не повністю: немає {', '.join(missing)}.")
    link, answer = _asked(method, sha256, content, size)
    try:
        yield answer
    finally:
        answer.close()
        link.close()


def _asked(
    method: str, sha256: str, content: IO[bytes] | None, size: int
) -> tuple[http.client.HTTPConnection, http.client.HTTPResponse]:
    """The answer; what a storage that is busy or restarts refuses is asked once more."""
    for is_last in (False, True):
        link = _link()
        try:
            answer = _said(link, method, sha256, content, size)
            if is_last or answer.status < 500:
                return link, answer
            answer.close()
        except (OSError, http.client.HTTPException, ValueError) as trouble:
            link.close()
            if is_last or isinstance(trouble, TimeoutError):
                raise _away(sha256, str(trouble) or type(trouble).__name__) from trouble
        link.close()
    raise AssertionError("the last answer is given whatever it is")


def _link() -> http.client.HTTPConnection:
    parts = urlsplit(settings.S3_ENDPOINT)
    if parts.scheme == "http":
        return http.client.HTTPConnection(parts.netloc, timeout=CONNECT_SECONDS, blocksize=CHUNK)
    context = ssl.create_default_context()
    return http.client.HTTPSConnection(parts.netloc, timeout=CONNECT_SECONDS, blocksize=CHUNK, context=context)


def _said(
    link: http.client.HTTPConnection, method: str, sha256: str, content: IO[bytes] | None, size: int
) -> http.client.HTTPResponse:
    parts = urlsplit(settings.S3_ENDPOINT)
    path = quote(f"{parts.path.rstrip('/')}/{settings.S3_BUCKET}/{sha256[:2]}/{sha256[2:4]}/{sha256}", safe="/-_.~")
    payload = NOTHING if content is None else sha256
    # The storage compares it with its own clock, whatever day the city's own clock stands at.
    moment = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime())
    headers = {"host": parts.netloc, "x-amz-content-sha256": payload, "x-amz-date": moment}
    given = {"region": settings.S3_REGION, "key": settings.S3_KEY, "secret": settings.S3_SECRET}
    sent = headers | {"authorization": signature(method, path, headers, payload, **given)}
    if content is not None:
        content.seek(0)
        sent["content-length"] = str(size)
    link.connect()
    link.sock.settimeout(SILENCE_SECONDS)
    link.request(method, path, content, sent)
    return link.getresponse()


def _read(answer: http.client.HTTPResponse, sha256: str) -> bytes:
    try:
        return answer.read(CHUNK)
    except (OSError, http.client.HTTPException) as trouble:
        raise _away(sha256, str(trouble) or type(trouble).__name__) from trouble


def _must_be_fine(answer: http.client.HTTPResponse, sha256: str) -> None:
    if answer.status != 200:
        raise _away(sha256, f"відповідь {answer.status}")


def _away(sha256: str, why: str) -> Away:
    log.error("%s of %s: %s: %s", settings.S3_BUCKET, settings.S3_ENDPOINT, sha256, why)
    return Away(f"Сховище файлів не відповідає, файл {sha256[:12]} зараз недоступний ({why}). Повторіть пізніше.")
