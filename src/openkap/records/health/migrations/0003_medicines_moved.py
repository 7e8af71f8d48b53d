"""The lists that clients wrote as one text become lists of lines, as they were typed."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("health", "0002_guards"), ("responses", "0002_guards")]
    operations = [
        migrations.RunSQL(
            """
            INSERT INTO health_medicine_list (id, practice_id, client_id, lines, source, said_at, said_by_kind, said_by)
            SELECT id, practice_id, client_id,
                   CASE WHEN lower(trim(text, E' .\n')) IN ('none', 'nothing') THEN '[]'::jsonb
                        ELSE (SELECT coalesce(jsonb_agg(jsonb_build_object('typed', trim(line), 'how', '')), '[]'::jsonb)
                              FROM unnest(string_to_array(text, E'\n')) AS line WHERE trim(line) <> '') END,
                   'the client', said_at, 'client', client_id
            FROM responses_medicines
            """,
            migrations.RunSQL.noop,
        )
    ]
