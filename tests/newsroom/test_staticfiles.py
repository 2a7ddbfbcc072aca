from django.core.management import call_command


def test_collected_files_are_hashed_except_the_editors(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "newsroom.staticfiles.HashedStaticFilesStorage"}
    }
    call_command("collectstatic", interactive=False, verbosity=0)

    from django.templatetags.static import static

    editor = tmp_path / "static" / "ckeditor" / "ckeditor"
    assert static("css/site.css") != "/static/css/site.css"
    assert static("ckeditor/ckeditor/ckeditor.js").endswith("/ckeditor.js")
    assert (editor / "ckeditor.js.br").exists()
    assert (editor / "lang" / "en.js").exists()
    assert not (editor / "lang" / "de.js").exists()
    assert not (editor / "plugins" / "flash").exists()
