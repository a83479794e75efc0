"""Ask every address of Fava, and what our pages link to."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

from fava.application import CLIENT_SIDE_REPORTS

from ledgerkit import fava

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.fava.conftest import Reader

_LINK = re.compile(r'href="([^"#]+)')
#: What an address needs besides, by the name of the endpoint.
_ASKED = {
    "json_api.get_account_report": "a=Assets:Receivable",
    "json_api.get_payee_accounts": "payee=Acme",
    "json_api.get_query": "query_string=select+account%2C+position",
    "json_api.get_payee_transaction": "payee=Acme",
    "json_api.get_narration_transaction": "narration=new",
    "json_api.get_journal_page": "page=1&order=asc",
    "download_query": "query_string=select+account",
}
#: They name a file or an entry of the book, and are asked by what links to them.
_NAMED = {
    *("json_api.get_extract", "json_api.get_context", "json_api.get_source_slice"),
    *("document", "statement", "static", "jump", "extension_endpoint"),
    *("json_api.get_source", "extension_js_module"),
}
_VALUES = {
    "name": "Assets:Receivable",
    "result_format": "csv",
    "page_slug": "import",
    "aggregation_key": "account",
}


def addresses(reader: Reader) -> Iterator[str]:
    """Every address that is read, from Fava's own list of them."""
    for rule in reader.app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or rule.endpoint in _NAMED:
            continue
        address = str(rule).replace("<bfile>", reader.slug)
        address = re.sub(r"<any\([^)]*\):aggregation_key>", "account", address)
        asked = _ASKED.get(rule.endpoint, "")
        for name, value in _VALUES.items():
            address = address.replace(f"<{name}>", value)
        if "<report_name>" in address:
            names = [*CLIENT_SIDE_REPORTS, "journal"]
            yield from (address.replace("<report_name>", name) for name in names)
        elif "<extension_name>" in address:
            names = fava.__all__
            yield from (address.replace("<extension_name>", name) for name in names)
        else:
            yield f"{address}?{asked}" if asked else address


def crawl(reader: Reader, at_most: int) -> tuple[list[str], int]:
    """Ask for pages, and for what they link to, breadth first.

    Returns:
        The addresses that failed, and how many were asked.
    """
    waiting = list(dict.fromkeys(addresses(reader)))
    seen, wrong = set(waiting), []
    least = len(waiting)
    for number, address in enumerate(waiting):
        if number >= max(at_most, least):
            return wrong, number
        answer = reader.client.get(address)
        if answer.status_code >= 500:
            wrong.append(f"{answer.status_code} {address}")
        if "/extension/" not in address or answer.mimetype != "text/html":
            continue
        for link in map(unescape, _LINK.findall(answer.text)):
            if link.startswith(f"/{reader.slug}/") and link not in seen:
                seen.add(link)
                waiting.append(link)
    return wrong, len(waiting)
