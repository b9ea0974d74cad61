from html.parser import HTMLParser

import pytest

from fitkit.core.i18n import Lang
from fitkit.texts.letters import Button, Letterhead, letter_html, letter_text

HEAD = Letterhead("נמל <b>", "#FFE600", "https://gym.example/mail/stop?t=a.b.c")


class Outline(HTMLParser):
    """Tags, attributes and words of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.feed(page)

    def handle_starttag(self, tag, attrs) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data) -> None:
        self.words += data


def page(lang: Lang = Lang.HE, **more: object) -> Outline:
    given = {"head": HEAD} | more
    return Outline(letter_html(lang, "שלום & ברכה", ["<script>x</script>", "a\nb"], **given))  # type: ignore[arg-type]


def test_nothing_that_was_typed_becomes_markup() -> None:
    outline = page()
    assert "script" not in {tag for tag, _ in outline.tags}
    assert "b" not in {tag for tag, _ in outline.tags}
    assert "<script>x</script>" in outline.words
    assert "נמל <b>" in outline.words


@pytest.mark.parametrize(
    ("lang", "direction", "start"), [(Lang.HE, "rtl", "right"), (Lang.EN, "ltr", "left")]
)
def test_direction_is_said_on_document_body_and_table(lang, direction, start) -> None:
    outline = page(lang)
    for wanted in ("html", "body", "table"):
        assert {a.get("dir") for tag, a in outline.tags if tag == wanted} == {direction}
    assert all(f"text-align:{start}" in a["style"] for tag, a in outline.tags if tag == "h1")


def test_a_code_and_an_address_stay_left_to_right_in_hebrew() -> None:
    outline = page(code="123456", button=Button("כניסה", "https://gym.example/he/"))
    assert len([1 for tag, a in outline.tags if tag == "p" and a.get("dir") == "ltr"]) == 2


def test_the_button_and_its_address_in_words_lead_to_the_same_place() -> None:
    outline = page(button=Button("לשיעור", 'https://gym.example/he/schedule?a=1&b="'))
    links = [a["href"] for tag, a in outline.tags if tag == "a"]
    assert links[0] == links[1] == 'https://gym.example/he/schedule?a=1&b="'
    assert links[2] == HEAD.unsubscribe_url


def test_words_on_a_light_brand_colour_are_black_and_on_a_dark_one_white() -> None:
    def band(brand: str) -> str:
        outline = page(head=Letterhead("x", brand))
        return next(
            a["style"] or ""
            for tag, a in outline.tags
            if "border-radius:12px 12px" in (a.get("style") or "")
        )

    assert "background:#FFE600;color:#000000" in band("#FFE600")
    assert "background:#0B6E7A;color:#ffffff" in band("#0B6E7A")


@pytest.mark.parametrize("brand", ["", "red", "#fff", '#123456";x', "#12345g"])
def test_a_colour_that_is_none_cannot_get_into_the_style(brand) -> None:
    assert letter_html(Lang.EN, "t", [], head=Letterhead("x", brand)).count("#0B6E7A") >= 1
    assert brand == "" or f"background:{brand};color" not in letter_html(
        Lang.EN, "t", [], head=Letterhead("x", brand)
    )


def test_only_web_addresses_are_linked() -> None:
    for url in ("javascript:alert(1)", "data:text/html,x", "/he/"):
        with pytest.raises(ValueError):
            letter_html(Lang.EN, "t", [], head=Letterhead("x"), button=Button("go", url))
        with pytest.raises(ValueError):
            letter_text(Lang.EN, "t", [], head=Letterhead("x"), button=Button("go", url))


def test_the_plain_text_says_the_same() -> None:
    text = letter_text(
        Lang.HE,
        "כותרת",
        ["אחת", "שתיים"],
        head=HEAD,
        button=Button("לשיעור", "https://gym.example/x"),
        code="123456",
        footer=["למה זה הגיע"],
    )
    for words in ("כותרת", "אחת", "שתיים", "https://gym.example/x", "123456", "למה זה הגיע"):
        assert words in text
    assert HEAD.unsubscribe_url in text


def test_a_letter_that_cannot_be_stopped_offers_no_way_to() -> None:
    outline = page(head=Letterhead("x"))
    assert not [1 for tag, _ in outline.tags if tag == "a"]
