"""One client's way through a care model: the pathway chosen, the client's own words, the clearance."""
