"""Files of other programs become values; open `beangulp_importer` first."""
