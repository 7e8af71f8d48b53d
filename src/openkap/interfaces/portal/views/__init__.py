"""One module per screen of the client's phone, or per family of screens."""
