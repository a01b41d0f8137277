"""Who says what in a text that quotes others."""

import time

import pytest

from workbench.extraction.speakers import speaker_at, speakers


def said(text):
    return [(speaker, " ".join(text[start:end].split())) for start, end, speaker in speakers(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("💬 President Ilya Berg: «Trade grew by 20 percent.»\n\nMore: 5 km below.",
         [("President Ilya Berg", "«Trade grew by 20 percent.»")]),
        ("Question: Is it 5 km?\nAnswer: It is 6 km.\n", [("Question", "Is it 5 km?")]),
        ("President Berg: Hello to 20 of you.\nQuestion: Is it 5?\nAnswer: It is 6.",
         [("President Berg", "Hello to 20 of you."), ("Question", "Is it 5?"), ("President Berg", "It is 6.")]),
        ("JOHN SMITH: we have five of them\nANNA: no, it is six\nJOHN SMITH: then it is seven\n",
         [("JOHN SMITH", "we have five of them"), ("ANNA", "no, it is six"), ("JOHN SMITH", "then it is seven")]),
        ("**Mary Ann:** it was five years\n\n**Bob Lee:** it was six\n\n**Mary Ann:** or seven days",
         [("Mary Ann", "it was five years"), ("Bob Lee", "it was six"), ("Mary Ann", "or seven days")]),
        ('"We shipped 38 million tonnes," said Minister Anna Berg on Monday.',
         [("Minister Anna Berg", '"We shipped 38 million tonnes,"')]),
        ("On Monday. Anna Berg said: “It was 40 million tonnes.”", [("Anna Berg", "“It was 40 million tonnes.”")]),
        (
            "«Мы перевезли 38 млн тонн», — заявил министр транспорта Олег Берг.",
            [("министр транспорта Олег Берг", "«Мы перевезли 38 млн тонн»")],
        ),
        ('"We saw 5 ships in the bay," said foreign minister Ann Berg.',
         [("foreign minister Ann Berg", '"We saw 5 ships in the bay,"')]),
        ('"We saw 5 ships in the bay," said the man with a dog.', []),
        ("«Мы перевезли 38 млн тонн», — заявил Олег Берг.", [("Олег Берг", "«Мы перевезли 38 млн тонн»")]),
        ("Note: 5 km\nSources: 6\nNew Cases: 500\nNew Deaths: 6\nNew Cases: 7", []),
        ("Head Count: 300\nOwner Occupied: 5\n", []),
        ("MS. BERG:  We made 345.\n\nQ    Thank you, Ann. Is it 9?\n\nMS. BERG:  No, 8.\n\nTHE PRESIDENT:  Yes, 8.",
         [("MS. BERG", "We made 345."), ("Q", "Thank you, Ann. Is it 9?"), ("MS. BERG", "No, 8."),
          ("THE PRESIDENT", "Yes, 8.")]),
        ("Q Street is closed for 9 days.\nQ Park is open.", []),
        ("Ilya Berg: It grew by 4 percent.\n\nAnn Lee (retranslated): We lost 12 ships.\n\nIlya Berg: Thank you all.",
         [("Ilya Berg", "It grew by 4 percent."), ("Ann Lee", "We lost 12 ships."), ("Ilya Berg", "Thank you all.")]),
        ("В.Берг: Рост составил 4 процента.\n\nВопрос: А цены?\n\nВ.Берг: Цены выросли на 9.",
         [("В.Берг", "Рост составил 4 процента."), ("Вопрос", "А цены?"), ("В.Берг", "Цены выросли на 9.")]),
        ("Корр.: Сколько судов?\n\nБерг: Их 12.", [("Корр.", "Сколько судов?")]),
        ("HON. P.K. BERG.- We spent 45 million.\n\nHON. A. LEE.- Was it 46 million?\n\nHON. P.K. BERG.- No, it was 45.",
         [("HON. P.K. BERG", "We spent 45 million."), ("HON. A. LEE", "Was it 46 million?"),
          ("HON. P.K. BERG", "No, it was 45.")]),
        ("The CHAIR. You have 5 minutes.\nMs. BERG of Texas. Madam Chair, we spent 6 billion.",
         [("The CHAIR", "You have 5 minutes."), ("Ms. BERG of Texas", "Madam Chair, we spent 6 billion.")]),
        ("[00:12:31] Ann Berg: The quay is 5 km.\n00:12:40 - Bob Lee: It is 6 km.\n[00:13:00] Ann Berg: No, it is 5.",
         [("Ann Berg", "The quay is 5 km."), ("Bob Lee", "It is 6 km."), ("Ann Berg", "No, it is 5.")]),
        ("The train leaves at 9:30 and costs: 5 euros.", []),
        ("💬 Norway's Minister Ann Berg said the following in May:\nWe built 5 km.\nIt cost 6 euros.\n⚡️ 7 came.",
         [("Norway's Minister Ann Berg", "We built 5 km. It cost 6 euros.")]),
        ("🎙 President of the Republic Ole Lie during his visit to Oslo (1 May 2024):\nWe met 5 times.\n***\nIt was 6.",
         [("President of the Republic Ole Lie", "We met 5 times.")]),
        ("💬 Ole Lie: We met 5 times.\n💬 To conclude: we shall meet 6 times.\n#Norway #Talks\nThere were 7 of them.",
         [("Ole Lie", "We met 5 times. 💬 To conclude: we shall meet 6 times.")]),
        ("💬 Ole Lie: We met 5 times.\n💬 From the letter of Minister Ann Berg to the mayor:\nWe met 6 times.",
         [("Ole Lie", "We met 5 times.")]),
        ("💬 Министр иностранных дел А.Берг на встрече в Осло:\nМы встречались 5 раз.\n🇳🇴 Было 6 встреч.",
         [("Министр иностранных дел А.Берг", "Мы встречались 5 раз.")]),
        ("💬 Из заявления для печати:\nМы встречались 5 раз.", []),
        ("💬 Ole Lie: We met 5 times.\n💬 Ann Berg, foreign minister: We sold 38 million tonnes.",
         [("Ole Lie", "We met 5 times."), ("Ann Berg, foreign minister", "We sold 38 million tonnes.")]),
        ("💬 Министр Иванов: Потеряно 5 танков.\n💬 Пресс-секретарь президента Дмитрий Песков: Потеряно 38 танков.",
         [("Министр Иванов", "Потеряно 5 танков."),
          ("Пресс-секретарь президента Дмитрий Песков", "Потеряно 38 танков.")]),
        ("💬 Ole Lie: We met 5 times.\n💬 Боец с позывным «Барс»: Их 38.", [("Ole Lie", "We met 5 times.")]),
        ("🗣 Norway's Permanent Representative to the UN Ann Berg:\nWe met 5 times.",
         [("Norway's Permanent Representative to the UN Ann Berg", "We met 5 times.")]),
        ("🗣 Ambassador to Norway Ann Berg in Oslo:\nWe met 5 times.",
         [("Ambassador to Norway Ann Berg", "We met 5 times.")]),
        ("🗣 Уполномоченный по правам человека Татьяна Берг:\nИх 5.",
         [("Уполномоченный по правам человека Татьяна Берг", "Их 5.")]),
        ("🗣 Spokeswoman said Ann Berg:\nWe met 5 times.", [("Ann Berg", "We met 5 times.")]),
        ("🗣 Ann Berg:\n🔹 We sold 5 million tonnes.\n🔹 We lost 38.\n⚡️ Other news: 7.",
         [("Ann Berg", "🔹 We sold 5 million tonnes. 🔹 We lost 38.")]),
        ("💬 Ann Berg: “We sold 5 tonnes.\n\n☑️ We lost 38.” And 7 more.",
         [("Ann Berg", "“We sold 5 tonnes. ☑️ We lost 38.”")]),
        ("💬 Norway's Armed Forces have one goal: to save 5 people.", []),
        ('They call it "the big" said Ann.', [("Ann", 'They call it "the big" said Ann.')]),
        ('"We saw 5 ships in the bay," he said.', []),
    ],
)  # fmt: skip
def test_who_speaks(text, found):
    assert said(text) == found


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Keller said 5 ships were lost.", "Keller"),
        ("On Tuesday Keller said 5 ships were lost.", "Keller"),
        ("5 ships were lost, Finance Minister Anna Keller said on Friday.", "Finance Minister Anna Keller"),
        ("5 ships were lost, said the Norwegian coast guard service.", "the Norwegian coast guard service"),
        ("The finance ministry has also said that exports reached 5 million tonnes.", "The finance ministry"),
        ("The opposition leader, Mark Dunn, claimed that 5 ships were lost.", "Mark Dunn"),
        ("Anna Berg, who leads the party, noted that it had 5 ships.", "Anna Berg"),
        ("Mr. Smith of U.S. Steel was here. U.S. officials said 5 ships were lost.", "U.S. officials"),
        ("It is 5 dollars, as Ann Lee noted in May.", "Ann Lee"),
        ("Ann Lee spoke. “It was hot,” Ann Lee said. She added that 5 ships were lost.", "Ann Lee"),
        ("Министр обороны Иван Петров заявил, что сбито 5 ракет.", "Министр обороны Иван Петров"),
        ("За сутки сбито 5 ракет, сообщили в Минобороны.", "Минобороны"),
        ("Как сообщил Иванов, сбито 5 ракет.", "Иванов"),
        ("Иванов заявил о победе. Сбито 5 ракет, уточнил он.", "Иванов"),
        # What claims, counts or recalls something reports nothing by it.
        ("Hurricane Katrina claimed 5 lives.", None),
        ("Acme Motors recalled 5,000 cars.", None),
        # Nobody is named, or the saying is denied, or somebody else's.
        ("He said 5 ships were lost.", None),
        ("We said 5 ships were lost.", None),
        ("Keller never said that 5 ships were lost.", None),
        ("It is a plan that Keller said would need 5 ships.", None),
        ("Ann Lee said so. " + "A long day went by. " * 100 + "She said 5 ships were lost.", None),
        # Of what stands behind the sentence nothing is known.
        ("Keller said it was hot. There were 5 ships.", None),
    ],
)
def test_a_sentence_that_reports_is_the_speakers_whom_it_names(text, told):
    assert speaker_at(speakers(text), text.index("5")) == told


def test_two_speakers_of_a_sentence_have_a_part_each():
    text = "Keller said 5 ships were lost, while the owner, Ann Berg, said it was 6."
    spans = speakers(text)
    assert (speaker_at(spans, text.index("5")), speaker_at(spans, text.index("6"))) == ("Keller", "Ann Berg")


def test_a_quote_inside_a_turn_is_its_own_speakers():
    text = 'President Berg: It is 5. "We counted 60 ships there," said Anna Lee. I saw 70.'
    spans = speakers(text)
    assert speaker_at(spans, text.index("5")) == "President Berg"
    assert speaker_at(spans, text.index("60")) == "Anna Lee"
    assert speaker_at(spans, text.index("70")) == "President Berg"
    assert speaker_at(spans, 0) is None


@pytest.mark.parametrize(
    "hostile",
    ["«", '"a', "A b", "Aa: ", "A" * 119 + "\n", "A B said ", '"aaaaaaaaaaaa" ', "💬 A:\n", '"aaaaaaaaaaaaaaa" Aa ',
     "said ", "the army said that ", ", Aa, ", "he said, ", "Aa, a, said "],
)
def test_hostile_texts_take_time_in_proportion(hostile):
    def seconds(size):
        started = time.process_time()
        speakers(hostile * (size // len(hostile)))
        return time.process_time() - started

    assert seconds(800_000) < 12 * seconds(200_000) + 0.5
