"""The addresses: a workspace's pages stand under its key, those of a what-if under its own as well."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from truenorth.server.views import check, describe, grid, history, home, imports, items, lists, people, plan, start

plan_pages = [
    path("", plan.kinds, name="kinds"),
    path("history/", history.history, name="history"),
    path("history/<int:number>/", history.change, name="change"),
    path("history/<int:number>/revert/", history.revert, name="revert"),
    path("compare/", history.compare, name="compare"),
    path("start/", imports.start, name="start"),
    path("start/<int:step>/", describe.describe, name="describe"),
    path("import/", imports.upload, name="import"),
    path("import/<int:number>/", imports.look, name="look"),
    path("import/<int:number>/apply/", imports.apply, name="apply"),
    path("template.xlsx", imports.template, name="template"),
    path("export.xlsx", imports.export, name="export"),
    path("trash/", history.trash, name="trash"),
    path("trash/restore/", history.restore, name="restore"),
    path("undo/<int:number>/", history.undo, name="undo"),
    path("choices/", lists.choices, name="choices"),
    path("new/<slug:kind>/", items.create, name="new"),
    path("edit/<slug:kind>/<str:key>/", items.edit, name="edit"),
    path("delete/<slug:kind>/<str:key>/", items.delete, name="delete"),
    path("grid/<slug:kind>/", grid.grid, name="grid"),
    path("grid/<slug:kind>/save/", grid.save, name="save"),
    path("csv/<slug:kind>/", lists.export, name="csv"),
    path("views/<slug:kind>/", lists.keep_view, name="keep_view"),
    path("views/<slug:kind>/<int:number>/", lists.forget_view, name="forget_view"),
    path("<slug:kind>/", lists.kind, name="kind"),
    path("<slug:kind>/<str:key>/", plan.item, name="item"),
]
check_pages = [path("", check.findings, name="findings")]
pages: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("live/", home.live, name="live"),
    path("plan/", include((plan_pages, "plan"))),
    path("check/", include((check_pages, "check"))),
]
urlpatterns = [
    path("", start.start, name="start"),
    path("workspaces/", start.cockpit, name="cockpit"),
    path("account/", include("allauth.urls")),
    path("workspaces/example/", describe.example, name="example"),
    path("join/<str:token>/", people.join, name="join"),
    path("w/<slug:workspace>/", include(pages)),
    path("w/<slug:workspace>/if/<slug:scenario>/", include(pages)),
]
