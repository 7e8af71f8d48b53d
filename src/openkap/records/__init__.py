"""What is kept. Each room: `models` (private), `keep` (writes), `find` (reads; takes `within=` first)."""
