"""Whether, when and how bills are paid; open `propose_payments` first."""
