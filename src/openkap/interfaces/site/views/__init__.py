"""One module per public page."""
