"""The ledger: who did what, when, in a keyed chain. For investigation only: no feature reads it."""
