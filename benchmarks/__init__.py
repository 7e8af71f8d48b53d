"""Side-by-side measurements: each runs with its peer or its lower bound in the same process, and prints the ratio."""
