"""Whether this user has seen the review screen before."""

from contextlib import suppress

from workbench.store.stamp import state_folder

_SEEN = "toured"


def is_first_time() -> bool:
    """Whether the screen is opened for the first time; asked again it is not."""
    mark = state_folder() / _SEEN
    if mark.exists():
        return False
    with suppress(OSError):
        mark.parent.mkdir(parents=True, exist_ok=True)
        mark.touch()
    return True
