"""Fava's application with our pages in it, for this computer only.

What keeps other web pages away from books that are open on this computer.

Fava has no login. Every page in the same browser can send requests to a port of
this computer, so whoever serves books must tell its own pages from theirs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from fava.application import create_app
from flask import abort, request

from ledgerkit.errors import UnreadableBooksError
from ledgerkit.fava import BankAndCash, Clients, Payables, Receivables

if TYPE_CHECKING:
    from pathlib import Path

    from fava.core import FavaLedger
    from flask import Flask
    from flask.wrappers import Response


#: By any other name we were reached through someone else's name server.
_OWN_NAMES = ["127.0.0.1", "localhost"]


_ONLY_READING = frozenset({"GET", "HEAD", "OPTIONS"})


_OWN_PAGE = frozenset({"same-origin", "none"})


#: Fava's routes that hand out files which others may have written.
_DOCUMENTS = frozenset({"document", "statement"})


#: What can be shown in our own origin without running anything in it.
_SHOWN = frozenset(
    {
        "application/pdf",
        "image/gif",
        "image/jpeg",
        "image/png",
        "image/webp",
        "text/csv",
        "text/plain",
    }
)


def guard(app: Flask) -> None:
    """Let the app answer its own pages only, and mark what it answers."""
    app.config["TRUSTED_HOSTS"] = list(_OWN_NAMES)
    # Before Fava's own functions: a request refused must not load the ledger.
    app.before_request_funcs.setdefault(None, []).insert(0, _refuse_others)
    app.after_request(_mark)


def _refuse_others() -> None:
    """Refuse what another page sends, or loads as a part of itself.

    A link from elsewhere is welcome: it reads, and only the reader sees the page.
    """
    if is_ours() or _is_link_followed():
        return
    abort(403, "Another web page sent this request; only Fava's own pages may.")


def is_ours() -> bool:
    """Whether a request comes from a page of ours, or from no page at all."""
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    if site is not None and site not in _OWN_PAGE:
        return False
    # Programs other than browsers send neither header. The scheme doesn't count: a
    # proxy in front of us may speak HTTPS, and we never know.
    return origin is None or urlsplit(origin).netloc == request.host


def _is_link_followed() -> bool:
    return request.method in _ONLY_READING and (
        request.headers.get("Sec-Fetch-Mode") == "navigate"
        and request.headers.get("Sec-Fetch-Dest") == "document"
    )


def _mark(response: Response) -> Response:
    """Tell the browser what it must not do with the answer."""
    headers = response.headers
    headers["X-Content-Type-Options"] = "nosniff"
    # Not "no-referrer": Fava's sidebar links of the form /jump?time=year read it.
    headers["Referrer-Policy"] = "same-origin"
    headers["X-Frame-Options"] = "DENY"
    if request.endpoint in _DOCUMENTS:
        _mark_document(response)
    return response


def _mark_document(response: Response) -> None:
    """Show harmless kinds of files within Fava, and offer all others to save.

    An HTML, SVG or XML file shown here could read and change the books.
    """
    headers = response.headers
    if response.mimetype in _SHOWN:
        headers["X-Frame-Options"] = "SAMEORIGIN"  # Fava previews them in a frame.
        return
    shown = headers.get("Content-Disposition", "inline")
    headers["Content-Disposition"] = shown.replace("inline", "attachment", 1)
    headers["Content-Security-Policy"] = "sandbox"


def build_app(path: Path, *, read_only: bool = False) -> Flask:
    """Load a ledger into Fava, with our pages whether or not it asks for them.

    Args:
        path: The main ledger file.
        read_only: Whether Fava must refuse to change it.

    Raises:
        UnreadableBooksError: If there is no such file to read.
    """
    _check_readable(path)
    app = create_app([path.resolve()], load=True, read_only=read_only)
    for ledger in app.config["LEDGERS"].ledgers:
        _add_pages(ledger)
    guard(app)
    return app


def _check_readable(path: Path) -> None:
    """Fava would start all the same, and show empty books."""
    try:
        path.open("rb").close()
    except OSError as error:
        raise UnreadableBooksError(f"{path}: {error.strerror}") from None


def _add_pages(ledger: FavaLedger) -> None:
    """Do what a ``fava-extension`` directive would do, where the ledger has none.

    Fava makes each extension once and keeps it when it loads the ledger anew, also
    if the directive comes or goes meanwhile. So it is enough to make ours once, and
    to note that they are made. The ledger's directives stay as they are: a made-up
    one would show in the journal.
    """
    extensions = ledger.extensions
    for page in (Payables, Receivables, BankAndCash, Clients):
        if extensions.get_extension(page.__qualname__) is None:
            extensions._loaded_extensions.add(page)  # noqa: SLF001
            extensions._instances[page.__qualname__] = page(ledger)  # noqa: SLF001
