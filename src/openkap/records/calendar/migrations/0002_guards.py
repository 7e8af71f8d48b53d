"""Nothing is booked twice at one time, and links stay within one practice."""

from django.db import migrations

from openkap.records.base import same_practice


def no_double(name: str, column: str) -> migrations.RunSQL:
    """An exclusion constraint that needs no extension: the id's 64-bit hash, halved so that its range cannot overflow,
    stands for the id. Two different rooms share a hash once in 2^63 pairs; the cost would be one refused booking."""
    place = f"(uuid_hash_extended({column}, 0) >> 1)"
    return migrations.RunSQL(
        f"""
        ALTER TABLE calendar_appointment ADD CONSTRAINT calendar_no_double_{name} EXCLUDE USING gist (
            int8range({place}, {place}, '[]') WITH &&,
            tstzrange(starts_at, ends_at) WITH &&
        ) WHERE (cancelled_at IS NULL AND {column} IS NOT NULL)
        """,
        f"ALTER TABLE calendar_appointment DROP CONSTRAINT calendar_no_double_{name}",
    )


class Migration(migrations.Migration):
    dependencies = [("calendar", "0001_first"), ("courses", "0001_first"), ("people", "0002_guards")]
    operations = [
        no_double("room", "room_id"),
        no_double("guide", "guide_id"),
        no_double("client", "client_id"),
        same_practice(
            [
                ("calendar_appointment", "client_id", "people_client"),
                ("calendar_appointment", "course_id", "courses_course"),
                ("calendar_appointment", "room_id", "calendar_room"),
            ]
        ),
    ]
