"""The database connections that the threads of a serving process share."""

from django.db import connection

__all__ = ["give_back_connection"]


def give_back_connection() -> None:
    """Before this thread waits for something that is not the database: another thread may use the connection meanwhile.

    Who waits for a thread that itself needs a connection must hold none, or all may wait for one another.
    """
    if not connection.in_atomic_block:
        connection.close()
