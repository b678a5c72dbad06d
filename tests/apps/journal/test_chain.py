"""The chain of the journal: sealing, signing, counting again, and the database's own guard."""

from __future__ import annotations

import hashlib
import hmac
import json
import subprocess
import threading
import time
from datetime import UTC, datetime, timedelta
from io import StringIO

import psycopg
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core.management import CommandError, call_command
from django.db import ProgrammingError, connection, connections, transaction

from magistrat.journal import actions, hashes, queries, signing
from magistrat.journal.actor import SYSTEM, Actor
from magistrat.journal.models import Entry, Head, Seal
from magistrat.journal.verification import read_heads, verify

AT = datetime(2026, 3, 6, 8, tzinfo=UTC)
CLERK = Actor(person_id=7, person_name="Ольга Коваль", post_id=3, post_title="діловод")

pytestmark = pytest.mark.django_db
committed = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def city_folder(settings, tmp_path):
    settings.CITY_DIR = tmp_path
    return tmp_path


def deed(number: int = 1, actor: Actor = CLERK) -> Entry:
    return actions.record(
        actor=actor,
        at=AT,
        code="documents.registered",
        document=number,
        clause="7.4",
        payload={"text": f"Зареєстровано № {number}"},
    )


def chain(length: int) -> list[Entry]:
    entries = [deed(number) for number in range(1, length + 1)]
    # The server's own upkeep of this database may be a running transaction for a moment; the sealer rightly waits for it.
    for _ in range(100):
        actions.seal(at=AT)
        if Seal.objects.count() == Entry.objects.count():
            break
        time.sleep(0.1)
    return entries


def faults() -> list[tuple[str, int]]:
    return [(fault.kind, fault.place) for fault in verify().faults]


class TestRecordMany:
    def test_writes_what_record_writes(self):
        one = deed(5)
        subject = Head(pk=9)
        payload = {"text": "Зареєстровано № 5", "on": AT.date(), "кома\t\n\\": [None, "\u00ab'\""]}
        actions.record(actor=CLERK, at=AT, code="documents.corrected", subject=subject, payload=payload)
        actions.record_many(actor=CLERK, at=AT, deeds=[
            actions.Deed("documents.registered", document=5, clause="7.4", payload={"text": "Зареєстровано № 5"}),
            actions.Deed("documents.corrected", subject=subject, payload=payload),
        ])  # fmt: skip
        chance = {"id", "key", "salt", "values_hash", "row_hash", "xact"}
        rows = [
            {name: value for name, value in row.items() if name not in chance}
            for row in Entry.objects.order_by("id").values()
        ]
        assert rows[2:] == rows[:2]
        assert all(entry.row_hash == hashes.row_hash(entry) for entry in Entry.objects.all())
        assert set(Entry.objects.values_list("xact", flat=True)) == {Entry.objects.get(pk=one.pk).xact}

    def test_nothing_of_nothing_and_all_or_nothing(self):
        actions.record_many(actor=CLERK, at=AT, deeds=[])
        with pytest.raises(TypeError), transaction.atomic():
            actions.record_many(actor=CLERK, at=AT, deeds=[
                actions.Deed("documents.registered"), actions.Deed("documents.registered", payload={"text": object()}),
            ])  # fmt: skip
        assert not Entry.objects.exists()


class TestRecord:
    def test_keeps_who_when_what_and_by_which_clause(self):
        entry = deed()
        entry.refresh_from_db()
        assert (entry.actor_person, entry.actor_post, entry.actor_printed) == (7, 3, "діловод, Ольга Коваль")
        assert (entry.at, entry.code, entry.clause, entry.document) == (AT, "documents.registered", "7.4", 1)
        assert entry.row_hash == hashes.row_hash(entry)
        assert entry.values_hash == hashes.values_hash(entry)

    def test_the_same_deed_twice_has_different_hashes(self):
        assert deed().values_hash != deed().values_hash

    def test_points_at_its_subject(self):
        subject = deed()
        entry = actions.record(actor=SYSTEM, at=AT, code="journal.tested", subject=subject)
        assert (entry.subject_kind, entry.subject) == ("journal.entry", subject.pk)
        assert queries.of_subject(kind="journal.entry", subject=subject.pk) == [entry]


class TestSeal:
    def test_links_in_order(self):
        entries = chain(3)
        assert list(Seal.objects.order_by("position").values_list("position", "entry_id")) == [
            (number, entry.pk) for number, entry in enumerate(entries, 1)
        ]
        assert verify().is_whole

    def test_goes_on_where_it_stopped(self):
        chain(2)
        chain(2)
        assert Seal.objects.count() == 4
        assert actions.seal(at=AT) == 0
        assert verify().is_whole

    def test_goes_on_over_many_batches(self, monkeypatch):
        monkeypatch.setattr(actions, "BATCH", 3)
        chain(10)
        assert Seal.objects.count() == 10
        assert verify().is_whole

    @committed
    def test_waits_for_a_running_transaction(self):
        begun, may_end = threading.Event(), threading.Event()

        def slow_deed():
            with transaction.atomic():
                deed(1)
                begun.set()
                may_end.wait(20)
            connections.close_all()

        thread = threading.Thread(target=slow_deed)
        thread.start()
        begun.wait(20)
        deed(2)
        assert actions.seal(at=AT) == 0
        may_end.set()
        thread.join()
        assert actions.seal(at=AT) == 2
        assert verify().is_whole

    @committed
    def test_a_second_sealer_does_nothing_meanwhile(self):
        deed()
        held, may_end = threading.Event(), threading.Event()

        def other_sealer():
            with transaction.atomic():
                queries.hold_the_chain()
                held.set()
                may_end.wait(20)
            connections.close_all()

        thread = threading.Thread(target=other_sealer)
        thread.start()
        held.wait(20)
        assert actions.seal(at=AT) == 0
        assert actions.sign_head(at=AT) is None
        may_end.set()
        thread.join()
        assert actions.seal(at=AT) == 1

    def test_entries_of_a_restored_database_are_finished(self, owner):
        entry = deed()
        owner.execute("UPDATE journal_entry SET xact = 9000000000000 WHERE id = %s", [entry.pk])
        owner.commit()
        assert actions.seal(at=AT) == 1


class TestSignHead:
    def test_signs_the_chain_as_it_stands(self, city_folder):
        chain(3)
        head = actions.sign_head(at=AT)
        assert head.position == 3
        assert head.chain_hash == Seal.objects.get(position=3).chain_hash
        assert (city_folder / "journal.pem").stat().st_mode & 0o777 == 0o600
        assert verify().heads == 1
        assert verify().is_whole

    def test_signs_nothing_twice(self):
        assert actions.sign_head(at=AT) is None
        chain(1)
        actions.sign_head(at=AT)
        assert actions.sign_head(at=AT + timedelta(hours=1)) is None
        assert queries.chain_state() == (1, Head.objects.get())

    def test_of_two_makers_of_the_key_the_first_wins(self, city_folder):
        first = signing.sign(1, "a", AT)
        signing._make(city_folder / "journal.pem")
        assert signing.sign(1, "a", AT) == first
        assert [file.name for file in city_folder.iterdir()] == ["journal.pem"]

    def test_anybody_verifies_with_the_public_key_alone(self, city_folder, tmp_path_factory):
        chain(2)
        head = actions.sign_head(at=AT)
        elsewhere = tmp_path_factory.mktemp("auditor")
        (elsewhere / "text").write_bytes(signing.signed_text(2, head.chain_hash, AT))
        (elsewhere / "signature").write_bytes(bytes.fromhex(head.signature))
        (elsewhere / "key.pem").write_text(signing.public_pem())
        words = [
            "openssl",
            "pkeyutl",
            "-verify",
            "-pubin",
            "-inkey",
            "key.pem",
            "-rawin",
            "-in",
            "text",
            "-sigfile",
            "signature",
        ]
        told = subprocess.run(words, cwd=elsewhere, capture_output=True, text=True, check=False)
        assert (told.returncode, "Verified Successfully" in told.stdout) == (0, True)
        (elsewhere / "text").write_bytes(signing.signed_text(3, head.chain_hash, AT))
        assert subprocess.run(words, cwd=elsewhere, capture_output=True, check=False).returncode != 0

    def test_a_renewed_key_leaves_the_former_trusted_only_when_it_is_kept(self, city_folder):
        chain(1)
        actions.sign_head(at=AT)
        former = signing.public_pem()
        (city_folder / "journal.pem").unlink()
        chain(1)
        actions.sign_head(at=AT)
        assert faults() == [("head", 1)]
        (city_folder / "journal-former.pem").write_text(former)
        assert verify().is_whole

    def test_heads_of_earlier_times_are_verified_by_their_own_key(self, city_folder):
        chain(1)
        secret = "ab" * 32
        text = f"1\n{Seal.objects.get().chain_hash}\n{AT.isoformat()}"
        old = hmac.new(bytes.fromhex(secret), text.encode(), hashlib.sha256).hexdigest()
        Head.objects.create(position=1, chain_hash=Seal.objects.get().chain_hash, signed_at=AT, signature=old)
        chain(1)
        actions.sign_head(at=AT)
        verdict = verify()
        assert (verdict.is_whole, verdict.untold, verdict.heads) == (True, 1, 2)
        (city_folder / "journal.key").write_text(secret)
        assert (verify().is_whole, verify().untold) == (True, 0)
        (city_folder / "journal.key").write_text("cd" * 32)
        assert faults() == [("head", 1)]


class TestVerify:
    def test_finds_a_changed_entry(self, owner):
        entry = chain(3)[1]
        kept = owner.execute("SELECT * FROM journal_entry WHERE id = %s", [entry.pk]).fetchone()
        for change in CHANGES:
            owner.execute(f"UPDATE journal_entry SET {change} WHERE id = %s", [entry.pk])
            owner.commit()
            assert faults() == [("changed", entry.pk)], change
            owner.execute(f"UPDATE journal_entry SET {BACK} WHERE id = %s", [*_kept(entry), entry.pk])
            owner.commit()
            assert verify().is_whole
        assert owner.execute("SELECT * FROM journal_entry WHERE id = %s", [entry.pk]).fetchone() == kept

    def test_finds_an_entry_changed_together_with_its_hashes(self, owner):
        entries = chain(3)
        entry = entries[1]
        entry.code = "documents.annulled"
        owner.execute(
            "UPDATE journal_entry SET code = %s, row_hash = %s WHERE id = %s",
            [entry.code, hashes.row_hash(entry), entry.pk],
        )
        owner.commit()
        assert faults() == [("changed", 2)]

    def test_finds_a_chain_counted_anew(self, owner):
        entries = chain(3)
        actions.sign_head(at=AT)
        entry = entries[1]
        entry.code = "documents.annulled"
        row, before = hashes.row_hash(entry), hashes.BEGINNING
        owner.execute("UPDATE journal_entry SET code = %s, row_hash = %s WHERE id = %s", [entry.code, row, entry.pk])
        for position, one in enumerate(entries, 1):
            before = hashes.link(before, position, one.pk, row if one is entry else one.row_hash)
            owner.execute("UPDATE journal_seal SET chain_hash = %s WHERE position = %s", [before, position])
        owner.commit()
        assert faults() == [("head", 3)]

    def test_finds_a_head_signed_with_another_key(self, owner, city_folder):
        chain(1)
        actions.sign_head(at=AT)
        (city_folder / "journal.pem").unlink()
        signing.public_pem()
        assert faults() == [("head", 1)]

    def test_finds_a_head_put_in_beside_the_true_one(self):
        chain(1)
        head = actions.sign_head(at=AT)
        forger = Ed25519PrivateKey.generate()
        forged = forger.sign(signing.signed_text(1, "f" * 64, AT)).hex()
        Head.objects.create(
            position=1, chain_hash="f" * 64, signed_at=AT, signature=forged, public_key=signing.raw(forger.public_key())
        )
        assert faults() == [("head", 1)]
        Head.objects.create(
            position=1, chain_hash="f" * 64, signed_at=AT, signature=head.signature, public_key=head.public_key
        )
        assert faults() == [("head", 1), ("head", 1)]

    def test_a_chain_and_heads_made_anew_do_not_pass_the_heads_kept_outside(self, owner, tmp_path):
        entries = chain(3)
        actions.sign_head(at=AT)
        kept, key = tmp_path / "heads.json", tmp_path / "key.pem"
        out = StringIO()
        call_command("journal_verify", "--export", stdout=out)
        kept.write_text(out.getvalue())
        key.write_text(signing.public_pem())
        words = ["journal_verify", "--public-key", str(key), "--heads", str(kept)]
        call_command(*words, stdout=StringIO())
        # The last deed taken out together with its link and head, and the chain signed anew with the city's own key.
        owner.execute("DELETE FROM journal_head")
        owner.execute("DELETE FROM journal_seal WHERE position = 3")
        owner.execute("DELETE FROM journal_entry WHERE id = %s", [entries[2].pk])
        owner.commit()
        actions.sign_head(at=AT)
        assert verify().is_whole
        with pytest.raises(SystemExit):
            call_command(*words, stdout=StringIO())
        assert [(one.kind, one.place) for one in verify(kept=read_heads(kept.read_text())).faults] == [("missing", 3)]

    def test_finds_a_missing_entry(self, owner):
        entries = chain(3)
        _without_keys(owner, "DELETE FROM journal_entry WHERE id = %s", entries[1].pk)
        assert faults() == [("missing", entries[1].pk)]

    def test_finds_a_missing_link(self, owner):
        entries = chain(3)
        owner.execute("DELETE FROM journal_seal WHERE position = 2")
        owner.execute("DELETE FROM journal_entry WHERE id = %s", [entries[1].pk])
        owner.commit()
        assert faults() == [("missing", 2)]

    def test_finds_a_cut_tail(self, owner):
        entries = chain(3)
        actions.sign_head(at=AT)
        owner.execute("DELETE FROM journal_seal WHERE position = 3")
        owner.execute("DELETE FROM journal_entry WHERE id = %s", [entries[2].pk])
        owner.commit()
        assert faults() == [("missing", 3)]

    def test_finds_an_entry_put_in_beside_the_chain(self, owner):
        entries = chain(3)
        extra = deed(4)
        owner.execute("UPDATE journal_entry SET xact = %s WHERE id = %s", [_xact(entries[0]), extra.pk])
        owner.commit()
        assert faults() == [("extra", extra.pk)]

    def test_a_fresh_entry_is_no_fault(self):
        chain(3)
        deed(4)
        assert verify().is_whole

    def test_values_cleared_by_a_destruction_act_are_counted_apart(self, owner):
        entries = chain(3)
        owner.execute(
            "UPDATE journal_entry SET payload = '{}', salt = '', actor_printed = '' WHERE id = %s", [entries[1].pk]
        )
        owner.commit()
        verdict = verify()
        assert verdict.is_whole
        assert verdict.cleared == 1


CHANGES = (
    "code = 'documents.annulled'",
    "at = at + interval '1 minute'",
    "clause = '8.14'",
    "document = 5",
    "actor_post = 4",
    "actor_printed = 'хтось інший'",
    'payload = \'{"text": "Зареєстровано № 99"}\'',
)
BACK = "code = %s, at = %s, clause = %s, document = %s, actor_post = %s, actor_printed = %s, payload = %s"


def _kept(entry: Entry) -> list[object]:
    payload = json.dumps(entry.payload, ensure_ascii=False)
    return [entry.code, entry.at, entry.clause, entry.document, entry.actor_post, entry.actor_printed, payload]


def _xact(entry: Entry) -> int:
    return Entry.objects.values_list("xact", flat=True).get(pk=entry.pk)


def _without_keys(owner: psycopg.Connection, statement: str, *values: object) -> None:
    """As one who owns the tables would: drop the key constraint, then change."""
    name = owner.execute(
        "SELECT conname FROM pg_constraint WHERE conrelid = 'journal_seal'::regclass AND contype = 'f'"
    ).fetchone()[0]
    owner.execute(f'ALTER TABLE journal_seal DROP CONSTRAINT "{name}"')
    owner.execute(statement, values)
    owner.commit()


class TestCommand:
    @pytest.mark.parametrize("option", ["--public-key", "--heads"])
    def test_says_what_a_file_does_not_hold(self, option, tmp_path):
        wrong = tmp_path / "wrong"
        wrong.write_text("[]")
        for file in (wrong, tmp_path / "nothing"):
            with pytest.raises(CommandError, match="немає"):
                call_command("journal_verify", option, str(file), stdout=StringIO())

    def test_says_that_the_journal_is_whole(self):
        chain(2)
        out = StringIO()
        call_command("journal_verify", stdout=out)
        assert "Журнал цілий." in out.getvalue()

    def test_ends_with_1_when_it_is_not(self, owner):
        entries = chain(2)
        owner.execute("UPDATE journal_entry SET clause = '' WHERE id = %s", [entries[0].pk])
        owner.commit()
        out = StringIO()
        with pytest.raises(SystemExit) as end:
            call_command("journal_verify", "--json", stdout=out)
        assert end.value.code == 1
        told = StringIO()
        with pytest.raises(SystemExit):
            call_command("journal_verify", stdout=told)
        assert "Журнал порушено." in told.getvalue()
        assert json.loads(out.getvalue())["faults"][0]["place"] == entries[0].pk


class TestGuard:
    """The application's role, in which tests run, cannot change what was written."""

    @pytest.mark.parametrize(
        ("table", "column"), [("journal_entry", "code"), ("journal_seal", "chain_hash"), ("journal_head", "signature")]
    )
    @pytest.mark.parametrize(
        "statement", ["UPDATE {table} SET {column} = ''", "DELETE FROM {table}", "TRUNCATE {table} CASCADE"]
    )
    def test_the_database_refuses(self, table, column, statement):
        chain(1)
        actions.sign_head(at=AT)
        with (
            pytest.raises(ProgrammingError, match="permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement.format(table=table, column=column))
