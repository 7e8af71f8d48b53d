"""Django's sessions in the database, looked up by one plain statement: every request of who is signed in begins so."""

from typing import Any

from django.contrib.sessions.backends import db
from django.db import connection

__all__ = ["SessionStore"]


class SessionStore(db.SessionStore):
    def load(self) -> dict[str, Any]:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT session_data FROM django_session WHERE session_key = %s AND expire_date > now()",
                [self.session_key],
            )
            found = cursor.fetchone()
        if found is None:
            self._session_key = None
            return {}
        return self.decode(found[0])
