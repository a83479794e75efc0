"""Electronic invoices, written and read: UBL, CII, Factur-X and FatturaPA."""
