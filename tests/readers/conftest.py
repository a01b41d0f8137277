"""What the tests of the readers share: an empty case, and a way to read one file in it."""

import pytest

from workbench.documents.case import Case
from workbench.documents.read import read_document


@pytest.fixture
def read(tmp_path):
    """``read("a.txt", b"…", sidecar="…")``: the documents of a file and its problems."""
    (tmp_path / "claims").mkdir()

    def run(name, content, sidecar=None):
        path = tmp_path / "claims" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        if sidecar is not None:
            path.with_name(f"{path.name}.toml").write_text(sidecar, encoding="utf-8")
        return read_document(Case(tmp_path), path)

    return run
