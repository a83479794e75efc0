"""What a reader finds on a page of Fava: its text, tables and links."""

from html.parser import HTMLParser


class ShownPage(HTMLParser):
    """A page taken apart.

    Attributes:
        status: The answer's status code.
        html: The answer as it was sent.
        text: Everything to read, in one line.
        tables: Each table's lines, each a list of cells, headings and totals too.
        links: From what to click to where it leads; the first of several counts.
        attributes: Every attribute with its value.
    """

    def __init__(self, response):
        super().__init__()
        self.status, self.html = response.status_code, response.text
        self.tables, self.links, self.attributes = [], {}, []
        self._pieces, self._unread, self._cell, self._address = [], 0, None, None
        self._label = ""
        self.feed(self.html)
        self.text = " ".join("".join(self._pieces).split())

    def handle_starttag(self, tag, attrs):
        self.attributes += attrs
        if tag in {"script", "style"}:
            self._unread += 1
        elif tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append([])
        elif tag in {"td", "th"}:
            self._cell = ""
        elif tag == "a":
            self._address, self._label = dict(attrs).get("href"), ""

    def handle_endtag(self, tag):
        if tag in {"script", "style"}:
            self._unread -= 1
        elif tag in {"td", "th"}:
            self.tables[-1][-1].append(self._cell.strip())
            self._cell = None
        elif tag == "a":
            self.links.setdefault(self._label.strip(), self._address)

    def handle_data(self, data):
        if self._unread:
            return
        self._pieces.append(data)
        self._label += data
        if self._cell is not None:
            self._cell += data
