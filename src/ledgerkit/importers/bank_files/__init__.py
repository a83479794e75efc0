"""Any bank's file becomes statements: the one door is `read`."""
