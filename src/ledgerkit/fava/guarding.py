"""Protection of open books from other web pages on this computer.

Fava has no login. Every page in the same browser can send requests to a port of this
computer, so requests from our own pages must be distinguished from theirs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from flask import abort, request

if TYPE_CHECKING:
    from flask import Flask
    from flask.wrappers import Response


#: Any other name means we were reached through someone else's name server.
_OWN_NAMES = ["127.0.0.1", "localhost"]


_ONLY_READING = frozenset({"GET", "HEAD", "OPTIONS"})


_OWN_PAGE = frozenset({"same-origin", "none"})


#: Fava's routes that serve files that others may have written.
_DOCUMENTS = frozenset({"document", "statement"})


#: File types that can be shown in our own origin without running anything.
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
    """Make the app answer only its own pages, and mark its responses."""
    app.config["TRUSTED_HOSTS"] = list(_OWN_NAMES)
    # Before Fava's own functions: a refused request must not load the ledger.
    app.before_request_funcs.setdefault(None, []).insert(0, _refuse_others)
    app.after_request(_mark)


def _refuse_others() -> None:
    """Refuse requests that another page sends, or embeds in itself.

    A link from elsewhere is fine: it only reads, and only the user sees the page.
    """
    if is_ours() or _is_link_followed():
        return
    abort(403, "Another web page sent this request; only Fava's own pages may.")


def is_ours() -> bool:
    """Whether a request comes from a page of ours, or from no page at all."""
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    if site is not None and site not in _OWN_PAGE:
        return False
    # Programs other than browsers send neither header. The scheme doesn't matter: a
    # proxy in front of us may use HTTPS without our knowing.
    return origin is None or urlsplit(origin).netloc == request.host


def _is_link_followed() -> bool:
    return request.method in _ONLY_READING and (
        request.headers.get("Sec-Fetch-Mode") == "navigate"
        and request.headers.get("Sec-Fetch-Dest") == "document"
    )


def _mark(response: Response) -> Response:
    """Tell the browser what it must not do with the response."""
    headers = response.headers
    headers["X-Content-Type-Options"] = "nosniff"
    # Not "no-referrer": Fava's sidebar links of the form /jump?time=year need it.
    headers["Referrer-Policy"] = "same-origin"
    headers["X-Frame-Options"] = "DENY"
    if request.endpoint in _DOCUMENTS:
        _mark_document(response)
    return response


def _mark_document(response: Response) -> None:
    """Show harmless file types within Fava, and offer all others for download.

    An HTML, SVG or XML file shown here could read and change the books.
    """
    headers = response.headers
    if response.mimetype in _SHOWN:
        headers["X-Frame-Options"] = "SAMEORIGIN"  # Fava previews them in a frame.
        return
    disposition = headers.get("Content-Disposition", "inline")
    headers["Content-Disposition"] = disposition.replace("inline", "attachment", 1)
    headers["Content-Security-Policy"] = "sandbox"
