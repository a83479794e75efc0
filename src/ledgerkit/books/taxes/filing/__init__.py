"""What says that returns were filed, and what was changed of them since."""
