"""Electronic invoices: the EN 16931 model as UBL, CII and FatturaPA files."""
