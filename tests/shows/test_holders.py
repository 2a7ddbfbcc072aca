from django.apps import apps

from shows.holders import HOLDERS


def test_apps_that_are_readied_again_hold_nothing_twice():
    before = list(HOLDERS)

    apps.get_app_config("shows").ready()
    apps.get_app_config("articles").ready()

    assert before == HOLDERS
    assert [holder.label for holder in HOLDERS] == ["News", "Stories"]
