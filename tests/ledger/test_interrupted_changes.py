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
