"""Filled-in measures: every answer as it was given, and the score by the edition it was answered under."""
