"""A sitter stays, comes and goes, or is not there. Until now it was yes or no; yes was asked as "stays in the room"."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("courses", "0004_second_name_guards")]
    operations = [
        migrations.RunSQL(
            """
            ALTER TABLE courses_course ALTER COLUMN sitter TYPE text
            USING CASE WHEN sitter THEN 'continuous' WHEN NOT sitter THEN 'none' END
            """,
            """
            ALTER TABLE courses_course ALTER COLUMN sitter TYPE boolean USING sitter <> 'none'
            """,
            state_operations=[
                migrations.AlterField("course", "sitter", models.TextField(null=True)),
            ],
        ),
        migrations.AddConstraint(
            "course",
            models.CheckConstraint(
                condition=models.Q(
                    ("sitter__isnull", True), ("sitter__in", ["none", "intermittent", "continuous"]), _connector="OR"
                ),
                name="courses_course_sitter_is_one_of",
            ),
        ),
    ]
