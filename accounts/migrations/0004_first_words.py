"""The first profane words, and when those who are inactive became so. Staff extend the list in the admin."""

from django.db import migrations
from django.db.models import F

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


def date_deactivations(apps, schema_editor):
    apps.get_model("accounts", "User").objects.filter(is_active=False, deactivated_at=None).update(
        deactivated_at=F("updated_at")
    )


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_people_in_full"),
    ]

    operations = [
        migrations.RunPython(add_words, migrations.RunPython.noop),
        migrations.RunPython(date_deactivations, migrations.RunPython.noop),
    ]
