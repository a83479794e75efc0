"""Takes the pictures of the manual anew from the sample books: ``make pictures``."""

import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

from tests.browser import CHROMIUM, QUIET, SERVE
from tests.conftest import ROOT

AGENCY = ROOT / "sample_books" / "agency" / "main.beancount"


class Picture(NamedTuple):
    """A page of a sample book, and the file that shows it."""

    file: Path
    page: str
    height: int


PICTURES = (
    Picture(
        ROOT / "src" / "ledgerkit" / "fava" / "overview.png",
        "extension/Overview/",
        900,
    ),
    Picture(
        ROOT / "src" / "ledgerkit" / "fava" / "receivables.png",
        "extension/Receivables/",
        780,
    ),
)


def take(browser: Any, address: str, picture: Picture) -> None:
    """Open a page as a stranger would, and keep what it shows."""
    page = browser.new_page(viewport={"width": 1400, "height": picture.height})
    page.goto(address)
    page.goto(f"{page.url.partition('/extension/')[0]}/{picture.page}")
    page.wait_for_load_state("networkidle")
    page.screenshot(path=picture.file)
    page.close()


def main() -> None:
    """Serve the agency as at its last day, and take each picture."""
    served = subprocess.Popen(
        [sys.executable, "-c", SERVE, "serve", str(AGENCY), "--port", "0"],
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        [address] = re.findall(r"http://\S+\?token=\S+", served.stdout.readline())
        with import_module("playwright.sync_api").sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
            for picture in PICTURES:
                take(browser, address, picture)
                print(picture.file.relative_to(ROOT))
    finally:
        served.terminate()
        served.communicate(timeout=30)


if __name__ == "__main__":
    main()
