"""A clinic of synthetic people, made through the services as real staff and clients would."""
