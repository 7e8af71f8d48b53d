"""The public pages: what the practice offers, the two care models side by side, and a request for a first talk."""
