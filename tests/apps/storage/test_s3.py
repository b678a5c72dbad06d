"""Contents in a bucket: a real S3 server on this machine, asked by the product's own client."""

from __future__ import annotations

import hashlib
import os
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from django.core.management import CommandError, call_command

from magistrat.storage import actions, antivirus, bucket, checks, nearby, places, queries
from magistrat.storage.models import Blob, Scan
from magistrat.ui.refusals import Away
from tests.factories.buckets import Bucket

AT = datetime(2026, 3, 6, 8, tzinfo=UTC)
HELLO = b"hello world"
SHA256 = hashlib.sha256(HELLO).hexdigest()
SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"


@pytest.fixture
def storage(s3_server, settings, tmp_path):
    return Bucket(s3_server, settings, tmp_path)


@pytest.fixture
def sent(monkeypatch):
    """SHA-256 of what is sent into the bucket."""
    seen, send = list[str](), bucket.send
    monkeypatch.setattr(bucket, "send", lambda sha256, *rest: (seen.append(sha256), send(sha256, *rest)))
    return seen


def idle(sha256, days):
    """Nobody has read it for so many days."""
    at = (AT - timedelta(days=days)).timestamp()
    os.utime(places.of(sha256), (at, at))


class TestSignature:
    """The examples that the makers of the signature published (AWS Signature Version 4, S3, header-based)."""

    GIVEN = {"region": "us-east-1", "key": "AKIAIOSFODNN7EXAMPLE", "secret": SECRET}

    def signed(self, method, path, payload, **more):
        headers = {
            "host": "examplebucket.s3.amazonaws.com", "x-amz-content-sha256": payload, "x-amz-date": "20130524T000000Z"
        } | {name.replace("_", "-"): value for name, value in more.items()}  # fmt: skip
        return bucket.signature(method, path, headers, payload, **self.GIVEN).rpartition("=")[2]

    def test_of_reading(self):
        found = self.signed("GET", "/test.txt", bucket.NOTHING, range="bytes=0-9")
        assert found == "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41"

    def test_of_writing(self):
        payload = "44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072"
        more = {"date": "Fri, 24 May 2013 00:00:00 GMT", "x_amz_storage_class": "REDUCED_REDUNDANCY"}
        found = self.signed("PUT", "/test%24file.text", payload, **more)
        assert found == "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd"


class TestSettings:
    def test_a_city_without_a_bucket_asks_nobody(self, settings, tmp_path, monkeypatch):
        settings.S3_BUCKET, settings.STORAGE_DIR = "", tmp_path
        monkeypatch.setattr(bucket, "_asked", None)
        assert actions.clear_disk(at=AT) == 0
        assert queries.path_of(SHA256) == places.of(SHA256)
        assert not queries.is_whole(SHA256)
        assert checks.bucket_is_whole() == []

    def test_a_bucket_without_its_keys_is_named_before_the_city_starts(self, settings):
        settings.S3_BUCKET, settings.S3_ENDPOINT, settings.S3_KEY, settings.S3_SECRET = "city", "", "key", ""
        assert bucket.lacking() == ["MAGISTRAT_S3_ENDPOINT", "MAGISTRAT_S3_SECRET"]
        assert "MAGISTRAT_S3_ENDPOINT" in checks.bucket_is_whole()[0].msg
        with pytest.raises(Away, match="MAGISTRAT_S3_SECRET"):
            bucket.size_of(SHA256)


def _away():
    raise Away("Сховище відмовило.")


@pytest.mark.django_db
class TestKeep:
    def test_is_in_the_bucket_and_on_the_disk(self, storage):
        assert actions.keep(content=HELLO, at=AT).pk == SHA256
        assert storage.content(SHA256) == HELLO
        assert storage.disk() == [SHA256]
        assert queries.is_whole(SHA256)

    @pytest.mark.parametrize("content", [b"", b"x" * (3 * bucket.CHUNK + 7)])
    def test_of_any_size(self, storage, content):
        kept = actions.keep(content=BytesIO(content), at=AT).pk
        storage.machine("second")
        with queries.open_blob(kept) as stream:
            assert stream.read() == content

    def test_the_same_content_is_sent_once_whichever_machine_keeps_it(self, storage, sent):
        for machine in ("first", "first", "second"):
            storage.machine(machine)
            actions.keep(content=HELLO, at=AT)
        assert sent == [SHA256]
        assert Blob.objects.count() == 1

    def test_what_the_bucket_has_in_part_is_sent_again(self, storage):
        storage.spoil(SHA256, b"hello")
        actions.keep(content=HELLO, at=AT)
        assert storage.content(SHA256) == HELLO

    @pytest.mark.parametrize("trouble", ["away", "no bucket"])
    def test_is_refused_whole_while_the_storage_cannot_take_it(self, storage, trouble):
        if trouble == "away":
            storage.close()
        else:
            storage.settings.S3_BUCKET = "no-such-bucket"
        with pytest.raises(Away, match=r"Сховище файлів не відповідає, файл b94d27b9934d .* Повторіть пізніше"):
            actions.keep(content=HELLO, at=AT)
        assert storage.disk() == []
        assert not Blob.objects.exists()

    def test_a_storage_that_only_restarts_is_asked_once_more(self, storage, monkeypatch):
        said, first = bucket._said, iter([ConnectionResetError("restart")])

        def restarting(*given):
            for trouble in first:
                raise trouble
            return said(*given)

        monkeypatch.setattr(bucket, "_said", restarting)
        actions.keep(content=HELLO, at=AT)
        assert storage.content(SHA256) == HELLO


@pytest.mark.django_db
class TestReading:
    @pytest.fixture(autouse=True)
    def kept(self, storage):
        actions.keep(content=HELLO, at=AT)
        storage.machine("second")

    def test_another_machine_brings_it_onto_its_disk(self, storage):
        with queries.open_blob(SHA256) as content:
            assert content.read() == HELLO
        assert storage.disk() == [SHA256]
        storage.close()
        assert queries.path_of(SHA256).read_bytes() == HELLO

    def test_by_its_path(self, storage):
        assert queries.path_of(SHA256).read_bytes() == HELLO

    def test_what_is_damaged_in_the_bucket_is_never_taken_for_the_content(self, storage):
        storage.spoil(SHA256, b"hello w0rld")
        assert not queries.is_whole(SHA256)
        for read in (queries.open_blob, queries.path_of):
            with pytest.raises(Away, match="Файл b94d27b9934d у сховищі пошкоджено"):
                read(SHA256)
        assert storage.disk() == []

    def test_says_which_file_cannot_be_reached(self, storage):
        storage.close()
        for read in (queries.open_blob, queries.path_of, queries.open_once, queries.is_whole):
            with pytest.raises(Away, match="файл b94d27b9934d зараз недоступний"):
                read(SHA256)
        assert storage.disk() == []

    def test_what_nobody_has_is_lost_as_ever(self, storage):
        other = hashlib.sha256(b"other").hexdigest()
        with pytest.raises(FileNotFoundError):
            queries.open_blob(other)
        assert not queries.path_of(other).exists()
        assert not queries.is_whole(other)

    def test_a_content_that_the_bucket_lacks_is_not_whole(self, storage):
        storage.machine("first")
        storage.settings.S3_BUCKET = "no-such-bucket"
        assert not queries.is_whole(SHA256)

    def test_the_antivirus_asks_again_later(self, storage, settings):
        settings.CLAMD = "/nowhere.sock"
        Scan.objects.create(blob_id=SHA256)
        storage.close()
        assert actions.check(sha256=SHA256, at=AT).is_waiting
        assert actions._ask(SHA256).state == antivirus.UNREACHABLE


@pytest.mark.django_db
class TestClearing:
    @pytest.fixture(autouse=True)
    def kept(self, storage):
        actions.keep(content=HELLO, at=AT)
        idle(SHA256, 31)

    def test_removes_what_nobody_read_and_brings_it_back(self, storage):
        assert actions.clear_disk(at=AT) == 1
        assert storage.disk() == []
        assert queries.path_of(SHA256).read_bytes() == HELLO
        assert storage.content(SHA256) == HELLO

    def test_reading_keeps_it_on_the_disk(self, storage):
        queries.path_of(SHA256)
        assert actions.clear_disk(at=AT) == 0
        assert storage.disk() == [SHA256]

    @pytest.mark.parametrize("inside", [b"hello w0rld", b"hello"])
    def test_what_the_bucket_has_damaged_stays_and_is_mended_there(self, storage, inside):
        storage.spoil(SHA256, inside)
        assert actions.clear_disk(at=AT) == 0
        assert storage.content(SHA256) == HELLO
        assert actions.clear_disk(at=AT) == 1

    def test_what_the_bucket_lacks_stays_and_is_put_there(self, storage):
        storage.settings.S3_BUCKET = f"other-{os.urandom(4).hex()}"
        storage.make()
        assert actions.clear_disk(at=AT) == 0
        assert (storage.disk(), storage.content(SHA256)) == ([SHA256], HELLO)

    def test_nothing_is_removed_while_the_storage_is_away(self, storage):
        storage.close()
        with pytest.raises(Away):
            actions.clear_disk(at=AT)
        assert storage.disk() == [SHA256]

    def test_one_that_the_bucket_refuses_stops_none_of_the_others(self, storage, monkeypatch):
        second = actions.keep(content=HELLO + b"!", at=AT).pk
        idle(second, 30)
        fetch = bucket.fetch
        monkeypatch.setattr(
            bucket, "fetch", lambda sha256, *said: _away() if sha256 == SHA256 else fetch(sha256, *said)
        )
        assert actions.clear_disk(at=AT) == 1
        assert storage.disk() == [SHA256]

    def test_begins_no_other_content_when_its_time_is_over(self, storage):
        assert actions.clear_disk(at=AT, seconds=-1) == 0
        assert storage.disk() == [SHA256]

    def test_a_content_removed_while_it_was_being_opened_comes_once_more(self, storage, monkeypatch):
        asked = []

        def removing(sha256: str):
            found = path_of(sha256)
            if not asked:
                asked.append(sha256)
                found.unlink()
            return found

        path_of = nearby.file
        monkeypatch.setattr(nearby, "file", removing)
        with queries.open_blob(SHA256) as stream:
            assert stream.read() == HELLO

    def test_beyond_its_room_what_was_read_longest_ago_goes_first(self, storage):
        others = [actions.keep(content=HELLO + bytes([number]), at=AT).pk for number in range(3)]
        for sha256, days in zip([SHA256, *others], [5, 4, 3, 0], strict=True):
            idle(sha256, days)
        storage.settings.S3_DISK_BYTES = 25
        assert actions.clear_disk(at=AT) == 2
        assert storage.disk() == sorted(others[1:])
        # What was read within the hour stays, however little room there is.
        storage.settings.S3_DISK_BYTES = 1
        assert actions.clear_disk(at=AT) == 1
        assert storage.disk() == [others[2]]


@pytest.mark.django_db
class TestFilling:
    def test_what_was_kept_before_the_bucket_is_put_into_it(self, storage, settings, capsys):
        name, settings.S3_BUCKET = settings.S3_BUCKET, ""
        actions.keep(content=HELLO, at=AT)
        settings.S3_BUCKET = name
        call_command("bucket_fill")
        assert storage.content(SHA256) == HELLO
        call_command("bucket_fill")
        assert capsys.readouterr().out == "До сховища внесено файлів: 1\nДо сховища внесено файлів: 0\n"

    def test_names_what_is_nowhere_or_damaged(self, storage, settings, capsys):
        name, settings.S3_BUCKET = settings.S3_BUCKET, ""
        lost, spoilt = (actions.keep(content=content, at=AT).pk for content in (HELLO, b"other"))
        places.of(lost).unlink()
        places.of(spoilt).chmod(0o600)
        places.of(spoilt).write_bytes(b"0ther")
        settings.S3_BUCKET = name
        with pytest.raises(CommandError, match="2"):
            call_command("bucket_fill")
        said = capsys.readouterr().err
        assert f"Вмісту {lost} немає ні на диску, ні в сховищі." in said
        assert f"Вміст {spoilt} на диску пошкоджено." in said

    def test_says_when_there_is_no_bucket_or_no_answer(self, storage, settings):
        actions.keep(content=HELLO, at=AT)
        storage.close()
        with pytest.raises(CommandError, match="Сховище файлів не відповідає"):
            call_command("bucket_fill")
        settings.S3_BUCKET = ""
        with pytest.raises(CommandError, match="MAGISTRAT_S3_BUCKET"):
            call_command("bucket_fill")
