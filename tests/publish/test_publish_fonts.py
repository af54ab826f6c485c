"""Typefaces: what is read from their files, which are chosen, and that nothing is ever printed as an empty box."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typst
from fontTools.ttLib import TTCollection, TTFont
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader
from pypdf.generic import ContentStream

from tourplanner.errors import FontError, MissingGlyphError
from tourplanner.model import Notice, Text
from tourplanner.press import fonts
from tourplanner.press.fontfile import advances, faces
from tourplanner.press.fonts import FontSet, fonts_for
from tourplanner.press.lettering import Lettering
from tourplanner.press.packaged import FONTS
from tourplanner.press.typeset import press
from tourplanner.publish import map_pdf
from tourplanner.speech import LANGUAGES, Language, speaker
from tourplanner.testing.small import small_portfolio

CJK = fonts_for("ja").files[0]
EASTERN: dict[Language, str] = {"ko": "Noto Sans CJK KR", "ja": "Noto Sans CJK JP", "zh": "Noto Sans CJK SC"}


def sheet(language: str, **changes: Any) -> PdfReader:
    portfolio = small_portfolio()
    route = portfolio.routes[0].replace(**changes)
    return PdfReader(io.BytesIO(map_pdf(route, region_name=portfolio.region_name, language=language)))


def glyphs(reader: PdfReader) -> set[int]:
    """The glyph numbers that a document draws, those in its pictures too; 0 is the empty box."""
    return {
        (drawn[at] << 8) + drawn[at + 1]
        for page in reader.pages
        for stream in (page.get_contents(), *_forms(page["/Resources"]))
        for drawn in _drawn(ContentStream(stream, reader))
        for at in range(0, len(drawn), 2)
    }


def _forms(resources: Any) -> Iterator[Any]:
    for form in resources.get_object().get("/XObject", {}).values():
        if form.get_object()["/Subtype"] == "/Form":
            yield form.get_object()
            yield from _forms(form.get_object().get("/Resources", {}))


def _drawn(content: ContentStream) -> Iterator[bytes]:
    for operands, operator in content.operations:
        if operator in (b"Tj", b"TJ"):
            for each in operands if operator == b"Tj" else operands[0]:
                if not isinstance(each, (int, float)):
                    yield each if isinstance(each, bytes) else each.original_bytes


def font_names(reader: PdfReader) -> set[str]:
    found: set[str] = set()
    for page in reader.pages:
        for resources in (page["/Resources"], *(form.get("/Resources", {}) for form in _forms(page["/Resources"]))):
            for font in resources.get_object().get("/Font", {}).values():
                found.add(str(font.get_object()["/BaseFont"]).split("+")[-1])
    return found


def test_a_collection_is_read_as_fonttools_reads_it() -> None:
    expected = TTCollection(CJK)
    read = faces(CJK)
    assert [face.family for face in read] == [font["name"].getDebugName(1) for font in expected.fonts]
    number = next(face.number for face in read if face.family == EASTERN["ja"])
    font = expected.fonts[number]
    units, metrics = font["head"].unitsPerEm, font["hmtx"]
    assert advances(CJK, number) == {chr(code): metrics[name][0] / units for code, name in font.getBestCmap().items()}


def test_what_is_no_font_is_passed_over(tmp_path: Path) -> None:
    for name, content in (("a.ttf", b""), ("b.ttf", b"no font"), ("c.otf", CJK.read_bytes()[:40])):
        (tmp_path / name).write_bytes(content)
        assert faces(tmp_path / name) == ()
    with pytest.raises(FontError, match="no typeface to print 'vi' in"):
        fonts_for("vi", tmp_path)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_language_s_own_shapes_are_chosen(language: Language) -> None:
    chosen = fonts_for(language)
    assert chosen.families == ("Be Vietnam Pro", *([EASTERN[language]] if language in EASTERN else []))
    assert fonts_for("ko", CJK.parent).families[:2] == ("Be Vietnam Pro", EASTERN["ko"])


def test_a_language_without_a_typeface_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(fonts, "_packaged_folder", tuple)
    monkeypatch.setattr(fonts, "_system_folders", lambda: (tmp_path,))
    with pytest.raises(FontError, match=r"Noto Sans CJK KR.*looked in .*install one .*cjk") as caught:
        fonts_for("ko")
    assert (caught.value.language, caught.value.looked) == ("ko", (str(tmp_path),))
    with pytest.raises(FontError):
        fonts_for("ja", FONTS)
    assert fonts_for("fr").families == ("Be Vietnam Pro",)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=30))
def test_exactly_what_has_no_glyph_is_missing(text: str) -> None:
    held = set(TTFONT.getBestCmap())
    lacking = {each for each in text if ord(each) not in held and not each.isspace()}
    missing = set(fonts_for("vi").missing(text))
    assert missing <= lacking
    assert all(not each.isprintable() for each in lacking - missing)


TTFONT = TTFont(FONTS / "BeVietnamPro_400Regular.ttf")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sheet_has_no_empty_box(language: Language) -> None:
    reader = sheet(language)
    assert len(glyphs(reader)) > 60
    assert 0 not in glyphs(reader)
    eastern = {name.split("-")[0] for name in font_names(reader) if not name.startswith("BeVietnamPro")}
    assert eastern == ({f"NotoSansCJK{EASTERN[language][-2:].lower()}"} if language in EASTERN else set())
    told = "".join("".join(page.extract_text() for page in reader.pages).split())
    for words in ("Pick-up", "Stop", "railway"):
        assert speaker(language).say(words).replace(" ", "") in told


def test_the_judge_sees_an_empty_box() -> None:
    source = '#set text(font: "Be Vietnam Pro", fallback: false)\nlụa 東'.encode()
    pdf = typst.compile(source, format="pdf", font_paths=[str(FONTS)], ignore_system_fonts=True)
    assert 0 in glyphs(PdfReader(io.BytesIO(pdf)))


def test_every_text_that_cannot_be_printed_is_named_at_once() -> None:
    notices = (Notice(code="a", text=Text(vi="Xem 東京")), Notice(code="b", text=Text(vi="Xem שלום")))
    with pytest.raises(MissingGlyphError, match="Be Vietnam Pro cannot show; nothing was printed") as caught:
        sheet("vi", notices=notices)
    missing = caught.value.missing
    assert {character for each in missing for character in each.characters} == set("東京שלום")
    assert all("Xem" in each.text for each in missing)
    assert "東 (U+6771)" in str(caught.value)


def test_a_folder_of_typefaces_serves_what_the_packaged_one_lacks() -> None:
    portfolio = small_portfolio()
    pdf = map_pdf(portfolio.routes[0], region_name=Text(vi="Hà Nội 河内"), fonts=CJK.parent)
    reader = PdfReader(io.BytesIO(pdf))
    assert "河内" in reader.pages[0].extract_text()
    assert 0 not in glyphs(reader)


def test_a_family_that_typst_does_not_find_is_an_error(tmp_path: Path) -> None:
    template = tmp_path / "page.typ"
    template.write_text(
        "#let data = json(bytes(sys.inputs.data))\n#set text(font: data.families, fallback: false)\n#data.text",
        encoding="utf-8",
    )
    lost = FontSet(("Be Vietnam Pro", "Nowhere Sans"), (), frozenset("lụa"))
    with pytest.raises(FontError, match="nowhere sans"):
        press(template, {"text": "lụa"}, Lettering(speaker("ko"), lost), "page")
    assert press(template, {"text": "lụa"}, Lettering(), "page").startswith(b"%PDF-")
