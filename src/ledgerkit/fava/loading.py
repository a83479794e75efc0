"""Fava reads the books as our commands do: carefully.

Beancount ends the whole program on a division by zero, and runs whatever plugin a
ledger names. Fava adds extensions and an import configuration, and looks for both with
the ledger first. When ``serve`` starts, books that are refused are refused; if they
are saved so while it runs, Fava shows no entries at all, and why, until they are
mended: figures without a plugin that the books ask for would be wrong.
"""

from __future__ import annotations

import sys
from os import environ
from pathlib import Path
from typing import Any

from beancount.core.data import Custom, new_metadata
from fava import core as fava_core
from fava.core import extensions as fava_extensions
from fava.core import ingest as fava_ingest
from fava.ext import FavaExtensionError, find_extensions

from ledgerkit.books.load import load_directives, loader
from ledgerkit.errors import LedgerkitError, UntrustedBooksError
from ledgerkit.ledger.foreign_code import (
    ForeignCode,
    found_modules,
    lies_in,
    refuse_unless_trusted,
)
from ledgerkit.ledger.trust import allow, is_allowed, trust_file, trusted_folders

_LOAD_IMPORT_CONFIG = fava_ingest.load_import_config
#: Where no module lies that isn't installed: Fava wants a folder to look in first.
_NOTHING_OF_THE_BOOKS = str(Path(fava_core.__file__).parents[2])


class CarefulLoading:
    """Fava's loading of ledgers, in this process.

    Attributes:
        is_serving: Whether refused books are shown as an error; else they are raised.
    """

    def __init__(self) -> None:
        """Take the functions that Fava calls."""
        self.is_serving = False
        # Those defined there, whatever another start has put in their place.
        self._find_extensions = find_extensions
        self._load_import_config = _LOAD_IMPORT_CONFIG

    def begin(self) -> None:
        """Have Fava call ours."""
        # By setattr: they are no names that these modules offer.
        for module, name, ours in (
            (fava_core, "load_uncached", self.load),
            (fava_extensions, "find_extensions", self.find_extensions),
            (fava_ingest, "load_import_config", self.load_import_config),
        ):
            setattr(module, name, ours)

    def load(self, beancount_file_path: str, *, is_encrypted: bool) -> Any:
        """The directives, errors and options of a ledger.

        Raises:
            LedgerkitError: If they are refused, when ``serve`` starts.
        """
        del is_encrypted  # Beancount's loader looks for itself.
        path = Path(beancount_file_path)
        try:
            allow(trusted_folders(trust_file(environ)))
            directives, errors, options = load_directives(path)
        except LedgerkitError as error:
            if not self.is_serving:
                raise
            return _nothing_but(error, path)
        return [_with_values(each) for each in directives], errors, options

    def find_extensions(self, base_path: Path, name: str) -> tuple[Any, Any]:
        """The extensions in a module; it is looked for in the ledger's folder first.

        Raises:
            UntrustedBooksError: If it lies there untrusted, when ``serve`` starts.
        """
        before = list(sys.path)
        specs = found_modules(name, [str(base_path), *sys.path])
        try:
            if lies_in(base_path, specs):
                _refuse_extension(base_path, name)
            trusted = is_allowed(base_path)
            base = base_path if trusted else Path(_NOTHING_OF_THE_BOOKS)
            return self._find_extensions(base, name)
        except UntrustedBooksError as error:
            if not self.is_serving:
                raise
            return [], [FavaExtensionError(None, str(error), None)]
        finally:
            # Fava leaves the folder there if the import fails.
            sys.path[:] = before

    def load_import_config(self, module_path: Path) -> Any:
        """The importers of a file that the ledger names.

        Raises:
            UntrustedBooksError: If it lies untrusted, when ``serve`` starts.
            ImportConfigLoadError: Later.
        """
        code = ForeignCode(
            module_path.resolve().parent,
            f"the import configuration {module_path.name} is a program",
            "(?!)",
        )
        try:
            refuse_unless_trusted(module_path, code)
        except UntrustedBooksError as error:
            if not self.is_serving:
                raise
            raise fava_ingest.ImportConfigLoadError(str(error)) from error
        return self._load_import_config(module_path)


def _with_values(directive: Any) -> Any:
    """A ``custom`` without values has None, on which Fava fails; here it has none."""
    if isinstance(directive, Custom) and directive.values is None:
        return directive._replace(values=[])
    return directive


def _refuse_extension(base_path: Path, name: str) -> None:
    what = f'fava-extension "{name}" is a program that lies in the folder of the books'
    line = rf'[^;\n]*custom\s+"fava-extension"\s+"{name}"'
    main = base_path / "main.beancount"
    refuse_unless_trusted(main, ForeignCode(base_path, what, line))


def _nothing_but(error: LedgerkitError, path: Path) -> Any:
    """Books without an entry, and why there is none."""
    _none, _errors, options = loader._load([("", False)], None, None, None)  # noqa: SLF001
    options.update(filename=str(path), include=[str(path)])
    told = loader.LoadError(new_metadata(str(path), 0), str(error), None)
    return [], [told], options
