"""What a piece of work might serve: objectives and goals with a persona, metric, product or team in common with it."""

from __future__ import annotations

from collections.abc import Iterator

from truenorth.engines.words import row, same_text
from truenorth.plan.entity import Ref
from truenorth.plan.story import Content, Message
from truenorth.plan.strategy import Goal, Metric, Objective, Product
from truenorth.plan.work import Activity, Program
from truenorth.rules.case import Case
from truenorth.rules.finding import Blank, Fix
from truenorth.rules.goals.lineage import Work, goals_of
from truenorth.rules.goals.standing import Standing

Trait = tuple[str, str]  # ("persona", "office-manager")
ORDER = ("persona", "metric", "product", "team")
SHOWN = 3
LEAST = 2  # in one thing, such as the team, nearly everything is alike


Ranked = list[tuple[Ref, list[str]]]  # the nearest first, each with what is in common


class Candidates:
    """The objectives with a line of sight to a goal, and the goals that no objective serves, by what they are about."""

    def __init__(self, case: Case) -> None:
        """Note what each of them is about; that is kept while only activities and content change."""
        self.plan = case.plan
        kept = case.known("candidates")
        if not kept:
            kept.update(metrics=self._metrics(), having=self._having(case), ranked={})
        self.metrics: dict[str, str] = kept["metrics"]
        self.having: dict[Trait, list[Ref]] = kept["having"]
        self.ranked: dict[frozenset[Trait], Ranked] = kept["ranked"]

    def _metrics(self) -> dict[str, str]:
        return {same_text(name): m.key for m in self.plan.all(Metric) for name in (m.key, m.name) if name}

    def _having(self, case: Case) -> dict[Trait, list[Ref]]:
        having: dict[Trait, list[Ref]] = {}
        standing = Standing(self.plan)
        for objective in case.all_live(Objective):
            if goals := [goal for ref in goals_of(case, objective) if isinstance(goal := self.plan.find(ref), Goal)]:
                for trait in {*self._of_objective(objective), *self._of_goals(goals, metrics=False)}:
                    having.setdefault(trait, []).append(objective.ref)
        for goal in case.all_live(Goal):
            if not standing.below.get(goal.ref):
                for trait in set(self._of_goals([goal], metrics=True)):
                    having.setdefault(trait, []).append(goal.ref)
        return having

    def nearest(self, work: Work) -> Ranked:
        """The candidates with most in common with a piece of work, in two things or more, each with what these are."""
        traits = frozenset(self._of_work(work))
        if traits not in self.ranked:
            self.ranked[traits] = self._rank(traits)
        return self.ranked[traits]

    def _rank(self, traits: frozenset[Trait]) -> Ranked:
        common: dict[Ref, set[str]] = {}
        for trait in traits:
            for ref in self.having.get(trait, ()):
                common.setdefault(ref, set()).add(trait[0])
        alike = [ref for ref, traits_ in common.items() if len(traits_) >= LEAST]
        best = sorted(alike, key=lambda ref: (-len(common[ref]), ref))[:SHOWN]
        return [(ref, [name for name in ORDER if name in common[ref]]) for ref in best]

    def _of_objective(self, objective: Objective) -> Iterator[Trait]:
        yield from (("team", key) for key in (objective.team, *objective.shared_with) if key)
        yield from (("persona", key) for key in (objective.persona,) if key)
        yield from (("metric", key) for key in (objective.metric,) if key)

    def _of_goals(self, goals: list[Goal], *, metrics: bool) -> Iterator[Trait]:
        for goal in goals:
            yield from (("persona", key) for key in (goal.persona,) if key)
            yield from (("metric", key) for key in (goal.metric,) if key and metrics)
            yield from (("product", p.key) for p in self.plan.pointing_at(goal.ref, Product) if goal.key in p.serves)

    def _of_work(self, work: Work) -> Iterator[Trait]:
        teams = (work.team, *work.teams) if isinstance(work, Program) else (work.team,)
        yield from (("team", key) for key in teams if key)
        yield from (("persona", key) for key in (work.persona if isinstance(work, Content) else work.personas))
        numbers = () if isinstance(work, Content) else (*work.measured_by, *work.expects)
        yield from (("metric", key) for number in numbers if (key := self.metrics.get(same_text(number))))
        yield from (("product", key) for key in (work.products if isinstance(work, Program) else ()))
        messages = (self.plan.get(Message, key) for key in work.messages)
        yield from (("product", message.product) for message in messages if message and message.product)

    def fixes(self, work: Work) -> list[Fix]:
        """The ways to give a piece of work an objective: the nearest one where it is plain which, or the question."""
        if isinstance(work, Content):
            return [Fix("Say which program it is made for", {work.ref: {"program": Blank("Which program is it for?")}})]
        nearest = self.nearest(work)
        asks = Fix("Say which objective it serves", {work.ref: {"serves": Blank(self._question(nearest))}})
        in_common = [len(common) for _, common in nearest]
        is_plain = bool(nearest) and in_common[0] > max([0, *in_common[1:]])
        return [self._link(work, *nearest[0]), asks] if is_plain else [asks]

    def _question(self, nearest: Ranked) -> str:
        named = [f"“{self.plan.title(ref)}” (same {row(common)})" for ref, common in nearest]
        return "Which objective does it serve?" + (f" Nearest: {row(named)}" if named else "")

    def _link(self, work: Activity | Program, ref: Ref, common: list[str]) -> Fix:
        serves = {key: str(share) if share else None for key, share in work.serves.items()}
        key = ref.removeprefix("objective:")
        says = f"Let it serve “{self.plan.title(ref)}”, with the same {row(common)}"
        return Fix(says, {work.ref: {"serves": {**serves, key: None}}})
