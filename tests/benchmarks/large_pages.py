"""How fast each page of ours comes, and how large it is, for a large book.

Run as ``make bench``; ``python -m tests.benchmarks.large_pages 4000 10`` is a short
form: invoices, and visits of each page. A book of one's own instead of the number of
invoices is measured as it is. Every kind of page that our links lead to is visited,
after a first visit, by Fava's test client: no network, no browser. Seconds are of the
processor, so that what else the machine does counts little.
"""

import re
import sys
import tempfile
import time
from html import unescape
from pathlib import Path
from urllib.parse import urljoin

from ledgerkit.fava.guarding import cookie_name
from ledgerkit.fava.serving import build_app
from tests.benchmarks.trading_company import AS_OF, Company
from tests.fava.walking import PAGES, kind_of

TOKEN = "measured"
HREF = re.compile(r'<a [^>]*?href="([^"]+)"(?![^>]*download)')
#: What a party or a document adds to its kind: one of each is enough.
SECONDS_MAX, BYTES_MAX = 1.0, 500_000


class Visitor:
    """Somebody with the token."""

    def __init__(self, path):
        app = build_app(path, token=TOKEN)
        self._client = app.test_client(use_cookies=False)
        self._client.environ_base["HTTP_COOKIE"] = f"{cookie_name(TOKEN)}={TOKEN}"
        self.base = f"/{app.config['LEDGERS'].first_slug()}/extension/"

    def get(self, address):
        """The page, and the seconds of the processor that it took."""
        start = time.process_time()
        answer = self._client.get(address)
        return answer, time.process_time() - start

    def kinds(self, day):
        """An address of each kind of page that our links lead to."""
        waiting = [f"{self.base}{name}/?time={day}" for name in (*PAGES, "Record")]
        seen = {}
        while waiting:
            address = waiting.pop(0)
            if kind_of(address) in seen:
                continue
            seen[kind_of(address)] = address
            answer, _ = self.get(address)
            yield address, answer
            found = (urljoin(address, unescape(h)) for h in HREF.findall(answer.text))
            waiting += [link for link in found if link.startswith(self.base)]


def measure(path, visits, day=AS_OF):
    """For each kind of page: 95 % of visits at most so long, and the bytes."""
    visitor = Visitor(path)
    for address, answer in visitor.kinds(day):
        seconds = sorted(visitor.get(address)[1] for _ in range(visits))
        p95 = seconds[max(0, -(-95 * visits // 100) - 1)]
        yield address.removeprefix(visitor.base), answer.status_code, p95, answer.data


def main(size="40000", visits="50"):
    """Print a line a page, and an exclamation mark at what is too slow or too large."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(size) if not size.isdigit() else Path(folder) / "main.beancount"
        if size.isdigit():
            Company(int(size)).write(path, plugin="ledgerkit.plugins.all")
        for address, status, p95, data in measure(path, int(visits)):
            is_bad = status != 200 or p95 > SECONDS_MAX or len(data) > BYTES_MAX
            mark = "!" if is_bad else " "
            print(f"{mark} {p95:6.3f} s {len(data):>9,} bytes  {address}", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
