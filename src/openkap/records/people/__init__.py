"""People: staff with their roles, clients, requests for care, and the links by which clients come in."""
