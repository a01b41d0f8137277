"""Files that come with exports and saved pages and hold no text: pictures, sound, style sheets."""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path, PurePath

from workbench.documents.case import Case
from workbench.errors import Problem

_ENDINGS = frozenset(
    [
        ".jpg", ".jpeg", ".png", ".gif", ".webp", ".svg", ".ico", ".bmp", ".tif", ".tiff", ".heic", ".avif", ".mp3",
        ".ogg", ".oga", ".opus", ".wav", ".m4a", ".flac", ".mp4", ".m4v", ".mov", ".webm", ".mkv", ".avi", ".tgs",
        ".css", ".js", ".mjs", ".map", ".woff", ".woff2", ".ttf", ".otf", ".eot",
    ]
)


def is_media(name: str) -> bool:
    """Whether a file's ending says that it holds no text."""
    return PurePath(name).suffix.lower() in _ENDINGS


def told_media(case: Case, paths: Iterable[Path]) -> list[Problem]:
    """One problem for each folder that says how many such files in it were not read."""
    folders = Counter(case.name(path.parent) for path in paths)
    hint = "Take them out of claims/ if they are not needed"
    return [
        Problem(f"{count} files are pictures, sound or page furniture and were not read", hint, folder)
        for folder, count in sorted(folders.items())
    ]
