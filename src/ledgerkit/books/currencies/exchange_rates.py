"""Control postings in a foreign currency -> what they weigh in another."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Context
from typing import TYPE_CHECKING

from beancount.core.convert import get_weight
from beancount.core.data import Transaction

from ledgerkit.general_ledger.currencies.carried import BookedAt

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from collections.abc import Set as AbstractSet

    from beancount.core.amount import Amount
    from beancount.core.data import Directive, Posting

    from ledgerkit.general_ledger.currencies.carried import Weights
    from ledgerkit.open_items.control_posting import ControlPosting

#: A rate is a quotient of 28 digits, where a total was written: its product is not
#: exactly that total.
PRODUCT = Context(prec=24, rounding=ROUND_HALF_EVEN)


def read_weights(
    directives: Sequence[Directive],
    origins: Iterable[tuple[ControlPosting, int]],
    currencies: AbstractSet[str],
) -> Weights:
    """What each control posting in a foreign currency weighs in another currency.

    Args:
        directives: Of the book.
        origins: Each control posting, with the index of its transaction.
        currencies: The foreign ones, of which any posting has a rate. Postings without
            one are left out.
    """
    weights: dict[int, BookedAt] = {}
    if not currencies:
        return weights
    for posting, index in origins:
        if posting.currency not in currencies:
            continue
        txn = directives[index]
        assert isinstance(txn, Transaction)
        written = _written(txn, posting)
        weight: Amount | None = get_weight(written) if written is not None else None
        if weight is None or weight.currency == posting.currency:
            continue
        assert weight.number is not None
        base = posting.side.sign * PRODUCT.plus(weight.number)
        weights[id(posting)] = BookedAt(base, weight.currency)
    return weights


def _written(txn: Transaction, posting: ControlPosting) -> Posting | None:
    """The posting as Beancount has it."""
    number = posting.side.sign * posting.amount
    alike = [
        other
        for other in txn.postings
        if other.account == posting.account
        and other.units is not None
        and (other.units.number, other.units.currency) == (number, posting.currency)
    ]
    of_line = [o for o in alike if (o.meta or {}).get("lineno") == posting.lineno]
    return next(iter(of_line or alike), None)
