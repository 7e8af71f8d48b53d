"""Ways in and out. Each stands alone on the kit; only interfaces read the clock."""
