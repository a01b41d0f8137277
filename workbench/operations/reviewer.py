"""Who reviews: the name under which decisions are saved."""

import getpass
import os
import re

from workbench.errors import EXIT_USAGE, WorkbenchError
from workbench.reviews.events import REVIEWER

VARIABLE = "WORKBENCH_REVIEWER"


def reviewer_name(given: str | None) -> str:
    """The reviewer's name: as given, else ``$WORKBENCH_REVIEWER``, else the login name in allowed letters.

    Raises:
        WorkbenchError: The name given is none: 1 to 32 of ``a-z 0-9 _ -``.
    """
    name = given or os.environ.get(VARIABLE)
    if name is None:
        return _login()
    if not REVIEWER.fullmatch(name):
        hint = f"Use 1 to 32 of the characters a-z 0-9 _ -, with --reviewer NAME or ${VARIABLE}"
        raise WorkbenchError(f"{name[:40]!a} cannot be a reviewer's name", hint, code=EXIT_USAGE)
    return name


def _login() -> str:
    try:
        login = getpass.getuser()
    except (OSError, KeyError, ImportError):
        login = ""
    return re.sub(r"[^a-z0-9_-]+", "-", login.lower()).strip("-")[:32] or "reviewer"
