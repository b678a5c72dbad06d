"""A lived city carried out and loaded into an empty database: equal row by row; what is damaged is refused."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from psycopg import sql

from magistrat.documents.actions import files
from magistrat.journal import actions as journal
from magistrat.journal.actor import SYSTEM
from magistrat.moving.actions import carrying_out, loading
from magistrat.moving.parcel import Broken, opened
from magistrat.storage import actions as storage
from tests import databases
from tests.factories import documents as papers
from tests.factories import tasks as work
from tests.factories.buckets import Bucket

pytestmark = pytest.mark.django_db(transaction=True)
AT = papers.AT
# Two runs at once, or two workers of one, must not share it.
EMPTY = f"magistrat_test_moved_in_{os.getpid()}"


@pytest.fixture
def lived(tmp_path, monkeypatch):
    """A city with letters, files, work in every state, a signed journal."""
    folder = tmp_path / "here"
    monkeypatch.setattr(settings, "CITY_DIR", folder)
    monkeypatch.setattr(settings, "STORAGE_DIR", folder / "files")
    office = work.office()
    papers.registered(office, uploads=[files.Upload("лист.pdf", papers.pdf(("Лист «Ї»",)))])
    work.submitted(office, work.done(office, work.task(office)))
    work.reported(office, work.task(office))
    papers.arrival(office)
    papers.correspondent("ТОВ «\\n\t Рядок\\»", "enterprise")
    journal.seal(at=AT)
    journal.sign_head(at=AT)
    return office


@pytest.fixture
def server():
    """The test server, rid of the city's database before and after."""
    with psycopg.connect(databases.owner_url("postgres"), autocommit=True) as link:
        databases.drop(EMPTY)
        assert connection.settings_dict["NAME"] != EMPTY
        yield link
        databases.drop(EMPTY)


@pytest.fixture
def empty(server):
    """A database that nobody has migrated yet."""
    server.execute(databases._empty_database(server, EMPTY))
    return EMPTY


@pytest.fixture
def migrated(server):
    """A database with tables and without a row: migrating, which takes most of a loading here, is proved once above."""
    template = sql.Identifier(databases._template(server))
    server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(EMPTY), template))
    return EMPTY


def command(var: Path, database: str, *words: str) -> subprocess.CompletedProcess[str]:
    """`magistrat …` for a city whose folder lies in `var`, on a server that the environment names."""
    environment = os.environ | {
        "DATABASE_URL": databases.app_url(database), "DATABASE_OWNER_URL": databases.owner_url(database),
        "MAGISTRAT_VAR": str(var), "MAGISTRAT_STORAGE_DIR": str(var / "files"), "MAGISTRAT_NOW": AT.isoformat(),
    }  # fmt: skip
    return subprocess.run(
        [sys.executable, "-m", "magistrat.cli", *words, "--city", "kryvyi-rih"], env=environment, capture_output=True,
        text=True, check=False,
    )  # fmt: skip


def test_loads_again_equal(lived, empty, tmp_path):
    parcel = tmp_path / "city.zip"
    manifest = carrying_out.carry_out(actor=SYSTEM, at=AT, path=parcel)
    assert parcel.stat().st_mode & 0o077 == 0
    counted = {one["table"]: one["rows"] for one in manifest["tables"]}
    assert counted["documents_document"] == 4
    assert manifest["files"]["count"] == 1
    assert manifest["journal"]["links"] == counted["journal_entry"]
    assert not [name for name in counted if name.startswith(("procrastinate", "django_"))]
    with zipfile.ZipFile(parcel) as archive:
        assert "regulation/2021-07-21/edition.toml" in archive.namelist()
    there = tmp_path / "there"
    loaded = command(there, empty, "import", "city", str(parcel))
    assert (loaded.returncode, loaded.stderr[:300]) == (0, "")
    assert f"файлів 1, ланок журналу {manifest['journal']['links']}" in loaded.stdout
    city = there / "kryvyi-rih"
    assert json.loads((city / "state.json").read_text()) == {"demo": "forgone"}
    assert "PUBLIC KEY" in (city / "journal-former.pem").read_text()
    again = command(there, empty, "import", "city", str(parcel))
    assert again.returncode == 1
    assert "База даних не порожня" in again.stderr
    # The new city goes on: ids and numbers follow, the application's role still cannot change the journal.
    with psycopg.connect(databases.app_url(empty)) as app:
        last = app.execute(
            "SELECT max(id), nextval(pg_get_serial_sequence('documents_document', 'id')) FROM documents_document"
        ).fetchone()
        assert last == (last[0], last[0] + 1)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            app.execute("UPDATE journal_entry SET code = 'x'")
    assert command(there, empty, "import", "city", str(parcel), "--compare").returncode == 0
    with psycopg.connect(databases.owner_url(empty)) as owner:
        owner.execute("UPDATE documents_document SET summary = 'Інше' WHERE number = 1")
        owner.commit()
    differs = command(there, empty, "import", "city", str(parcel), "--compare")
    assert differs.returncode == 1
    assert "documents_document, рядок" in differs.stderr
    assert "відмінностей: 1" in differs.stderr


def test_what_is_damaged_is_refused_whole(lived, migrated, tmp_path):
    folder, there = tmp_path / "city", tmp_path / "there"
    carrying_out.carry_out(actor=SYSTEM, at=AT, path=folder)
    assert [file.name for file in (folder / "keys").iterdir()] == ["journal-public.pem"]
    with pytest.raises(Broken, match="Тека не порожня"):
        carrying_out.carry_out(actor=SYSTEM, at=AT, path=folder)
    assert loading.compare(path=folder).differences == ()
    table = folder / "tables" / "tasks_task.jsonl"
    kept = table.read_bytes()
    table.write_bytes(kept.replace(b"main", b"co", 1))
    changed = command(there, migrated, "import", "city", str(folder))
    assert changed.returncode == 1
    assert "tasks_task.jsonl» змінено або пошкоджено" in changed.stderr
    with psycopg.connect(databases.owner_url(migrated)) as owner:
        assert owner.execute("SELECT count(*) FROM documents_document").fetchone() == (0,)
    table.write_bytes(kept)
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["migrations"].append("documents.9999_of_tomorrow")
    (folder / "manifest.json").write_text(json.dumps(manifest))
    assert "іншою версією" in command(there, migrated, "import", "city", str(folder)).stderr
    shutil.rmtree(folder / "tables")
    (folder / "manifest.json").write_text("{}")
    assert "пошкоджено" in command(there, migrated, "import", "city", str(folder)).stderr


def test_a_lost_file_stops_the_carrying_out(lived, tmp_path):
    shutil.rmtree(settings.STORAGE_DIR)
    with pytest.raises(Broken, match="На диску немає вмісту"):
        carrying_out.carry_out(actor=SYSTEM, at=AT, path=tmp_path / "city.zip")
    assert not (tmp_path / "city.zip").exists()


def test_out_of_a_bucket_the_city_is_carried_without_filling_the_disk(s3_server, lived, settings, tmp_path):
    disk = settings.STORAGE_DIR
    bucket = Bucket(s3_server, settings, tmp_path)
    settings.STORAGE_DIR = disk
    letter = storage.keep(content=b"only the bucket has it", at=AT).pk
    call_command("bucket_fill", stdout=io.StringIO())
    bucket.machine("second")
    parcel = tmp_path / "city"
    assert carrying_out.carry_out(actor=SYSTEM, at=AT, path=parcel)["files"]["count"] == 2
    assert bucket.disk() == []
    assert loading.compare(path=parcel).differences == ()
    bucket.spoil(letter, b"only the bucket had it")
    assert loading.compare(path=parcel).differences == (f"вміст {letter} відсутній або пошкоджений",)
    with pytest.raises(Broken, match="пошкоджено"):
        carrying_out.carry_out(actor=SYSTEM, at=AT, path=tmp_path / "damaged")
    with (parcel / carrying_out.part_of(letter)).open("rb") as content:
        settings.S3_BUCKET += "-there"
        bucket.make()
        assert storage.put_back(sha256=letter, content=content)
    assert bucket.content(letter) == b"only the bucket has it"
    bucket.close()
    with pytest.raises(CommandError, match="Сховище файлів не відповідає"):
        call_command("export_city", tmp_path / "away.zip")
    assert not (tmp_path / "away.zip").exists()


def test_parts_stay_inside_the_parcel(tmp_path):
    with opened(tmp_path / "city", is_new=True) as parcel:
        for name in ("../escape", "/etc/passwd", "a/../../b", "..\\b"):
            with pytest.raises(Broken, match="Неприпустима назва"), parcel.write(name) as written:
                written.write(b"")
