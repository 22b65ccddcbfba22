"""`truenorth agree`: what both sides agree on in a plan's folder, and what stands in the way."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from truenorth.cli import options
from truenorth.cli.screen import bad_input, complain, show, width

if TYPE_CHECKING:
    from datetime import date

    from truenorth.services.agree import Say, Scene, Who


def _opt(name: str, help_: str, metavar: str = "") -> Any:
    return typer.Option(name, metavar=metavar or None, help=help_, show_default=False)


As = Annotated[str, _opt("--as", "Who says it: a party, with the role: cmo/head-of-marketing.", "PARTY/ROLE")]
Name = Annotated[str, _opt("--name", "With --agree: the name of who agrees.", "NAME")]
ReviewIt = Annotated[bool, _opt("--review", "Put the plan up for agreement.")]
Draft = Annotated[bool, _opt("--draft", "Make it a draft again.")]
SeenIt = Annotated[bool, _opt("--seen", "Note that this version was seen.")]
AgreeIt = Annotated[bool, _opt("--agree", "Agree to this version; refused while something stands in the way.")]
OfVersion = Annotated[str, _opt("--version", "With --agree: the version that was looked at.", "FINGERPRINT")]
Intend = Annotated[str, _opt("--intend", "Say what is to be reached.", "OUTCOME")]
WhyIntended = Annotated[str, _opt("--why", "With --intend: why.", "TEXT")]
Keep = Annotated[list[str] | None, _opt("--keep", "With --intend: not negotiable; may be repeated.", "TEXT")]
VerdictOption = Annotated[
    Literal["", "can be done", "can be done if", "can not be done"],
    _opt("--verdict", "Whether it can be carried out: can be done, can be done if, can not be done.", "VERDICT"),
]
Given = Annotated[str, _opt("--given", "With --verdict: what has to be so, or what stands against it.", "TEXT")]
EvidenceOption = Annotated[
    list[str] | None,
    _opt("--evidence", "With --verdict: data=TEXT, technology=TEXT, performance=TEXT; may be repeated.", "KIND=TEXT"),
]
Exception_ = Annotated[str, _opt("--exception", "With --verdict: why a kind of evidence is left out.", "TEXT")]
Object = Annotated[str, _opt("--object", "Object to the plan, or to the item of --about.", "TEXT")]
About = Annotated[str, _opt("--about", "With --object: the item.", "ITEM")]
Instead = Annotated[str, _opt("--instead", "What would do instead; a no needs it.", "TEXT")]
Worry = Annotated[bool, _opt("--worry", "With --object: a worry, not a no.")]
AnswerIt = Annotated[str, _opt("--answer", "Answer objection N.", "N=TEXT")]
Outcome = Annotated[
    Literal["changed", "stays", "taken back"],
    typer.Option("--outcome", metavar="OUTCOME", help="With --answer: changed, stays or taken back."),
]
MemoFile = Annotated[Path | None, _opt("--memo", "Write the memo, one page, as PDF.", "FILE")]


def agree(
    context: typer.Context,
    folder: options.Folder,
    as_: As = "",
    name: Name = "",
    review: ReviewIt = False,
    draft: Draft = False,
    seen: SeenIt = False,
    agree_: AgreeIt = False,
    version: OfVersion = "",
    intend: Intend = "",
    why: WhyIntended = "",
    keep: Keep = None,
    verdict: VerdictOption = "",
    given: Given = "",
    evidence: EvidenceOption = None,
    exception: Exception_ = "",
    object_: Object = "",
    about: About = "",
    instead: Instead = "",
    worry: Worry = False,
    answer: AnswerIt = "",
    outcome: Outcome = "changed",
    memo: MemoFile = None,
    as_of: options.AsOf = "",
    format_: options.TextOrJson = "text",
) -> None:
    """Show what both sides agree on and what stands in the way; or say something on the way to it, as a party.

    Ends with 0 where nothing stands in the way, 1 where something does, 2 where it cannot be said.
    """
    with bad_input():
        today = _day(context, folder, as_of)
        wanted: list[tuple[bool, str, dict[str, Any]]] = [
            (bool(intend), "intend", {"given": {"outcome": intend, "why": why, "keeps": keep or []}}),
            (review, "put_up", {}),
            (draft, "take_back", {}),
            (bool(verdict), "judge", {"given": _verdict(verdict, given, evidence, exception), "alternative": instead}),
            (bool(object_), "object_", {"given": _objection(object_, about, instead, worry)}),
            (bool(answer), "answer", _answer(answer, outcome)),
            (seen, "see", {}),
            (agree_, "agree", {"seen": _version(version)}),
        ]
        chosen = [(what, given_) for is_wanted, what, given_ in wanted if is_wanted]
        raise typer.Exit(_done(folder, today, chosen, (as_, name), memo, format_))


def _done(
    folder: Path,
    today: date,
    chosen: list[tuple[str, dict[str, Any]]],
    speaker: tuple[str, str],
    memo: Path | None,
    format_: str,
) -> int:
    """Say what was chosen, one after the other, and show how it stands then; what the command ends with."""
    from truenorth.services import agree as services

    says: list[Say] = []
    if chosen:
        who = _who(*speaker, today)
        says = [getattr(services, what)(who, **given) for what, given in chosen]
    found = services.said(folder, today, *says) if says else services.looked_at(folder, today)
    if memo is not None:
        _written(found, memo)
    _shown(found, format_)
    return 1 if found.room.stands and found.room.state != "agreed" else 0


def _who(word: str, name: str, today: date) -> Who:
    from truenorth.services.agree import Who, party_named
    from truenorth.services.plan import Refused

    if not word:
        raise Refused("say who says it: --as PARTY/ROLE, such as --as cmo/head-of-marketing")
    party, _, role = word.partition("/")
    return Who(party_named(party), role.strip(), name, today)


def _verdict(says: str, given: str, evidence: list[str] | None, exception: str) -> dict[str, Any]:
    pairs = [one.partition("=") for one in evidence or []]
    told = [{"kind": kind.strip().lower(), "says": text.strip()} for kind, _, text in pairs]
    return {"says": says, "given": given, "evidence": told, "exception": exception}


def _objection(says: str, about: str, instead: str, worry: bool) -> dict[str, Any]:
    return {"says": says, "about": about, "alternative": instead, "is_no": not worry}


def _answer(text: str, outcome: str) -> dict[str, Any]:
    key, _, says = text.partition("=")
    return {"key": key.strip(), "given": {"outcome": outcome, "says": says.strip()}}


def _version(text: str) -> Any:
    from truenorth.records.agree import Version

    return Version(plan=text) if text else None


def _written(found: Scene, file: Path) -> None:
    from truenorth.reports.agree.memo import memo
    from truenorth.reports.page.pdf import NotInstalled
    from truenorth.services.plan import Refused
    from truenorth.services.whole_file import write_whole as put

    try:
        made = memo(found.room, found.case, "version of the folder")
    except NotInstalled as error:
        raise Refused(str(error)) from None
    put(file, made)
    complain(f"Written: {file}")


def _shown(found: Scene, format_: str) -> None:
    from truenorth.reports.agree.terminal import told, told_data

    if format_ == "json":
        import json

        show([json.dumps(told_data(found.room, found.version.plan), indent=2, ensure_ascii=False)])
    else:
        show([*told(found.room, width()), "", f"Version {found.version.plan[:12]}"])


def _day(context: typer.Context, folder: Path, as_of: str) -> date:
    from truenorth.services import folder as folders
    from truenorth.services.check import day
    from truenorth.services.clock import now

    today: date = (context.obj or now)().date()
    return day(as_of, folders.read(folder).plan.calendar) if as_of else today
