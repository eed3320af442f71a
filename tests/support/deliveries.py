"""What the database says of mails."""

import psycopg


def open_mails(url: str) -> int:
    """How many mails have not come to their end."""
    with psycopg.connect(url, autocommit=True) as connection:
        return connection.execute("SELECT COUNT(*) FROM delivery WHERE due_at IS NOT NULL").fetchone()[0]
