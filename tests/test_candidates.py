"""Which observations are offered for a claim, in what order, and for what reasons."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from workbench.extraction.claims import Claim, Document
from workbench.quantity.model import Period, Quantity
from workbench.references.candidates import ClaimText, claim_text, clause_of, rank
from workbench.references.model import Candidate, Observation, Source, doubts

SOURCES = [Source("s", "sources/s.toml", "P", "Yearbook of transport", "https://example.org", date(2025, 1, 1))]


def year(number: int) -> dict[str, date]:
    return {"period_start": date(number, 1, 1), "period_end": date(number, 12, 31)}


def observation(
    name: str, measure: str, place: str = "", of: int = 2024, unit: str = "tonne", kind: str = "mass", **more: object
) -> Observation:
    made = Observation(
        f"s/{name}", "s", measure, place, str(of), None, None, Decimal(5), None, None, unit, unit, kind
    )  # fmt: skip
    return replace(made, **(year(of) | more))


CARGO = [
    observation("cargo-2023", "Cargo carried on the Northern Sea Route", "Russia", 2023),
    observation("cargo-2024", "Cargo carried on the Northern Sea Route", "Russia", 2024),
    observation("cargo-2014", "Cargo carried on the Northern Sea Route", "Russia", 2014),
]
OTHERS = [
    observation("trade", "Trade in goods", "Viet Nam", 2024, "USD", "money"),
    observation("wheat", "Wheat harvest", "Russia", 2024),
    observation("population", "Population", "Viet Nam", 2024, "", "count", unit_written="million people"),
    observation("growth", "Growth rate of trade", "Viet Nam", 2024, "percent", "percent"),
]
CLAIM = ClaimText(
    "c1", "Nearly 38 million tonnes of cargo travelled along the Northern Sea Route.", "mass", "tonne", "cargo",
    **year(2024),
)  # fmt: skip


def offered(claim: ClaimText, *observations: Observation, limit: int = 5) -> list[str]:
    found = rank([claim], observations or (*CARGO, *OTHERS), SOURCES, limit)
    return [candidate.observation_id.removeprefix("s/") for candidate in found]


def test_the_figure_of_the_same_year_goes_first() -> None:
    assert offered(CLAIM) == ["cargo-2024", "cargo-2023", "cargo-2014"]
    assert offered(replace(CLAIM, **year(2014)))[0] == "cargo-2014"


def test_without_a_period_the_latest_figure_before_the_document_goes_first() -> None:
    undated = replace(CLAIM, period_start=None, period_end=None)
    assert offered(replace(undated, said_on=date(2024, 3, 1)), CARGO[0], CARGO[2])[0] == "cargo-2023"
    assert offered(replace(undated, said_on=date(2016, 3, 1)), CARGO[0], CARGO[2])[0] == "cargo-2014"
    assert offered(undated)[0] == "cargo-2024"


def test_reasons_are_short_phrases() -> None:
    first = rank([replace(CLAIM, sentence=CLAIM.sentence + " Russia!")], CARGO + OTHERS, SOURCES)[0]
    assert first.reasons == ("words: cargo, northern, sea, route", "place: Russia", "period 2024", "same unit")
    assert (first.claim_id, first.rank) == ("c1", 1)


def test_words_of_the_measure_that_the_claim_lacks_are_named_against_it() -> None:
    hall = observation("hall", "Cost of the new swimming hall", "Northtown", 2024, "EUR", "money")
    tickets = ClaimText("c", "Tickets for the hall cost 8 euros.", "money", "EUR")
    assert doubts(rank([tickets], [hall], [])[0].reasons) == ["not said: swimming"]
    named = replace(tickets, sentence="The swimming hall of Northtown will cost 8 euros.")
    assert doubts(rank([named], [hall], [])[0].reasons) == []


def test_what_is_said_in_other_words_in_brackets_is_said() -> None:
    explained = observation("d", "Malaria deaths (people who died of malaria)", "", 2024, "", "count")
    claim = ClaimText("c", "600,000 people died of malaria.", "count")
    assert doubts(rank([claim], [explained], [])[0].reasons) == []
    bare = replace(explained, measure="Malaria deaths")
    claim = replace(claim, sentence="600,000 were killed by malaria.", counted=None)
    assert doubts(rank([claim], [bare], [])[0].reasons) == ["not said: deaths"]


def test_a_figure_of_another_place_says_so() -> None:
    claim = replace(CLAIM, sentence="In Russia 38 million tonnes of cargo went along the Northern Sea Route.")
    elsewhere = [replace(each, place="Norway") for each in CARGO[:1]]
    found = rank([claim], [*elsewhere, OTHERS[1]], [])
    assert [doubts(each.reasons) for each in found] == [["other place: Norway"]]


def test_ranks_count_from_one_and_stop_at_the_limit() -> None:
    found = rank([CLAIM, replace(CLAIM, claim_id="c2")], CARGO, SOURCES, 2)
    assert [(each.claim_id, each.rank) for each in found] == [("c1", 1), ("c1", 2), ("c2", 1), ("c2", 2)]
    assert found[0].score >= found[1].score


def test_the_figures_play_no_part() -> None:
    def ranks(values: list[int]) -> list[Candidate]:
        changed = [replace(each, value=Decimal(value)) for each, value in zip(CARGO, values, strict=True)]
        return rank([CLAIM], changed, SOURCES)

    assert ranks([38_000_000, 1, 2]) == ranks([1, 38_000_000, 0])


def test_the_order_of_the_files_plays_no_part() -> None:
    forwards = [*CARGO, *OTHERS]
    assert rank([CLAIM], forwards[::-1], SOURCES) == rank([CLAIM], forwards, SOURCES)


def test_of_equal_vintages_the_id_decides_and_what_is_superseded_is_left_out() -> None:
    early = replace(CARGO[1], observation_id="s/a", vintage=date(2025, 1, 1))
    late = replace(CARGO[1], observation_id="s/z", vintage=date(2025, 6, 1))
    twin = replace(late, observation_id="s/y")
    assert offered(CLAIM, early, late, twin) == ["y", "z"]


def test_a_claim_that_says_nothing_of_a_measure_is_offered_nothing() -> None:
    assert offered(ClaimText("c", "The vessel weighs 15 tonnes.", "mass", "tonne")) == []
    assert offered(ClaimText("c", "", "mass", "tonne")) == []
    assert offered(CLAIM, *OTHERS) == []
    assert rank([CLAIM], [], []) == []


def test_words_meet_in_other_forms() -> None:
    exports = observation("exports", "Exports of cars", unit="", kind="count")
    claim = ClaimText("c", "The factory exported 5,000 cars.", "count", counted="cars")
    assert offered(claim, exports) == ["exports"]
    losses = observation("losses", "Потери советских войск", unit="", kind="count")
    claim = ClaimText("c", "Советские войска потеряли 5 тысяч, и эти потери…", "count")
    assert offered(claim, losses) == ["losses"]


def test_other_names_of_a_measure_and_a_place_count() -> None:
    named = observation("p", "Population", "Viet Nam", unit="", kind="count",
                        extra={"measure_ru": "население", "place_ru": "Вьетнам"})  # fmt: skip
    found = rank([ClaimText("c", "Население Вьетнама — 99 млн.", "count")], [named], [])
    assert found[0].reasons[:2] == ("words: население", "place: Viet Nam")


def test_a_place_is_known_written_as_one_word_or_two() -> None:
    for sentence in ("Vietnam's trade in goods", "Viet Nam has trade in goods", "Vietnamese trade in goods"):
        found = rank([ClaimText("c", sentence, "money", "USD")], OTHERS, [])
        assert "place: Viet Nam" in found[0].reasons


def test_the_place_that_is_named_beside_the_number_goes_first() -> None:
    def of(place: str) -> Observation:
        return observation(place, "Population", place, unit="", kind="count")

    sentence = "The population of India is 1.4 billion, and the population of China 1.42 billion."
    claims = [
        ClaimText(text, sentence, "count", clause=clause_of(sentence, text)) for text in ("1.4 billion", "1.42 billion")
    ]
    found = rank(claims, [of("China"), of("India")], [], limit=1)
    assert [(each.claim_id, each.observation_id) for each in found] == [
        ("1.4 billion", "s/India"), ("1.42 billion", "s/China"),
    ]  # fmt: skip


def test_another_place_needs_all_of_the_measure() -> None:
    claim = ClaimText("c", "In Russia, goods worth $5 billion were sold.", "money", "USD")
    assert offered(claim) == []


def test_a_multiple_is_answered_by_a_share_or_a_ratio_and_by_no_plain_count() -> None:
    measure = "people facing hunger"
    share = observation("share", measure, unit="percent", kind="percent")
    people = observation("people", measure, unit="", kind="count")
    claim = ClaimText("c", "One in eleven people faces hunger.", "multiple", counted="people")
    assert offered(claim, people, share) == ["share"]
    assert "percent for multiple" in rank([claim], [share], [])[0].reasons
    twice = ClaimText("c", "The firm has twice as many employees as in 2014.", "multiple", counted="employees")
    employees = observation("employees", "Employees of the firm", unit="", kind="count")
    ratio = observation("ratio", "Ratio of employees of the firm to those of 2014", unit="", kind="count")
    assert offered(twice, employees) == []
    assert offered(twice, employees, ratio) == ["ratio"]


def test_words_that_many_measures_have_do_not_make_a_candidate() -> None:
    trams = observation("trams", "average speed of trams", "Northbridge", unit="kilometer/hour", kind="speed")
    ships = ClaimText("c", "The ships sail at an average speed of 14 knots.", "speed", "knot")
    assert offered(ships, trams) == []
    assert offered(replace(ships, sentence="Trams run at an average speed of 20 km/h."), trams) == ["trams"]


def test_one_word_of_many_is_not_enough_unless_the_measure_is_about_it() -> None:
    loan = observation("loan", "Rate of interest of the city's loan", "Northbridge", unit="percent", kind="percent")
    claim = ClaimText("c", "The city of Northbridge used 12 percent more water.", "percent", "percent", "water")
    assert offered(claim, loan) == []
    assert offered(replace(claim, sentence="The city's loan in Northbridge costs 12 percent."), loan) == ["loan"]


def test_a_unit_says_what_it_measures() -> None:
    added = observation("added", "Solar capacity added", unit="gigawatt", kind="power")
    power = observation("power", "Solar power capacity", unit="gigawatt", kind="power")
    claim = ClaimText(
        "c", "That brought solar capacity to 4.4 terawatts.", "power", "terawatt", context="More was added than ever."
    )
    assert offered(claim, added, power) == ["power", "added"]


def test_a_figure_of_another_year_says_that_it_is_one() -> None:
    reasons = [each.reasons for each in rank([replace(CLAIM, **year(2022))], CARGO, SOURCES)]
    assert any("other period: 2014, not 2022" in each for each in reasons)
    assert all("other period" not in " ".join(each.reasons) for each in rank([CLAIM], CARGO[1:2], SOURCES))


def test_the_end_of_a_year_is_no_other_period_than_the_month_after() -> None:
    stock = observation("stock", "Cargo carried on the Northern Sea Route", "Russia")
    stock = replace(stock, period="2024-12-31", period_start=date(2024, 12, 31))
    january = replace(CLAIM, period_start=date(2025, 1, 1), period_end=date(2025, 1, 31))
    assert not any("other period" in reason for reason in rank([january], [stock], SOURCES)[0].reasons)


def test_a_change_is_answered_by_a_growth_rate_and_a_level_by_a_level() -> None:
    share = observation("share", "Exports", unit="percent", kind="percent")
    growth = observation("growth", "Growth rate of exports", unit="percent", kind="percent")
    claim = ClaimText("c", "Exports rose by 5 percent.", "percent", "percent", change="increase_by")
    assert offered(claim, share, growth) == ["growth", "share"]
    assert offered(replace(claim, change=None), share, growth) == ["share", "growth"]


def test_another_dimension_is_offered_only_where_nothing_else_is() -> None:
    value = observation("value", "Cargo carried on the Northern Sea Route", unit="USD", kind="money")
    assert offered(CLAIM, value) == ["value"]
    assert rank([CLAIM], [value], [])[0].reasons[-1] == "another dimension: USD"
    assert offered(CLAIM, value, *CARGO) == ["cargo-2024", "cargo-2023", "cargo-2014"]
    days = ClaimText("c", "Cargo on the Northern Sea Route took 19 days.", "duration", "day", "days")
    assert offered(days) == []


def test_a_price_for_each_is_no_sum() -> None:
    pay = observation("pay", "Pay of a trainee", unit="EUR/hour", kind="rate")
    hourly = ClaimText("c", "The pay of a trainee is €14.", "rate", "EUR/hour")
    found = rank([hourly, replace(hourly, claim_id="d", kind="money", unit="EUR")], [pay], [])
    assert [each.reasons[-1] for each in found] == ["same unit", "another dimension: EUR/hour"]


def test_the_next_sentence_tells_less_where_two_were_taken_for_one() -> None:
    sentence = "The hottest day reached 41 °C. The coldest night came to 17 °C."
    hot, cold = (
        observation(name, f"temperature of the {name} day or night", unit="degree_Celsius", kind="temperature")
        for name in ("hottest", "coldest")
    )
    for text, name in (("41 °C", "hottest"), ("17 °C", "coldest")):
        claim = ClaimText("c", sentence, "temperature", "degree_Celsius", clause=clause_of(sentence, text))
        assert offered(claim, hot, cold)[0] == name


def test_a_count_is_answered_by_what_the_measure_is_about() -> None:
    pupils = observation("pupils", "Pupils in the schools of the city", unit="", kind="count")
    sentence = "The city has 27,000 pupils in 64 schools."
    assert offered(ClaimText("c", sentence, "count", counted="pupils"), pupils) == ["pupils"]
    assert offered(ClaimText("c", sentence, "count", counted="schools"), pupils) == []


def test_the_sentence_before_may_say_what_is_measured() -> None:
    claim = ClaimText("c", "Ten years earlier it was four million tonnes.", "mass", "tonne", **year(2014))
    assert offered(claim) == []
    assert offered(replace(claim, context=CLAIM.sentence))[0] == "cargo-2014"


def test_a_claim_is_looked_at_with_its_clause_and_its_paragraph_before() -> None:
    sentence = "In 2014, the figure was four million tonnes, no more."
    text = f"Weather.\n\nCargo grew. {sentence}"
    start = text.index("four")
    quantity = Quantity(
        start, start + 19, "four million tonnes", sentence, Decimal(4_000_000), unit="tonne", kind="mass",
        period=Period(date(2014, 1, 1), date(2014, 12, 31), "2014"), change="increase_to",
    )  # fmt: skip
    made = claim_text(Document("d1", "i", "p", text, title="Remarks"), Claim("c9", "d1", 0, quantity))
    assert made.clause.strip() == "the figure was four million tonnes"
    assert made.context == "Cargo grew. In 2014, the figure was "
    assert (made.claim_id, made.document_title, made.kind, made.change) == ("c9", "Remarks", "mass", "increase_to")
    assert (made.period_start, made.said_on) == (date(2014, 1, 1), None)


def test_a_sentence_of_a_million_words_is_looked_at_around_the_number() -> None:
    text = "word " * 1_000_000 + "5 tonnes"
    quantity = Quantity(len(text) - 8, len(text), "5 tonnes", text, Decimal(5), unit="tonne", kind="mass")
    made = claim_text(Document("d1", "i", "p", text), Claim("c9", "d1", 0, quantity))
    assert len(made.sentence) < 10_000
    assert made.sentence.endswith("5 tonnes")


def test_a_name_in_capitals_stands_for_the_words_that_it_is_made_of() -> None:
    product = observation("gdp", "Gross domestic product", "Norway", unit="USD", kind="money")
    others = [observation(n, n, "Norway", unit="USD", kind="money") for n in ("Exports", "Domestic loans", "Gross pay")]
    claim = ClaimText("c", "Norway's GDP was $485 billion.", "money", "USD", **year(2024))
    assert offered(claim, product, *others)[0] == "gdp"
    assert offered(replace(claim, sentence="Norway's gdp was $485 billion."), product, *others) == []


def test_who_is_called_by_a_place_counts_as_people() -> None:
    without_work = observation("u", "Unemployed people", "Canada", unit="", kind="count")
    visitors = observation("v", "People visiting museums", "Canada", unit="", kind="count")
    claim = ClaimText("c", "Some 1.9 million Canadians were unemployed.", "count", counted="Canadians")
    assert offered(claim, without_work, visitors)[0] == "u"


def test_a_count_of_other_things_is_not_answered_by_what_only_shares_a_name() -> None:
    killed = observation("killed", "Norwegian soldiers killed", "Chile", unit="", kind="count")
    members = observation("members", "member countries", "NATO", unit="", kind="count")
    births = observation("births", "births", "Chile", unit="", kind="count")
    sites = ClaimText("c", "There are 1,231 Norwegian burial sites in Chile.", "count", "", "Norwegian burial sites")
    assert offered(sites, killed, members, births) == []
    counted = "officers of foreign countries"
    officers = replace(sites, sentence=f"Up to 85 {counted} came.", counted=counted)
    assert offered(officers, killed, members, births) == []
    cattle = replace(sites, sentence="Chile has 845,000 head of cattle.", counted="head of cattle")
    assert offered(cattle, observation("cattle", "Cattle stock", "Chile", unit="", kind="count")) == ["cattle"]
    fallen = replace(sites, sentence="In Chile 12 Norwegian soldiers were killed.", counted="Norwegian soldiers")
    assert offered(fallen, killed, members, births) == ["killed"]
    rounds = ClaimText(
        "c", "It took new members in ten rounds of enlargement.", "count", "", "rounds of enlargement",
        context="NATO has many countries.",
    )  # fmt: skip
    assert offered(rounds, killed, members, births) == []
    babies = ClaimText("c", "Births in Chile fell last year, to 500,000 babies.", "count", "", "babies")
    assert offered(babies, killed, members, births) == ["births"]
    chileans = ClaimText("c", "In the war 300 Chileans were killed.", "count", "", "Chileans")
    assert offered(chileans, observation("own", "Chileans killed", "", unit="", kind="count")) == ["own"]
