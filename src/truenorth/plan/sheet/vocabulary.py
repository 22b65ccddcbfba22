"""The words of people's sheets, in English and German, without accents: new ones are learned by adding them here."""

from __future__ import annotations

from functools import cache

# Names of columns, by the fields they may mean, the likeliest first; a ~ marks words that often mean something else.
COLUMNS = """
name: title, name, titel, bezeichnung, titel der massnahme, name der massnahme, campaign name, kampagnenname,
  project name, projektname, activity name, event name, task name
name~: what, was, headline, thema, topic, subject line, item, vorhaben, arbeitspaket, beschreibung kurz,
  short description, summary, uberschrift, gegenstand
owner: owner, verantwortlich, verantw, verantwortliche, verantwortlicher, verantwortung, responsible, responsibility,
  zustandig, zustandigkeit, who, wer, assignee, assigned to, bearbeiter, ansprechpartner, person in charge, accountable,
  dri, pm, project lead, projektleiter, projektleitung, contact, lead, leitung, leiter, project manager,
  account manager, manager, durchfuhrung
status: status, state, stand, bearbeitungsstand, entity status, effective status, configured status, freigabestatus
in_market date due start: go live, golive, go live date, live, live date, launch, launch date, in market, release,
  release date, publish date, publishing date, publication date, published, veroffentlichung, veroffentlichungsdatum,
  veroffentlichungstermin, versand, versanddatum, versandtermin, send date, erscheint, erscheinungstermin,
  erscheinungsdatum, air date, post date, posting date
due date by horizon review_by end: due, due date, deadline, date, datum, termin, fallig, fallig am, falligkeit,
  falligkeitsdatum, fertig bis, zu erledigen bis, zieltermin, target date, abgabe, abgabetermin, when, wann, bis wann,
  endtermin, liefertermin, delivery date
start contract_from available_from: start, start date, startdatum, start time, starts, begin, beginn,
  anfang, ab, von, from, kick off, kickoff, date from, von datum, starttermin, first day, launch start, anfangsdatum
end contract_to due: end, end date, enddatum, end time, ends, ende, bis, to, until, till, finish, stop,
  last day, date to, vertragsende, laufzeit bis
period: period, quarter, quartal, zeitraum, monat, month, fiscal quarter, planungsperiode
channel category: channel, kanal, kanale, channels, medium, media, media channel, marketing channel, platform,
  plattform, werbekanal, kommunikationskanal, touchpoint, advertising channel type, network, werbemittel, ausspielkanal,
  where, wo
format category: format, type, typ, art, content type, asset type, content format, inhaltstyp, campaign type,
  massnahmentyp
cost budget amount: cost, costs, kosten, budget, spend, planned spend, planned cost, plankosten, ausgaben, betrag,
  amount, planbudget, budget planned, budget geplant, investition, investment, preis, price, kosten gesamt, total cost,
  estimated cost, media budget, mediabudget
rate hourly_rate: rate, hourly rate, stundensatz, kostensatz
team teams scorecard_of used_by: team, teams, department, abteilung, bereich, gruppe, squad, fachbereich, ressort,
  business unit, organisationseinheit
program: program, programme, programm, campaign, kampagne, kampagnen, campaigns, initiative, project, projekt,
  workstream, oberthema, parent campaign, ubergeordnete kampagne
serves covered_by: goal, goals, ziel, ziele, objective, objectives, strategic goal, strategisches ziel, zielsetzung,
  okr, supports, zahlt ein auf, unternehmensziel, business goal, marketingziel, marketing goal, aligned to, alignment
personas persona used_by: persona, personas, audience, zielgruppe, zielgruppen, target group, target audience,
  fur wen, buyer persona
segment segments: segment, segments, target market, zielmarkt, market segment, marktsegment, segmente
stage stages: stage, funnel stage, funnel, phase, journey stage, buying stage, kaufphase, funnelphase,
  customer journey phase
products product: product, products, produkt, produkte, produktgruppe, product line, produktlinie
messages: message, messages, botschaft, botschaften, kernbotschaft, key message, kernaussage, core message
tools: tool, tools, software, system, systeme, werkzeug
process: process, prozess, workflow, ablauf
measured_by metrics metric looks_like: kpi, kpis, metric, metrics, kennzahl, kennzahlen, messgrosse, erfolgsmessung,
  measured by, success metric
text claim statement what definition: text, copy, brief, briefing, inhalt, wortlaut, claim, statement, aussage,
  definition, subject, betreff
blocked_by: blocked by, blocker, hindernis, blockiert durch, impediment
repeats every: frequency, repeats, haufigkeit, rhythmus, turnus, recurrence, frequenz
target value: target, zielwert, soll, target value, planwert, zielgrosse
baseline: baseline, ist, ausgangswert, current, current value, istwert, startwert
weight: weight, gewicht, gewichtung, weighting
unit: unit, einheit, masseinheit
sources: source, sources, quelle, quellen, datenquelle, data source
direction: direction, richtung
titles: titles, job title, job titles, jobtitel, position, berufsbezeichnung, funktion
needs: needs, bedurfnisse, bedarf
pains: pains, pain points, pain point, herausforderungen, probleme, challenges
objections: objections, einwande
evidence: evidence, nachweis, belege
pillar: pillar, saule, themenfeld, content pillar, messaging pillar
topic: topic, thema
position: position, positionierung, positioning
proof: proof, proof points, proof point, beleg, belege, reason to believe
function: function, funktion, aufgabe
lead: lead, leitung, leiter, head, team lead, teamleitung
skills: skills, fahigkeiten, kompetenzen, skill
hours_per_week: hours per week, stunden pro woche, wochenstunden, stunden woche, weekly hours, kapazitat
filled: filled, besetzt, headcount, anzahl besetzt
open: open seats, open positions, vakant, unbesetzt, offene stellen
seats: seats, lizenzen, licenses, licences, user seats, nutzer
capabilities: capabilities, features, funktionen
contract_to: contract end, vertragsende, renewal, renewal date, verlangerung
contract_from: contract start, vertragsbeginn
lead_time: lead time, durchlaufzeit, vorlauf, vorlaufzeit, duration, dauer
party: party, partei
per_week: per week, pro woche
currency: currency, wahrung
note: note, notes, notiz, notizen, comment, comments, kommentar, bemerkung, bemerkungen, anmerkung, anmerkungen,
  remarks, hinweis, hinweise, description, beschreibung, details, erlauterung
"""
# What the rows of a sheet are, by kind: these head the column of titles, or name the sheet or the file.
KINDS = """
vision: vision, mission, north star, leitbild
goal: goal, goals, ziel, ziele, strategic goal, strategic goals, strategische ziele, unternehmensziele
objective: objective, objectives, okr, okrs, key result, key results, teilziel, teilziele, quartalsziele
metric: metric, metrics, kpi, kpis, kennzahl, kennzahlen, scorecard, measure, measures
persona: persona, personas, zielgruppe, zielgruppen, audience, audiences, buyer persona, buyer personas, icp
message: message, messages, botschaft, botschaften, messaging, kernbotschaften, storyboard, claims
program: program, programs, programme, programmes, programm, campaign, campaigns, kampagne, kampagnen, initiative,
  initiatives, initiativen
activity: activity, activities, aktivitat, aktivitaten, massnahme, massnahmen, massnahmenplan, task, tasks, aufgabe,
  aufgaben, aktion, aktionen, event, events, veranstaltung, veranstaltungen, marketingplan, marketing plan,
  marketing calendar, kalender, calendar, to do, todo, jahresplan, aktionsplan, roadmap, milestone, deliverable,
  action, arbeitspakete, termine, meeting, meetings, projektplan, timeline
content: content, inhalte, beitrag, beitrage, artikel, article, articles, blog, blog posts, posts, post,
  redaktionsplan, redaktionskalender, editorial calendar, content calendar, content plan, contentplan, asset, assets,
  email campaign, emails, newsletter, video, videos, publication
team: team, teams, department, departments, abteilung, abteilungen, bereiche
role: role, roles, rolle, rollen, stelle, stellen, position, positions, job title, headcount, stellenplan
tool: tool, tools, software, martech, tech stack, stack, systeme, system, werkzeuge, vendor, vendors, application
process: process, processes, prozess, prozesse, workflow, workflows, ablaufe
capacity: capacity, capacities, kapazitat, kapazitaten
budget: budget, budgets, budgetplan, budgetposten, kostenstelle, cost center, budget line
feed: feed, feeds, hand over, ubergabe
commitment: commitment, commitments, zusage, zusagen, sla, slas, agreement
expectation: expectation, expectations, erwartung, erwartungen, requirement, requirements, anforderung, anforderungen
assumption: assumption, assumptions, annahme, annahmen, hypothese, hypothesis
cadence: cadence, regeltermine, jour fixe, recurring meetings
product: product, products, produkt, produkte, product list, produktliste, sku
company: company, unternehmen, firma
"""
# Columns about the row itself: the number that tells it apart, and when it was changed.
ROWS = """
id: id, nr, no, number, nummer, lfd nr, laufende nummer, pos, key, ticket, issue key, external id, record id, guid,
  uuid, #, ref, code, kennung, vorgang
changed: updated at, modified time, last modified, last modified time, updated time, updated, last updated,
  geandert am, stand vom, aktualisiert
"""
# What stands in cells. `unknown` and `open` are compared as written, the others without accents.
CELLS = """
unknown: -, --, ---, ?, n/a, n.a., #n/a, k.a., k. a., none, keine, null, unknown, unbekannt
open: tbd, tba, tbc, t.b.d., t.b.a., to be decided, to be defined, to be determined, to be announced,
  to be confirmed, noch offen, offen, wird noch festgelegt, folgt, in klarung, in abstimmung, open
true: true, yes, y, ja, j, x, 1, wahr, ✓, ✔, ✅
false: false, no, n, nein, 0, falsch, ✗, ✘
"""
STATUSES = """
idea: idea, idee, backlog, draft, entwurf, vorschlag, proposed, proposal, concept, konzept, wunsch
planned: planned, geplant, open, offen, to do, todo, not started, nicht begonnen, scheduled, terminiert, new, neu,
  approved, freigegeben, confirmed, bestatigt, ausstehend, pending, upcoming
active: active, aktiv, in progress, in arbeit, in bearbeitung, laufend, lauft, live, running, ongoing, started,
  begonnen, enabled, wip, in umsetzung, doing, in work, on track, gestartet, in production, in produktion
done: done, erledigt, abgeschlossen, complete, completed, fertig, finished, published, veroffentlicht, sent,
  versendet, closed, umgesetzt, delivered, released, beendet, ended
stopped: stopped, gestoppt, cancelled, canceled, abgesagt, storniert, verworfen, abgebrochen, removed, deleted,
  archived, archiviert, rejected, abgelehnt, dropped, entfallt, entfallen, paused, pausiert, on hold, zuruckgestellt,
  campaign paused
"""


@cache
def lists(text: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The lines of such a block: what stands before the colon, and the words behind it."""
    found = (line.partition(":") for line in text.replace("\n  ", " ").strip().splitlines())
    return tuple((head, tuple(word.strip() for word in words.split(", "))) for head, _, words in found)


@cache
def meaning(text: str) -> dict[str, str]:
    """Each word of such a block with what it stands for."""
    return {word: head for head, words in lists(text) for word in words}
