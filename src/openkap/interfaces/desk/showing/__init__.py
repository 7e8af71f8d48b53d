"""What the desk's screens show, as plain written values, so that templates decide nothing and fetch nothing."""
