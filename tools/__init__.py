"""What `./run check` and `./run docs` are made of."""
