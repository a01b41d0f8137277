"""Observations that follow from others: worked out anew wherever any source has changed."""

from workbench.errors import Problem
from workbench.references.derived import derive, told_failures
from workbench.references.model import Source
from workbench.store.head import Head


def derive_all(head: Head) -> list[Problem]:
    """Work out every figure that follows from others, and say of each that has none why."""
    waiting = head.waiting()
    if not waiting:
        return []
    names = {each.observation_id for each in waiting}
    known = {each.observation_id: each for each in head.observations() if each.observation_id not in names}
    solved, failed = derive(waiting, known)
    head.replace_derived(solved, {name: error.message for name, error in failed.items()})
    return told_failures(waiting, failed, {source.source_id: table_of(source) for source in head.sources()})


def table_of(source: Source) -> str:
    """The file of a source's observations, relative to the case."""
    return f"{source.path.removesuffix('.toml')}.csv"
