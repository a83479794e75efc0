"""Code that lies with the books, or in their text, found before it runs.

Beancount imports the plugins that a ledger names from wherever Python finds them, and
``insert_pythonpath`` puts the ledger's own folder first. So to ask a report of a folder
that somebody sent would run that person's programs. Here Beancount's own reading of
the options is looked at, between parsing and the first plugin.

Three things are code of the books: a folder put on Python's path, a plugin that is
found in the folder of the books or the directory that a command runs in, and an option
of an installed plugin that evaluates it. Nothing is imported to find out.
"""

from __future__ import annotations

import re
import shlex
import site
import sys
import sysconfig
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from ledgerkit.errors import UntrustedBooksError
from ledgerkit.ledger.trust import covers, is_allowed, places_to_beware_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from importlib.machinery import ModuleSpec

#: Their options are read, and never run; of Beancount's own each module is looked at.
_READS_OPTIONS = ("ledgerkit.",)
_EVALUATES = re.compile(r"(?<![\w.])(?:eval|exec)\s*\(")


class ForeignCode(NamedTuple):
    """Code that is not installed.

    Attributes:
        folder: What must be trusted for it to run.
        what: What it is, as the beginning of a sentence.
        line: A pattern of the line that names it.
    """

    folder: Path
    what: str
    line: str


def check_code(main: Path, options: Mapping[str, Any]) -> None:
    """Refuse books that would run code in a folder that nobody has trusted.

    Args:
        main: The main ledger, as named.
        options: As Beancount has parsed them.

    Raises:
        UntrustedBooksError: With the folder, and how to trust it.
    """
    plugins = options.get("plugin", ())
    if not plugins and not options.get("pythonpath"):
        return
    for code in _foreign_code(main, options):
        refuse_unless_trusted(main, code)


def refuse_unless_trusted(main: Path, code: ForeignCode) -> None:
    """Refuse books for a piece of code, unless its folder is trusted.

    Raises:
        UntrustedBooksError: If it isn't.
    """
    if is_allowed(code.folder):
        return
    folder = code.folder.resolve()
    raise UntrustedBooksError(
        f"{_place(main, code.line)}: {code.what}, and you have not said that you trust"
        f" {folder}",
        folder=folder,
        remedy="so nothing was read; look at what lies there, and if it is yours write"
        f" ledgerkit trust {shlex.quote(str(folder))}",
    )


def _foreign_code(main: Path, options: Mapping[str, Any]) -> Iterator[ForeignCode]:
    for folder in options.get("pythonpath", ()):
        yield ForeignCode(
            Path(folder),
            "insert_pythonpath lets programs in the ledger's folder run",
            r'\s*option\s+"insert_pythonpath"',
        )
    folders = folders_of(main)
    for name, option in options.get("plugin", ()):
        line = rf'\s*plugin\s+"{re.escape(name)}"'
        specs = found_modules(name)
        what = f'plugin "{name}" is a program that lies in the folder of the books'
        for folder in folders:
            if lies_in(folder, specs):
                yield ForeignCode(folder, what, line)
        what = f'plugin "{name}" is a program that lies in this directory'
        for folder in places_to_beware_of():
            if lies_in(folder, specs, directly=True):
                yield ForeignCode(folder, what, line)
        if option is not None and specs and evaluates_options(name, specs[-1]):
            for folder in folders:
                yield ForeignCode(
                    folder, f'plugin "{name}" runs its option as a program', line
                )


def folders_of(main: Path) -> Sequence[Path]:
    """The folder of a ledger; two, if the ledger is a link to one in another."""
    real = main.resolve().parent
    named = main.absolute().parent
    return [named] if named.resolve() == real else [named, real]


def found_modules(name: str, path: Sequence[str] | None = None) -> Sequence[ModuleSpec]:
    """A module and the packages it is in, as Python would find them; none is imported.

    Args:
        name: The whole name of the module.
        path: Folders to look in for it; None for Python's own.
    """
    specs: list[ModuleSpec] = []
    parts = name.split(".")
    for count in range(1, len(parts) + 1):
        whole = ".".join(parts[:count])
        spec = getattr(sys.modules.get(whole), "__spec__", None) or _find(whole, path)
        if spec is None:
            break
        specs.append(spec)
        path = spec.submodule_search_locations
        if path is None:
            break
    return specs


def _find(name: str, path: Sequence[str] | None) -> ModuleSpec | None:
    for finder in sys.meta_path:
        try:
            spec = finder.find_spec(name, path)
        except (ImportError, AttributeError, ValueError, OSError):
            continue
        if spec is not None:
            return spec
    return None


def lies_in(
    folder: Path, specs: Iterable[ModuleSpec], *, directly: bool = False
) -> bool:
    """Whether one of the modules lies in a folder or below it, and is not installed.

    Args:
        folder: The folder.
        specs: The modules.
        directly: Whether only what begins in the very folder counts.
    """
    for spec in specs:
        for place in _places(spec):
            if _is_installed(place):
                continue
            packages = spec.name.count(".")
            top = [place, *place.parents][packages] if directly else place
            if covers([folder], top) and (not directly or covers([top], folder)):
                return True
    return False


def _places(spec: ModuleSpec) -> Sequence[Path]:
    """The file of a module, the folders of a package without one; none if built in."""
    if spec.origin and spec.has_location:
        file = Path(spec.origin)
        return [file.parent.parent if file.stem == "__init__" else file.parent]
    return [Path(place).parent for place in spec.submodule_search_locations or ()]


def _is_installed(folder: Path) -> bool:
    return covers(_installed(), folder)


@cache
def _installed() -> frozenset[Path]:
    """Where Python and what was installed into it lie; often below the books."""
    names = ("stdlib", "platstdlib", "purelib", "platlib")
    paths = {sysconfig.get_path(name) for name in names}
    paths |= {*site.getsitepackages(), site.getusersitepackages()}
    ours = Path(__file__).resolve().parents[2]
    return frozenset({Path(path) for path in paths if path} | {ours})


def evaluates_options(name: str, spec: ModuleSpec) -> bool:
    """Whether an installed plugin may run its option: the word stands in its text.

    Beancount's plugins are looked at one by one. Of others the whole package is, and
    one that isn't there as text may.
    """
    if name.startswith(_READS_OPTIONS) or spec.origin is None:
        return False
    file = Path(spec.origin)
    files = [file]
    if "." in name and not name.startswith("beancount."):
        files = sorted(file.parent.rglob("*.py"))
    try:
        return any(_EVALUATES.search(f.read_text("utf-8")) for f in files)
    except (OSError, ValueError):
        return True


def _place(main: Path, line: str) -> str:
    """The main ledger, and the line that names the code, if it stands there."""
    try:
        text = main.read_text("utf-8", "replace")
    except OSError:
        return str(main)
    match = re.search(rf"^{line}", text, re.MULTILINE)
    if match is None:
        return str(main)
    return f"{main}:{text.count(chr(10), 0, match.end()) + 1}"
