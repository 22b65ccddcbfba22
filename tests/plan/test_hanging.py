"""What counts on an item: by link, by word, by ownership, and by a skill that no other role has."""

from __future__ import annotations

from truenorth.plan import entity, plan_of
from truenorth.plan.hanging import hanging

PLAN = plan_of(
    [
        entity("role:writer", {"name": "Staff writer", "team": "t", "skills": ["copy", "film"]}),
        entity("role:designer", {"name": "Designer", "skills": ["film"]}),
        entity("team:t", {"lead": "writer"}),
        entity("activity:a", {"owner": "writer", "effort": {"copy": "1"}}),
        entity("activity:b", {"owner": "Staff Writer", "effort": {"copy": "2", "film": "3"}}),
        entity("activity:c", {"owner": "role:designer", "effort": {"film": "3"}, "tools": ["mailer"]}),
        entity("process:p", {"steps": [{"name": "draft", "role": "writer"}]}),
        entity("tool:mailer", {"integrates_with": ["mailer"]}),
    ]
)


def test_a_role_is_counted_on_by_what_it_owns_what_only_it_can_do_and_all_that_names_it() -> None:
    assert hanging(PLAN, "role:writer") == {
        "owner of": ("activity:a", "activity:b"),
        "only one with copy": ("activity:a", "activity:b"),
        "processes": ("process:p",),
        "teams": ("team:t",),
    }


def test_what_another_role_can_do_too_does_not_hang_on_one() -> None:
    assert hanging(PLAN, "role:designer") == {"owner of": ("activity:c",)}


def test_other_items_are_counted_on_by_what_points_at_them() -> None:
    assert hanging(PLAN, "tool:mailer") == {"activities": ("activity:c",)}
    assert hanging(PLAN, "team:t") == {"roles": ("role:writer",)}
    assert hanging(PLAN, "activity:a") == {}
