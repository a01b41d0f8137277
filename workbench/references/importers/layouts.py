"""Publishers' tables with a figure a row, each described by the names of its columns."""

from dataclasses import replace

from workbench.references.importers.listed import Layout
from workbench.references.importers.model import About

_TOTALS = frozenset(["total", "both sexes", "all", "none", "sex: total"])


def _needs(names: str) -> frozenset[str]:
    return frozenset(names.split("|"))


def _year_and_part(year: str, part: str) -> str:
    """A year with a part of it: M03, Q01, S02; M13 and A01 are the year itself."""
    kind, number = part[:1].upper(), part[1:].lstrip("0")
    if kind == "A" or (kind, number) == ("M", "13"):
        return year
    return f"{year}-{kind}{number}"


def _month_of(text: str, _: str) -> str:
    """Of 202403 the month; of 202413 the year."""
    return text[:4] if text.endswith("13") else text


WHO = Layout(
    "WHO Global Health Observatory", _needs("indicatorcode|indicator|spatialdimvaluecode|location|factvaluenumeric"),
    About(name="who-gho", publisher="World Health Organization", title="Global Health Observatory",
          url="https://www.who.int/data/gho", dataset="Global Health Observatory"),
    place="location", code="spatialdimvaluecode", measure=("indicator", "dim1", "dim2", "dim3"), period=("period",),
    value="factvaluenumeric", low="factvaluenumericlow", high="factvaluenumerichigh", note="factcomments",
    series="indicatorcode", no_matter=_TOTALS, title_from="indicator",
)  # fmt: skip

ATHENA = Layout(
    "WHO Athena", _needs("gho (code)|gho (display)|year (display)|numeric"),
    WHO.about, place="country (display)", code="country (code)",
    measure=("gho (display)", "sex (display)", "agegroup (display)", "residenceareatype (display)"),
    period=("year (display)",), value="numeric", low="low", high="high", note="comments", series="gho (code)",
    no_matter=_TOTALS, title_from="gho (display)",
)  # fmt: skip

# The same data by the interface for programs; it has codes alone, so that the unit has to be said.
ODATA = Layout(
    "WHO Global Health Observatory (codes)", _needs("indicatorcode|spatialdim|timedim|numericvalue"),
    WHO.about, coded=True, place="spatialdim", code="spatialdim", measure=("indicatorcode", "dim1", "dim2", "dim3"),
    period=("timedim",), value="numericvalue", low="low", high="high", note="comments", series="indicatorcode",
    no_matter=frozenset(["sex_btsx", "btsx"]),
)  # fmt: skip
ODATA_LONG = replace(
    ODATA, needs=_needs("indicatorcode|spatialdimensionvaluecode|timedim|numericvalue"),
    place="spatialdimensionvaluecode", code="spatialdimensionvaluecode",
    measure=("indicatorcode", "disaggregatingdimension1valuecode", "disaggregatingdimension2valuecode",
             "disaggregatingdimension3valuecode"),
)  # fmt: skip

YEARBOOK = Layout(
    "UN Statistical Yearbook (UNdata)", _needs("region/country/area|year|series|value"),
    About(name="undata", publisher="United Nations Statistics Division", title="UNdata", url="https://data.un.org/"),
    place="region/country/area (2)", code="region/country/area", measure=("series",), note="footnotes",
)  # fmt: skip

UNDATA = Layout(
    "UNdata", _needs("country or area|value|year"),
    YEARBOOK.about, place="country or area",
    measure=("commodity - transaction", "series", "item", "element", "variant", "subgroup", "indicator", "area",
             "sex", "age", "source year", "record type", "reliability"),
    unit="unit", note="value footnotes", no_matter=_TOTALS,
)  # fmt: skip
UNDATA_YEARS = replace(UNDATA, needs=_needs("country or area|value|year(s)"), period=("year(s)",))

PROSPECTS = Layout(
    "UN World Population Prospects", _needs("locid|location|variant|time|poptotal"),
    About(name="un-wpp", publisher="United Nations, Population Division", title="World Population Prospects",
          url="https://population.un.org/wpp/", dataset="WPP"),
    place="location", code="iso3_code", measure=("variant",), period=("time",),
    values={"poptotal": ("Population", "thousand"), "popmale": ("Male population", "thousand"),
            "popfemale": ("Female population", "thousand")},
)  # fmt: skip

INDICATORS = Layout(
    "UN World Population Prospects (indicators)", _needs("locid|location|variant|time|tpopulation1july|tfr"),
    PROSPECTS.about, place="location", code="iso3_code", measure=("variant",), period=("time",),
    values={
        "tpopulation1jan": ("Population on 1 January", "thousand"),
        "tpopulation1july": ("Population on 1 July", "thousand"),
        "tpopulationmale1july": ("Male population on 1 July", "thousand"),
        "tpopulationfemale1july": ("Female population on 1 July", "thousand"),
        "medianagepop": ("Median age of the population", "years"), "births": ("Births", "thousand"),
        "deaths": ("Deaths", "thousand"), "popgrowthrate": ("Population growth rate", "%"),
        "lex": ("Life expectancy at birth", "years"), "lexmale": ("Male life expectancy at birth", "years"),
        "tfr": ("Total fertility rate", ""), "lexfemale": ("Female life expectancy at birth", "years"),
        "netmigrations": ("Net migration", "thousand"),
    },
)  # fmt: skip

LABOUR = Layout(
    "ILOSTAT", _needs("ref_area|source|indicator|time|obs_value"),
    About(name="ilostat", publisher="International Labour Organization", title="ILOSTAT",
          url="https://ilostat.ilo.org/data/", dataset="ILOSTAT"),
    coded=True, place="ref_area", code="ref_area", measure=("indicator", "sex", "classif1", "classif2"),
    period=("time",), value="obs_value", flag="obs_status",
    flags={"B": "break in the series", "U": "low reliability", "P": "provisional", "E": "estimate", "I": "imputed"},
    note="source", series="indicator", no_matter=frozenset(["sex_t"]),
)  # fmt: skip

LABOUR_WORDS = Layout(
    "ILOSTAT (labels)", _needs("ref_area.label|source.label|indicator.label|time|obs_value"),
    LABOUR.about, place="ref_area.label", measure=("indicator.label", "sex.label", "classif1.label", "classif2.label"),
    period=("time",), value="obs_value", flag="obs_status.label", note="source.label", no_matter=_TOTALS,
    title_from="indicator.label",
)  # fmt: skip

SUPPLY = Layout(
    "USDA Production, Supply and Distribution",
    _needs("commodity_description|country_name|market_year|attribute_description|unit_description|value"),
    About(name="usda-psd", publisher="US Department of Agriculture, Foreign Agricultural Service",
          title="Production, Supply and Distribution", url="https://apps.fas.usda.gov/psdonline/", dataset="PSD"),
    place="country_name", code="country_code", measure=("commodity_description", "attribute_description"),
    period=("market_year",), remark="marketing year that begins in the year", unit="unit_description",
    series="attribute_id",
    units={"1000 mt": "thousand t", "mt": "t", "1000 ha": "thousand ha", "1000 head": "thousand", "mt/ha": "t/ha",
           "1000 mt cwe": "thousand t", "percent": "%", "1000 trees": "thousand", "million trees": "million"},
)  # fmt: skip

ENERGY = Layout(
    "EIA Monthly Energy Review", _needs("msn|yyyymm|value|description|unit"),
    About(name="eia-mer", publisher="US Energy Information Administration", title="Monthly Energy Review",
          url="https://www.eia.gov/totalenergy/data/monthly/", dataset="Monthly Energy Review"),
    where="United States", measure=("description",), period=("yyyymm", ""), dated=_month_of, unit="unit", series="msn",
    units={"million kilowatthours": "million kWh", "billion kilowatthours": "billion kWh", "number": ""},
)  # fmt: skip

REVIEW = Layout(
    "Energy Institute Statistical Review", _needs("country|year|iso3166_alpha3|subregion|var|value"),
    About(name="energy-institute", publisher="Energy Institute", title="Statistical Review of World Energy",
          url="https://www.energyinst.org/statistical-review", dataset="Consolidated dataset, narrow format"),
    place="country", code="iso3166_alpha3", measure=("var",), series="var",
    endings={"_ej": "EJ", "_mt": "million t", "_mtco2": "million t", "_twh": "TWh", "_bcm": "billion m3",
             "_kbd": "thousand barrels/day", "_kt": "kt", "_pj": "PJ"},
)  # fmt: skip

PRICES = Layout(
    "US Bureau of Labor Statistics", _needs("series id|year|period|value"),
    About(name="bls", publisher="US Bureau of Labor Statistics", title="Data series",
          url="https://data.bls.gov/", dataset="BLS"),
    measure=("series id",), period=("year", "period"), dated=_year_and_part, series="series id",
)  # fmt: skip

LAYOUTS = (
    WHO, ATHENA, ODATA, ODATA_LONG, YEARBOOK, INDICATORS, PROSPECTS, LABOUR, LABOUR_WORDS, SUPPLY, ENERGY, REVIEW,
    PRICES, UNDATA, UNDATA_YEARS,
)  # fmt: skip
