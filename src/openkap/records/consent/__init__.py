"""What was signed: the text as it was shown, its edition and hash, and what was understood."""
