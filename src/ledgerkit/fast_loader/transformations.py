"""What Beancount does to booked directives: plugins, then pads and balances.

The plugins of the books run as they are, by Beancount's own loop. Documents, pads and
balances are looked after by Beancount's own functions too: only they are given the
directives that they look at, and not the hundred thousand others. Where one of them
raises an exception, which Beancount words with the lines of its code, its loop runs it.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from beancount.core.data import Balance, Document, Pad, Transaction
from beancount.core.getters import get_accounts
from beancount.ops import balance, pad

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    #: Directives and errors of a plugin, or of a loop over plugins.
    Result = tuple[list[Any], list[Any]]
    Function = Callable[[list[Any], Mapping[str, Any]], Result]

_DOCUMENTS = "beancount.ops.documents"
_PADS = "beancount.ops.pad"
_BALANCES = "beancount.ops.balance"


def transform(
    run: Callable[..., Result],
    directives: list[Any],
    errors: Sequence[Any],
    options: dict[str, Any],
) -> Result:
    """Run the plugins of the books, and those of Beancount around them.

    Args:
        run: Beancount's loop over the plugins that the options name, and no others.
        directives: Booked and sorted.
        errors: So far.
        options: Of the books.
    """
    alone = partial(_run_alone, run, options)
    if options["plugin_processing_mode"] == "raw":
        return run(directives, errors, options, None)
    if options["documents"] or any(type(each) is Document for each in directives):
        directives, errors = alone(_DOCUMENTS, directives, errors)
    directives, errors = run(directives, errors, options, None)
    for name, fast in ((_PADS, _pad), (_BALANCES, _check_balances)):
        done = _tried(fast, directives, options)
        if done is None:
            directives, errors = alone(name, directives, errors)
        else:
            directives, errors = done[0], [*errors, *done[1]]
    return directives, list(errors)


def _tried(
    fast: Function, directives: list[Any], options: Mapping[str, Any]
) -> Result | None:
    """What a function makes; None if it fails, which Beancount's loop must word.

    Not while the exception is handled: its text would tell of both.
    """
    try:
        return fast(directives, options)
    except Exception:  # noqa: BLE001 - whatever a plugin has put there
        return None


def _run_alone(
    run: Callable[..., Result],
    options: Mapping[str, Any],
    name: str,
    directives: list[Any],
    errors: Sequence[Any],
) -> Result:
    """Run one plugin of Beancount by its own loop."""
    only = {**options, "plugin_processing_mode": "raw", "plugin": [(name, None)]}
    return run(directives, errors, only, None)


def _pad(directives: list[Any], options: Mapping[str, Any]) -> Result:
    """Make the transactions of pads."""
    padded = {each.account for each in directives if isinstance(each, Pad)}
    part = [directives[index] for index in _touching(directives, padded)]
    own = set(map(id, part))
    done, errors = pad.pad(part, options)
    if not padded:
        return directives, errors
    made: dict[int, list[Any]] = {}
    after: list[Any] = []
    for each in done:
        if id(each) not in own:
            after.append(each)
        elif isinstance(each, Pad):
            after = made[id(each)] = []
    result = []
    for each in directives:
        result.append(each)
        result += made.get(id(each), ())
    return result, errors


def _check_balances(directives: list[Any], options: Mapping[str, Any]) -> Result:
    """Check what is asserted of accounts, and mark the assertions that fail."""
    asserted = {each.account for each in directives if isinstance(each, Balance)}
    indexes = _touching(directives, asserted)
    part = [directives[index] for index in indexes]
    get_accounts(part)  # It raises where a directive is odd, as in Beancount.
    done, errors = balance.check(part, options)
    if errors:
        directives = list(directives)
        for index, each in zip(indexes, done, strict=True):
            directives[index] = each
    return directives, errors


def _touching(directives: Sequence[Any], accounts: AbstractSet[str]) -> list[int]:
    """Where all but transactions stand, and those on accounts, or around them.

    Around an account are those below, which count in its balance, and those above,
    which Beancount reckons with too.
    """
    if not accounts:
        return [i for i, each in enumerate(directives) if type(each) is not Transaction]
    below = tuple(f"{account}:" for account in accounts)
    above = {name for account in accounts for name in _and_above(account)}
    known: dict[str, bool] = {}
    indexes = []
    for index, each in enumerate(directives):
        if type(each) is Transaction:
            for posting in each.postings:
                account = posting.account
                touches = known.get(account)
                if touches is None:
                    touches = account in above or account.startswith(below)
                    known[account] = touches
                if touches:
                    indexes.append(index)
                    break
        else:
            indexes.append(index)
    return indexes


def _and_above(account: str) -> Iterable[str]:
    parts = account.split(":")
    return (":".join(parts[:count]) for count in range(1, len(parts) + 1))
