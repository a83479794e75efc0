"""UBL and CII, the two syntaxes of EN 16931; open `facts` first."""
