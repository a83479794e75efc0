"""The links of cells in Fava: to a party's or document's page, or the source."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from fava.application import url_for
from flask import g

from ledgerkit.open_items.side import Side
from ledgerkit.table import Link, LinkKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fava.core import FavaLedger

    from ledgerkit.open_items.control_posting import ControlPosting
    from ledgerkit.open_items.subledger import Subledger

#: Each side's page, by the name of its class.
_PAGES = {Side.RECEIVABLE: "Receivables", Side.PAYABLE: "Payables"}

#: The page of clients and vendors, by the name of its class.
PARTIES_PAGE = "Clients"

#: The queries of our pages; none is carried over to another page.
_ASKED = (
    *("party", "document", "view", "pay_from", "bank", "statement", "file"),
    *("manager", "tag", "status", "rfm", "roll_up", "message", "week"),
    *("period", "compare", "by", "layout", "basis", "line", "card"),
)

_LINK = re.compile(r"[A-Za-z0-9\-_/.]+")


def page_url(side: Side, **args: str | None) -> str:
    """The address of a side's page, with the filters of this request.

    Args:
        side: Receivable or payable.
        **args: ``party``, ``document``, ``view`` or ``pay_from``: what to show on it.
    """
    return extension_url(_PAGES[side], **args)


def party_url(party: str, **args: str | None) -> str:
    """The address of the one page of a client or vendor."""
    return extension_url(PARTIES_PAGE, party=party, **args)


def extension_url(page: str, **args: str | None) -> str:
    """The address of our page by class name, with the filters of this request."""
    nothing = dict.fromkeys(_ASKED)
    return _url("extension_report", extension_name=page, **{**nothing, **args})


def account_url(account: str) -> str:
    """The address of Fava's own page of an account."""
    return _url("account", name=account)


def csv_url(page: str, **args: str | None) -> str:
    """The address of a page's report as a file, with the filters of this request."""
    return extension_url(page, **args).replace(f"/{page}/", f"/{page}/csv", 1)


def file_url(page: str, **args: str | None) -> str:
    """The address of a file that a page offers, with the filters of this request."""
    return extension_url(page, **args).replace(f"/{page}/", f"/{page}/file", 1)


def endpoint_url(page: str, endpoint: str) -> str:
    """The address of an endpoint of our page, without filters."""
    return (
        f"{_url('extension_report', extension_name=page).partition('?')[0]}{endpoint}"
    )


def source_url(target: str) -> str | None:
    """The address of ``path:line`` in Fava's editor, or in the user's own.

    None if a plugin made it, without a source text.
    """
    path, _, line = target.rpartition(":")
    return _editor(path, line) if path in g.ledger.options["include"] else None


def _editor(path: str, line: str) -> str:
    if g.ledger.fava_options.use_external_editor:
        return f"beancount://{quote(path)}?lineno={line}"
    return _url("report", report_name="editor", file_path=path, line=line)


class Links:
    """Turns a table's links into addresses, with the filters of this request."""

    def __init__(
        self, ledger: FavaLedger, subledger: Subledger, *, until: str | None
    ) -> None:
        """Take the context of the links.

        Args:
            ledger: The ledger to link to.
            subledger: The documents of the page.
            until: The last day that counts, if there is a time filter.
        """
        self._ledger = ledger
        self._subledger = subledger
        self._until = until
        self._sources = frozenset(ledger.options["include"])

    def address(self, link: Link) -> str | None:
        """The address of a link; None if there is none in Fava."""
        if link.kind is LinkKind.PARTY:
            return party_url(link.target)
        if link.kind is LinkKind.ACCOUNT:
            return _url("account", name=link.target)
        if link.kind is LinkKind.SOURCE:
            return self.source(link.target)
        if link.kind is LinkKind.MESSAGE:
            return extension_url(PARTIES_PAGE, view="outbox", message=link.target)
        return page_url(self._subledger.side, document=link.target)

    def source(self, target: str) -> str | None:
        """The address of ``file:line`` in Fava's editor, or in the user's own."""
        path, _, line = target.rpartition(":")
        return _editor(path, line) if path in self._sources else None

    def journal(self, number: str) -> str | None:
        """The journal of a document: itself and everything that settles it.

        The account filter does not apply, because the other postings may be on another
        account. A time filter keeps its end, but is extended back to the beginning of
        the books.
        """
        query = self._journal_filter(number)
        if query is None:
            return None
        first = self._ledger.all_entries[0].date
        time = f"{first} - {self._until}" if self._until else None
        return _url(
            "report", report_name="journal", filter=query, account=None, time=time
        )

    def _journal_filter(self, number: str) -> str | None:
        is_link = _LINK.fullmatch(number) is not None
        if is_link and all(number in p.links for p in self._postings(number)):
            return f"^{number}"
        if '"' in number:
            return None  # Fava's filter language can't express a quote.
        side = self._subledger.side
        exactly = f'"^{re.escape(number)}$"'
        keys = [f"{key}:{exactly}" for key in (side.number_key, side.credit_key)]
        anywhere = [f"^{number}"] if is_link else []
        return ", ".join([*anywhere, *keys, *(f"any({key})" for key in keys)])

    def _postings(self, number: str) -> Iterator[ControlPosting]:
        for item in self._subledger.by_number.get(number, ()):
            yield from item.postings
            for settlement in item.finish().settlements:
                yield settlement.posting


def _url(endpoint: str, **values: Any) -> str:
    """An address in Fava. A filter given as None is not carried over."""
    return url_for(endpoint, **values)
