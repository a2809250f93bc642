"""The first profane words. Staff extend the list in the admin."""

from django.db import migrations

# language → (whole words, words that are as bad inside others)
WORDS = {
    "en": (
        "shit bitch cunt whore slut wanker twat bastard prick pussy dick cock arsehole asshole bollocks",
        "fuck nigger nigga faggot motherf cocksuck dickhead shithead bullshit",
    ),
    "fa": ("کیر کون کونی کیری لاشی کصکش جاکش", "جنده کسکش مادرجنده حرومزاده حرامزاده گاییدم گایید"),
    "vi": ("địt lồn cặc đụ đĩ buồi đéo", "địtmẹ đụmẹ"),
    "id": ("bangsat bajingan perek tempik pepek asu", "kontol memek ngentot jancok jancuk"),
}


def add_words(apps, schema_editor):
    word_model = apps.get_model("accounts", "ProfaneWord")
    rows = [
        word_model(language=language, word=word, is_anywhere=anywhere)
        for language, lists in WORDS.items()
        for anywhere, words in enumerate(lists)
        for word in words.split()
    ]
    word_model.objects.bulk_create(rows, ignore_conflicts=True)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [migrations.RunPython(add_words, migrations.RunPython.noop)]
