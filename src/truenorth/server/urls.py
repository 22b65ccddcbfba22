"""The addresses: a workspace's pages stand under its key, those of a what-if under its own as well."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from truenorth.server.views import (
    check,
    describe,
    grid,
    history,
    home,
    imports,
    items,
    lists,
    mine,
    palette,
    people,
    plan,
    rules,
    sight,
    start,
    story,
    teams,
    verdict,
)

plan_pages = [
    path("", plan.kinds, name="kinds"),
    path("history/", history.history, name="history"),
    path("history/<int:number>/", history.change, name="change"),
    path("history/<int:number>/revert/", history.revert, name="revert"),
    path("compare/", history.compare, name="compare"),
    path("sight/", sight.sight, name="sight"),
    path("sight/link/", sight.link, name="link"),
    path("story/", story.story, name="story"),
    path("teams/", teams.teams, name="teams"),
    path("teams/<str:key>/", teams.team, name="team"),
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
check_pages = [
    path("", check.findings, name="findings"),
    path("take/<int:proof>/<int:way>/", verdict.take, name="take"),
    path("answer/<int:proof>/<int:question>/", verdict.answer, name="answer"),
    path("again/", verdict.again, name="again"),
    path("stop/<int:proof>/", verdict.stop, name="stop"),
    path("findings.csv", check.findings_csv, name="csv"),
    path("keep/", check.keep, name="keep"),
    path("ready/", check.ready, name="ready"),
    path("rules/", rules.rules, name="rules"),
    path("rules/<slug:code>/", rules.rule, name="rule"),
    path("<path:ident>/decide/", check.decide, name="decide"),  # an id has @, : and # in it, and may have more
    path("<path:ident>/apply/<int:number>/", check.apply, name="apply"),
    path("<path:ident>/", check.finding, name="finding"),
]
pages: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("live/", home.live, name="live"),
    path("mine/", mine.mine, name="mine"),
    path("mine/seen/", mine.seen, name="seen"),
    path("search/", palette.palette, name="palette"),
    path("map/", home.sight, name="map"),
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
