"""Books that name programs of their own run them only where the user trusts them."""

import json
import os
import pty
import subprocess
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from beancount import loader
from tests.conftest import ACCOUNTS

import ledgerkit
from ledgerkit.entries.documents.receipt import Receipt
from ledgerkit.errors import UntrustedBooksError
from ledgerkit.fava.serving import build_app
from ledgerkit.ledger.trust import allow, trust_file

LEDGERKIT = str(Path(sys.executable).parent / "ledgerkit")
#: A program that leaves a trace when it is imported, and when it is a plugin.
PROGRAM = """\
from pathlib import Path
Path({trace!r}).write_text("ran")
__plugins__ = ["plugin"]
def plugin(entries, options, config=None):
    return entries, []
"""
CODE = "__import__('pathlib').Path({trace!r}).write_text('ran')"
PATH_OPTION = 'option "insert_pythonpath" "TRUE"\n'


class Somebody:
    """A user with a home of their own, and a folder that somebody sent them."""

    def __init__(self, tmp_path):
        self.home = tmp_path / "home"
        self.folder = tmp_path / "sent"
        self.trace = tmp_path / "trace"
        self.home.mkdir()
        self.folder.mkdir()
        self.main = self.folder / "main.beancount"
        self.environment = {
            "HOME": str(self.home),
            "PATH": os.environ["PATH"],
            "LANG": "C.UTF-8",
        }

    def write(self, text, *, program="evil.py", main="main.beancount"):
        self.main = self.folder / main
        self.main.parent.mkdir(parents=True, exist_ok=True)
        self.main.write_text(text.format(trace=str(self.trace)) + ACCOUNTS)
        path = self.folder / program
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(PROGRAM.format(trace=str(self.trace)))

    def run(self, *arguments, cwd=None, **environment):
        return subprocess.run(
            [LEDGERKIT, *map(str, arguments)],
            capture_output=True,
            text=True,
            check=False,
            stdin=subprocess.DEVNULL,
            cwd=cwd or self.folder,
            env={**self.environment, **environment},
        )


@pytest.fixture
def somebody(tmp_path):
    yield Somebody(tmp_path)
    for name in {"evil", "a", "a.evil"} & {*sys.modules}:
        del sys.modules[name]


def test_a_plugin_beside_the_books_is_refused_until_the_folder_is_trusted(somebody):
    somebody.write(f'{PATH_OPTION}plugin "evil"\n')
    refused = somebody.run("aging")
    assert refused.returncode == 2
    assert refused.stderr == (
        "main.beancount:1: insert_pythonpath lets programs in the ledger's folder run,"
        f" and you have not said that you trust {somebody.folder}; so nothing was"
        " read; look at what lies there, and if it is yours write ledgerkit trust"
        f" {somebody.folder}\n"
    )
    assert refused.stdout == ""
    assert not somebody.trace.exists()
    below = somebody.folder / "2026" / "june"
    below.mkdir(parents=True)
    assert somebody.run("check", cwd=below).returncode == 2
    assert not somebody.trace.exists()

    assert somebody.run("trust", somebody.folder).returncode == 0
    assert somebody.run("aging").returncode == 0
    assert somebody.trace.exists()


#: The text of the main file, the program's place, and Python's path, of each way in.
WAYS_IN = {
    "a path, and no plugin": (PATH_OPTION, "evil.py", None),
    "a module of the standard library's name": (
        f'{PATH_OPTION}plugin "antigravity"\n',
        "antigravity.py",
        None,
    ),
    "a package below": (f'{PATH_OPTION}plugin "a.b"\n', "a/b.py", None),
    "found by the user's own path": ('plugin "evil"\n', "evil.py", "."),
    "found below by the user's own path": ('plugin "evil"\n', "x/evil.py", "x"),
    "an empty entry of the path": ('plugin "evil"\n', "evil.py", ":/nowhere"),
    "a package found by the user's own path": ('plugin "p.q"\n', "p/q.py", "."),
    "a package whose front runs": ('plugin "p.q"\n', "p/__init__.py", "."),
    "an option that is run": (
        f'plugin "beancount.plugins.check_commodity" "{CODE}"\n',
        "evil.py",
        None,
    ),
    "an option of another that is run": (
        f'plugin "beancount.plugins.commodity_attr" "{CODE}"\n',
        "evil.py",
        None,
    ),
    "without Beancount's own plugins": (
        f'option "plugin_processing_mode" "raw"\n{PATH_OPTION}plugin "evil"\n',
        "evil.py",
        None,
    ),
}


@pytest.mark.parametrize("way", WAYS_IN)
@pytest.mark.parametrize("command", ["aging", "check"])
def test_no_way_in_runs_a_program(somebody, way, command):
    text, program, path = WAYS_IN[way]
    somebody.write(text, program=program)
    environment = {} if path is None else {"PYTHONPATH": path}
    done = somebody.run(command, "main.beancount", **environment)
    assert not somebody.trace.exists()
    assert done.returncode == 2, done.stderr
    assert done.stderr.count("\n") == 1
    assert done.stderr.startswith("main.beancount:")
    assert f"ledgerkit trust {somebody.folder}" in done.stderr


def test_python_path_in_an_included_file_counts(somebody):
    somebody.write(
        'include "below/*.beancount"\nplugin "evil"\n', program="below/evil.py"
    )
    (somebody.folder / "below" / "a.beancount").write_text(PATH_OPTION)
    done = somebody.run("aging", "main.beancount")
    assert done.returncode == 2
    assert not somebody.trace.exists()
    assert f"ledgerkit trust {somebody.folder}/below" in done.stderr


def test_plugin_lines_of_included_files_name_nothing(somebody):
    """Beancount reads those of the main file only; so they need no trust."""
    somebody.write('include "a.ledger"\n')
    (somebody.folder / "a.ledger").write_text('plugin "evil"\n')
    done = somebody.run("aging", "main.beancount", PYTHONPATH=".")
    assert done.returncode == 0
    assert not somebody.trace.exists()


def test_a_program_in_the_directory_above_the_books_is_not_the_users(somebody):
    somebody.write('plugin "evil"\n', main="books/main.beancount")
    done = somebody.run("aging", "books/main.beancount", PYTHONPATH="")
    assert done.returncode == 1  # There is no such plugin: a command adds no path.
    done = somebody.run("aging", "books/main.beancount", PYTHONPATH=".")
    assert done.returncode == 2
    assert not somebody.trace.exists()


def test_what_the_user_keeps_elsewhere_needs_no_trust(somebody, tmp_path):
    somebody.write('plugin "own"\n')
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "own.py").write_text(PROGRAM.format(trace=str(somebody.trace)))
    done = somebody.run("aging", PYTHONPATH=str(tmp_path / "mine"))
    assert done.returncode == 0
    assert somebody.trace.exists()


def test_a_link_to_trusted_books_is_not_the_folder_it_stands_in(somebody, tmp_path):
    somebody.write(f'{PATH_OPTION}plugin "evil"\n')
    other = tmp_path / "other"
    other.mkdir()
    (other / "main.beancount").symlink_to(somebody.main)
    (other / "evil.py").write_text(PROGRAM.format(trace=str(somebody.trace)))
    somebody.run("trust", somebody.folder)
    # Beancount takes the folder that the link stands in.
    assert somebody.run("aging", other / "main.beancount").returncode == 2
    assert not somebody.trace.exists()


def test_a_link_in_a_trusted_folder_does_not_trust_the_text_it_leads_to(
    somebody, tmp_path
):
    somebody.write(f'plugin "beancount.plugins.check_commodity" "{CODE}"\n')
    other = tmp_path / "other"
    other.mkdir()
    (other / "main.beancount").symlink_to(somebody.main)
    somebody.run("trust", other)
    assert somebody.run("aging", other / "main.beancount").returncode == 2
    assert not somebody.trace.exists()


@pytest.mark.parametrize("named", ["../sent", "../sent/../sent/.", "{link}"])
def test_a_folder_is_the_same_however_it_is_named(somebody, tmp_path, named):
    somebody.write(f'{PATH_OPTION}plugin "evil"\n')
    (tmp_path / "link").symlink_to(somebody.folder)
    done = somebody.run("trust", named.format(link=tmp_path / "link"))
    assert done.returncode == 0
    assert somebody.run("aging").returncode == 0
    assert somebody.run("aging", f"{tmp_path}/link/main.beancount").returncode == 0
    assert somebody.trace.exists()


def test_the_list_is_shown_and_shortened_and_nobody_elses(somebody):
    somebody.write(f'{PATH_OPTION}plugin "evil"\n')
    file = trust_file(somebody.environment)
    assert somebody.run("trust", "--list").stdout == ""
    assert not file.exists()
    assert somebody.run("trust", ".").returncode == 0
    assert file.stat().st_mode & 0o777 == 0o600
    assert json.loads(file.read_text()) == [str(somebody.folder)]
    assert somebody.run("trust", "--list").stdout == f"{somebody.folder}\n"
    assert "already" in somebody.run("trust", somebody.folder).stdout
    (somebody.folder / "sub").mkdir()
    part = somebody.run("trust", "--remove", "sub")
    assert (part.returncode, f"a part of {somebody.folder}" in part.stderr) == (2, True)
    assert somebody.run("trust", "--remove", ".").returncode == 0
    assert somebody.run("trust", "--list").stdout == ""
    assert somebody.run("aging").returncode == 2
    assert somebody.run("trust", "--remove", ".").returncode == 2
    assert somebody.run("trust", "nowhere").returncode == 2
    assert somebody.run("trust").returncode == 2
    assert not somebody.trace.exists()
    assert list(file.parent.iterdir()) == [file]


def test_settings_are_kept_where_the_user_says(somebody, tmp_path):
    somebody.write(f'{PATH_OPTION}plugin "evil"\n')
    settings = {"XDG_CONFIG_HOME": str(tmp_path / "settings")}
    assert somebody.run("trust", ".", **settings).returncode == 0
    assert somebody.run("aging").returncode == 2
    assert somebody.run("aging", **settings).returncode == 0


@pytest.mark.parametrize("text", ["", "{", '{"a": 1}', "[1]", "\0", "[" * 99999])
def test_a_spoilt_list_trusts_nobody_and_stops_no_other_books(somebody, text):
    file = trust_file(somebody.environment)
    file.parent.mkdir(parents=True)
    file.write_text(text)
    somebody.write("")
    done = somebody.run("aging")
    assert done.returncode == 0
    assert "is no list of folders; delete it" in done.stderr
    somebody.write(f'{PATH_OPTION}plugin "evil"\n')
    assert somebody.run("aging").returncode == 2
    assert somebody.run("trust", ".").returncode == 2
    assert not somebody.trace.exists()


def test_books_that_init_made_are_trusted(somebody):
    assert somebody.run("init", "new", cwd=somebody.home).returncode == 0
    new = somebody.home / "new"
    main = new / "main.beancount"
    main.write_text(f'{PATH_OPTION}plugin "own"\n{main.read_text()}')
    (new / "own.py").write_text(PROGRAM.format(trace=str(somebody.trace)))
    assert somebody.run("aging", cwd=new).returncode == 0
    assert somebody.trace.exists()


def test_books_in_the_home_directory_do_not_make_all_of_it_trusted(somebody):
    done = somebody.run("init", ".", cwd=somebody.home)
    assert done.returncode == 0
    assert "isn't trusted" in done.stderr
    assert somebody.run("trust", "--list").stdout == ""


def on_a_terminal(somebody, answer):
    """What ``aging`` says on a terminal where this is typed."""
    inner, outer = pty.openpty()
    process = subprocess.Popen(
        [LEDGERKIT, "aging"],
        cwd=somebody.folder,
        env={**somebody.environment, "TERM": "dumb"},
        stdin=outer,
        stdout=subprocess.PIPE,
        stderr=outer,
    )
    os.close(outer)
    os.write(inner, answer.encode())
    process.communicate(timeout=60)
    try:
        said = os.read(inner, 100_000).decode()
    except OSError:
        said = ""
    os.close(inner)
    return process.returncode, said


def test_a_terminal_is_asked_once(somebody):
    somebody.write(f'{PATH_OPTION}plugin "evil"\n')
    status, said = on_a_terminal(somebody, "n\n")
    assert (status, somebody.trace.exists()) == (2, False)
    assert f"Trust {somebody.folder}, with all that lies below it? [y/N]" in said
    status, said = on_a_terminal(somebody, "y\n")
    assert (status, somebody.trace.exists()) == (0, True)
    assert somebody.run("trust", "--list").stdout == f"{somebody.folder}\n"
    status, said = on_a_terminal(somebody, "")
    assert (status, "Trust" in said) == (0, False)


def test_python_programs_are_refused_too_unless_they_say_so(somebody):
    somebody.write(f'{PATH_OPTION}plugin "evil"\n')
    with pytest.raises(UntrustedBooksError, match="ledgerkit trust") as refusal:
        ledgerkit.load(somebody.main)
    assert refusal.value.folder == somebody.folder
    assert not somebody.trace.exists()
    books = ledgerkit.load(somebody.main, trusted=True)
    assert somebody.trace.exists()
    assert books.errors == []


def test_writing_runs_no_program_that_came_in_between(somebody):
    somebody.write("")
    books = ledgerkit.load(somebody.main)
    somebody.write(f'{PATH_OPTION}plugin "evil"\n')
    with pytest.raises(UntrustedBooksError):
        books.record(Receipt(client="acme", day=date(2026, 1, 1), amount=Decimal(1)))
    assert not somebody.trace.exists()


SERVED = {
    "a plugin": (f'{PATH_OPTION}plugin "evil"\n', "evil.py"),
    "an extension": ('1970-01-01 custom "fava-extension" "evil"\n', "evil.py"),
    "an extension in a folder": (
        '1970-01-01 custom "fava-extension" "a.evil"\n',
        "a/evil.py",
    ),
    "an import configuration": (
        '1970-01-01 custom "fava-option" "import-config" "evil.py"\n',
        "evil.py",
    ),
}


@pytest.mark.parametrize("way", SERVED)
def test_serve_runs_no_program_of_the_books(somebody, way):
    text, program = SERVED[way]
    somebody.write(text, program=program)
    done = somebody.run("serve", "--port", "0")
    assert done.returncode == 2, done.stdout
    assert f"ledgerkit trust {somebody.folder}" in done.stderr
    assert "Traceback" not in done.stderr
    assert not somebody.trace.exists()
    allow([somebody.folder])
    build_app(somebody.main, token="t")
    assert somebody.trace.exists()


def test_a_missing_extension_leaves_no_folder_on_pythons_path(somebody):
    """Fava forgets it there, and what is imported later would come from the books."""
    somebody.write('1970-01-01 custom "fava-extension" "nowhere_to_be_found"\n')
    before = list(sys.path)
    build_app(somebody.main, token="t")
    assert sys.path == before


@pytest.mark.parametrize(
    "text", [f'{PATH_OPTION}plugin "evil"\n', "2026-01-01 price EUR 1/0 USD\n"]
)
def test_books_that_become_refused_while_they_are_served_are_said_so(somebody, text):
    somebody.write("")
    app = build_app(somebody.main, token="t")
    (ledger,) = app.config["LEDGERS"].ledgers
    somebody.write(text)
    ledger.load_file()
    assert not somebody.trace.exists()
    assert ledger.all_entries == []
    (error,) = ledger.load_errors
    assert error.source["filename"] == str(somebody.main)
    assert "ledgerkit trust" in error.message or "divides by zero" in error.message
    somebody.write("")
    ledger.load_file()
    assert ledger.load_errors == []


def test_beancount_itself_still_asks_nobody(somebody):
    """When this fails, the check above has had its day."""
    somebody.write(f'{PATH_OPTION}plugin "evil"\n')
    loader.load_file(str(somebody.main))
    assert somebody.trace.exists()
