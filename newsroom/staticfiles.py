"""Collecting static files without the parts of the body editor that nobody loads."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib.staticfiles.finders import AppDirectoriesFinder
from django.core.files.storage import Storage
from whitenoise.storage import CompressedManifestStaticFilesStorage

# CKEditor finds its own files by their plain names, at run time.
UNHASHED = "ckeditor/"

LEFT_OUT = [
    "ckeditor/galleriffic/*",
    "ckeditor/file-icons/*",
    "ckeditor/ckeditor/adapters/*",
    "ckeditor/ckeditor/*.md",
    "ckeditor/ckeditor/b*-config.js*",
    # 870 of 1,250 files: the editor speaks English here, like the rest of the admin.
    "ckeditor/ckeditor/*lang/[!e]*.js",
    "ckeditor/ckeditor/*lang/e[!n]*.js",
    # Plugins that reach other hosts or show what the toolbar does not offer.
    *(
        f"ckeditor/ckeditor/plugins/{plugin}/*"
        for plugin in (
            "adobeair",
            "bbcode",
            "codesnippet",
            "codesnippetgeshi",
            "docprops",
            "exportpdf",
            "flash",
            "mathjax",
            "scayt",
            "smiley",
            "wsc",
        )
    ),
]


class LeanAppDirectoriesFinder(AppDirectoriesFinder):
    def list(
        self, ignore_patterns: Iterable[str] | None
    ) -> Iterable[tuple[str, Storage]]:
        return super().list([*(ignore_patterns or []), *LEFT_OUT])


class HashedStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Hash every file but the editor's; compress them all."""

    def stored_name(self, name: str) -> str:
        if name.startswith(UNHASHED):
            return name
        return super().stored_name(name)

    def post_process(
        self, paths: dict[str, Any], *args: Any, **options: Any
    ) -> Iterator[tuple[str, str | None, Any]]:
        editor = {name for name in paths if name.startswith(UNHASHED)}
        others = {name: path for name, path in paths.items() if name not in editor}
        yield from super().post_process(others, *args, **options)
        if not options.get("dry_run"):
            for name, compressed_name in self.compress_files(editor):
                yield name, compressed_name, True
