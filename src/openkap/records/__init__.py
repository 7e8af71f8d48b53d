"""What is kept. Each room: `models` (private), `keep` (writes), `find` (reads, `within=` first), `shapes` (values)."""
