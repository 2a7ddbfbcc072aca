from django.apps import AppConfig

CATALOGUE = [
    "country",
    "credit",
    "episode",
    "genre",
    "language",
    "otherspelling",
    "othertitle",
    "person",
    "platform",
    "season",
    "seasonpart",
    "show",
    "trailer",
]
NEWS = ["announcement", "fact", "proposal"]


class ShowsConfig(AppConfig):
    name = "shows"
    verbose_name = "Shows and people"

    # Writers keep the catalogue; what readers are told as news is for editors to say,
    # and so is whatever cannot be taken back: deleting, merging.
    role_permissions = {
        "Writers": [
            *(f"view_{model}" for model in CATALOGUE + NEWS),
            *(f"{verb}_{model}" for verb in ("add", "change") for model in CATALOGUE),
        ],
        "Editors": [
            *(f"view_{model}" for model in CATALOGUE + NEWS),
            *(
                f"{verb}_{model}"
                for verb in ("add", "change", "delete")
                for model in CATALOGUE
            ),
            "add_announcement",
            "withdraw_announcement",
            "decide_proposal",
            "view_embargo",
            "add_embargo",
            "change_embargo",
            "merge_show",
            "merge_person",
        ],
    }

    def ready(self) -> None:
        from . import receivers
        from .embargoes import NewsUnderEmbargo
        from .holders import hold

        receivers.connect()
        hold(NewsUnderEmbargo(), first=True)
