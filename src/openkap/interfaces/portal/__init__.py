"""The client's phone: one link opens it, no password. Forms, consent, own words, the day, the line over time."""
