"""The client that works through the running web server, as a browser does: signs in, sends forms with files, reads answers."""

from __future__ import annotations

import json
import re
import urllib.error
import urllib.request
from collections.abc import Mapping
from datetime import UTC, datetime
from http import HTTPStatus
from http.client import HTTPException
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any

from tests.proof.client import TERM, Client, CutOff, Log
from tests.proof.people import PASSWORD, login_of

REFUSED = re.compile(r'class="(?:refusal-text|errorlist)[^>]*>.*?</(?:p|ul)>', re.DOTALL)
INDEX = re.compile(r"Зареєстровано за індексом (.+?)\.\s*<")
# Seconds: a busy machine is slow to answer, not dead.
PATIENCE = 60


class _Stay(urllib.request.HTTPRedirectHandler):
    """The address to which one is sent is the answer."""

    def redirect_request(self, *_: Any) -> None:
        return None


class Browser:
    """One person's session at the city's address."""

    def __init__(self, address: str, login: str, troubles: Path) -> None:
        self.address, self.troubles = address, troubles
        self.cookies = CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies), _Stay)
        self.get("/vhid/")
        self.post("/vhid/", {"login": login, "password": PASSWORD})

    def get(self, path: str) -> str:
        """The page there."""
        status, text, _ = self._asked(path)
        assert status == HTTPStatus.OK, f"{path}: {status}"
        return text

    def post(self, path: str, fields: Mapping[str, Any]) -> str:
        """Send a form; the address to which one is sent when it is done.

        :raises AssertionError: it was not done, and the server lives: its page is told.
        """
        from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

        status, text, onwards = self._asked(path, encode_multipart(BOUNDARY, dict(fields)), MULTIPART_CONTENT)
        assert status == HTTPStatus.FOUND, f"{path}: {status}\n{_words(text)}"
        return onwards

    def _asked(self, path: str, body: bytes | None = None, kind: str = "") -> tuple[int, str, str]:
        token = next((one.value for one in self.cookies if one.name.endswith("_csrf")), "") or ""
        headers = {"X-CSRFToken": token, "Content-Type": kind} if body is not None else {}
        request = urllib.request.Request(self.address + path, data=body, headers=headers)  # noqa: S310 - our own address
        try:
            try:
                answer = self.opener.open(request, timeout=PATIENCE)
            except urllib.error.HTTPError as told:
                answer = told
            with answer:
                status, text = answer.status, answer.read().decode("utf-8", "replace")
                onwards = answer.headers.get("Location") or ""
        except (OSError, HTTPException) as trouble:
            raise CutOff(str(trouble)) from trouble
        if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            with self.troubles.open("a", encoding="utf-8") as file:
                file.write(json.dumps([datetime.now(UTC).timestamp(), status, path]) + "\n")
            raise CutOff(f"{path}: {status}")
        return status, text, onwards


def _words(page: str) -> str:
    """What the page refuses, before all else on it."""
    main = page.partition("<main")[2]
    shown = [*REFUSED.findall(main), main]
    return " ".join(re.sub(r"<[^>]+>", " ", " ".join(shown)).split())[:1500]


class WebClient(Client):
    """The same letters, sent through the pages; only ids that a person sees on his page are read in the database."""

    def __init__(self, number: int, log: Log, folder: Path, address: str) -> None:
        super().__init__(number, log)
        self.address, self.troubles = address, folder / f"troubles-{number}.jsonl"
        self.browsers: dict[int, Browser] = {}

    def _as(self, post: int) -> Browser:
        if post not in self.browsers:
            self.browsers[post] = Browser(self.address, login_of(post), self.troubles)
        return self.browsers[post]

    def _register(self) -> Any:
        from magistrat.documents.models import Document

        clerk, upload = self._as(self.clerk.post_id), self._file("лист")
        fields = {
            "kind": self.kind, "summary": "Про ремонт водогону на вулиці Тихій", "correspondent": self.sender,
            "their_index": self._next_index(), "their_date": "01.03.2026", "signed_by": "Директор Вигаданий М.Л.",
            "addressee": self.leader.post_id, "way": "post", "pages": 1, "annex_pages": 0, "registry": self.registry,
            "files": _Sent(upload.name, upload.content),
        }  # fmt: skip
        onwards = clerk.post("/dokumenty/reiestratsiia/incoming/", fields)
        made = int(onwards.strip("/").rpartition("/")[2])
        # What a request cut off before this page had to say is said here too, before it.
        said = INDEX.findall(clerk.get(onwards))
        self.log.tell("documents.registered", made, made, said[-1] if said else "")
        document = Document.objects.get(pk=made)
        self._tell_file(document, upload)
        return document

    def _resolve(self, document: Any) -> list[Any]:
        from magistrat.tasks.models import Resolution

        named = self.chance.sample(self.executors, k=min(2, len(self.executors)))
        fields = {
            "points": 1, "text_1": "Розглянути та надати відповідь", "term_1": str(TERM.days),
            "executors_1": ", ".join(f"#{one.post_id}" for one in named),
        }  # fmt: skip
        fields |= {"control": "on"} if self.chance.random() < 0.5 else {}
        self._as(self.leader.post_id).post(f"/zavdannia/rozhliad/{document.pk}/", fields)
        made = Resolution.objects.get(document=document)
        self.log.tell("tasks.resolution_written", document.pk, made.pk)
        return list(made.tasks.filter(part="main"))

    def _report(self, task: Any) -> None:
        upload = self._file("акт")
        fields = {"text": "Водогін відремонтовано", "pages": 1, "file": _Sent(upload.name, upload.content)}
        self._as(task.executor_id).post(f"/zavdannia/{task.pk}/zvit/", fields)
        self.log.tell("tasks.reported", task.document_id, task.pk)
        self._tell_file(task.document, upload)
        while (judge := type(task).objects.values_list("judge_id", flat=True).get(pk=task.pk)) is not None:
            self._as(judge).post(f"/zavdannia/{task.pk}/zarakhuvaty/", {})
        self.log.tell("tasks.done", task.document_id, task.pk)


class _Sent:
    """A file as Django's encoder of forms takes it."""

    def __init__(self, name: str, content: Any) -> None:
        self.name, self.content = name, content

    def read(self) -> Any:
        return self.content
