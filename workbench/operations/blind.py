"""What a blind review keeps from sight though it was not given blind."""

from workbench.documents.settings import Settings
from workbench.errors import Problem
from workbench.reviews.blind import hidden_claims
from workbench.reviews.state import active
from workbench.store.head import Head

SETTINGS = "workbench.toml"


def open_votes_hidden(head: Head, settings: Settings) -> list[Problem]:
    """A word about verdicts of an open review that are hidden since the review has become blind."""
    if settings.mode != "blind" or not settings.reviewers:
        return []
    events = head.events()
    openly = {e.claim for e in active(events) if e.action in ("verdict", "adjudicate") and not e.blind and e.claim}
    hidden = len(openly & hidden_claims(events, settings.reviewers))
    if not hidden:
        return []
    those = "claim is" if hidden == 1 else "claims are"
    what = f"{hidden} decided {those} hidden: they were decided before the review became blind"
    hint = 'Nothing is lost; they show again once all reviewers have voted on them, or with mode = "open"'
    return [Problem(what, hint, SETTINGS)]
