"""Words of documents."""

from enum import StrEnum


class DocumentState(StrEnum):
    """Where a document stands."""

    DUE = "due"
    UNKNOWN = (
        "unknown"  # asked for, and no answer: looked for by its key before it is asked for again
    )
    ISSUED = "issued"
    REFUSED = "refused"  # a person must look
