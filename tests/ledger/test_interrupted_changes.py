"""A change of several files is whole after the next command, wherever it was killed."""

import os
import shutil
import signal

import pytest
from click.testing import CliRunner
from tests.conftest import SAMPLE_BOOKS

import ledgerkit
from ledgerkit.cli import main
from ledgerkit.ledger.writing.disk import Disk
from ledgerkit.ledger.writing.journal import JOURNAL_NAME

RENAME = ("client", "rename", "zefiro", "zefiro-mobilita", "--yes")


@pytest.fixture
def agency(tmp_path):
    shutil.copytree(SAMPLE_BOOKS / "agency", tmp_path / "agency")
    return tmp_path / "agency"


def killed(folder, at, *arguments):
    """Run a command in a child that dies before its n-th file is put in place."""
    child = os.fork()
    if not child:
        real, count = Disk.replace, [0]

        def replace(self, source, target):
            count[0] += 1
            if count[0] == at:
                os.kill(os.getpid(), signal.SIGKILL)
            real(self, source, target)

        Disk.replace = replace
        CliRunner().invoke(main, [*arguments, "-f", str(folder / "main.beancount")])
        os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def texts(folder):
    paths = sorted(folder.rglob("*.beancount"))
    return {path.relative_to(folder): path.read_bytes() for path in paths}


def test_a_rename_killed_at_any_file_is_done_or_not_begun(agency, tmp_path):
    before = texts(agency)
    whole = tmp_path / "whole"
    shutil.copytree(agency, whole)
    assert not killed(whole, 0, *RENAME)
    after, outcomes = texts(whole), set()
    for at in range(1, 20):
        folder = tmp_path / f"killed-{at}"
        shutil.copytree(agency, folder)
        died = killed(folder, at, *RENAME)
        result = CliRunner().invoke(main, ["check", str(folder / "main.beancount")])
        assert texts(folder) in (before, after), at
        assert ("was interrupted, and is finished now" in result.output) == (
            died and texts(folder) == after
        )
        assert not (folder / JOURNAL_NAME).exists()
        outcomes.add(texts(folder) == after)
        if not died:
            break
    assert outcomes == {False, True}


def test_reading_by_python_finishes_it_too(agency):
    assert killed(agency, 3, *RENAME)
    books = ledgerkit.load(agency / "main.beancount")
    assert not (agency / JOURNAL_NAME).exists()
    assert "zefiro-mobilita" in set(books.clients)


def test_what_somebody_saved_meanwhile_is_left_and_named(agency):
    assert killed(agency, 2, *RENAME)
    path = max(agency.rglob("*.beancount"), key=lambda p: b'"zefiro"' in p.read_bytes())
    path.write_bytes(path.read_bytes() + b"; by hand\n")
    result = CliRunner().invoke(main, ["check", str(agency / "main.beancount")])
    assert f"{path.name}: was saved meanwhile, so it is left as it is" in result.output
    assert path.read_bytes().endswith(b"; by hand\n")


@pytest.mark.parametrize(
    "journal",
    [
        b"",
        b"[" * 5000,
        b'[{"target": "main.beancount"}]',
        b'[{"target": "x", "temporary": "../../x.lktmp", "old": "", "new": ""}]',
        b'{"a": 1}',
        b"\xff\xfe",
    ],
)
def test_a_journal_that_is_none_of_ours_changes_nothing(agency, journal):
    before = texts(agency)
    (agency / JOURNAL_NAME).write_bytes(journal)
    result = CliRunner().invoke(main, ["check", str(agency / "main.beancount")])
    assert "says nothing that ledgerkit wrote, and was removed" in result.output
    assert texts(agency) == before


#: Commands that make files of which the books speak, and the folder they go to.
GIVEN_OUT = {
    "letters": ("reminders", "--as-of", "2025-12-31", "--write", "out", "--yes"),
    "a letter for each client": (
        *("reminders", "--as-of", "2026-02-28", "--write", "books/letters", "--yes"),
    ),
}


def everything(folder):
    """The bytes of every file below a folder, without the lock."""
    return {
        path.relative_to(folder): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != ".ledgerkit.lock"
    }


@pytest.mark.parametrize("name", GIVEN_OUT)
def test_what_is_given_out_stands_in_the_books_or_does_not_exist(
    name, tmp_path, monkeypatch
):
    """Killed at any file; the next command is one that knows nothing of the folder."""
    command = GIVEN_OUT[name]
    outcomes, whole = set(), None
    for at in (0, *range(1, 30)):
        folder = tmp_path / f"{at}"
        shutil.copytree(SAMPLE_BOOKS / "agency", folder / "books")
        before = everything(folder)
        monkeypatch.chdir(folder)
        died = killed(folder / "books", at, *command)
        CliRunner().invoke(main, ["aging", str(folder / "books/main.beancount")])
        now = everything(folder)
        whole = now if at == 0 else whole
        assert now in (before, whole), at
        assert whole != before
        outcomes.add(now == whole)
        if at and not died:
            break
    assert outcomes == {False, True}


def test_temporary_files_are_gone_with_the_next_command(tmp_path, monkeypatch):
    """Killed while the letters are written under other names."""
    folder = tmp_path / "books"
    shutil.copytree(SAMPLE_BOOKS / "agency", folder)
    monkeypatch.chdir(tmp_path)
    before = everything(tmp_path)
    child = os.fork()
    if not child:
        real, count = Disk.fsync, [0]

        def fsync(self, descriptor):
            count[0] += 1
            if count[0] == 4:
                os.kill(os.getpid(), signal.SIGKILL)
            real(self, descriptor)

        Disk.fsync = fsync
        arguments = [*GIVEN_OUT["letters"], "-f", str(folder / "main.beancount")]
        CliRunner().invoke(main, arguments)
        os._exit(0)
    assert os.WIFSIGNALED(os.waitpid(child, 0)[1])
    left = everything(tmp_path).keys() - before.keys()
    assert {path.suffix for path in left} == {".lktmp"}
    assert {path.parts[0] for path in left} == {"books", "out"}
    CliRunner().invoke(main, ["aging", str(folder / "main.beancount")])
    assert everything(tmp_path) == before


def test_a_letter_is_read_by_its_owner_only(tmp_path, monkeypatch):
    shutil.copytree(SAMPLE_BOOKS / "agency", tmp_path / "books")
    monkeypatch.chdir(tmp_path)
    assert not killed(tmp_path / "books", 0, *GIVEN_OUT["letters"])
    modes = {path.stat().st_mode & 0o777 for path in (tmp_path / "out").iterdir()}
    assert modes == {0o600}
