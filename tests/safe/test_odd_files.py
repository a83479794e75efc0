"""Files that are nothing, or too deep, or too long: one sentence from every reader."""

import ast
import json
import time

import pytest
from click.testing import CliRunner

from ledgerkit.cli import main
from tests.conftest import ROOT
from tests.safe.campaign import WHOLE
from tests.safe.writing_commands import BOOK, LOG

DEEP = 100_000
CONTENTS = {
    "deep JSON": b"[" * DEEP + b"]" * DEEP,
    "a deep JSON object": b'{"a":' * DEEP + b"1" + b"}" * DEEP,
    "deep TOML": b"a = " + b"[" * DEEP + b"]" * DEEP,
    "deep XML": b"<a>" * DEEP + b"</a>" * DEEP,
    "a long cell": b"Date,Amount,Text\n2025-01-01,1.00," + b"x" * 2_000_000,
    "many columns": b"," * 1_000_000,
    "a long quote": b'Date,USD,\n"' + b"\n" * 200_000,
    "no text": bytes(range(256)) * 20,
    "nothing": b"",
}
#: Every command that reads a file from elsewhere; ``FILE`` is where it is named.
READERS = [
    "bank show FILE",
    "bank show statement.csv --profile FILE",
    "bank import FILE --account Assets:Bank -f main.beancount --yes",
    "bank reconcile Assets:Bank FILE -f main.beancount",
    "bill read FILE",
    "bill import FILE -f main.beancount --yes",
    "import clients FILE -f main.beancount --yes",
    "import documents FILE --into main.beancount --kind invoice --yes",
    "prices import FILE -f main.beancount --yes",
    "vendor-statement hock FILE -f main.beancount",
    (
        "payment-run -f main.beancount --pay-from Assets:Bank --from-plan FILE"
        " --write payments --yes"
    ),
]


@pytest.mark.parametrize("command", READERS)
@pytest.mark.parametrize("content", CONTENTS)
def test_an_odd_file_is_refused_in_words(command, content, tmp_path, monkeypatch):
    (tmp_path / "main.beancount").write_text(BOOK)
    (tmp_path / "log.beancount").write_text(LOG)
    (tmp_path / "statement.csv").write_text("Date,Amount,Text\n2025-01-01,1.00,x\n")
    monkeypatch.chdir(tmp_path)
    for name in ("odd.csv", "odd.xml", "odd.toml") if WHOLE else ("odd.csv",):
        (tmp_path / name).write_bytes(CONTENTS[content])
        began = time.process_time()
        done = CliRunner().invoke(main, command.replace("FILE", name).split())
        assert time.process_time() - began < 20
        assert isinstance(done.exception, SystemExit | None), done.exception
        assert "Traceback" not in done.output
        assert len(done.output) < 20_000
    assert (tmp_path / "main.beancount").read_text() == BOOK


def test_the_list_of_trusted_folders_may_be_anything(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    (tmp_path / "ledgerkit").mkdir()
    for content in (*CONTENTS.values(), json.dumps({"a": 1}).encode(), b"[1]"):
        (tmp_path / "ledgerkit" / "trusted-folders.json").write_bytes(content)
        done = CliRunner().invoke(main, ["trust", "--list"])
        assert isinstance(done.exception, SystemExit | None), done.exception
        assert done.exit_code == 2


#: They read what comes with ledgerkit, or what a process of ours has just written.
OWN = {
    "general_ledger/schedules/coefficients.py",
    "importers/bank_files/tables/sheet_rows.py",
    "rendering/language.py",
}


def _parsers_left_alone(source):
    """The lines that parse JSON or TOML where too much depth is not caught."""
    tree = ast.parse(source)
    held = set()
    for node in ast.walk(tree):
        guards = [
            *(h.type for h in getattr(node, "handlers", ())),
            *(item.context_expr for item in getattr(node, "items", ())),
        ]
        if any(
            g is not None and _names(g) & {"RecursionError", "_ODD"} for g in guards
        ):
            held |= {id(inner) for part in node.body for inner in ast.walk(part)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and id(node) not in held:
            called = ast.unparse(node.func)
            if called in {"json.loads", "json.load", "tomllib.loads", "loads"}:
                yield node.lineno


def _names(guard):
    return {node.id for node in ast.walk(guard) if isinstance(node, ast.Name)}


def test_no_parser_meets_a_text_deeper_than_python():
    package = ROOT / "src" / "ledgerkit"
    assert [
        f"{name}:{line}"
        for path in sorted(package.rglob("*.py"))
        if (name := path.relative_to(package).as_posix()) not in OWN
        for line in _parsers_left_alone(path.read_text())
    ] == []
