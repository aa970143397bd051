"""What is masked is gone: from the picture, the text, the properties; and what is not masked can still be read."""

from __future__ import annotations

import io
import random

import pikepdf
import pypdfium2
import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st

from byalag.core import masking
from byalag.core.masking import MASK, NotMasked
from tests.core.hostile import papers

PAGE = '#set page(paper: "a5")\n#set text(lang: "sv", hyphenate: false)\n'


def pdf(text: str) -> io.BytesIO:
    made = typst.compile((PAGE + text).encode(), format="pdf", ignore_system_fonts=True)
    assert isinstance(made, bytes)
    return io.BytesIO(made)


def masked(text: str | io.BytesIO, *words: str) -> masking.Masked:
    source = pdf(text) if isinstance(text, str) else text
    return masking.mask(source, list(words), title="Maskerad kopia", language="sv")


def told(made: masking.Masked) -> str:
    """What the copy says to those who listen: the texts of its pictures."""
    with pikepdf.open(io.BytesIO(made.pdf)) as document:
        return " ".join(str(item.Alt) for item in document.objects if _has_text(item))


def _has_text(item: pikepdf.Object) -> bool:
    return isinstance(item, pikepdf.Dictionary) and "/Alt" in item


def darkness(source: bytes) -> int:
    """How many black dots the first page has, in hundreds of a page of dots."""
    image = pypdfium2.PdfDocument(source)[0].render(scale=1).to_pil().convert("L")
    return sum(image.histogram()[:64])


@pytest.mark.parametrize(
    ("text", "words", "times"),
    [
        ("Eleven Elin Östberg går i nian.", "Elin Östberg", 1),
        ("ELIN ÖSTBERG, elin östbergs och Elin   Ostberg", "elin östberg", 3),
        ("Telefon 070-123 45 67.", "070-123 45 67", 1),
        ("Uczennica Anna Łęcka", "anna lecka", 1),
        ("Олена Коваленко прийшла", "Олена Коваленко", 1),
        ("Elin\n\nÖstberg", "Elin Östberg", 1),
        ("e-post: elin\\@skola.se", "elin@skola.se", 1),
    ],
)
def test_words_are_found_as_they_are_written(text, words, times):
    made = masked(text, words)

    assert made.places == {words: times}
    assert MASK in told(made)
    assert words.casefold() not in told(made).casefold()


def test_words_inside_other_words_stay():
    made = masked("Ali bor i Alingsås med Alis syster.", "Ali")

    assert made.places == {"Ali": 2}
    assert told(made) == f"{MASK} bor i Alingsås med {MASK} syster."


def test_nothing_of_it_is_left_in_the_file():
    source = pdf('#set document(title: "Elin Östberg", author: "Elin Östberg")\nHär står Elin Östberg.')
    made = masked(source, "Elin Östberg")

    document = pypdfium2.PdfDocument(made.pdf)
    assert document[0].get_textpage().get_text_range() == ""
    with pikepdf.open(io.BytesIO(made.pdf)) as opened:
        assert "berg" not in str(dict(opened.docinfo)) + str(opened.open_metadata())
        opened.save(plain := io.BytesIO(), compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.all)
    assert b"stberg" not in plain.getvalue()
    assert "Östberg".encode("utf-16-be") not in plain.getvalue()


def test_the_place_is_black_on_every_kind_of_page():
    """Turned and cut pages too: the paint is where the word is seen."""
    for turn, cut in ((0, None), (90, None), (180, None), (270, None), (0, [20, 20, 400, 560])):
        with pikepdf.open(pdf("#v(3cm)\nSvar: #text(size: 30pt)[ABBA]")) as document:
            document.pages[0].Rotate = turn
            if cut:
                document.pages[0].CropBox = pikepdf.Array(cut)
            document.save(source := io.BytesIO())
        before = pypdfium2.PdfDocument(source.getvalue())[0].render(scale=1).to_pil().convert("L")
        made = masked(source, "abba")
        after = pypdfium2.PdfDocument(made.pdf)[0].render(scale=1).to_pil().convert("L").resize(before.size)

        bare = masked(pdf("#v(3cm)\nSvar: #text(size: 30pt)[ABBA]"), "Svar")
        assert bare.places == {"Svar": 1}
        box = _extent(before, after)
        covered = after.crop(box)
        assert sum(covered.histogram()[:64]) > 0.9 * covered.size[0] * covered.size[1], (turn, cut)


def _extent(before, after) -> tuple[int, int, int, int]:
    """The rectangle in which the copy is dark and the document was not."""
    darker = [
        (x, y)
        for y in range(before.size[1])
        for x in range(before.size[0])
        if after.getpixel((x, y)) < 64 and before.getpixel((x, y)) > 192
    ]
    across, down = [x for x, _y in darker], [y for _x, y in darker]
    assert darker
    return min(across), min(down), max(across), max(down)


def test_comments_and_fields_do_not_come_along():
    with pikepdf.open(pdf("Ett ord: Elin")) as document:
        note = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.FreeText,
            Rect=[20, 20, 300, 60],
            Contents="hemligt",
            DA="/Helv 20 Tf 0 g",
        )
        document.pages[0].Annots = document.make_indirect(pikepdf.Array([document.make_indirect(note)]))
        document.save(source := io.BytesIO())
    made = masked(source, "Elin")

    with pikepdf.open(io.BytesIO(made.pdf)) as opened:
        assert "/Annots" not in opened.pages[0]
    assert b"hemligt" not in made.pdf


def test_every_word_must_stand_somewhere():
    with pytest.raises(NotMasked) as fault:
        masked("Här står något.", "något", "någon annan")
    assert (fault.value.code, fault.value.detail) == ("missing", "någon annan")


def test_what_cannot_be_masked_is_told():
    with pikepdf.open(pdf("x")) as document:
        page = document.pages[0]
        picture = pikepdf.Stream(document, bytes(300))
        picture.stream_dict = pikepdf.Dictionary(
            Type=pikepdf.Name.XObject,
            Subtype=pikepdf.Name.Image,
            Width=10,
            Height=10,
            ColorSpace=pikepdf.Name.DeviceRGB,
            BitsPerComponent=8,
        )
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=document.make_indirect(picture)))
        page.Contents = document.make_stream(b"q 200 0 0 200 50 50 cm /Im0 Do Q")
        document.save(scanned := io.BytesIO())
    for source, code in (
        (scanned, "picture"),
        (io.BytesIO(papers.encrypted_pdf()), "locked"),
        (io.BytesIO(b"%PDF-1.7 nothing"), "broken"),
        (pdf("#for n in range(201) [x #pagebreak()]"), "long"),
    ):
        with pytest.raises(NotMasked) as fault:
            masked(source, "x")
        assert fault.value.code == code


def test_the_copy_is_for_those_who_listen_too():
    made = masked("Första sidan om Elin.\n#pagebreak()\nAndra sidan.", "Elin")

    with pikepdf.open(io.BytesIO(made.pdf)) as opened:
        assert len(opened.pages) == 2
        assert opened.Root.MarkInfo.Marked
        assert "pdfuaid" in str(opened.open_metadata())
    assert "Andra sidan." in told(made)
    assert made.pages == 1


WORDS = ["sol", "måne", "Ystad", "bråk", "räka", "Łódź", "snö", "Ana", "kväll"]


@settings(max_examples=8, deadline=None)
@given(st.lists(st.sampled_from(WORDS), min_size=5, max_size=40), st.integers(0, 10**6))
def test_as_many_are_masked_as_stand_there(text, seed):
    word = random.Random(seed).choice(text)
    made = masked(" ".join(text), word)

    assert made.places == {word: text.count(word)}
    assert told(made).split().count(MASK) <= text.count(word)
    rest = [each for each in told(made).split() if each != MASK]
    assert rest == [each for each in text if each != word]
