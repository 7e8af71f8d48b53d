"""What a person must see: alerts, and what was done about each."""
