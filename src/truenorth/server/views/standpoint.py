"""What a member sees of a version of a plan: the same for a page and for a program."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from truenorth.plan.plan import Plan
from truenorth.server import policy, store
from truenorth.server.models import Member, Scenario, Workspace
from truenorth.server.services import people


@dataclass(frozen=True)
class Standpoint:
    """A member, before one version of the plan or of a what-if."""

    member: Member
    scenario: Scenario
    number: int  # the version: the newest, or an earlier one that is only read

    @property
    def workspace(self) -> Workspace:
        """The workspace."""
        return self.member.workspace

    @cached_property
    def seat(self) -> policy.Seat:
        """The member as the policy sees one."""
        return people.seat(self.member)

    @cached_property
    def whole(self) -> Plan:
        """The plan as it is; never shown as it is."""
        return store.load(self.scenario, self.number)

    @cached_property
    def plan(self) -> Plan:
        """The plan as this member may see it."""
        return policy.seen(self.seat, self.whole)
