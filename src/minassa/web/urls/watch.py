"""Subjects under watch."""

from typing import Final

from django.urls import URLPattern, path

from minassa.web.views.watch import files, watches

WATCH: Final[list[URLPattern]] = [
    path("watch/", watches.watches, name="watches-all"),
    path("watch/new/", watches.new, name="watch-new"),
    path("watch/from-check/", watches.from_check, name="watch-from-check"),
    path("watch/record/<uuid:record>/", watches.from_record, name="watch-record"),
    path("watch/files/", files.files, name="watch-files"),
    path("watch/files/<uuid:file>/", files.one_file, name="watch-file"),
    path("watch/files/<uuid:file>/state/", files.state, name="watch-file-state"),
    path("watch/files/<uuid:file>/refused/", files.refused, name="watch-file-refused"),
    path("watch/files/<uuid:file>/drop/", files.drop, name="watch-file-drop"),
    path("watch/keeper/<uuid:keeper>/", watches.keeper, name="watch-keeper"),
    path("watch/<uuid:watch>/", watches.watch, name="watch"),
    path("watch/<uuid:watch>/stop/", watches.stop, name="watch-stop"),
    path("watch/<uuid:watch>/extend/", watches.extend, name="watch-extend"),
    path("watch/<uuid:watch>/hits/<uuid:hit>/judge/", watches.judge, name="watch-judge"),
]
