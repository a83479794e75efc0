"""Beancount's loader module, with a fast way through its slow parts.

Beancount's own `_load` stays in charge: it finds the files, sorts, calls one part after
the other and puts the results together. Four parts are replaced. Where they can't do
it, or the books don't want them to, a second module, all Beancount's, loads the books
from the beginning.
"""

from __future__ import annotations

from importlib import util
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from beancount.parser import parser

from ledgerkit.errors import LedgerkitError
from ledgerkit.fast_loader.booked import book
from ledgerkit.fast_loader.rest import parse_bytes
from ledgerkit.fast_loader.switch import Tally, is_wanted
from ledgerkit.fast_loader.transformations import transform
from ledgerkit.fast_loader.validity import validate

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


class _NotWantedError(Exception):
    """The books say that Beancount must load them."""


def beancounts_loader() -> Any:
    """Beancount's loader module, executed once more, so that nobody else sees ours."""
    spec = util.find_spec("beancount.loader")
    assert spec is not None
    assert spec.loader is not None
    module: Any = util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def fast_loader(
    prepared: Callable[[], Any] = beancounts_loader,
    read: Callable[[str], bytes] = lambda name: Path(name).read_bytes(),
    heard: Callable[[str, Sequence[Any]], None] = lambda _name, _directives: None,
) -> Any:
    """A module like Beancount's loader, whose results are the same.

    Its ``tally`` says how much was read the fast way, of all its loads together.

    Args:
        prepared: Makes a module like Beancount's, with whatever else it must do.
        read: Reads a file.
        heard: Is told the directives of each file; booking changes them afterwards.
    """
    fast, own = prepared(), prepared()
    fast.tally = Tally()
    _replace_parsing(fast, read, heard)
    _replace_the_rest(fast)
    load = fast._load  # noqa: SLF001

    def load_either_way(*arguments: Any) -> Any:
        try:
            return load(*arguments)
        except LedgerkitError:
            raise
        except _NotWantedError:
            pass
        except Exception:  # noqa: BLE001 - an error of the books is Beancount's to raise.
            fast.tally.given_up += 1
        return own._load(*arguments)  # noqa: SLF001

    fast._load = load_either_way  # noqa: SLF001
    return fast


def _replace_parsing(
    module: Any,
    read: Callable[[str], bytes],
    heard: Callable[[str, Sequence[Any]], None],
) -> None:
    parse_all = module._parse_recursive  # noqa: SLF001

    def parse_file(filename: str, encoding: str | None = None) -> Any:
        del encoding  # Beancount reads nothing but UTF-8.
        parsed = parse_bytes(read(filename), filename, module.tally)
        heard(filename, parsed[0])
        return parsed

    def parse_recursive(*arguments: Any) -> Any:
        parsed = parse_all(*arguments)
        if not is_wanted(parsed[0]):
            raise _NotWantedError
        return parsed

    module.parser = SimpleNamespace(
        parse_file=parse_file, parse_string=parser.parse_string
    )
    module._parse_recursive = parse_recursive  # noqa: SLF001


def _replace_the_rest(module: Any) -> None:
    run = module.run_transformations
    # What they hold is run by `transform`.
    module.PLUGINS_PRE, module.PLUGINS_POST = [], []

    def run_transformations(
        directives: Any, errors: Any, options: Any, _log: Any
    ) -> Any:
        return transform(run, directives, errors, options)

    def validated(directives: Any, options: Any, _log: Any, _more: Any) -> Any:
        return validate(directives, options)

    module.booking = SimpleNamespace(book=book)
    module.run_transformations = run_transformations
    module.validation = SimpleNamespace(validate=validated)
