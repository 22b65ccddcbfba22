"""What every record has: who said it, for which side, and when."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from truenorth.plan.entity import Party


class Record(BaseModel):
    """Something somebody said: who (a role, no personal data), for which party, and when."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    by: Annotated[str, Field(description="The role that said it.")] = ""
    party: Annotated[Party | None, Field(description="The side it was said for.")] = None
    on: Annotated[date | None, Field(description="The day it was said.")] = None
    note: Annotated[str, Field(description="Anything more, in plain words.")] = ""
