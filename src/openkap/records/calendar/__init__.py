"""Appointments, and the rooms and people they hold. The database refuses a double booking."""
