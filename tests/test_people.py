"""Numbers without a noun that can only count people."""

import pytest

from workbench import extract


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Five were hospitalised, three died.", [(5, "people"), (3, "people")]),
        ("16 injured; five in hospital, twelve at home", [(16, "people"), (5, "people"), (12, "people")]),
        ("Police said 14 were arrested and two charged.", [(14, "people"), (2, "people")]),
        ("The 12 miners were trapped; five died.", [(12, "miners"), (5, "miners")]),
        ("In the square 20 drones were seen; five were shot down.", [(20, "drones"), (5, "drones")]),
        ("Двое погибли, семеро ранены.", [(2, "человек"), (7, "человек")]),
        ("Of 40 villages, 12 (25%) have power.", [(40, "villages"), (12, "villages"), (25, None)]),
        ("The crew includes 80 men and 45 women.", [(80, "men"), (45, "women")]),
    ],
)
def test_what_befalls_people_is_counted_in_people(text, found):
    assert [(quantity.value, quantity.counted) for quantity in extract(text)] == found
