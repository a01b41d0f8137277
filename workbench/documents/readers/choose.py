"""Which reader reads a file: the one that is surest by its content."""

from workbench.documents.readers import (
    article,
    captions,
    mail,
    pdf,
    plain,
    tables,
    telegram_html,
    telegram_json,
    telegram_text,
    word,
)  # fmt: skip
from workbench.documents.readers.model import Reader, Recognised

READERS: tuple[Reader, ...] = (
    telegram_json.READER, telegram_html.EXPORT, telegram_html.PREVIEW, telegram_text.READER, article.READER,
    pdf.READER, word.READER, captions.READER, mail.READER, tables.CSV, tables.JSONL, tables.JSON, tables.PARQUET,
    plain.MARKDOWN, plain.TEXT,
)  # fmt: skip


def choose(head: bytes, name: str) -> tuple[Reader, Recognised]:
    """The reader that is surest of a file; of two equally sure the earlier one.

    Args:
        head: Its first 64 KB.
        name: Its name, which decides where the content does not.
    """
    found = [(reader, told) for reader in READERS if (told := reader.recognise(head, name)) is not None]
    return max(found, key=lambda pair: pair[1].score)
