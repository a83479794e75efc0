"""Files for advisers, auditors and offices; begin with `fec`, the plainest."""
