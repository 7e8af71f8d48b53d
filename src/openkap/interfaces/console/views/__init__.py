"""One module per screen of the room: the room itself, its entries, its live line, the discharge, the board."""
