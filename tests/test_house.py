"""The house keeps itself: the drawing of the floors is the test."""

import ast
import re
import tomllib

import pytest

from tests.conftest import ROOT

SOURCE = ROOT / "src" / "ledgerkit"

#: Bottom first. A module imports from its own room and from lower floors only.
FLOORS: list[set[str]] = [
    {"errors", "money", "calendars", "table", "untrusted_text"},
    {"unreadable", "running_total"},
    {"parties", "localised_numbers", "safe_xml", "xml_part"},
    {"open_items"},
    {"invoices"},
    {"general_ledger", "banking", "receivables", "payables", "clients"},
    {"books"},
    {"importers", "reports", "exporters", "e_invoices", "rendering", "payment_files"},
    {"document_formats", "statement_files"},
    {"api"},
    {"fava", "plugins"},
    {"cli"},
]
FLOOR_OF = {room: number for number, rooms in enumerate(FLOORS) for room in rooms}
BOOKS_FLOOR = FLOOR_OF["books"]

MODULES = sorted([*SOURCE.rglob("*.py"), *(ROOT / "plugins").glob("*.py")])
#: The package's own front, which names what the rooms offer.
FRONT = SOURCE / "__init__.py"

LINES_MAX, FUNCTION_LINES_MAX, ARGUMENTS_MAX = 400, 40, 7
BANNED_NAMES = {"utils", "util", "helpers", "common", "misc", "manager", "base"}
#: What would let the world outside into a rule.
IMPURE = {"os", "pathlib", "io", "time", "random", "click", "fava", "subprocess"}
CLOCK = re.compile(r"\b(?:today|now|utcnow)\(")
#: Excel's own number type, and seconds to wait.
FLOATS_ALLOWED = {
    "exporters/as_xlsx.py",
    "books/disk.py",
    "books/files.py",
    "books/ledger_lock.py",
}


def room_of(path):
    if path.parent == ROOT / "plugins":
        return "plugins"
    first = path.relative_to(SOURCE).parts[0]
    return first.removesuffix(".py")


def trees():
    return [pytest.param(p, id=str(p.relative_to(ROOT))) for p in MODULES if p != FRONT]


def imported_modules(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports say the whole name"
            yield node.module
            if node.module == "ledgerkit":
                yield from (f"ledgerkit.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("path", trees())
def test_imports_run_down_the_floors(path):
    home = room_of(path)
    assert home in FLOOR_OF, f"{home} is no room of the house"
    for module in imported_modules(ast.parse(path.read_text())):
        if not module.startswith("ledgerkit."):
            continue
        room = module.split(".")[1]
        if room in {home, "__version__"}:
            continue
        assert FLOOR_OF[room] < FLOOR_OF[home], f"{home} must not import {module}"


@pytest.mark.parametrize("path", trees())
def test_nobody_imports_the_plugins(path):
    modules = imported_modules(ast.parse(path.read_text()))
    assert not [m for m in modules if m.startswith("ledgerkit.plugins")]


@pytest.mark.parametrize("path", trees())
def test_rules_are_pure(path):
    if FLOOR_OF[room_of(path)] >= BOOKS_FLOOR:
        return
    text = path.read_text()
    for module in imported_modules(ast.parse(text)):
        top = module.split(".")[0]
        # The table writes CSV into a string.
        assert top not in IMPURE or (top, path.name) == ("io", "table.py")
        assert top != "beancount" or module.startswith("beancount.core")
    calls = {
        n.func.id
        for n in ast.walk(ast.parse(text))
        if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)
    }
    assert "open" not in calls
    assert "environ" not in text


@pytest.mark.parametrize("path", trees())
def test_only_doors_know_what_day_it_is(path):
    if room_of(path) not in {"cli", "fava"}:
        assert not CLOCK.search(path.read_text())


@pytest.mark.parametrize("path", trees())
def test_no_float_holds_money(path):
    names = {
        n.id for n in ast.walk(ast.parse(path.read_text())) if isinstance(n, ast.Name)
    }
    allowed = str(path.relative_to(ROOT)).endswith(tuple(FLOATS_ALLOWED))
    assert "float" not in names or allowed


@pytest.mark.parametrize("path", trees())
def test_only_the_file_floor_opens_files_for_writing(path):
    if room_of(path) in {"books", "cli"}:
        return
    text = path.read_text()
    assert not re.search(r"\.write_(?:text|bytes)\(|open\([^)]*[\"'][wax+]", text)


@pytest.mark.parametrize("path", trees())
def test_files_and_functions_stay_small(path):
    text = path.read_text()
    assert text.count("\n") <= LINES_MAX
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or 0) - node.body[0].lineno + 1
            first = node.body[0]
            if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
                lines -= (first.end_lineno or 0) - first.lineno + 1
            assert lines <= FUNCTION_LINES_MAX, f"{node.name} has {lines} lines"


@pytest.mark.parametrize("path", trees())
def test_modules_are_named_in_words_of_the_trade(path):
    assert path.stem not in BANNED_NAMES
    assert path.stem == path.stem.lower()


@pytest.mark.parametrize("path", trees())
def test_every_module_says_what_it_is_for(path):
    assert ast.get_docstring(ast.parse(path.read_text()))


def test_untrusted_text_never_becomes_markup():
    for path in [*MODULES, *SOURCE.rglob("*.html")]:
        text = path.read_text()
        assert "|safe" not in text.replace(" ", ""), path
        assert "eval(" not in text.replace("literal_eval(", ""), path
        assert "import pickle" not in text, path


def test_every_package_is_listed():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    found = {
        ".".join(("ledgerkit", *p.parent.relative_to(SOURCE).parts))
        for p in [
            *SOURCE.rglob("__init__.py"),
            *SOURCE.rglob("templates/*"),
            *SOURCE.rglob("words/*"),
        ]
    }
    listed = project["tool"]["setuptools"]["packages"]
    assert sorted(listed) == sorted({*found, "ledgerkit.plugins"})


def test_the_top_level_holds_what_the_design_says_and_no_more():
    named = {
        "LICENSE", "Makefile", "README.md", "plugins", "pyproject.toml",
        "sample_books", "src", "tests",
    }  # fmt: skip
    made = {"build", "dist"}
    found = {p.name for p in ROOT.iterdir() if not p.name.startswith(".")}
    assert found - made == named
