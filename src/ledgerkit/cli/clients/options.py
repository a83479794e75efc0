"""The options of commands on client relations, made from the keys they write."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

import click

from ledgerkit.books.clients.ids import declared_ids
from ledgerkit.cli.completion import completed
from ledgerkit.cli.typed_values import (
    AmountText,
    CurrencyText,
    Day,
    NumberText,
    PercentText,
    ShareText,
)
from ledgerkit.language.relation_words import USUAL_WORDS, WORDS, reference_of
from ledgerkit.language.vocabulary import KEYS
from ledgerkit.language.word import Holds, Key, On

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from ledgerkit.api import LedgerBooks
    from ledgerkit.cli.options import F
#: A text that is given empty clears the key.
_CLEARED = object()
_FLAGS = {"yes": True, "true": True, "no": False, "false": False}
#: May be an amount, or a number of something.
_NUMBER_OR_AMOUNT = "target"
#: Keys whose values are read as something more than their type says.
_BY_KEY: Mapping[str, CurrencyText | PercentText | ShareText] = {
    "currency": CurrencyText(),
    "percent-complete": PercentText(),
    "probability": ShareText(),
}


class KeyValue(click.ParamType):  # type: ignore[type-arg, unused-ignore]
    """The value of a key, as a person types it; an empty one clears the key."""

    def __init__(self, key: Key) -> None:
        """Read values for this key."""
        self.name = "amount" if key.name == _NUMBER_OR_AMOUNT else key.holds.value
        self._key = key

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> Any:
        """Read it, or say what such a value looks like."""
        if not isinstance(value, str):
            return value
        if not value.strip():
            return _CLEARED
        text = value.strip()
        if self._key.name == _NUMBER_OR_AMOUNT:
            given = AmountText().convert(text, param, ctx)
            return given if given.currency else given.number
        if self._key.name in _BY_KEY:
            return _BY_KEY[self._key.name].convert(text, param, ctx)
        read = {
            Holds.DATE: Day().convert,
            Holds.AMOUNT: AmountText().convert,
            Holds.NUMBER: NumberText().convert,
            Holds.FLAG: self._flag,
        }.get(self._key.holds)
        return read(text, param, ctx) if read else text

    def _flag(
        self, value: str, param: click.Parameter | None, ctx: click.Context | None
    ) -> bool:
        if value.casefold() not in _FLAGS:
            self.fail(f"{value!r} is neither yes nor no", param, ctx)
        return _FLAGS[value.casefold()]


def key_options(
    on: On, *, but: Collection[str] = (), only: Collection[str] | None = None
) -> Callable[[F], F]:
    """An option for each key that may stand there; a command gets ``facts``.

    Args:
        on: The directive's type.
        but: Keys that the command sets by itself.
        only: The keys that it offers, if not all.
    """
    keys = [
        key
        for key in KEYS
        if on in key.on and key.name not in but and (only is None or key.name in only)
    ]

    def decorate(function: F) -> F:
        @wraps(function)
        def called(*arguments: Any, **options: Any) -> Any:
            given = {key.name: options.pop(_parameter(key)) for key in keys}
            facts = {
                name: None if value is _CLEARED else value
                for name, value in given.items()
                if value is not None
            }
            return function(*arguments, facts=facts, **options)

        for key in reversed(keys):
            called = _option(on, key)(called)
        return called  # type: ignore[return-value]

    return decorate


def _option(on: On, key: Key) -> Callable[[F], F]:
    words = WORDS.get((on, key.name)) or USUAL_WORDS.get((on, key.name))
    referred = reference_of(on, key.name)

    is_account = key.holds is Holds.ACCOUNT

    def offered(books: LedgerBooks) -> Collection[str]:
        if is_account:
            return books.opened_accounts.names
        return words or (declared_ids(books, referred) if referred else ())

    return click.option(
        f"--{key.name}",
        _parameter(key),
        type=KeyValue(key),
        shell_complete=completed(offered) if words or referred or is_account else None,
        help=_help(on, key),
    )


def _help(on: On, key: Key) -> str:
    """The meaning of a key, with the words that it takes just here."""
    words = WORDS.get((on, key.name))
    if words is None:
        return key.meaning.removesuffix(".")
    meaning = key.meaning.partition(":")[0]
    return f"{meaning}: {', '.join(words[:-1])} or {words[-1]}"


def _parameter(key: Key) -> str:
    # Not to be mistaken for --file, --yes and the like.
    return f"key_{key.name.replace('-', '_')}"
