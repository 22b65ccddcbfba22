"""Where a lead or a deal stands, whatever its source calls the stage: lead, opportunity, won or lost."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal, get_args

Phase = Literal["lead", "opportunity", "won", "lost"]
PHASES: tuple[Phase, ...] = get_args(Phase)
_WORDS: Mapping[Phase, str] = {
    "won": "won|closed won|win|customer|gewonnen|auftrag|gagne|ganado|deal won|order received",
    "lost": "lost|closed lost|loss|disqualified|verloren|perdu|perdido|deal lost|abandoned|no decision",
    "lead": "lead|new|mql|marketing qualified lead|sql|sales qualified lead|subscriber|inquiry|enquiry|raw lead"
    "|open lead|contacted|connected|attempted to contact|working|nurturing|unqualified",
    "opportunity": "opportunity|opened|engaging|prospecting|open|negotiation|negotiation review|proposal"
    "|proposal price quote|quote|demo|discovery|appointment scheduled|qualified to buy|presentation scheduled"
    "|decision maker bought in|contract sent|qualification|needs analysis|value proposition"
    "|id decision makers|perception analysis|angebot|verhandlung|evaluation|commit|best case|pipeline",
}
_PHASE_OF = {word.replace(" ", ""): phase for phase, words in _WORDS.items() for word in words.split("|")}


def phase_of(stage: str, named: Mapping[str, str] | None = None) -> Phase | None:
    """The phase that a stage belongs to: as was said of it, else as its words tell; None where they do not."""
    told = (named or {}).get(stage)
    if told in PHASES:
        return told
    return _PHASE_OF.get(re.sub(r"\W+|_", "", stage).lower())
