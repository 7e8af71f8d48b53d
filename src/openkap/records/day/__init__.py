"""The gate of the day: what was found out, measured, gone past by name, and decided before medicine."""
