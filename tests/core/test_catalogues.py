"""`manage.py messages`: what it finds in the code, what it says about a catalogue, what it compiles."""

from __future__ import annotations

import gettext
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from core import catalogues

CODE = """
from django.utils.translation import gettext as _, gettext_lazy, ngettext, pgettext
TITLE = gettext_lazy("A title")
def sentence(n):
    rows = ngettext("%(count)s row", "%(count)s rows", n)
    return _("Kept for %(name)s.") % {"name": n}, rows, pgettext("verb", "Order")
"""
PAGE = """{% load i18n %}<h1>{% translate "Front door" %}</h1>
{% blocktranslate trimmed with name=user %}
  Welcome, {{ name }}
{% endblocktranslate %}
{% blocktranslate count n=rows|length %}{{ n }} step{% plural %}{{ n }} steps{% endblocktranslate %}
{{ _("Inline") }}{% comment %}{% translate "Not this" %}{% endcomment %}"""


@pytest.fixture
def house(settings, tmp_path: Path) -> Path:
    """A small repository in three languages whose texts are in one Python file and one template."""
    settings.BASE_DIR = tmp_path
    (tmp_path / "shop").mkdir()
    (tmp_path / "shop" / "services.py").write_text(CODE, encoding="utf-8")
    (tmp_path / "shop" / "page.html").write_text(PAGE, encoding="utf-8")
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "test_shop.py").write_text('_("Only a test")', encoding="utf-8")
    return tmp_path


def translate(house: Path, code: str = "fa", **changes: str) -> None:
    """Give every open text of a catalogue a translation: its own words, or what `changes` says for its first word."""
    path = catalogues.po_path(house, code)
    catalogue = catalogues.read(house, code)
    for message in catalogue:
        if message.id:
            words = message.id if isinstance(message.id, str) else message.id[0]
            text = changes.get(words.split()[0].strip("%(){},."), words)
            message.string = text if isinstance(message.id, str) else (text,) * catalogue.num_plurals
    from babel.messages.pofile import write_po

    with path.open("wb") as handle:
        write_po(handle, catalogue)


def translate_all(house: Path, **changes: str) -> None:
    for code in catalogues.catalogue_codes():
        translate(house, code, **(changes if code == "fa" else {}))


def test_every_way_to_mark_a_text_is_found_in_code_and_templates(house: Path) -> None:
    found = {(message.id, message.context) for message in catalogues.extracted(house) if message.id}
    assert found == {
        ("A title", None),
        ("Kept for %(name)s.", None),
        (("%(count)s row", "%(count)s rows"), None),
        ("Order", "verb"),
        ("Front door", None),
        ("Welcome, %(name)s", None),
        (("%(n)s step", "%(n)s steps"), None),
        ("Inline", None),
    }


def test_an_untranslated_text_fails_the_check_and_a_complete_catalogue_passes(house: Path) -> None:
    with pytest.raises(CommandError, match="fa: 'A title' is missing"):
        call_command("messages", check=True)
    call_command("messages", stdout=StringIO())
    with pytest.raises(CommandError, match="vi: 'Front door' is not translated"):
        call_command("messages", check=True)
    translate_all(house)
    call_command("messages", check=True)


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"Kept": "برای شما نگه داشته شد."}, "other placeholders"),
        ({"Welcome": "خوش آمدی، %(nmae)s"}, "other placeholders"),
        ({"Front": "در جلو "}, "begins or ends"),
        ({"Inline": ""}, "is not translated"),
    ],
)
def test_a_translation_that_would_read_wrong_fails_the_check(
    house: Path, changes: dict[str, str], complaint: str
) -> None:
    call_command("messages", stdout=StringIO())
    translate_all(house, **changes)
    with pytest.raises(CommandError, match=complaint):
        call_command("messages", check=True)


def test_one_form_of_a_plural_may_say_the_number_as_a_word(house: Path) -> None:
    (house / "shop" / "page.html").write_text(
        "{% load i18n %}{% blocktranslate count n=rows %}One more.{% plural %}{{ n }} more.{% endblocktranslate %}",
        encoding="utf-8",
    )
    call_command("messages", stdout=StringIO())
    translate_all(house, One="یکی دیگر.")
    call_command("messages", check=True)


def test_a_fuzzy_text_and_one_that_is_gone_fail_the_check(house: Path) -> None:
    call_command("messages", stdout=StringIO())
    translate_all(house)
    path = catalogues.po_path(house, "id")
    whole = path.read_text(encoding="utf-8")
    path.write_text(whole.replace('msgid "Front door"', '#, fuzzy\nmsgid "Front door"'), encoding="utf-8")
    with pytest.raises(CommandError, match="id: 'Front door' is fuzzy"):
        call_command("messages", check=True)
    path.write_text(whole, encoding="utf-8")
    (house / "shop" / "page.html").unlink()
    with pytest.raises(CommandError, match="'Front door' is in no source file any more"):
        call_command("messages", check=True)
    call_command("messages", stdout=StringIO())
    call_command("messages", check=True)


def test_an_update_keeps_what_is_translated_and_writes_the_same_file_again(house: Path) -> None:
    call_command("messages", stdout=StringIO())
    translate(house, "fa", Front="در ورودی")
    call_command("messages", stdout=StringIO())
    before = catalogues.po_path(house, "fa").read_bytes()
    assert catalogues.read(house, "fa").get("Front door").string == "در ورودی"
    call_command("messages", stdout=StringIO())
    assert catalogues.po_path(house, "fa").read_bytes() == before


def test_only_a_changed_catalogue_is_compiled_and_gettext_reads_it(house: Path) -> None:
    call_command("messages", stdout=StringIO())
    translate(house, "fa", Front="در ورودی")
    assert [path.parent.parent.name for path in catalogues.compile_stale(house)] == ["fa"]
    assert catalogues.compile_stale(house) == []
    with catalogues.po_path(house, "fa").with_suffix(".mo").open("rb") as handle:
        assert gettext.GNUTranslations(handle).gettext("Front door") == "در ورودی"
