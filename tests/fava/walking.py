"""A walk over every page and view of ours, as somebody's browser shows them."""

import os
import re
from decimal import Decimal
from importlib.resources import files
from pathlib import Path
from urllib.parse import parse_qs, urljoin, urlsplit

PAGES = (
    "Overview", "Receivables", "Payables", "BankAndCash", "Clients", "Statements",
    "Tax", "Periods",
)  # fmt: skip
#: What is to be typed in a terminal has no place on a page.
TYPED = re.compile(r"(?<![\w-])--[a-z]|\bledgerkit [a-z][a-z-]+")
#: What the address says of rows and files makes no other kind of page.
_ROWS = {"t", "find", "state", "sort", "desc", "part", "time", "partial"}
_MINE = "document.querySelector('.ledgerkit')"
_OUTSIDE = """() => [...document.querySelectorAll('.ledgerkit .wide td.num')]
  .filter(cell => cell.offsetParent && cell.textContent.trim())
  .filter(cell => cell.getBoundingClientRect().right > innerWidth + 1)
  .map(cell => cell.textContent.trim())"""
#: Text so small, or over other text, that nobody reads it.
_UNREADABLE = """() => {
  const shown = [...document.querySelectorAll('.ledgerkit .plot span, .ledgerkit th')]
    .filter(one => one.offsetParent && one.textContent.trim());
  const small = shown.filter(one => parseFloat(getComputedStyle(one).fontSize) < 9);
  const boxes = [...document.querySelectorAll('.ledgerkit .plot')].flatMap(plot => {
    const texts = [...plot.querySelectorAll('.month')].filter(t => t.offsetParent)
      .map(t => t.getBoundingClientRect());
    return texts.slice(1).filter((b, i) => b.left < texts[i].right - 1);
  });
  const wide = [...document.querySelectorAll('.ledgerkit th')]
    .filter(one => one.offsetParent && one.scrollWidth > one.clientWidth + 1);
  return [...small, ...wide].map(one => one.textContent.trim())
    .concat(boxes.map(() => 'months over each other'));
}"""

#: How tall the window would have to be to show the whole page, at most so much.
_TALL = """() => {
  const all = document.querySelector('article');
  const inside = all.scrollHeight + innerHeight - all.clientHeight;
  return Math.ceil(Math.max(inside, all.getBoundingClientRect().bottom));
}"""
_TALL_MAX = 4000
#: Lines of a chart that are not at the height that their label says.
_MISPLACED = """() => [...document.querySelectorAll('.ledgerkit .band .plot')]
  .flatMap(plot => {
    const top = plot.getBoundingClientRect().top, tall = plot.clientHeight;
    const lines = [...plot.querySelectorAll('line')];
    return [...plot.querySelectorAll('span:is(.level, .limit)')].filter((label, i) => {
      const drawn = lines[i].getBoundingClientRect().top - top;
      return Math.abs(drawn - tall * parseFloat(label.style.top) / 100) > 2;
    }).map(label => label.textContent.trim());
  })"""


def axe_source():
    """The checker of accessibility, which a package of the tests brings along."""
    return files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")


def kind_of(address):
    """What a page shows, whatever it is about: two clients' pages are of one kind."""
    parts = urlsplit(address)
    asked = {k: v[0] for k, v in parse_qs(parts.query).items() if k not in _ROWS}
    view = asked.pop("view", "")
    return parts.path, view, frozenset(asked)


class Walk:
    """One walk over the pages of one book, in one window."""

    def __init__(self, page, address, until):
        self.page, self.until = page, until
        self.wrong, self.seen = [], {}
        self._seeds = [f"{address}/extension/{name}/?time={until}" for name in PAGES]
        self._base = address
        page.on("response", self._look)

    def _look(self, response):
        if response.status >= 400:
            self.say(f"{response.status} {response.url}")

    def say(self, fault):
        self.wrong.append(f"{self.page.url}: {fault}")

    def go(self, *, most=None):
        """Yield the page at each kind of address, our links followed."""
        waiting = list(self._seeds)
        while waiting and (most is None or len(self.seen) < most):
            address = waiting.pop(0)
            if kind_of(address) in self.seen:
                continue
            self.seen[kind_of(address)] = address
            self.page.goto(address)
            self.page.locator(".ledgerkit h2").wait_for()
            yield address
            waiting += [link for link in self.links() if "/extension/" in link]

    def links(self):
        """Where our markup leads, in Fava."""
        hrefs = self.page.eval_on_selector_all(
            ".ledgerkit a[href]:not([download])", "all => all.map(a => a.href)"
        )
        return [href for href in hrefs if href.startswith(self._base)]

    def look_at_text(self):
        text = self.page.evaluate(f"{_MINE}.innerText")
        self.wrong += [
            f"{self.page.url}: to be typed: {text[m.start() - 40 : m.end() + 20]!r}"
            for m in TYPED.finditer(text)
        ]

    def look_at_room(self):
        """Nothing that is to be read lies outside, over something else, or is tiny."""
        width = self.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if width > 1:
            self.say(f"{width} px wider than the window")
        if self.page.viewport_size["width"] < 600:
            for amount in self.page.evaluate(_OUTSIDE):
                self.say(f"{amount} lies outside")
        for label in self.page.evaluate(_MISPLACED):
            self.say(f"the line of {label} is drawn elsewhere")
        for text in self.page.evaluate(_UNREADABLE):
            self.say(f"{text} can't be read")

    def look_with_axe(self, source):
        """Nothing serious or critical in our markup."""
        self.page.evaluate(f"{source}; undefined")
        found = self.page.evaluate(
            "() => axe.run({include: [['.ledgerkit']], exclude: [['iframe']]},"
            " {resultTypes: ['violations']})"
        )
        for fault in found["violations"]:
            if fault["impact"] in {"serious", "critical"}:
                nodes = "; ".join(n["html"][:120] for n in fault["nodes"][:2])
                self.say(f"{fault['id']} ({len(fault['nodes'])}): {nodes}")

    def keep(self, folder, name):
        """A picture of the whole page."""
        path, view, asked = kind_of(self.page.url)
        page = path.rstrip("/").rpartition("/")[2]
        parts = [page, view, *sorted(asked), name]
        file = Path(folder) / f"{'-'.join(filter(None, parts))}.png"
        file.parent.mkdir(parents=True, exist_ok=True)
        # The article scrolls in the window: make the window as tall as it is.
        size = self.page.viewport_size
        tall = self.page.evaluate(_TALL)
        self.page.set_viewport_size({**size, "height": min(tall, _TALL_MAX)})
        self.page.screenshot(path=file)
        self.page.set_viewport_size(size)

    def lands(self, addresses):
        """Each address answers with a page."""
        for address in addresses:
            answer = self.page.request.get(urljoin(self._base, address))
            if answer.status != 200:
                self.say(f"{address} answers {answer.status}")


def shown_totals(page, number=0):
    """The amounts in the last lines of a table."""
    lines = page.locator(".ledgerkit .wide table").nth(number).locator("tfoot td.num")
    texts = [text.partition(":")[2] or text for text in lines.all_inner_texts()]
    return [Decimal(text.replace(",", "")) for text in texts if text.strip()]


WHOLE = bool(os.environ.get("LEDGERKIT_WALK_WHOLE"))
PICTURES = os.environ.get("LEDGERKIT_SCREENSHOTS", "")
