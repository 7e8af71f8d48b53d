"""Sessions and their one timeline: readings, medicine, events, notes; and the gate decision that opens a dose."""
