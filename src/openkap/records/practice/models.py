from django.db import models


class Practice(models.Model):
    """One clinic. Personal data: none; the phone numbers are the practice's own."""

    id = models.UUIDField(primary_key=True, editable=False)
    name = models.TextField()
    time_zone = models.TextField()
    phone = models.TextField()
    address = models.TextField()
    crisis_words = models.TextField(help_text="the clinic's own words to a client in crisis, shown beside 988")
    founded_at = models.DateTimeField()

    class Meta:
        db_table = "practice_practice"
