"""The house keeps itself: the drawing of the floors is the test."""

import ast
import re
import tomllib
from collections import Counter, defaultdict
from itertools import pairwise

from tests.conftest import ROOT

SOURCE = ROOT / "src" / "ledgerkit"

#: Bottom first. A module imports from its own room and from lower floors only.
FLOORS: list[set[str]] = [
    {"notes"},
    {"errors", "money", "calendars", "table", "garbage_collection"},
    {"fast_loader"},
    {"running_total", "late_import", "text", "ledger"},
    {"parties", "xml"},
    {"open_items"},
    {"invoices"},
    {
        "general_ledger",
        "banking",
        "receivables",
        "payables",
        "clients",
        "quotes",
        "work",
    },
    {"taxes"},
    {"language"},
    {"books"},
    {"entries"},
    {"importers", "reports", "exporters", "e_invoices", "rendering"},
    {"report_methods", "document_formats", "statement_files", "adviser_files"},
    {"api"},
    {"inbox", "outgoing"},
    {"fava", "plugins"},
    {"cli"},
]
FLOOR_OF = {room: number for number, rooms in enumerate(FLOORS) for room in rooms}
LANGUAGE_FLOOR = FLOOR_OF["language"]

MODULES = sorted([*SOURCE.rglob("*.py"), *(ROOT / "plugins").glob("*.py")])
#: The package's own front, which names what the rooms offer.
FRONT = SOURCE / "__init__.py"

LINES_MAX, FUNCTION_LINES_MAX, ARGUMENTS_MAX = 400, 40, 7
BANNED_NAMES = {"utils", "util", "helpers", "common", "misc", "manager", "base"}
#: The rooms that read the disk, and call Beancount's parser.
LOADING = {"fast_loader", "ledger"}
#: The rooms that read the disk, and call Beancount's parser.
LOADING = {"fast_loader", "ledger"}
#: What would let the world outside into a rule.
IMPURE = {"os", "pathlib", "io", "time", "random", "click", "fava", "subprocess"}
CLOCK = re.compile(r"\b(?:today|now|utcnow)\(")
#: Excel's own number type, and seconds to wait.
FLOATS_ALLOWED = {
    "exporters/as_xlsx.py",
    "ledger/writing/disk.py",
    "ledger/writing/writer.py",
    "ledger/writing/lock.py",
}


def room_of(path):
    if path.parent == ROOT / "plugins":
        return "plugins"
    first = path.relative_to(SOURCE).parts[0]
    return first.removesuffix(".py")


TREES = {p: ast.parse(p.read_text()) for p in MODULES}
#: All but the package's own front.
INSIDE = [p for p in MODULES if p != FRONT]


def named(path):
    return str(path.relative_to(ROOT))


def imported_modules(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports say the whole name"
            yield node.module
            if node.module == "ledgerkit":
                yield from (f"ledgerkit.{alias.name}" for alias in node.names)


def test_imports_run_down_the_floors():
    breaches = []
    for path in INSIDE:
        home = room_of(path)
        assert home in FLOOR_OF, f"{home} is no room of the house"
        for module in imported_modules(TREES[path]):
            if not module.startswith("ledgerkit."):
                continue
            room = module.split(".")[1]
            if room in {home, "__version__"} or FLOOR_OF[room] < FLOOR_OF[home]:
                continue
            breaches.append(f"{named(path)} must not import {module}")
    assert breaches == []


def test_nobody_imports_the_plugins():
    breaches = [
        named(path)
        for path in INSIDE
        for module in imported_modules(TREES[path])
        if module.startswith("ledgerkit.plugins")
    ]
    assert breaches == []


def test_rules_are_pure():
    breaches = []
    for path in INSIDE:
        if FLOOR_OF[room_of(path)] >= LANGUAGE_FLOOR or room_of(path) in LOADING:
            continue
        for module in imported_modules(TREES[path]):
            top = module.split(".")[0]
            # The table writes CSV into a string.
            allowed = (top, path.name) == ("io", "table.py")
            if (top in IMPURE and not allowed) or (
                top == "beancount" and not module.startswith("beancount.core")
            ):
                breaches.append(f"{named(path)} imports {module}")
        calls = {
            n.func.id
            for n in ast.walk(TREES[path])
            if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)
        }
        if "open" in calls or "environ" in path.read_text():
            breaches.append(f"{named(path)} reads what is outside")
    assert breaches == []


def test_only_doors_know_what_day_it_is():
    breaches = [
        named(path)
        for path in INSIDE
        if room_of(path) not in {"cli", "fava"} and CLOCK.search(path.read_text())
    ]
    assert breaches == []


def test_no_float_holds_money():
    breaches = []
    for path in INSIDE:
        names = {n.id for n in ast.walk(TREES[path]) if isinstance(n, ast.Name)}
        if "float" in names and not named(path).endswith(tuple(FLOATS_ALLOWED)):
            breaches.append(named(path))
    assert breaches == []


#: Keeps a bank's file or a bill beside the books: it makes new files, no ledger.
KEEPS_FILES = "src/ledgerkit/entries/kept_files.py"


def test_only_the_file_floor_opens_files_for_writing():
    written = re.compile(r"\.write_(?:text|bytes)\(|open\([^)]*[\"'][wax+]")
    breaches = [
        named(path)
        for path in INSIDE
        if room_of(path) not in {"ledger", "cli"}
        and named(path) != KEEPS_FILES
        and written.search(path.read_text())
    ]
    assert breaches == []


def lines_of(function):
    lines = (function.end_lineno or 0) - function.body[0].lineno + 1
    first = function.body[0]
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
        lines -= (first.end_lineno or 0) - first.lineno + 1
    return lines


def test_files_and_functions_stay_small():
    breaches = [
        f"{named(path)} has {count} lines"
        for path in INSIDE
        if (count := path.read_text().count("\n")) > LINES_MAX
    ]
    breaches += [
        f"{named(path)}: {node.name} has {count} lines"
        for path in INSIDE
        for node in ast.walk(TREES[path])
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (count := lines_of(node)) > FUNCTION_LINES_MAX
    ]
    assert breaches == []


def test_modules_are_named_in_words_of_the_trade():
    breaches = [
        named(path)
        for path in INSIDE
        if path.stem in BANNED_NAMES or path.stem != path.stem.lower()
    ]
    assert breaches == []


def test_every_module_says_what_it_is_for():
    assert [named(path) for path in INSIDE if not ast.get_docstring(TREES[path])] == []


MODULES_MAX = 20


def test_no_folder_has_more_rooms_than_anyone_can_know():
    modules = Counter(p.parent for p in MODULES if p.name != "__init__.py")
    assert [named(folder) for folder, n in modules.items() if n > MODULES_MAX] == []


def test_every_folder_says_in_a_sentence_what_lives_there():
    fronts = {p.parent for p in SOURCE.rglob("*.py")}
    missing = [
        named(folder)
        for folder in sorted(fronts)
        if not ast.get_docstring(TREES.get(folder / "__init__.py", ast.parse("")))
    ]
    assert missing == []


def module_name(path):
    if path.parent == ROOT / "plugins":
        return f"ledgerkit.plugins.{path.stem}"
    parts = path.relative_to(SOURCE.parent).with_suffix("").parts
    return ".".join(parts).removesuffix(".__init__")


def imports_of(path, known):
    """The modules of ours that one names, for types too, without what holds them."""
    for node in ast.walk(TREES[path]):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in known)
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                yield inner if inner in known else node.module


def test_no_circle_of_imports_types_included():
    known = {module_name(path): path for path in MODULES}
    graph = {
        name: {m for m in imports_of(path, known) if m in known and m != name}
        for name, path in known.items()
    }
    while leaves := [name for name, needed in graph.items() if not needed]:
        for leaf in leaves:
            del graph[leaf]
        for needed in graph.values():
            needed.difference_update(leaves)
    # What is left is in a circle, or needs one that is.
    assert sorted(graph) == []


def defined_in(tree):
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.Assign):
            yield from (t.id for t in node.targets if isinstance(t, ast.Name))
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            yield node.target.id


def test_a_public_name_is_defined_once():
    homes = defaultdict(set)
    for path in INSIDE:
        if path.name != "__init__.py" and path.parent != ROOT / "plugins":
            for name in defined_in(TREES[path]):
                homes[name].add(named(path))
    twice = {
        name: sorted(places)
        for name, places in homes.items()
        if len(places) > 1 and not name.startswith("_")
    }
    assert twice == {}


def test_no_report_hides_its_choices():
    """A misspelt choice of a report is refused by a type checker."""
    breaches = [
        f"{named(path)}: {node.name}"
        for path in [SOURCE / "report_methods.py", *(SOURCE / "reports").rglob("*.py")]
        for node in ast.walk(TREES[path])
        if isinstance(node, ast.FunctionDef)
        and node.args.kwarg
        and not node.name.startswith("_")
    ]
    assert breaches == []


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


def test_the_drawing_of_the_architecture_shows_these_floors():
    drawing = (SOURCE / "README.md").read_text().split("```")[1].strip()
    lines = [
        [FLOOR_OF[name] for name in re.findall(r"\b([a-z_]+)(?:/|\.py)", line)]
        for line in reversed(drawing.splitlines())
    ]
    assert sorted(floor for line in lines for floor in line) == sorted(
        FLOOR_OF.values()
    )
    for below, above in pairwise(lines):
        assert max(below) <= min(above)
