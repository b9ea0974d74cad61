"""Where a request for a substitute stands."""

from enum import StrEnum


class RequestState(StrEnum):
    """Where a request stands."""

    OPEN = "open"
    ACCEPTED = "accepted"
    WITHDRAWN = "withdrawn"  # the coach comes after all
    CLOSED = "closed"  # the class is off, over, or has another coach
