from django.db import migrations

from images.initials import initial_keys
from images.search import BEFORE_INITIALS
from images.spelling import keys_of, words_of
from shows.names import words_of_titles

BATCH = 2000


def enter(apps, schema_editor):
    """What titles are shortened to, and each title as a word that can be misspelt."""
    leave(apps, schema_editor)
    Show = apps.get_model("shows", "Show")
    OtherTitle = apps.get_model("shows", "OtherTitle")
    ShowName = apps.get_model("shows", "ShowName")
    KnownWord = apps.get_model("images", "KnownWord")
    titles = [
        *Show.objects.values_list("pk", "title"),
        *Show.objects.exclude(original_title="").values_list("pk", "original_title"),
        *OtherTitle.objects.values_list("show_id", "title"),
    ]
    ShowName.objects.bulk_create(
        [
            ShowName(show_id=pk, key=key)
            for pk, key in sorted(
                {(pk, key) for pk, title in titles for key in initial_keys(title)}
            )
        ],
        batch_size=BATCH,
    )
    words = words_of(words_of_titles(title for _, title in titles))
    KnownWord.objects.bulk_create(
        [KnownWord(word=word, key=key) for word in words for key in keys_of(word)],
        batch_size=BATCH,
        ignore_conflicts=True,
    )


def leave(apps, schema_editor):
    """Known words stay: those that no name has find nothing."""
    ShowName = apps.get_model("shows", "ShowName")
    ShowName.objects.filter(key__startswith=BEFORE_INITIALS).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("images", "0003_names_are_known_by_their_words"),
        ("shows", "0010_withdrawals_are_found_by_what_they_take_back"),
    ]

    operations = [migrations.RunPython(enter, leave)]
