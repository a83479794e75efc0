"""Runs compiled EN 16931 rules over files, in a process of its own.

Saxon brings a Java runtime that has brought down whole processes; and one process
compiles the rules once for many files.

    python tests/e_invoices/rules.py RULES.xslt FILE…
"""

import json
import sys

from lxml import etree
from saxonche import PySaxonProcessor

_SVRL = "{http://purl.oclc.org/dsdl/svrl}"


def broken(report):
    """The fatal assertions that a report says have failed, as rule and text."""
    for failed in etree.fromstring(report).iter(f"{_SVRL}failed-assert"):
        if failed.get("flag", "fatal") == "fatal":
            text = "".join(failed.itertext()).strip()
            yield f"{failed.get('id')} at {failed.get('location')}: {text}"


def main(rules, *files):
    with PySaxonProcessor(license=False) as processor:
        check = processor.new_xslt30_processor().compile_stylesheet(
            stylesheet_file=rules
        )
        found = {}
        for file in files:
            report = check.transform_to_string(source_file=file)
            found[file] = list(broken(report.encode()))
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
