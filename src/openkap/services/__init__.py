"""What happens. One module is one thing a person does, in one transaction, with its ledger entries."""
