// Drag or key a bar of the roadmap: the weeks below are drawn again at once, then the server checks and patches.
const DAY = 86400000, LEVELS = [0.5, 0.8, 0.95, 1];
const iso = (time) => new Date(time).toISOString().slice(0, 10);
const parse = (text) => Date.parse(`${text}T00:00Z`);
const said = (time) => new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", timeZone: "UTC" }).format(time);
const place = (chart, time) => 100 * (time - parse(chart.dataset.first)) / DAY / chart.dataset.days;
let held = null, silent = false;

const works = (chart) => {
  const { weekend, holidays } = JSON.parse(chart.dataset.off), free = new Set(holidays);
  return (time) => !weekend.includes((new Date(time).getUTCDay() + 6) % 7) && !free.has(iso(time));
};
// The hours of a bar by week, evenly over its working days, from today on: as the server reckons.
const hours = (chart, bar, start, end) => {
  const by = new Map(), day = works(chart), today = parse(chart.dataset.today), first = parse(chart.dataset.first), all = +bar.dataset.hours;
  if (!all || start >= end || bar.dataset.form !== "work") return by;
  let count = 0;
  for (let time = start; time <= end; time += DAY) {
    if (!day(time)) continue;
    count += 1;
    if (time >= today) by.set(Math.floor((time - first) / DAY / 7), (by.get(Math.floor((time - first) / DAY / 7)) ?? 0) + 1);
  }
  for (const [week, days] of by) by.set(week, all * days / count);
  return by;
};
const redraw = ({ chart, bar, lane, from, to, now }) => {
  if (!lane?.dataset.asked) return;
  const asked = JSON.parse(lane.dataset.asked), there = JSON.parse(lane.dataset.there);
  const was = hours(chart, bar, from, to), is = hours(chart, bar, now.from, now.to);
  for (const cell of lane.querySelectorAll(".rm-strip i")) {
    const week = +cell.dataset.n, need = Math.max(asked[week] - (was.get(week) ?? 0) + (is.get(week) ?? 0), 0), has = there[week];
    if (has === null) continue;
    const share = has ? need / has : need > 1e-6 ? 9.99 : 0, level = share <= 1e-9 ? 0 : 1 + LEVELS.filter((one) => share > one + 1e-9).length;
    cell.className = `h${level}${cell.classList.contains("short") ? " short" : ""}`;
    cell.textContent = level >= 3 && chart.dataset.days <= 182 ? Math.min(level === 5 ? Math.round(100 * share) : Math.min(Math.floor(100 * share), 100), 999) : "";
    cell.title = `${Math.round(need)} of ${Math.round(has)} hours`;
  }
};
const words = ({ bar, now }) => `${bar.dataset.name}: ${said(now.from)}${now.to > now.from ? ` to ${said(now.to)}` : ""}`;
const show = () => {
  const { chart, bar, now, tip } = held;
  const left = Math.max(place(chart, now.from), 0), right = Math.min(place(chart, now.to + DAY), 100);
  if (bar.dataset.form === "point") bar.style.left = `${place(chart, now.to)}%`;
  else { bar.style.left = `${left}%`; bar.style.width = `${Math.max(right - left, 0.3)}%`; }
  redraw(held);
  const box = bar.getBoundingClientRect();
  tip.textContent = words(held);
  tip.style.left = `${Math.max(8, Math.min(box.left, innerWidth - tip.offsetWidth - 8))}px`;
  tip.style.top = `${box.top - 32}px`;
};
const take = (bar, mode) => {
  const chart = bar.closest("[data-roadmap]"), tip = Object.assign(document.createElement("div"), { className: "road-move" });
  document.body.append(tip);
  const from = parse(bar.dataset.start), to = parse(bar.dataset.end);
  held = { bar, mode, chart, tip, lane: bar.closest(".rm-lane"), from, to, now: { from, to }, style: bar.getAttribute("style"), by: 0 };
  bar.classList.add("drag");
  chart.dataset.busy = "";
};
const shift = (days) => {
  const { from, to, mode } = held, by = days * DAY;
  held.by = days;
  held.now = { from: mode === "end" ? from : mode === "start" ? Math.min(from + by, to) : from + by, to: mode === "start" ? to : mode === "end" ? Math.max(to + by, from) : to + by };
  show();
};
const moved = () => held.now.from !== held.from || held.now.to !== held.to;
const drop = (why) => {
  const { bar, chart, tip, style } = held;
  held.now = { from: held.from, to: held.to };
  redraw(held);
  bar.setAttribute("style", style);
  leave();
  if (why) tell(why);
  return [bar, chart, tip];
};
const leave = () => {
  const { bar, chart, tip } = held;
  bar.classList.remove("drag");
  delete chart.dataset.busy;
  tip.remove();
  held = null;
};
const tell = (text) => { const place = document.querySelector("[data-road-says]"); if (place) place.textContent = text; };
const keep = () => {
  if (!moved()) return void drop();
  const { bar, chart, now } = held, { moves, query, version } = chart.closest("[data-moves]").dataset;
  const along = document.querySelector("[data-along]")?.checked ? "1" : "0";
  const values = { ref: bar.dataset.ref, start: iso(now.from), end: iso(now.to), version, along, query };
  const id = bar.id, before = dates();
  leave();
  htmx.ajax("POST", moves, { values, target: "#main", select: "#main", swap: "outerMorph", source: document.body }).then(() => after(id, before));
};
const dates = () => new Map([...document.querySelectorAll(".rm-bar[data-move]")].map((bar) => [bar.id, bar.dataset.start + bar.dataset.end]));
// What moved along shows for a while; the keyboard goes on from the bar that was moved.
const after = (id, before) => {
  for (const [other, was] of before) {
    const bar = document.getElementById(other);
    if (!bar || bar.dataset.start + bar.dataset.end === was) continue;
    bar.classList.add("moved");
    setTimeout(() => bar.classList.remove("moved"), 2400);
  }
  if (document.activeElement === document.body) document.getElementById(id)?.focus({ preventScroll: true });
};

const edge = (bar, x) => {
  const box = bar.getBoundingClientRect();
  if (bar.dataset.form !== "work" || box.width < 24) return "move";
  return x > box.right - 9 ? "end" : x < box.left + 6 ? "start" : "move";
};
const down = (event) => {
  const bar = event.target.closest?.(".rm-bar[data-move]");
  if (!bar || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (held) drop();
  take(bar, edge(bar, event.clientX));
  held.x = event.clientX;
  held.pointer = event.pointerId;
  held.tip.hidden = true;
};
const pull = (event) => {
  if (held?.pointer !== event.pointerId) return;
  const { chart, bar, x } = held, step = +chart.dataset.step;
  if (!held.pulled && Math.abs(event.clientX - x) < 5) return;
  if (!held.pulled) { held.pulled = true; held.tip.hidden = false; bar.setPointerCapture(event.pointerId); }
  const wide = bar.parentElement.clientWidth / chart.dataset.days, days = Math.round((event.clientX - x) / wide / step) * step;
  if (days !== held.by) shift(days);
};
const up = (event) => {
  if (silent) setTimeout(() => { silent = false; }, 60);
  if (held?.pointer !== event.pointerId) return;
  silent = Boolean(held.pulled);
  setTimeout(() => { silent = false; }, 60);
  if (event.type === "pointerup" && held.pulled) keep(); else drop();
};
const key = (event) => {
  const bar = event.target.closest?.(".rm-bar[data-move]");
  if (held && event.key === "Escape") { event.preventDefault(); silent = held.pointer !== undefined; drop("It stays where it was."); return; }
  if (!bar) return;
  if (held?.bar === bar && event.key === "Enter") { event.preventDefault(); keep(); return; }
  if (!["ArrowLeft", "ArrowRight"].includes(event.key) || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  const mode = event.shiftKey && bar.dataset.form === "work" ? "end" : "move";
  if (held && (held.bar !== bar || held.pointer !== undefined)) drop();
  if (!held) take(bar, mode);
  held.mode = mode;
  const step = +held.chart.dataset.step * (event.key === "ArrowRight" ? 1 : -1);
  nudge(step);
  tell(`${words(held)}. Enter keeps it, Escape drops it.`);
};
// By keyboard a bar may be moved and stretched in turns: each press goes on from where it is now.
const nudge = (days) => {
  const { now, mode } = held, by = days * DAY;
  held.now = mode === "end" ? { from: now.from, to: Math.max(now.to + by, now.from) } : { from: now.from + by, to: now.to + by };
  show();
};

const light = (event) => {
  const bar = event.target.closest?.(".rm-bar"), chart = bar?.closest("[data-roadmap]");
  if (!chart || held) return;
  const lines = [...chart.querySelectorAll(".rm-over path")].filter((line) => [line.dataset.a, line.dataset.b].includes(bar.dataset.ref));
  if (!lines.length) return;
  const on = new Set(lines.flatMap((line) => [line.dataset.a, line.dataset.b]));
  chart.classList.add("lit");
  for (const line of lines) line.classList.add("on");
  for (const one of chart.querySelectorAll(".rm-bar")) one.classList.toggle("on", on.has(one.dataset.ref));
};
const dim = (event) => {
  const chart = event.target.closest?.(".rm-bar")?.closest("[data-roadmap]");
  chart?.classList.remove("lit");
  chart?.querySelectorAll(".rm-over .on").forEach((line) => line.classList.remove("on"));
};

export const roadmap = () => {
  for (const [name, act] of [["pointerdown", down], ["pointermove", pull], ["pointerup", up], ["pointercancel", up], ["keydown", key], ["pointerover", light], ["focusin", light], ["pointerout", dim], ["focusout", dim]]) document.addEventListener(name, act);
  document.addEventListener("focusout", (event) => { if (held && held.pointer === undefined && event.target === held.bar) drop("It stays where it was."); });
  document.addEventListener("click", (event) => { if (silent && event.target.closest?.(".rm-bar")) event.preventDefault(); }, true);
  document.addEventListener("dragstart", (event) => { if (event.target.closest?.(".rm-bar")) event.preventDefault(); });
};
