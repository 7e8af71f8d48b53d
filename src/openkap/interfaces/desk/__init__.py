"""The staff's desk: the day, clients, clearances, sessions, the gate, alerts."""
