"""Load the same books by Beancount and the fast way, from memory, and compare all."""

import io
from fnmatch import fnmatchcase
from types import SimpleNamespace

from beancount.core.display_context import _CurrencyContext
from beancount.parser import parser

from ledgerkit.fast_loader.loader import beancounts_loader, fast_loader

MAIN = "/books/main.beancount"


class BothWays:
    """Two loaders on files that are nowhere but in memory."""

    def __init__(self):
        self.files = {}
        self.own = self._loader()
        self.fast = fast_loader(self._loader, self.files.__getitem__)

    @property
    def tally(self):
        return self.fast.tally

    def _loader(self):
        module = beancounts_loader()
        files = self.files
        module.parser = SimpleNamespace(
            parse_file=lambda name, encoding=None: parser.parse_file(
                io.BytesIO(files[name]), report_filename=name, encoding=encoding
            ),
            parse_string=parser.parse_string,
        )
        module.path = SimpleNamespace(**vars(module.path))
        module.path.exists = files.__contains__
        module.encryption = SimpleNamespace(is_encrypted_file=lambda _name: False)
        module.glob = SimpleNamespace(
            glob=lambda pattern, **_how: [
                name for name in sorted(files) if fnmatchcase(name, pattern)
            ]
        )
        module.compute_input_hash = lambda _names: ""
        return module

    def difference(self, main, **others):
        """What the fast way makes otherwise, in words; None if nothing."""
        self.files.clear()
        self.files[MAIN] = main if isinstance(main, bytes) else main.encode()
        for name, text in others.items():
            self.files[f"/books/{name}.beancount"] = text.encode()
        before = self.tally.given_up
        found = [self._loaded(module) for module in (self.own, self.fast)]
        if isinstance(found[0], Exception):
            own, fast = (f"{type(each).__name__}: {each}" for each in found)
            return None if own == fast else f"{own}\n{fast}"
        if self.tally.given_up > before:
            return "the fast way raised an exception"
        return difference(*found)

    @staticmethod
    def _loaded(module):
        try:
            return module._load([(MAIN, True)], None, None, None)
        except Exception as error:  # noqa: BLE001 - both must raise the same
            return error


def difference(own, fast):
    """The first difference between two loads; None if there is none."""
    for what, left, right in (
        ("directive", own[0], fast[0]),
        ("error", own[1], fast[1]),
    ):
        for one, other in zip(left, right, strict=False):
            if _kind(one) != _kind(other) or one != other or repr(one) != repr(other):
                return f"{what}\n{one!r}\n{other!r}"
        if len(left) != len(right):
            return f"{len(left)} and {len(right)} {what}s\n{left[-1:]}\n{right[-1:]}"
    if list(own[2]) != list(fast[2]):
        return "other options"
    for name in own[2]:
        one, other = _option(own, name), _option(fast, name)
        if one != other or repr(one) != repr(other):
            return f"option {name}\n{one!r}\n{other!r}"
    return None


def _option(loaded, name):
    value = loaded[2][name]
    return _display(value) if name == "dcontext" else value


def _kind(value):
    """Each loader module has an error class of its own."""
    return type(value).__module__, type(value).__name__


def _display(context):
    found = {}
    for currency, each in sorted(context.ccontexts.items()):
        is_usual = isinstance(each, _CurrencyContext)
        digits = sorted(each.fractional_dist.hist.items()) if is_usual else None
        fixed = None if is_usual else each.fractional_digits
        found[currency] = (each.has_sign, each.integer_max, digits, fixed)
    return found, context.commas
