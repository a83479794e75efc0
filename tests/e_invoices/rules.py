"""Runs compiled EN 16931 rules over files, in a process of its own.

Saxon brings a Java runtime that has brought down whole processes; and one process
compiles the rules once for many files.

    python tests/e_invoices/rules.py RULES.xslt FILE…
"""

import json
import re
import sys
from pathlib import Path

from lxml import etree
from saxonche import PySaxonProcessor

_SVRL = "{http://purl.oclc.org/dsdl/svrl}"
_LOOKED_UP = re.compile(
    r"document\('(?P<file>[^']+)'\)/codedb/cl\[@id=(?P<list>\d+)\]"
    r"/enumeration\[@value=(?P<value>\$\w+)\]"
)


def with_code_lists(rules):
    """The same rules with the code lists inside.

    Saxon would read the file that they look codes up in anew for every document,
    and that takes longer than all the rules.
    """
    text = Path(rules).read_text(encoding="utf-8")
    found = _LOOKED_UP.search(text)
    if found is None:
        return text
    lists = etree.parse(Path(rules).with_name(found["file"]))
    declared = ""
    for number in sorted(set(re.findall(r"/codedb/cl\[@id=(\d+)\]", text))):
        codes = lists.xpath("cl[@id=$number]/enumeration/@value", number=number)
        values = ",".join(f"'{code}'" for code in codes)
        declared += f'<xsl:variable name="list{number}" select="({values})"/>'
    text = _LOOKED_UP.sub(r"\g<value>=$list\g<list>", text)
    return text.replace("<xsl:param", f"{declared}<xsl:param", 1)


def broken(report):
    """The fatal assertions that a report says have failed, as rule and text."""
    for failed in etree.fromstring(report).iter(f"{_SVRL}failed-assert"):
        if failed.get("flag", "fatal") == "fatal":
            text = "".join(failed.itertext()).strip()
            yield f"{failed.get('id')} at {failed.get('location')}: {text}"


def main(rules, *files):
    with PySaxonProcessor(license=False) as processor:
        check = processor.new_xslt30_processor().compile_stylesheet(
            stylesheet_text=with_code_lists(rules)
        )
        found = {}
        for file in files:
            report = check.transform_to_string(source_file=file)
            found[file] = list(broken(report.encode()))
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
