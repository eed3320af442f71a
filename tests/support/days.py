"""Offsets of the clock to days on which digests are sent: no weekend, no public holiday."""

from datetime import UTC, datetime, timedelta

DAY = 24 * 60 * 60

# Tuesdays and Wednesdays are no movable holidays; these are the others of all of Germany, as month and day.
FIXED_HOLIDAYS = {(1, 1), (5, 1), (10, 3), (12, 25), (12, 26)}


def working_day(days: int, and_seconds: int = 3600) -> str:
    """The offset to the first Tuesday or Wednesday at least so many days and seconds ahead, as a setting."""
    while True:
        day = datetime.now(UTC) + timedelta(days=days, seconds=and_seconds)
        # Germany is one or two hours ahead.
        dates = {(day + timedelta(hours=hours)).date() for hours in (0, 2)}
        if all(date.weekday() in (1, 2) and (date.month, date.day) not in FIXED_HOLIDAYS for date in dates):
            return str(days * DAY + and_seconds)
        days += 1
