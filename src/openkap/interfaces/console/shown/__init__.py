"""What the room's pages show, as written text: values in, words out, no query and no clock."""
