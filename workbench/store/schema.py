"""The tables: every column with its type and what it means. Views are in :mod:`workbench.store.views`."""

from workbench.store.literals import text

SCHEMA_VERSION = 13

Columns = tuple[tuple[str, str, str], ...]

# What is one of a few words is stored as its place among them, which takes a third of the time of storing a text.
FINDINGS = ("indeterminate", "consistent", "above", "below", "incommensurable")
PROPOSALS = ("correct", "mostly_correct", "exaggerated", "understated", "incorrect")
KNOWN = ("then", "now", "both")


def enum(words: tuple[str, ...]) -> str:
    """The type of a column that holds one of these words."""
    return f"ENUM({', '.join(map(text, words))})"


_SOURCE_FIELDS = (
    ("dataset", "Data set the figures come from"),
    ("series_id", "Series in the data set"),
    ("definition", "What is counted, in the publisher's words"),
    ("archive_url", "Archived copy"),
    ("published", "When it was published, as written"),
    ("licence", "Licence of the figures"),
    ("quote", "The words that state the figure"),
    ("page", "Page"),
    ("file_sha256", "SHA-256 of the publisher's file"),
    ("entered_by", "Who entered it"),
)

_OBSERVATION: Columns = (
    ("observation_id", "VARCHAR", "SOURCE/ID"),
    ("source_id", "VARCHAR", "Source"),
    ("measure", "VARCHAR", "What is measured"),
    ("place", "VARCHAR", "Where"),
    ("period", "VARCHAR", "Period as written"),
    ("period_start", "DATE", "First day of the period"),
    ("period_end", "DATE", "Last day of the period"),
    ("value", "DOUBLE", "The figure, in the unit"),
    ("low", "DOUBLE", "Lower end of an interval"),
    ("high", "DOUBLE", "Upper end of an interval"),
    ("unit", "VARCHAR", "Unit's name"),
    ("unit_written", "VARCHAR", "Unit as written in the file"),
    ("kind", "VARCHAR", "count, money, mass, …"),
    ("vintage", "DATE", "When the figure was published; a later one supersedes it"),
    ("price_basis", "VARCHAR", "Prices the figure is in"),
    ("flag", "VARCHAR", "Flag of the publisher or analyst"),
    ("note", "VARCHAR", "Note"),
    ("formula", "VARCHAR", "How it was computed from others"),
    ("extra", "VARCHAR", "JSON: further columns of the file"),
    ("line", "INTEGER", "Line in the file"),
    ("sha256", "VARCHAR", "Hash of the row; a change makes verdicts on it stale"),
    ("growth", "BOOLEAN", "The figure is itself a rate of change"),
    ("subject", "VARCHAR[]", "What the measure is about: the stems of its first words"),
    ("known_from", "DATE", "Vintage in which this figure was published first; NULL: no vintage is given"),
    ("known_until", "DATE", "Vintage in which another figure took its place; NULL: it is today's"),
    ("superseded_by", "VARCHAR", "The observation of the newest vintage, where that is another one"),
    ("digits", "INTEGER", "Significant digits of the longest of its numbers; NULL: one is beyond 1e±100"),
    ("numbers", "VARCHAR", "JSON: the exact decimals as text"),
)

TABLES: dict[str, tuple[str, Columns]] = {
    "documents": (
        "Texts to check, one row each",
        (
            ("document_id", "VARCHAR", "Stable id, from the identity"),
            ("identity", "VARCHAR", "Native post id, else URL, else path"),
            ("path", "VARCHAR", "File, relative to the case"),
            ("title", "VARCHAR", "Title"),
            ("speaker", "VARCHAR", "Who said it"),
            ("posted_at", "TIMESTAMP", "When it was said, UTC"),
            ("url", "VARCHAR", "Where it was found"),
            ("language", "VARCHAR", "Language code, such as en"),
            ("format", "VARCHAR", "Reader that read the file"),
            ("sha256", "VARCHAR", "SHA-256 of the file and its sidecar"),
            ("characters", "BIGINT", "Length of the text in code points"),
            ("text", "VARCHAR", "The decoded text; offsets of claims count its code points"),
            ("author", "VARCHAR", "Signature below the post"),
            ("forwarded_from", "VARCHAR", "Whose words were passed on"),
            ("edited_at", "TIMESTAMP", "When it was last edited, UTC"),
            ("places", "VARCHAR", "JSON: [offset, label] of each page or time code of the text"),
            ("own_identity", "VARCHAR", "Identity before documents that share one were told apart"),
            ("ordinal", "BIGINT", "Place among the documents of its file, from 0"),
            ("fingerprint", "BIGINT", "Print of all that was read of it; equal where nothing has changed"),
        ),
    ),
    "claims": (
        "Numeric claims, one row each: a quantity in its sentence",
        (
            ("claim_id", "VARCHAR", "Stable id, from document, sentence, numeral and occurrence"),
            ("group_id", "VARCHAR", "Group of the same claim told in several documents"),
            ("telling", "INTEGER", "Which telling of the group it is, by time, from 1; the first stands for the group"),
            ("document_id", "VARCHAR", "Document"),
            ("occurrence", "INTEGER", "Which one of the same numerals of the same sentence, from 0"),
            ("start", "BIGINT", "First code point in the document's text, from 0"),
            ("end", "BIGINT", "Code point after the last"),
            ("text", "VARCHAR", "Number, scale and unit as written"),
            ("sentence", "VARCHAR", "The sentence"),
            ("speaker", "VARCHAR", "Whom the text names as saying it; NULL: the document's speaker"),
            ("language", "VARCHAR", "Language its sentence was read in, such as en; NULL: a person added the claim"),
            ("sentence_key", "VARCHAR", "Hash of the normalised sentence; finds a claim whose id has changed"),
            ("numeral", "VARCHAR", "The number alone as written"),
            ("value", "DOUBLE", "The number, in the claim's unit; NULL for a range"),
            ("low", "DOUBLE", "Lower end of a range"),
            ("high", "DOUBLE", "Upper end of a range"),
            ("rounding_step", "DOUBLE", "Step the number was rounded to; of a range, that of its lower end"),
            ("rounding_step_low", "DOUBLE", "Step of the lower end of a range"),
            ("rounding_step_high", "DOUBLE", "Step of the upper end of a range"),
            ("written_step_low", "DOUBLE", "Place of the last digit as written, of the lower end"),
            ("written_step_high", "DOUBLE", "Place of the last digit as written, of the upper end"),
            ("modifier", "VARCHAR", "One of = ~ > >= < <="),
            ("hedge", "VARCHAR", "The words behind the modifier"),
            ("unit", "VARCHAR", "Unit's name; empty for plain counts, multiples and fractions"),
            ("kind", "VARCHAR", "count, money, mass, …"),
            ("counted", "VARCHAR", "What is counted or weighed"),
            ("change", "VARCHAR", "increase_by, increase_to, decrease_by, decrease_to"),
            ("negated", "BOOLEAN", "The sentence denies it"),
            ("period_start", "DATE", "First day it speaks of"),
            ("period_end", "DATE", "Last day it speaks of"),
            ("period_text", "VARCHAR", "The words of the period"),
            ("checkworthiness", "DOUBLE", "How much a checker would want to check it, 0 to 1"),
            ("side", "VARCHAR", "Side of the number on which an approximation lies: both, below, above"),
            ("exact", "BOOLEAN", "Stated with exactly or precisely"),
            ("half_open", "BOOLEAN", "The upper end itself is excluded"),
            ("accepted_low", "DOUBLE", "Lower end of the numbers the wording allows; NULL: unbounded"),
            ("accepted_high", "DOUBLE", "Upper end of the numbers the wording allows; NULL: unbounded"),
            ("low_open", "BOOLEAN", "The lower end itself is excluded"),
            ("high_open", "BOOLEAN", "The upper end itself is excluded"),
            ("digits", "INTEGER", "Significant digits of the longest of these numbers; NULL: one is beyond 1e±100"),
            ("numbers", "VARCHAR", "JSON: the exact decimals as text"),
            ("origin", "VARCHAR", "machine: as the extractor read it; corrected or added: as a reviewer did"),
            ("amended_by", "VARCHAR", "Who added or corrected it last; see the view corrections"),
            ("amending_event", "VARCHAR", "The event that did"),
        ),
    ),
    "machine_claims": (
        "The claims that reviewers corrected, as the extractor read them; claims holds what counts",
        (),
    ),
    "claim_groups": (
        "Groups of the same claim told in several documents; a claim told once is a group of its own",
        (
            ("group_id", "VARCHAR", "Group"),
            ("claim_id", "VARCHAR", "The claim that stands for the group: its first telling"),
            ("size", "INTEGER", "How many claims it holds"),
            ("documents", "INTEGER", "In how many documents"),
            ("first_at", "TIMESTAMP", "When it was told first, UTC; NULL: no telling has a time"),
            ("last_at", "TIMESTAMP", "When it was told last, UTC"),
            ("speakers", "VARCHAR[]", "Who told it, in alphabetical order"),
        ),
    ),
    "tellings": (
        "Prints of each claim by which it is known when it is told again; groups are made from these",
        (
            ("claim_id", "VARCHAR", "Claim"),
            ("words", "BIGINT", "Of the sentence with the number as read: equal where the same is said"),
            ("slips", "BIGINT[]", "Of each third of the words, by which slips of the pen are found"),
            ("place", "INTEGER", "Where the claim begins in its sentence, in code points"),
            ("anchored", "BOOLEAN", "The sentence alone says what it is about"),
            ("specific", "BOOLEAN", "The number would hardly come twice by chance"),
            ("personal", "BOOLEAN", "The sentence says we, our or the like"),
            ("turn", "INTEGER", "How many claims of the same words stand before it in the document's distinct lines"),
            ("turn_in_passage", "INTEGER", "The same in its passage"),
            ("passage", "BIGINT", "Of the post, or of the line of a longer text; NULL: too short"),
            ("bands", "BIGINT[]", "MinHash of the passage with its numerals; empty: too little to be known by itself"),
            ("frame", "BIGINT", "Of what is counted, of whom and for when; NULL: the sentence does not say"),
            ("named", "BOOLEAN", "The frame names somebody or something"),
            ("content", "INTEGER[]", "Short prints of the words that mean something"),
        ),
    ),
    "stirred": (
        "Prints of the claims that came, went or changed since groups and series were made; empty where these hold",
        (
            ("words", "BIGINT", "Of the sentence with the number as read"),
            ("slips", "BIGINT[]", "Of each third of the words"),
            ("passage", "BIGINT", "Of the post, or of the line of a longer text"),
            ("frame", "BIGINT", "Of what is counted, of whom and for when"),
        ),
    ),
    "passage_labels": (
        "Passages that are copies of others, edited at most; copies of one have one label",
        (
            ("passage", "BIGINT", "Passage"),
            ("label", "BIGINT", "The least of the passages that are copies of each other, also by way of others"),
        ),
    ),
    "alike": (
        "Sentences that differ in slips of the pen alone, in pairs; a row for each third of the words that they share",
        (
            ("third", "BIGINT", "The third"),
            ("kin", "UBIGINT", "Of what the sentences leave open, which is alike: when, where, who"),
            ("one", "BIGINT", "Words of the one"),
            ("other", "BIGINT", "Words of the other"),
        ),
    ),
    "series": (
        "Claims that tell the same thing with other numbers over time; see the view drift",
        (
            ("claim_id", "VARCHAR", "Claim: the first telling of its group"),
            ("series_id", "VARCHAR", "Series, from its first claim"),
            ("step", "INTEGER", "Place in the series by time, from 1"),
        ),
    ),
    "sources": (
        "Publications that analysts trust",
        (
            ("source_id", "VARCHAR", "Source: its file's name"),
            ("path", "VARCHAR", "File, relative to the case"),
            ("publisher", "VARCHAR", "Publisher"),
            ("title", "VARCHAR", "Title"),
            ("url", "VARCHAR", "Address"),
            ("retrieved", "DATE", "Date retrieved"),
            *((name, "VARCHAR", meaning) for name, meaning in _SOURCE_FIELDS),
            ("other", "VARCHAR", "JSON: further fields of the file"),
            ("sha256", "VARCHAR", "SHA-256 of the file"),
        ),
    ),
    "observations": ("Reference figures of the sources", _OBSERVATION),
    "formulas": (
        "Observations that follow from others, as their file has them; their figures are in observations",
        (
            *_OBSERVATION,
            ("function", "VARCHAR", "ratio, difference, percent_change, share, sum or mean; NULL: cannot be read"),
            ("inputs", "VARCHAR[]", "The observations it is made of, in order"),
            ("problem", "VARCHAR", "Why there is no figure; NULL where there is one"),
        ),
    ),
    "candidates": (
        "Observations that may answer a claim",
        (
            ("claim_id", "VARCHAR", "Claim"),
            ("observation_id", "VARCHAR", "Observation"),
            ("rank", "INTEGER", "1 is the best"),
            ("score", "DOUBLE", "How well they fit; the values play no part"),
            ("reasons", "VARCHAR[]", "Why, and what speaks against it: not said, other place, other period"),
        ),
    ),
    "comparisons": (
        "The machine's finding for a claim and an observation",
        (
            ("claim_id", "VARCHAR", "Claim"),
            ("observation_id", "VARCHAR", "Observation"),
            ("comparison", enum(FINDINGS), "consistent, above, below, indeterminate or incommensurable"),
            ("deviation", "DOUBLE", "(claim − reference) / |reference|"),
            ("gap", "DOUBLE", "Distance from what the wording allows to the reference, over |reference|"),
            ("uninformative", "BOOLEAN", "A bound that holds but says little"),
            ("proposed", enum(PROPOSALS), "Verdict that the machine proposes; people decide"),
            ("reference_value", "DOUBLE", "The reference in the claim's unit; to 12 digits where it was worked out"),
            ("reference_low", "DOUBLE", "Its lower end in that unit; NULL where it is one number"),
            ("reference_high", "DOUBLE", "Its upper end in that unit; NULL where it is one number"),
            ("missing", "VARCHAR", "What is missing where they cannot be compared"),
            ("rate", "VARCHAR", "The exchange rate that was used, with its day and publisher"),
            ("known", enum(KNOWN), "then: known when the claim was made; now: known today; both; NULL: neither"),
        ),
    ),
    "slip_findings": (
        "What the view slips shows, worked out whenever comparisons change",
        (
            ("claim_id", "VARCHAR", "Claim"),
            ("observation_id", "VARCHAR", "The observation that it is held against"),
            ("factor", "DOUBLE", "How many times too large the claim is; below 1 where it is too small"),
            ("words", "VARCHAR", "What was probably mixed up"),
            ("message", "VARCHAR", "The same in one line"),
        ),
    ),
    "inconsistencies": (
        "Numbers of one text that cannot all be right, for a person to judge",
        (
            ("document_id", "VARCHAR", "Document"),
            ("rule", "VARCHAR", "parts, percent or two_numbers"),
            ("message", "VARCHAR", "What the arithmetic gives"),
            ("claim_ids", "VARCHAR[]", "The claims it is about, in the order of the text"),
            ("sentences", "VARCHAR[]", "Their sentences, each once"),
        ),
    ),
    "review_events": (
        "Everything reviewers did, one row per line of reviews/*.jsonl",
        (
            ("event_id", "VARCHAR", "UUIDv7; its order is the order of events"),
            ("at", "TIMESTAMP", "When, UTC"),
            ("reviewer", "VARCHAR", "Who"),
            ("action", "VARCHAR", "verdict, note, flag, skip, link, add_claim, …, retract"),
            ("claim_id", "VARCHAR", "The claim it belongs to now; NULL for an orphan"),
            ("claim", "VARCHAR", "The claim as written in the event"),
            ("verdict", "VARCHAR", "Verdict"),
            ("reasons", "VARCHAR[]", "Reasons"),
            ("note", "VARCHAR", "Note"),
            ("evidence", "VARCHAR[]", "Observation ids, URLs, text"),
            ("seen_document", "VARCHAR", "Document that the reviewer had before them"),
            ("seen_sentence", "VARCHAR", "Sentence then"),
            ("seen_key", "VARCHAR", "Hash of the normalised sentence then"),
            ("seen_text", "VARCHAR", "The claim's words then"),
            ("seen_occurrence", "INTEGER", "The claim's occurrence then"),
            ("seen_comparison", "VARCHAR", "Comparison then"),
            ("seen_observation", "VARCHAR", "Observation then"),
            ("seen_observation_hash", "VARCHAR", "Hash of the observation then"),
            ("seen_alone", "BOOLEAN", "Decided on this telling apart from the others of its group"),
            ("settings_hash", "VARCHAR", "Settings then"),
            ("retracts", "VARCHAR", "Event that it takes back"),
            ("blind", "BOOLEAN", "Made without seeing the others' decisions"),
            ("version", "INTEGER", "Version of the event's format"),
            ("quantity", "VARCHAR", "JSON: how an added claim is read; what differs, for a corrected one"),
            ("orphan", "BOOLEAN", "Its claim is in no document now"),
            ("file", "VARCHAR", "File in reviews/"),
        ),
    ),
    "current_verdicts": (
        "What the view verdicts shows, worked out whenever something changes",
        (
            ("claim_id", "VARCHAR", "Claim"),
            ("reviewer", "VARCHAR", "Who"),
            ("verdict", "VARCHAR", "Verdict"),
            ("reasons", "VARCHAR[]", "Reasons"),
            ("note", "VARCHAR", "The reviewer's current note"),
            ("evidence", "VARCHAR[]", "Observation ids, URLs, text"),
            ("decided_at", "TIMESTAMP", "When, UTC"),
            ("event_id", "VARCHAR", "The event that gave it"),
            ("blind", "BOOLEAN", "Given without seeing the others'"),
            ("stale", "BOOLEAN", "What it was based on has changed since"),
            ("stale_because", "VARCHAR", "What has changed: observation, settings, comparison"),
            ("decided_on", "VARCHAR", "The telling that was decided on; its verdict counts for the whole group"),
            ("alone", "BOOLEAN", "Decided on this telling apart from the others"),
        ),
    ),
    "current_decisions": (
        "Claims that reviewers touched, worked out whenever something changes; see the view decisions",
        (
            ("claim_id", "VARCHAR", "Claim"),
            ("verdict", "VARCHAR", "The adjudicated one, else the one all who voted share, else disputed"),
            ("state", "VARCHAR", "open, decided, disputed, adjudicated or dismissed"),
            ("votes", "BIGINT", "How many reviewers hold a verdict"),
            ("reasons", "VARCHAR[]", "Reasons of the adjudication, else of all who voted"),
            ("note", "VARCHAR", "Note of the adjudication, else of the reviewers"),
            ("verdict_by", "VARCHAR[]", "Who voted"),
            ("decided_at", "TIMESTAMP", "When, UTC"),
            ("adjudicated_by", "VARCHAR", "Who adjudicated"),
            ("observation_id", "VARCHAR", "The observation that reviewers linked"),
            ("comparison", "VARCHAR", "The machine's finding for it"),
            ("deviation", "DOUBLE", "Its deviation"),
            ("proposed", "VARCHAR", "The verdict proposed for it"),
            ("flagged", "BOOLEAN", "Somebody flagged it"),
            ("stale", "BOOLEAN", "What a verdict was based on has changed since"),
            ("stale_because", "VARCHAR", "What has changed"),
        ),
    ),
    "claim_list": (
        "Claims as lists show them, each with what was found for its best candidate, so that nothing has to be joined",
        (
            ("claim_id", "VARCHAR", "Claim"),
            ("group_id", "VARCHAR", "Group of the same claim told in several documents"),
            ("telling", "INTEGER", "Which telling of the group it is, from 1; lists show the first"),
            ("tellings", "INTEGER", "How many tellings the group has"),
            ("document_id", "VARCHAR", "Document"),
            ("document", "VARCHAR", "Its file"),
            ("ordinal", "BIGINT", "Place of the document in its file, from 0"),
            ("speaker", "VARCHAR", "Who said it"),
            ("forwarded_from", "VARCHAR", "Whose words were passed on, where the text itself names no speaker"),
            ("posted_at", "TIMESTAMP", "When it was said, UTC"),
            ("start", "BIGINT", "First code point in the document's text"),
            ("end", "BIGINT", "Code point after the last"),
            ("text", "VARCHAR", "Number, scale and unit as written"),
            ("hedge", "VARCHAR", "The words behind the modifier"),
            ("counted", "VARCHAR", "What is counted or weighed"),
            ("sentence", "VARCHAR", "The sentence"),
            ("kind", "VARCHAR", "count, money, mass, …"),
            ("unit", "VARCHAR", "Unit's name"),
            ("checkworthiness", "DOUBLE", "How much a checker would want to check it, 0 to 1"),
            ("observation_id", "VARCHAR", "The best candidate"),
            ("comparison", "VARCHAR", "The machine's finding for it"),
            ("deviation", "DOUBLE", "Its deviation"),
            ("proposed", "VARCHAR", "The verdict proposed for it"),
            ("negated", "BOOLEAN", "The sentence denies it"),
            ("comparison_then", "VARCHAR", "The finding for what was known when it was said, where that differs"),
        ),
    ),
    "assignments": (
        "Who reviews which claim, where not everybody reviews everything",
        (
            ("claim_id", "VARCHAR", "Claim"),
            ("reviewer", "VARCHAR", "Who"),
        ),
    ),
    "work": (
        "Which of the tables worked out from others are up to date: one row",
        (
            ("grouped", "BOOLEAN", "claim_groups and the groups of claims are"),
            ("listed", "BOOLEAN", "claim_list is"),
            ("decided", "BOOLEAN", "current_verdicts and current_decisions are"),
        ),
    ),
    "problems": (
        "What could not be used, as of the last build",
        (
            ("part", "VARCHAR", "build or reviews"),
            ("file", "VARCHAR", "File, relative to the case"),
            ("line", "INTEGER", "Line, from 1"),
            ("message", "VARCHAR", "What happened"),
            ("hint", "VARCHAR", "What to do"),
        ),
    ),
    "files": (
        "Files read by the last build",
        (
            ("path", "VARCHAR", "File, relative to the case"),
            ("sha256", "VARCHAR", "Hash of what was read; empty where it is not read to its end"),
            ("part", "VARCHAR", "What it was read as: document, source, …"),
            ("stamp", "BIGINT[]", "Its state then; empty: it has to be hashed again"),
        ),
    ),
    "unranked": (
        "Claims for which no candidates were looked for yet, because a build was stopped",
        (("claim_id", "VARCHAR", "Claim"),),
    ),
    "exchange_rates": (
        "Exchange rates of sources/fx.csv",
        (
            ("day", "DATE", "Day"),
            ("from_currency", "VARCHAR", "ISO 4217"),
            ("to_currency", "VARCHAR", "ISO 4217"),
            ("rate", "VARCHAR", "How many of the one for one of the other, exact decimal"),
            ("source", "VARCHAR", "Who published it"),
            ("line", "INTEGER", "Line in the file"),
        ),
    ),
    "review_files": (
        "How far each review file was read",
        (
            ("file", "VARCHAR", "File in reviews/"),
            ("length", "BIGINT", "Bytes read"),
            ("sha256", "VARCHAR", "SHA-256 of those bytes"),
            ("lines", "INTEGER", "Lines read"),
            ("stamp", "BIGINT[]", "Device, inode, size and modification time then"),
        ),
    ),
    "meta": (
        "About this database: one row",
        (
            ("built_at", "TIMESTAMP", "When its newest rows were written, UTC"),
            ("title", "VARCHAR", "Title of the case"),
            ("schema_version", "INTEGER", "Version of these tables"),
            ("workbench_version", "VARCHAR", "Program that built it"),
            ("duckdb_version", "VARCHAR", "DuckDB that built it"),
            ("settings_hash", "VARCHAR", "Hash of the settings that influence a finding"),
            ("content_hash", "VARCHAR", "Hash of all files that were read; NULL: a build was stopped"),
            ("scale", "VARCHAR", "Name of the verdict scale"),
            ("review_mode", "VARCHAR", "open or blind"),
            ("reviewers", "VARCHAR[]", "Who must vote"),
            ("amendments", "VARCHAR", "Hash of the additions and corrections that the claims show"),
            ("tolerances", "VARCHAR", "JSON: the percentages of the comparison"),
        ),
    ),
}
TABLES["machine_claims"] = (TABLES["machine_claims"][0], TABLES["claims"][1])


def columns_of(table: str) -> dict[str, str]:
    """The table's column names and their types, in order."""
    return {name: kind for name, kind, _ in TABLES[table][1]}


def create_tables() -> list[str]:
    """The statements that make and comment all tables, with unqualified names, and their single rows."""
    statements = []
    for table, (meaning, columns) in TABLES.items():
        body = ", ".join(f'"{name}" {kind}' for name, kind, _ in columns)
        statements.append(f"CREATE TABLE {table} ({body})")
        statements.append(f"COMMENT ON TABLE {table} IS {text(meaning)}")
        statements.extend(f'COMMENT ON COLUMN {table}."{name}" IS {text(about)}' for name, _, about in columns)
    statements.append("INSERT INTO work VALUES (true, true, true)")
    statements.append(f"INSERT INTO meta (schema_version) VALUES ({SCHEMA_VERSION})")  # noqa: S608
    return statements
