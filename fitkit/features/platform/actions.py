"""What is done about trouble, and written down."""

from uuid import UUID

from fitkit.core import jobs
from fitkit.core.errors import Refusal
from fitkit.core.permissions import internal
from fitkit.core.work import Work
from fitkit.features.platform.events import JobWoken, PaymentAsked, PaymentOpened
from fitkit.texts import platform as texts


@internal
def note_opened(w: Work, *, charge_id: UUID) -> None:
    """Write into the gym's log that its payment was looked into. Publishes PaymentOpened."""
    w.publish(PaymentOpened(about=charge_id))


@internal
def note_asked(w: Work, *, row_id: UUID) -> None:
    """Write into the gym's log that its company was asked again. Publishes PaymentAsked."""
    w.publish(PaymentAsked(about=row_id))


@internal
def wake_job(w: Work, *, job_id: UUID) -> None:
    """Begin a job again that had given up. Publishes JobWoken.

    Raises:
        Refusal: it is not given up any more, or there is none.
    """
    if not jobs.retry(w, job_id=job_id):
        raise Refusal(texts.JOB_IS_GONE)
    w.publish(JobWoken(about=job_id))
