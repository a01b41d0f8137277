"""Posts made up from templates: as many different ones as wanted, none of them twice."""

import random
import re
from collections.abc import Iterator
from itertools import islice

PLACES = (
    "Lake Province", "the northern district", "Westhaven", "the coastal region", "Old Harbour", "the river valley",
    "Mount Arden", "the southern plain", "Castle Bay", "the border county", "Elmford", "the island territory",
)  # fmt: skip
BODIES = (
    "the ministry", "the port authority", "the statistics office", "the central bank", "the grid operator",
    "the health service", "the railway", "the fisheries board", "the city council", "the farmers' union",
)  # fmt: skip
THINGS = (
    "vessels", "households", "patients", "new jobs", "schools", "passengers", "lorries", "hectares of forest",
    "apprentices", "wind turbines", "volunteers", "books", "bridges", "visitors", "cases of measles", "engineers",
)  # fmt: skip
GOODS = ("grain", "iron ore", "timber", "fertiliser", "frozen fish", "liquefied gas", "cement", "scrap steel", "cotton")
HEDGES = ("", "about ", "nearly ", "more than ", "at least ", "some ", "up to ", "almost ", "over ", "exactly ")
VERBS = ("rose", "fell", "grew", "dropped", "climbed", "declined")
MONTHS = ("January", "March", "April", "June", "July", "September", "October", "December")
SAYS = ("told reporters", "wrote in a statement", "said at a briefing", "noted", "reminded members", "told our desk")

CLAIMS = (
    "Cargo through {place} reached {hedge}{d} million tonnes of {goods} in {year}.",
    "{Body} {says} that {hedge}{n} {things} had been counted in {place} by {month}.",
    "Exports of {goods} {verb} by {d} percent to US${d2} billion.",
    "Unemployment in {place} {verb} from {d} to {d2} percent within {small} months.",
    "{Hedge}{small} in ten {things} came from {place}, {body} {says}.",
    "The new line, {n3} km long, cost €{d} million, or €{k} per metre.",
    "Between {small} and {small2} thousand {things} left {place} last year.",
    "A record {n} {things} and {n2} {things2} were registered.",
    "Output {verb} by a third, while prices doubled; {goods} now sells at ${d} a kilogram.",
    "Temperatures of {small2} °C and winds of {n3} km/h were measured on {month} {day}.",
    "The dam's reservoir holds {hedge}{d} cubic kilometres of water, {small} percentage points less than in {year}.",
    "{Hedge}{k} people signed; {n3} of them live in {place}.",
    "The station gives {n3} MW, enough for {k} {things}, {body} {says}.",
    "Twenty-{word} {things} were handed over and {word2} hundred more are on their way.",
)
TALK = (
    "We met our colleagues from {place} and spoke about what comes next for the region and its people.",
    "{Body} thanks everyone who wrote to us from {place} and beyond; the answers will be published here in due course.",
    "On {month} {day}, {year}, the parties signed a memorandum in {place} in the presence of {body}.",
    "There is no reason to doubt that {goods} will be shipped to {place} on time, whatever the weather does.",
    "Read the full text of the interview with {body} on our page https://example.org/{year}/{goods_tag} #{goods_tag}",
    "The {day}th anniversary of the school in {place} was a quiet but friendly day, and {body} sent its greetings.",
    "As the chair put it, nobody wins when {place} and its neighbours stop talking to each other about {goods}.",
    "Article {small2} of the treaty is clear on this point, and so is the practice that {place} has followed since.",
    "The commission will look into it, and has promised to hear {body} before it reaches a conclusion on {goods}.",
    "In short: less noise, more work, and an open door for all in {place} who want to help with {goods}.",
    "The delegation then visited the museum of {place}, where pupils of a local school sang for the guests.",
    "Photographs of the ceremony in {place} are at the disposal of editors who ask {body} for them.",
    "Critics of the plan say that {body} has been slow to listen, and that {place} has not been asked about {goods}.",
    "What matters now is that the talks on {goods} go on, that {place} is heard, and that nothing is decided in haste.",
    "Those who live from {goods} in {place} know the risks well, and they expect {body} to name them openly.",
    "{Body} {says} that the road to {place} stays open, and that drivers are asked to take care in the fog.",
    "Whoever follows the market for {goods} will have noticed the calm; {body} prefers to speak of patience.",
    "A choir from {place} closed the evening, and the hosts from {body} invited everyone to a late supper.",
)
USUAL = 0.07  # gives about one written number in 290 characters, as on a page of public posts
WORDS = ("two", "three", "four", "five", "six", "seven", "eight", "nine")


def posts(seed: int, share: float = USUAL) -> Iterator[str]:
    """Different posts without end, the same ones for the same seed; about 600 characters each.

    Args:
        seed: Another seed gives other posts.
        share: The share of sentences that state numbers.
    """
    chance = random.Random(seed)  # noqa: S311 - made-up texts, no secrets
    seen: set[int] = set()
    while True:
        kinds = [CLAIMS if chance.random() < share else TALK for _ in range(chance.randint(3, 9))]
        post = " ".join(_filled(chance.choice(kind), chance) for kind in kinds)
        key = hash(post)
        if key not in seen:
            seen.add(key)
            yield post


def some_posts(seed: int, count: int, share: float = USUAL) -> list[str]:
    """The first posts of a seed."""
    return list(islice(posts(seed, share), count))


def density(texts: list[str]) -> float:
    """Characters for each written number."""
    return sum(map(len, texts)) / max(1, sum(len(re.findall(r"\d[\d.,]*", text)) for text in texts))


def _filled(template: str, chance: random.Random) -> str:
    hedge, body = chance.choice(HEDGES), chance.choice(BODIES)
    goods = chance.choice(GOODS)
    text = template.format(
        place=chance.choice(PLACES),
        body=body,
        Body=body[0].upper() + body[1:],
        things=chance.choice(THINGS),
        things2=chance.choice(THINGS),
        goods=goods,
        goods_tag=goods.replace(" ", ""),
        hedge=hedge,
        Hedge=hedge,
        verb=chance.choice(VERBS),
        says=chance.choice(SAYS),
        month=chance.choice(MONTHS),
        word=chance.choice(WORDS),
        word2=chance.choice(WORDS),
        year=chance.randint(1995, 2025),
        day=chance.randint(10, 19),
        small=chance.randint(2, 9),
        small2=chance.randint(11, 39),
        n=f"{chance.randint(1000, 9_999_999):,}",
        n2=chance.randint(100, 99_999),
        n3=chance.randint(40, 990),
        k=f"{chance.randint(1, 900)},000",
        d=f"{chance.randint(10, 9990) / 10:.1f}",
        d2=f"{chance.randint(100, 99900) / 100:.2f}",
    )
    return text[0].upper() + text[1:]
