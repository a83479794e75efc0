"""Protection of open books from others on this computer, and from what is in them.

Fava has no login. Every page in the same browser, and every other user of the computer,
can send requests to one of its ports. So a request must show the token of this start,
and come from our own pages. What strangers wrote into the books must not run in those
pages either: the browser is told to run Fava's own files and nothing else.
"""

from __future__ import annotations

import hmac
from hashlib import sha256
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from fava.core.charts import FavaJSONProvider
from flask import Response, abort, redirect, request

if TYPE_CHECKING:
    from flask import Flask
    from werkzeug import Response as BaseResponse


#: The key in the address that is opened first.
TOKEN_KEY = "token"  # noqa: S105 - the key, not a token


_REFUSAL = (
    "These books are open for one user of this computer only; open the address that"
    " ledgerkit serve printed when it started."
)


#: Fava's own files may run (the editor's parser is WebAssembly). Nothing written into a
#: page may, and nothing comes from elsewhere. Styles may: Fava and CodeMirror set them.
_PAGE_POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval';"
    " style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:;"
    " connect-src 'self'; frame-src 'self'; object-src 'self'; form-action 'self';"
    " base-uri 'none'; frame-ancestors 'none'"
)


#: For a document that Fava shows in a frame of its own page.
_DOCUMENT_POLICY = "script-src 'none'; frame-ancestors 'self'"


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


def guard(app: Flask, token: str) -> None:
    """Make the app answer only its own user and pages, and mark its responses.

    Args:
        app: Fava's application.
        token: The secret of this start.
    """
    app.config["TRUSTED_HOSTS"] = list(_OWN_NAMES)
    app.json = CarefulJSON(app)
    # Before Fava's own functions: a refused request must not load the ledger.
    first = app.before_request_funcs.setdefault(None, [])
    first[:0] = [lambda: _ask_for_token(token), _refuse_others]
    app.after_request(_mark)


class CarefulJSON(FavaJSONProvider):
    """Fava's JSON, of which what is nested too deeply is none."""

    def loads(self, s: str | bytes, **options: Any) -> Any:
        """Read a request.

        Raises:
            ValueError: If it is no JSON.
        """
        try:
            return super().loads(s, **options)
        except RecursionError:
            raise ValueError("the JSON is nested too deeply") from None


def cookie_name(token: str) -> str:
    """The cookie of one start.

    Cookies don't distinguish ports, so a fixed name would let a second ``ledgerkit
    serve`` lock the user out of the first.
    """
    return f"ledgerkit-{sha256(token.encode()).hexdigest()[:8]}"


def _ask_for_token(token: str) -> BaseResponse | None:
    """Refuse a request without the token; turn the one in the address to a cookie."""
    shown = request.args.get(TOKEN_KEY)
    if shown is not None and request.path == "/" and _is_token(shown, token):
        return _with_cookie(token)
    if _is_token(request.cookies.get(cookie_name(token), ""), token):
        return None
    return Response(f"{_REFUSAL}\n", 403, mimetype="text/plain")


def _is_token(shown: str, token: str) -> bool:
    # A lone surrogate, say, can't be encoded strictly.
    return hmac.compare_digest(shown.encode("utf-8", "replace"), token.encode())


def _with_cookie(token: str) -> BaseResponse:
    """Go to the clean address, so that the token is not left in the address bar."""
    response: BaseResponse = redirect("/")
    if request.headers.get("Sec-Fetch-Site") == "cross-site":
        # The browser doesn't show a strict cookie on a redirect that begins at another
        # page, or at the file that ``--open`` opens; it does on one that begins here.
        response = Response("", 200, {"Refresh": "0; url=/"}, mimetype="text/html")
    response.set_cookie(cookie_name(token), token, httponly=True, samesite="Strict")
    response.headers["Cache-Control"] = "no-store"
    return response


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
    # Not "no-referrer": Fava's sidebar links of the form /jump?time=year need it, and
    # this never tells another site anything either.
    headers["Referrer-Policy"] = "same-origin"
    headers["X-Frame-Options"] = "DENY"
    headers["Content-Security-Policy"] = _PAGE_POLICY
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
        headers["Content-Security-Policy"] = _DOCUMENT_POLICY
        return
    disposition = headers.get("Content-Disposition", "inline")
    headers["Content-Disposition"] = disposition.replace("inline", "attachment", 1)
    headers["Content-Security-Policy"] = "sandbox; frame-ancestors 'none'"
