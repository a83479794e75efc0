"""Any bank's file becomes statements; the only door is `read`."""
