"""What several commands, or one with many, take on the command line: each argument and option once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

Folder = Annotated[Path, typer.Argument(metavar="FOLDER", help="The plan's folder.", show_default=False)]
By = Annotated[str, typer.Option("--by", metavar="ROLE", help="The role that makes the change.")]
Yes = Annotated[bool, typer.Option("--yes", help="Do it without asking.")]

# How a file that somebody hands over is read.
DateOrder = Annotated[
    Literal["dmy", "mdy", "ymd"] | None, typer.Option("--date-order", help="How dates such as 11-03-17 are read.")
]
Decimal = Annotated[
    Literal["comma", "point"] | None, typer.Option("--decimal", help="What parts decimals in texts: 1.200,50.")
]

# plan import, export and template
Spreadsheet = Annotated[
    Path, typer.Argument(metavar="SHEET", help="An XLSX or CSV file, or a folder of CSV files.", show_default=False)
]
Sheets = Annotated[
    list[str] | None, typer.Option("--sheet", metavar="NAME", help="The sheet of a workbook; may be repeated.")
]
Kind = Annotated[str, typer.Option("--kind", metavar="KIND", help="What its rows are: activity, program, ...")]
FieldMap = Annotated[
    list[str] | None,
    typer.Option("--map", metavar="COLUMN=FIELD", help="What a column means: a field, labels.X, id, or - for none."),
]
SkipWrong = Annotated[bool, typer.Option("--skip-wrong", help="Leave out rows in which something is wrong.")]
PreviewChange = Annotated[bool, typer.Option("--preview", help="Only show what would be changed.")]
EveryChange = Annotated[bool, typer.Option("--all", help="Show every change, however many.")]
Kinds = Annotated[
    list[str] | None,
    typer.Option("--kinds", metavar="KIND", help="Only this kind; may be repeated.", show_default=False),
]
Replace = Annotated[bool, typer.Option("--replace", help="Write over a file that is there.")]
Out = Annotated[
    Path, typer.Argument(metavar="OUT", help="A name ending with .xlsx or .csv, or a folder.", show_default=False)
]
OutWorkbook = Annotated[Path, typer.Argument(metavar="OUT.xlsx", help="The workbook to write.", show_default=False)]

# measure
DataFile = Annotated[
    Path,
    typer.Argument(metavar="FILE", help="A CSV, XLSX or Parquet file, as a system gave it out.", show_default=False),
]
Table = Annotated[
    str, typer.Option("--table", metavar="NAME", help="What its rows are: spend, touches, stage_changes, ...")
]
ColumnMap = Annotated[
    list[str] | None,
    typer.Option(
        "--map",
        metavar="COLUMN=FIELD",
        help="What a column is (- for none): Cost=amount, cost_micros/1000000=amount, '*_S=amount'.",
    ),
]
SameForAll = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="FIELD=VALUE", help="What is the same for all rows: currency=USD; may be repeated."),
]
Source = Annotated[
    str,
    typer.Option(
        "--source",
        metavar="NAME",
        help="The source, for which all this is remembered (default: the file's name).",
        show_default=False,
    ),
]
OneSheet = Annotated[str, typer.Option("--sheet", metavar="NAME", help="The sheet of a workbook.")]
Same = Annotated[
    list[str] | None,
    typer.Option("--same", metavar="NAME=ITEM", help="What a name in the data means in the plan; may be repeated."),
]
PreviewLoad = Annotated[bool, typer.Option("--preview", help="Only show how it is read and what it comes to.")]
TextOrJson = Annotated[Literal["text", "json"], typer.Option("--format", metavar="text|json", help="How to print.")]
What = Annotated[
    str,
    typer.Argument(metavar="[spend|opportunities|goals|TABLE]", help="What (default: spend).", show_default=False),
]
Load = Annotated[str, typer.Argument(metavar="LOAD", help="Such as crm-3.", show_default=False)]
Undo = Annotated[bool, typer.Option("--undo", help="Put a load that was taken back in again.")]
ForGood = Annotated[bool, typer.Option("--for-good", help="Throw a load that was taken back away.")]
NamePairs = Annotated[
    list[str], typer.Argument(metavar="NAME=ITEM...", help="Such as 916=activity:spring-letter.", show_default=False)
]

# check
RoomOrFolder = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[room] FOLDER", help="The plan's folder; after `room`, as one slide for a meeting.", show_default=False
    ),
]
Repairs = Annotated[int, typer.Option("--repairs", metavar="N", min=0, max=9, help="How many ways out to look for.")]
Apply = Annotated[
    int,
    typer.Option("--apply", metavar="N", min=0, help="Show what way out N changes, then do it.", show_default=False),
]
Answer = Annotated[
    str,
    typer.Option(
        "--answer", metavar="N=VALUE", help="Answer question N of the verdict, then do it.", show_default=False
    ),
]
Why = Annotated[str, typer.Option("--why", metavar="ITEM", help="Say why an item is when it is.", show_default=False)]
Json = Annotated[bool, typer.Option("--json", help="The same as --format json.")]
Format = Literal["text", "json", "sarif", "md", "html", "pdf"]
FormatOption = Annotated[Format, typer.Option("--format", metavar="text|json|sarif|md|html|pdf", help="How to print.")]
OnlyRules = Annotated[
    list[str] | None,
    typer.Option("--rule", metavar="CODE", help="Only this rule or family, in full; may be repeated."),
]
OutFile = Annotated[
    Path | None, typer.Option("--out", metavar="FILE", help="Write to a file instead.", show_default=False)
]
EveryFinding = Annotated[bool, typer.Option("--all", help="Every finding, a line each.")]
AsOf = Annotated[
    str, typer.Option("--as-of", metavar="DATE", help="Judge as of a day (default: today).", show_default=False)
]
PutRight = Annotated[bool, typer.Option("--fix", help="Show what can be put right without asking anybody, then do it.")]
YesToFixOrAccept = Annotated[
    bool, typer.Option("--yes", help="With --fix, --apply, --answer or --accept: do it without asking.")
]
Baseline = Annotated[
    bool, typer.Option("--baseline", help="Take all present findings for known: from now on only new ones count.")
]
Accept = Annotated[
    str, typer.Option("--accept", metavar="ID", help="Accept a finding until a day.", show_default=False)
]
Until = Annotated[
    str, typer.Option("--until", metavar="DATE", help="With --accept: until when; the last day of a period.")
]
Owner = Annotated[str, typer.Option("--owner", metavar="ROLE", help="With --accept: who takes the risk.")]
Reason = Annotated[str, typer.Option("--reason", metavar="TEXT", help="With --accept: why.")]
Acknowledge = Annotated[
    str, typer.Option("--acknowledge", metavar="ID", help="Note that a finding is known.", show_default=False)
]

# serve, work, backup, restore
Data = Annotated[
    Path, typer.Option("--data", metavar="FOLDER", help="Where everything is kept.", envvar="TRUENORTH_DATA")
]
Host = Annotated[str, typer.Option("--host", metavar="ADDRESS", help="The address of this machine to listen on.")]
Port = Annotated[int, typer.Option("--port", metavar="NUMBER", help="The port to listen on.", min=1, max=65535)]
Demo = Annotated[bool, typer.Option("--demo", help="Show an example company; whoever comes is let in as anybody.")]
OutArchive = Annotated[Path, typer.Argument(metavar="OUT.zip", help="The file to write.", show_default=False)]
Archive = Annotated[Path, typer.Argument(metavar="IN.zip", help="What a backup wrote.", show_default=False)]
ReplaceData = Annotated[bool, typer.Option("--replace", help="Replace what is in the data folder.")]
