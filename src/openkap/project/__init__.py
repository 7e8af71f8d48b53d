"""Puts the parts together: settings, addresses, the embedded database, the commands."""
