"""Incidents, groups, the map and what is made of them."""

from typing import Final

from django.urls import URLPattern, path

from minassa.web.views import (
    groups,
    incident_form,
    incident_imports,
    incident_map,
    incidents,
    map_papers,
    picture,
    roots,
    warnings,
)

INCIDENTS: Final[list[URLPattern]] = [
    path("incidents/", incidents.incidents, name="incidents"),
    path("incidents/doubts/", incidents.doubts, name="incident-doubts"),
    path("incidents/doubts/<uuid:doubt>/", incidents.decide, name="incident-decide"),
    path("incidents/doubts/<uuid:doubt>/undo/", incidents.undo, name="incident-undo"),
    path("incidents/new/", incident_form.new, name="incident-new"),
    path("incidents/reports/<uuid:report>/edit/", incident_form.edit, name="report-entry-edit"),
    path("incidents/imports/", incident_imports.imports, name="incident-imports"),
    path("incidents/imports/<uuid:intake>/", incident_imports.one_import, name="incident-import"),
    path("incidents/imports/<uuid:intake>/progress/", incident_imports.progress, name="incident-import-progress"),
    path("incidents/imports/<uuid:intake>/begin/", incident_imports.begin, name="incident-import-begin"),
    path("incidents/imports/<uuid:intake>/drop/", incident_imports.drop, name="incident-import-drop"),
    path("incidents/imports/<uuid:intake>/failed/", incident_imports.failed, name="incident-import-failed"),
    path("groups/", groups.groups, name="groups"),
    path("groups/names/", groups.names, name="group-names"),
    path("groups/names/seek/", groups.seek, name="group-names-seek"),
    path("groups/names/<uuid:name>/", groups.decide, name="group-name-decide"),
    path("groups/names/<uuid:name>/undo/", groups.undo, name="group-name-undo"),
    path("groups/<uuid:group>/", groups.group, name="group"),
    path("groups/<uuid:group>/stix/", groups.stix, name="group-stix"),
    path("incidents/map/", incident_map.incident_map, name="incident-map"),
    path("incidents/map/data/", incident_map.map_data, name="incident-map-data"),
    path("incidents/map/shapes/", incident_map.map_shapes, name="incident-map-shapes"),
    path("incidents/map/drawing/", map_papers.drawing, name="incident-map-picture"),
    path("incidents/map/print/", map_papers.printed, name="incident-map-print"),
    path("incidents/map/export/", map_papers.exported, name="incident-map-export"),
    path("incidents/trends/", picture.trends, name="incident-trends"),
    path("incidents/next/", picture.spread, name="incident-spread"),
    path("incidents/forecast/", picture.forecast, name="incident-forecast"),
    path("incidents/roots/", roots.roots, name="incident-roots"),
    path("incidents/roots/failed/", roots.failed, name="incident-roots-failed"),
    path("incidents/roots/import/", roots.bring_in, name="incident-roots-import"),
    path("incidents/warnings/", warnings.warnings, name="warnings"),
    path("incidents/warnings/<uuid:warning>/", warnings.warning, name="warning"),
    path("incidents/warnings/<uuid:warning>/decide/", warnings.decide, name="warning-decide"),
    path("incidents/warnings/rules/new/", warnings.new_rule, name="warning-rule-new"),
    path("incidents/warnings/rules/<uuid:rule>/", warnings.rule, name="warning-rule"),
    *(
        path(
            f"incidents/warnings/rules/<uuid:rule>/{deed}/",
            warnings.act_on_rule,
            {"deed": deed},
            name=f"warning-rule-{deed}",
        )
        for deed in ("delete", "pause", "resume", "take")
    ),
    path("incidents/<uuid:incident>/", incidents.incident, name="incident"),
]
