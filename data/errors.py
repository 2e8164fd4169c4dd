"""What can go wrong because of what a person gave or did?"""

from typing import Any


class UserError(Exception):
    """A fault a person can mend: where it is, what was found, what is accepted, what to do.

    `message` is an English template and the key of its translation; `details` fill its braces. Whatever is not a
    UserError is a fault of the product and keeps its traceback.
    """

    def __init__(self, message: str, /, **details: Any) -> None:
        super().__init__(message)
        self.message = message
        self.details = details

    def __str__(self) -> str:
        return fill(self.message, self.details)


def fill(template: str, details: dict[str, Any]) -> str:
    """The template with its braces filled; a template without details is plain text and may hold braces."""
    return template.format(**details) if details else template
