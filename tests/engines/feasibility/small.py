"""Small problems of every kind of limit, the same for the same seed: about half of them fit."""

from __future__ import annotations

from random import Random

from truenorth.engines.feasibility.problem import (
    After,
    Bundle,
    Claim,
    ClaimKind,
    Clash,
    Lever,
    LeverKind,
    Pot,
    Problem,
    Staff,
    Supply,
    Use,
    Window,
    Work,
)

SKILLS = ("copy", "design", "web")
UNITS = {"copy": ("h", 1), "design": ("h", 1), "web": ("h", 1), "money": ("€", 1), "leads": ("leads", 1)}


def small(seed: int, *, levers: bool = False, larger: bool = False) -> Problem:
    """A problem of two to five pieces of work in six to ten days, with or without ways to loosen it.

    A larger one has five to seven in eleven to fifteen days.
    """
    return _Making(Random(seed), larger).made(levers)


class _Making:
    """A problem in the making."""

    def __init__(self, random: Random, larger: bool) -> None:
        self.random, self.larger = random, larger
        self.claims: dict[str, Claim] = {}
        self.days = random.randint(11, 15) if larger else random.randint(6, 10)
        self.weeks = tuple(range(0, self.days, 5))

    def made(self, levers: bool) -> Problem:
        bundles = tuple(self.bundle(n) for n in range(self.random.randint(1, 3)))
        many = self.random.randint(5, 7) if self.larger else self.random.randint(2, 5)
        works = tuple(self.work(n, self.random.choice(bundles)) for n in range(many))
        return Problem(
            self.days,
            self.weeks,
            self.claims,
            bundles,
            works,
            self.afters(works),
            self.supplies(),
            self.pots(),
            self.staff(),
            self.clashes(),
            units=UNITS,
            levers=self.levers(bundles) if levers else (),
        )

    def claim(self, kind: ClaimKind, name: str) -> str:
        key = f"{kind}:{name}"
        self.claims[key] = Claim(key, kind, f"{kind} {name}")
        return key

    def chance(self, part: float) -> bool:
        return self.random.random() < part

    def bundle(self, n: int) -> Bundle:
        return Bundle(f"b{n}", f"Bundle {n}", self.claim("do", f"b{n}"), float(self.random.randint(1, 5)))

    def work(self, n: int, bundle: Bundle) -> Work:
        r, key = self.random, f"w{n}"
        if self.chance(0.1):  # a milestone, which may pay or bring something
            uses = tuple(self.drawn("money", "leads") for _ in range(r.randint(0, 1)))
            return self.placed(key, bundle, 0, 0, uses)
        shortest = r.choice((1, 1, 2, 3))
        longest = shortest + r.choice((0, 0, 1, 2))
        uses = tuple(self.drawn("money", "leads", "desk", *SKILLS) for _ in range(r.randint(0, 3)))
        step = self.chance(0.25)
        lead = (self.claim("lead", key),) if step else ()
        return self.placed(key, bundle, shortest, longest, uses, lead)

    def placed(
        self, key: str, bundle: Bundle, shortest: int, longest: int, uses: tuple[Use, ...], lead: tuple[str, ...] = ()
    ) -> Work:
        r = self.random
        earliest = r.choice((0, 0, 1, 2, 3)) if self.chance(0.6) else 0
        latest = r.randint(self.days // 2, self.days) if self.chance(0.6) else self.days
        known = [one for one in self.claims if one.startswith("due")]
        shared = (r.choice(known),) if known and self.chance(0.2) else ()  # what others end by, this one begins on
        ready = shared or ((self.claim("ready", key),) if earliest else ())
        due = (self.claim("due", key),) if latest < self.days else ()
        windows = ()
        if self.chance(0.2):
            first = r.randint(0, 3)
            last = r.randint(4, self.days)
            windows = (Window(first, last, (self.claim("tool", r.choice(("cms", "mail"))),)),)
        return Work(
            key, f"Work {key}", bundle.key, shortest, longest, earliest, latest, uses, windows, ready, due, lead
        )

    def drawn(self, *resources: str) -> Use:
        r, resource = self.random, self.random.choice(resources)
        if resource == "desk":
            return Use(resource, 1, r.choice((0, 0, 0, 1)))
        if self.chance(0.15):  # so much is needed: a statement of its own
            return Use(resource, r.randint(1, 9), claims=(self.claim("lead", f"much {len(self.claims)}"),))
        lag = r.choice((0, 0, 0, 1, 3, -1))
        on = r.randrange(self.days) if resource == "money" and self.chance(0.3) else None
        return Use(resource, r.randint(1, 9), lag, on)

    def afters(self, works: tuple[Work, ...]) -> tuple[After, ...]:
        found = []
        for n, then in enumerate(works):
            if n and self.chance(0.5):
                first = self.random.choice(works[:n])
                claims = (self.claim("after", f"{then.key}>{first.key}"),) if self.chance(0.7) else ()
                found.append(After(first.key, then.key, self.random.choice((0, 0, 1, 2, -1)), claims))
        return tuple(found)

    def supplies(self) -> tuple[Supply, ...]:
        if self.chance(0.3):
            return ()
        there = tuple(self.random.choice((1, 1, 1, 2, 0)) for _ in range(self.days))
        return (Supply("desk", "Desks", "desks", there, (self.claim("places", "desk"),)),)

    def pots(self) -> tuple[Pot, ...]:
        cut = self.random.randint(2, self.days - 2)
        found = []
        for resource, kind in (("money", "budget"), ("leads", "takes")):
            if self.chance(0.7):
                for n, (first, last) in enumerate(((0, cut), (cut, self.days))):
                    claims = (self.claim(kind, f"{resource} {n}"),)  # type: ignore[arg-type]
                    found.append(Pot(resource, resource.title(), first, last, self.much(3, 14), claims))
                if self.chance(0.3):  # one over all, which overlaps the others
                    found.append(Pot(resource, "All", 0, self.days, self.much(5, 22), (self.claim(kind, resource),)))  # type: ignore[arg-type]
        return tuple(found)

    def much(self, least: int, most: int) -> int:
        return self.random.randint(least, most) * (2 if self.larger else 1)

    def staff(self) -> tuple[Staff, ...]:
        r = self.random
        found = []
        for n in range(r.randint(0, 3)):
            skills = frozenset(r.sample(SKILLS, r.choice((1, 1, 2, 3))))
            hours = tuple(r.randint(0, 10) for _ in self.weeks)
            found.append(Staff(f"s{n}", f"Team {n}", skills, hours, self.claim("people", f"s{n}")))
        return tuple(found)

    def clashes(self) -> tuple[Clash, ...]:
        if not self.chance(0.05):
            return ()
        claims = (self.claim("tool", "none"), self.random.choice(sorted(self.claims)))
        return (Clash(tuple(dict.fromkeys(claims)), "No tool does that."),)

    def levers(self, bundles: tuple[Bundle, ...]) -> tuple[Lever, ...]:
        many = sorted(key for key, claim in self.claims.items() if claim.kind != "do")
        chosen = self.random.sample(many, min(3, len(many)))
        found = [self.lever(key) for key in chosen]
        for bundle in self.random.sample(bundles, min(2, len(bundles))):
            price = self.random.randint(1, 9) * 100
            drop = self.chance(0.5)
            kind: LeverKind = "drop" if drop else "shrink"
            by, most = (1, 1) if drop else (25, 2)
            found.append(
                Lever(f"{kind} {bundle.key}", kind, bundle.do, kind, by, most, 0, price, 1.0 if drop else 0.25)
            )
        return tuple(found)

    def lever(self, key: str) -> Lever:
        r, kind = self.random, self.claims[key].kind
        does: dict[str, tuple[LeverKind, int, int]] = {
            "ready": ("start earlier", 1, 2),
            "due": ("move", 1, 3),
            "after": ("start earlier", 1, 2),
            "lead": ("speed up", 1, 2),
            "people": ("staff", 2, 3),
            "places": ("place", 1, 2),
            "tool": ("tool", 1, 1),
            "budget": ("raise", 3, 3),
            "takes": ("take", 3, 3),
        }
        name, by, most = does[kind]
        fixed = r.choice((0, 0, 150))
        return Lever(f"{name} {key}", name, key, name, by, most, fixed, r.randint(1, 9) * 50)
