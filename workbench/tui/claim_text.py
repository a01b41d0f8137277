"""One claim as styled text: where it stands, what its wording allows, and the observations beside it."""

from datetime import datetime
from decimal import Decimal

from textual.content import Content

from workbench.operations.deeper import Deeper
from workbench.operations.desk_model import Beside, Shown
from workbench.operations.plain import one_line, plain
from workbench.operations.wording import differences
from workbench.quantity.explain import deviation_text, interval_text, number_text, unit_text
from workbench.quantity.interval import Interval
from workbench.references.derivation import told as figure_text
from workbench.references.model import doubts
from workbench.references.periods import told_by_finding
from workbench.tui import words

MARKED = "bold reverse"
OTHERS = "underline"
_SENTENCE, _KNOWN = 600, 40
_GIVEN = 600  # as much of the text as comes with a claim on either side


def heading(shown: Shown) -> Content:
    """Who said it, when, and where it was found."""
    line, detail = shown.detail.line, shown.detail
    forwarded = f"forwarded from {one_line(detail.forwarded_from)}" if detail.forwarded_from else ""
    said = " · ".join(part for part in (one_line(line.speaker or ""), day_text(line.posted_at), forwarded) if part)
    where = one_line(detail.title or line.document or "")
    below = " · ".join(part for part in (where if said else "", one_line(detail.url or "")) if part)
    return Content.assemble((said or where, "bold"), "\n" if below else "", (below, "$foreground-darken-3"))


def told_as(shown: Shown) -> Content:
    """The claim in one line, over a panel that takes the place of its text."""
    line, look = shown.detail.line, words.decision(shown.decision)
    hedge = f"{one_line(line.hedge)} " if line.hedge and line.hedge not in line.text else ""
    told = f"{hedge}{one_line(line.text)}"
    about = " · ".join(part for part in (one_line(line.counted or ""), one_line(line.speaker or "")) if part)
    return Content.assemble((told, "bold"), (f" · {about}" if about else "", ""), "  ", (str(look), look.colour))


def context(shown: Shown, room: int) -> Content:
    """The claim in its text, marked, with the other quantities underlined.

    Args:
        shown: The claim.
        room: How many characters of context to show on each side beyond its sentence.
    """
    detail, quantity = shown.detail, shown.detail.claim.quantity
    full = detail.before + quantity.text + detail.after
    own, own_end = len(detail.before), len(detail.before) + len(quantity.text)
    low, high = _sentence(full, quantity.sentence, own, own_end)
    before = low > room or quantity.start > own
    after = high + room < len(full) or len(detail.after) >= _GIVEN
    start = _at_a_word(full, max(0, low - room), low) if before else 0
    end = max(high, full.rfind(" ", high, high + room)) if after else max(own_end, len(full.rstrip()))
    styled = Content(plain(full[start:end]), strip_control_codes=False)
    origin = quantity.start - own + start
    for first, last in shown.others:
        if first - origin >= 0 and last - origin <= end - start:
            styled = styled.stylize(OTHERS, first - origin, last - origin)
    styled = styled.stylize(MARKED, own - start, own_end - start)
    return Content.assemble("…" if before else "", styled, " …" if after else "")


def _sentence(full: str, sentence: str, own: int, own_end: int) -> tuple[int, int]:
    """Where the claim's sentence lies in the text around it, or the claim alone; never more than a screen of it."""
    begin = sentence[:_KNOWN]
    low = full.rfind(begin, 0, own + len(begin)) if begin else -1
    if not 0 <= low <= own:
        return own, own_end
    return max(low, own - _SENTENCE), max(own_end, min(low + len(sentence), own_end + _SENTENCE))


def _at_a_word(full: str, start: int, latest: int) -> int:
    """The beginning of the next word, where one begins soon."""
    space = full.find(" ", start, min(start + _KNOWN, latest))
    return space + 1 if space >= 0 else start


def facts(shown: Shown) -> Content:
    """What is counted, for when, and how it was hedged."""
    quantity = shown.detail.claim.quantity
    told = [
        one_line(quantity.counted or quantity.kind),
        (quantity.change or "").replace("_", " "),
        "" if quantity.period is None else one_line(quantity.period.text),
        f"hedged: “{one_line(quantity.hedge)}”" if quantity.hedge else "",
        "denied in the sentence" if quantity.negated else "",
        "" if quantity.period is None else f"{quantity.period.start} – {quantity.period.end}",
    ]
    styled = Content.styled(" · ".join(part for part in told if part), "$foreground-darken-3")
    amended = _amended(shown)
    return Content.assemble(styled, "\n", (amended, "bold")) if amended else styled


def _amended(shown: Shown) -> str:
    """Who added the claim, or corrected how it is read, and what that changed."""
    detail = shown.detail
    if not detail.amended_by:
        return ""
    changed = [] if detail.base is None else differences(detail.base, detail.claim.quantity)
    told = f": {'; '.join(one_line(each, 120) for each in changed)}" if changed else ""
    return f"{detail.origin} by {one_line(detail.amended_by)}{told}"


def explanation(shown: Shown, chosen: int, enter: str = "") -> Content:
    """Why the chosen observation gives its finding; ``enter`` says how to put one in where there is none."""
    if not shown.beside:
        look = words.comparison("no_reference")
        return Content.assemble((str(look), look.colour), f"  {plain(shown.alone)}", (enter, "$foreground-darken-3"))
    beside = shown.beside[chosen]
    look = words.comparison(beside.found.comparison)
    return Content.assemble((str(look), f"bold {look.colour}"), f"  {plain(beside.why)}")


def observation(beside: Beside, shown: Shown, *, chosen: bool, marked: int = 0) -> Content:
    """An observation in two lines: its value in the claim's unit, the finding; why not it, what it is, who says so."""
    found, figure, source = beside.found, beside.option.observation, beside.option.source
    look = words.comparison(found.comparison)
    deviation = "" if found.deviation is None else f" {deviation_text(found.deviation)}"
    mark = ("▌ " if chosen else "  ", "bold")
    parts = [mark, (value_text(beside, shown), "bold"), (f"  {look}{deviation}", look.colour)]
    if found.proposed:
        parts.append((f"  ‹{words.verdict(found.proposed)}› proposed", "italic $foreground-darken-3"))
    if marked:
        parts.append((f"  ● {marked}", "bold $text-accent"))
    quantity = shown.detail.claim.quantity
    if told_by_finding(found.comparison, found.proposed, quantity.kind, negated=quantity.negated):
        parts.append((f"  {words.OTHER_PERIOD}", words.OTHER_PERIOD.colour))
    if beside.linked:
        parts.append(("  ◆ linked", "bold $text-accent"))
    publisher = "" if source is None else one_line(source.publisher)
    vintage = "" if figure.vintage is None else f"as of {figure.vintage}"
    told = (figure.period, vintage, figure.flag, figure.place, figure.measure, publisher)
    about = " · ".join(one_line(part) for part in told if part)
    against = [(f"≠ {one_line(told)} · ", "$text-warning") for told in doubts(beside.option.reasons)]
    return Content.assemble(*parts, "\n", mark, *against, (about, "$foreground-darken-3"))


def source_lines(beside: Beside) -> Content:
    """Where the chosen observation comes from."""
    figure, source = beside.option.observation, beside.option.source
    parts = [one_line(figure.observation_id)]
    if source is not None:
        parts += [one_line(source.title), one_line(source.url), f"retrieved {source.retrieved}"]
    parts += [one_line(figure.note)] if figure.note else []
    return Content.styled(" · ".join(parts), "$foreground-darken-3")


def reviews(shown: Shown) -> Content:
    """What was decided, by whom, with reasons and notes."""
    lines = []
    for who, event in shown.votes.items():
        look = words.verdict(event.verdict or "")
        reasons = ", ".join(one_line(reason.replace("_", " "), 60) for reason in event.reasons)
        tail = f" ({reasons})" if reasons else ""
        tail += f"  {one_line('; '.join(event.evidence), 200)}" if event.evidence else ""
        lines.append(Content.assemble((f"{look}", look.colour), f"  {who}{tail}  {one_line(event.at, 16)}"))
    lines += [Content.assemble(("✎ ", "bold"), f"{who}: {plain(note)}") for who, note in shown.notes.items()]
    if shown.decision.stale:
        lines.append(Content.styled(f"! stale: the {shown.decision.stale} changed since", "bold $text-warning"))
    if shown.decision.flagged:
        lines.append(Content.styled("⚑ flagged", "bold"))
    if shown.decision.skipped:
        lines.append(Content.styled("» you skipped it", "$foreground-darken-3"))
    return Content("\n").join(lines)


def behind(found: Deeper) -> Content:
    """What lies behind the finding, a line for each: a probable slip, contradictions, inputs, what would turn it."""
    lines = []
    if found.slip:
        lines.append(Content.styled(f"! {plain(str(found.slip))}", "bold $text-warning"))
    for message, sentences in found.contradictions:
        lines.append(Content.styled(f"! contradiction in the text: {plain(message)}", "bold $text-warning"))
        lines += [Content.styled(f"  “{one_line(sentence, _GIVEN)}”", "$foreground-darken-3") for sentence in sentences]
    for each in found.inputs:
        vintage = f", as of {each.vintage}" if each.vintage else ""
        told = ", ".join(one_line(part, 60) for part in (each.measure, each.place, each.period) if part)
        lines.append(Content.assemble("made of ", (one_line(each.observation_id), "bold"), f": {told}{vintage}"))
    for offer in found.proposals:
        look = words.comparison(offer.comparison)
        about = f"could be made: {one_line(str(offer.formula))} = {figure_text(offer.figure)} → "
        lines.append(Content.assemble(about, (str(look), look.colour), ("  D makes it", "$foreground-darken-3")))
    if found.strip:
        lines.append(Content.styled(f"sensitivity: {plain(found.strip)}", "$foreground-darken-3"))
    return Content("\n").join(lines)


def value_text(beside: Beside, shown: Shown) -> str:
    """The observation's figure in the claim's unit, else as it was entered."""
    found, figure = beside.found, beside.option.observation
    if found.reference is not None:
        return interval_text(_short(found.reference), shown.detail.claim.quantity.unit)
    if figure.value is not None:
        return f"{number_text(figure.value)} {unit_text(figure.unit, plural=True)}".rstrip()
    return interval_text(Interval(figure.low, figure.high), figure.unit)


def _short(interval: Interval) -> Interval:
    """The same set with ends that fit a line: a converted number can have sixty digits."""
    low, high = (None if end is None else _rounded(end) for end in (interval.low, interval.high))
    return Interval(low, high, interval.low_open, interval.high_open)


def _rounded(number: Decimal) -> Decimal:
    if number == 0 or number == number.to_integral_value():
        return number
    return round(number, max(0, 5 - number.adjusted()))


def day_text(at: datetime | None) -> str:
    """The day of a time."""
    return "" if at is None else f"{at:%Y-%m-%d}"
