"""What can go wrong, and what the person is told."""

from fitkit.core.i18n import Lang, Text


class Refusal(Exception):  # noqa: N818
    """Something a person can cause: shown to them as it is, at the field it belongs to.

    ``field`` is the name of the input at fault; empty when it is about the whole deed.
    """

    text = Text("אי אפשר לעשות את זה", "That can't be done")

    def __init__(self, text: Text | None = None, *, field: str = "", **params: object) -> None:
        """Take the sentence, the field it belongs to, and what fills its places."""
        self.text = text or type(self).text
        self.field = field
        self.params = params
        super().__init__(self.text.en)

    def to(self, lang: Lang) -> str:
        """The sentence in the reader's language."""
        return self.text.to(lang, **self.params)


class Invalid(Refusal):
    """Several inputs at fault at once; each with its own sentence."""

    text = Text("יש שדות שצריך לתקן", "Some fields need fixing")

    def __init__(self, problems: dict[str, Text | Refusal]) -> None:
        """Take field name to sentence; never empty."""
        super().__init__(field=next(iter(problems)))
        self.problems = problems

    def by_field(self, lang: Lang) -> dict[str, str]:
        """Field name to sentence in the reader's language."""
        return {field: problem.to(lang) for field, problem in self.problems.items()}


class Denied(Refusal):
    """The actor may not do this."""

    text = Text("אין הרשאה לפעולה הזו", "You don't have permission for this")


class NotFound(Refusal):
    """Not there, or another gym's: the same answer for both."""

    text = Text("לא נמצא. אולי הוסר בינתיים", "Not found. It may have been removed")


class OutsideFailure(Exception):  # noqa: N818  # a failure of others, not an error of ours
    """A port failed; the runner retries. ``permanent`` says that no retry will help."""

    def __init__(
        self, reason: str, *, permanent: bool = False, retry_after_s: int | None = None
    ) -> None:
        """Take the reason for the log, free of secrets and personal data."""
        self.permanent = permanent
        self.retry_after_s = retry_after_s
        super().__init__(reason)
