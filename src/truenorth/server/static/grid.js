// The grid of a kind: cells like those of a spreadsheet. The server reads what is written; nothing is lost when it refuses.
import { newest, patch } from "./patch.js";
import { parse, written } from "./tsv.js";

const icons = { error: "circle-alert", warning: "triangle-alert", info: "info" };

const grid = (root) => {
  const table = root.querySelector("table"), body = table.tBodies[0];
  const heads = [...table.tHead.querySelectorAll("th[data-col]")], names = heads.map((head) => head.dataset.col);
  const status = root.querySelector("[data-status]"), refused = root.querySelector("[data-refused]");
  const store = root.querySelector("[data-store]"), discard = root.querySelector("[data-discard]"), many = root.querySelector("[data-many]");
  const past = [];
  let at = { r: 0, c: 0 }, to = { r: 0, c: 0 }, editor = null, drag = false, made = 0, saving = false;

  const rows = () => [...body.rows];
  const cells = (row) => [...row.querySelectorAll("td[role=gridcell]")];
  const cell = (r, c) => { const row = body.rows[r]; return row && cells(row)[c]; };
  const was = (td) => td.dataset.was ?? td.textContent;
  const changed = () => [...body.querySelectorAll("td.is-changed")];
  const box = () => ({ r0: Math.min(at.r, to.r), r1: Math.max(at.r, to.r), c0: Math.min(at.c, to.c), c1: Math.max(at.c, to.c) });
  const chosen = () => rows().filter((row) => row.querySelector(".pick input")?.checked);

  const addRow = () => {
    if (!root.dataset.adds) return null;
    const row = body.insertRow();
    row.setAttribute("role", "row");
    row.dataset.row = `new:${++made}`;
    row.innerHTML = `<td class="pick"><label><span class="sr">Choose new row ${made}</span><input type="checkbox"></label></td><td class="flags"></td>`;
    names.forEach(() => { const td = row.insertCell(); td.setAttribute("role", "gridcell"); td.tabIndex = -1; });
    row.classList.add("is-new");
    return row;
  };
  const spare = () => { const last = rows().at(-1); if (!last?.classList.contains("is-new") || cells(last).some((td) => td.textContent)) addRow(); };

  const show = () => {
    const { r0, r1, c0, c1 } = box(), active = cell(at.r, at.c);
    body.querySelectorAll("[aria-selected=true], .is-active").forEach((td) => { td.removeAttribute("aria-selected"); td.classList.remove("is-active"); td.tabIndex = -1; });
    for (let r = r0; r <= r1; r++) for (let c = c0; c <= c1; c++) cell(r, c)?.setAttribute("aria-selected", "true");
    if (active) { active.classList.add("is-active"); active.tabIndex = 0; }
  };
  const go = (r, c, extend = false) => {
    const place = { r: Math.max(0, Math.min(r, body.rows.length - 1)), c: Math.max(0, Math.min(c, names.length - 1)) };
    to = place;
    if (!extend) at = place;
    show();
    const td = cell(to.r, to.c);
    (extend ? cell(at.r, at.c) : td)?.focus({ preventScroll: true });
    td?.scrollIntoView({ block: "nearest", inline: "nearest" });
    tell();
  };
  const tell = () => {
    const count = changed().length, wrong = cell(at.r, at.c)?.dataset.wrong;
    status.textContent = saving ? "Saving…" : wrong ? wrong[0].toUpperCase() + wrong.slice(1) : count ? `${count.toLocaleString("en")} ${count === 1 ? "cell" : "cells"} changed, not saved yet.` : "Nothing changed yet.";
    status.classList.toggle("is-wrong", Boolean(wrong) && !saving);
    store.disabled = discard.disabled = !count || saving;
    const picked = chosen().length;
    many.hidden = !picked;
    root.querySelector("[data-chosen]").textContent = `${picked} ${picked === 1 ? "row" : "rows"}: set`;
  };

  const put = (td, text) => {
    if (!td || td.getAttribute("aria-readonly") || td.textContent === text) return null;
    const step = { td, from: td.textContent, was: was(td) };
    td.dataset.was = step.was;
    td.textContent = text;
    mark(td);
    return step;
  };
  const mark = (td) => {
    td.classList.toggle("is-changed", td.textContent !== td.dataset.was);
    td.classList.remove("is-wrong");
    td.removeAttribute("aria-invalid");
    td.removeAttribute("title");
    delete td.dataset.wrong;
    if (td.textContent === td.dataset.was) delete td.dataset.clash;
  };
  const keep = (steps) => { const real = steps.filter(Boolean); if (real.length) past.push(real); spare(); show(); tell(); };
  const back = () => {
    const steps = past.pop();
    steps?.reverse().forEach(({ td, from, was: first }) => { td.textContent = from === first ? was(td) : from; mark(td); });
    tell();
    return Boolean(steps);
  };

  const edit = (start) => {
    const td = cell(at.r, at.c);
    if (!td || td.getAttribute("aria-readonly") || editor) return;
    const list = heads[at.c].dataset.list;
    editor = document.createElement(td.textContent.includes("\n") ? "textarea" : "input");
    editor.value = start ?? td.textContent;
    editor.setAttribute("aria-label", heads[at.c].textContent);
    if (list) editor.setAttribute("list", list);
    editor.dataset.before = td.textContent;
    td.textContent = "";
    td.append(editor);
    td.classList.add("is-open");
    editor.focus();
    if (start === undefined) editor.select?.();
  };
  const close = (take) => {
    if (!editor) return;
    const td = editor.parentElement, text = editor.value, before = editor.dataset.before;
    editor = null;
    td.textContent = before;
    td.classList.remove("is-open");
    if (take) keep([put(td, text)]);
  };

  const range = () => { const { r0, r1, c0, c1 } = box(), found = []; for (let r = r0; r <= r1; r++) { found.push([]); for (let c = c0; c <= c1; c++) found.at(-1).push(cell(r, c)); } return found; };
  const fill = () => { const all = range(); keep(all.slice(1).flatMap((row) => row.map((td, c) => put(td, all[0][c].textContent)))); };
  const clear = () => keep(range().flat().map((td) => put(td, "")));
  const paste = (text) => {
    const given = parse(text), steps = [], { r0, c0 } = box();
    if (!given.length) return;
    if (given.length === 1 && given[0].length === 1) { keep(range().flat().map((td) => put(td, given[0][0]))); return; }
    let left = 0;
    given.forEach((line, r) => {
      while (r0 + r >= body.rows.length && addRow());
      line.forEach((one, c) => { const td = cell(r0 + r, c0 + c); if (td && !td.getAttribute("aria-readonly")) steps.push(put(td, one)); else if (one) left += 1; });
    });
    keep(steps);
    at = { r: r0, c: c0 };
    to = { r: Math.min(r0 + given.length, body.rows.length) - 1, c: Math.min(c0 + Math.max(...given.map((line) => line.length)), names.length) - 1 };
    show();
    if (left) status.textContent = `${left} pasted ${left === 1 ? "cell has" : "cells have"} no place here: ${root.dataset.adds ? "they are beside the last column, or not yours to change" : "you may not add rows"}.`;
  };

  const pending = () => {
    const found = {};
    rows().forEach((row) => cells(row).forEach((td, c) => { if (td.classList.contains("is-changed") && td.dataset.clash === undefined) (found[row.dataset.row] ??= {})[names[c]] = td.textContent; }));
    return found;
  };
  const clashes = () => rows().flatMap((row) => cells(row).flatMap((td, c) => td.dataset.clash === undefined ? [] : [{ row: row.dataset.row, col: names[c], says: `became “${td.dataset.clash || "empty"}” meanwhile: save again to put yours in its place` }]));
  const save = async () => {
    close(true);
    if (saving || !changed().length) return;
    saving = true; tell();
    const form = new FormData(), torn = clashes();
    form.set("cells", JSON.stringify(pending()));
    form.set("version", root.dataset.version);
    names.forEach((name) => form.append("col", name));
    try {
      const answer = await fetch(root.dataset.save, { method: "POST", body: form, headers: { "X-CSRFToken": root.dataset.token } });
      const told = await answer.json();
      saving = false;
      if (answer.ok) took({ ...told, refused: [...told.refused, ...torn], says: told.says + (torn.length ? ` ${torn.length.toLocaleString("en")} changed meanwhile: see below.` : "") }); else status.textContent = told.says;
    } catch { saving = false; tell(); status.textContent = "The server could not be reached: nothing is lost, save again."; }
  };
  const took = (told) => {
    root.dataset.version = told.version;
    past.length = 0;
    const no = new Map(told.refused.map((one) => [`${one.row}\n${one.col}`, one.says]));
    rows().forEach((row) => {
      const name = row.dataset.row, now = told.rows[name];
      if (now) { row.dataset.row = now.ref; row.classList.remove("is-new"); }
      cells(row).forEach((td, c) => {
        const why = no.get(`${name}\n${names[c]}`);
        if (why) { td.dataset.was = now?.cells[names[c]] ?? was(td); delete td.dataset.clash; wrong(td, why); } else if (now) { td.textContent = now.cells[names[c]]; td.dataset.was = td.textContent; mark(td); }
      });
      flag(row, told.marks[row.dataset.row]);
    });
    list(told.refused.length);
    spare();
    tell();
    toast(told);
    fresh().catch(() => {});
  };
  const fresh = async () => {
    if (editor || saving) return;
    const found = await newest(root, names), theirs = found.now.querySelector("[data-grid]");
    if (editor || saving || !theirs || Number(theirs.dataset.version) < Number(root.dataset.version)) return;
    const spots = [cell(at.r, at.c), cell(to.r, to.c)];
    patch(root, found, mark);
    root.dataset.version = theirs.dataset.version;
    document.getElementById("main").dataset.since = found.now.getElementById("main").dataset.since;
    document.getElementById("ver").replaceWith(found.now.getElementById("ver"));
    [at, to] = spots.map((td) => td?.isConnected ? place(td) : { r: 0, c: 0 });
    spare(); show(); tell();
  };
  const undo = async (form) => {
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form) });
    const said = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("toasts");
    if (said) document.getElementById("toasts").replaceWith(said);
    await fresh();
  };
  document.body.addEventListener("plan-changed", () => { fresh().catch(() => {}); });
  document.addEventListener("submit", (event) => {
    if (!event.target.closest("#toasts")) return;
    event.preventDefault();
    event.stopPropagation();
    undo(event.target).catch(() => event.target.submit());
  }, true);
  const wrong = (td, why) => { td.classList.add("is-wrong", "is-changed"); td.setAttribute("aria-invalid", "true"); td.dataset.wrong = why; td.title = why; };
  const flag = (row, mark_) => {
    const place = row.querySelector(".flags");
    place.textContent = "";
    if (!mark_) return;
    const says = document.createElement("span");
    says.className = `flag is-${mark_.kind}`;
    says.title = mark_.says;
    says.innerHTML = `<svg class="i" role="img" aria-label="${mark_.count} ${mark_.count === 1 ? "finding" : "findings"}"><use href="${root.dataset.icons}#${icons[mark_.kind]}"/></svg><span aria-hidden="true">${mark_.count}</span>`;
    place.append(says);
  };
  const list = (count) => {
    refused.hidden = !count;
    refused.querySelector("ul").replaceChildren(...[...body.querySelectorAll("td.is-wrong")].map((td) => {
      const item = document.createElement("li"), link = document.createElement("button"), row = td.parentElement;
      const c = cells(row).indexOf(td), name = cells(row)[names.indexOf("name")]?.textContent || `row ${row.rowIndex}`;
      Object.assign(link, { type: "button", className: "link", textContent: `${name}, ${heads[c].textContent}` });
      link.addEventListener("click", () => go(row.sectionRowIndex, c));
      item.append(link, `: ${td.dataset.wrong}`);
      return item;
    }));
  };
  const toast = (told) => {
    const made_ = document.createElement("div"), says = document.createElement("span");
    made_.className = "toast is-success";
    says.textContent = told.says;
    made_.append(says);
    if (told.undo) {
      const form = document.createElement("form"), token = document.createElement("input"), undo = document.createElement("button");
      Object.assign(form, { method: "post", action: told.undo });
      Object.assign(token, { type: "hidden", name: "csrfmiddlewaretoken", value: root.dataset.token });
      Object.assign(undo, { className: "link", textContent: "Undo" });
      undo.dataset.undo = "";
      form.append(token, undo);
      made_.append(form);
    }
    document.getElementById("toasts").replaceChildren(made_);
  };

  const moves = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1], PageUp: [-15, 0], PageDown: [15, 0] };
  const typed = (event) => {
    if (event.key === "Escape") { event.preventDefault(); close(false); go(at.r, at.c); }
    if (event.key === "Enter" && !event.shiftKey && !event.altKey) { event.preventDefault(); close(true); go(at.r + 1, at.c); }
    if (event.key === "Tab") { event.preventDefault(); close(true); go(at.r, at.c + (event.shiftKey ? -1 : 1)); }
  };
  table.addEventListener("keydown", (event) => {
    if (editor) return typed(event);
    if (!event.target.matches("td[role=gridcell]")) return;
    const command = event.ctrlKey || event.metaKey, key = event.key.toLowerCase();
    if (moves[event.key]) { event.preventDefault(); const from = event.shiftKey ? to : at; return go(from.r + moves[event.key][0], from.c + moves[event.key][1], event.shiftKey); }
    if (event.key === "Home" || event.key === "End") { event.preventDefault(); return go(command ? (event.key === "Home" ? 0 : body.rows.length) : at.r, event.key === "Home" ? 0 : names.length, event.shiftKey); }
    if (command && key === "d") { event.preventDefault(); return fill(); }
    if (command && key === "a") { event.preventDefault(); at = { r: 0, c: 0 }; to = { r: body.rows.length - 1, c: names.length - 1 }; return show(); }
    if (command && key === "z") { if (back()) event.preventDefault(); return; }
    if (command || event.altKey) return;
    if (event.key === "Enter" || event.key === "F2") { event.preventDefault(); return edit(); }
    if (event.key === "Delete" || event.key === "Backspace") { event.preventDefault(); return clear(); }
    if (event.key === "Escape") return go(at.r, at.c);
    if (event.key.length === 1) { event.preventDefault(); edit(event.key); }
  });
  document.addEventListener("keydown", (event) => { if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") { event.preventDefault(); save(); } });
  const place = (td) => ({ r: td.parentElement.sectionRowIndex, c: cells(td.parentElement).indexOf(td) });
  table.addEventListener("pointerdown", (event) => {
    const td = event.target.closest("td[role=gridcell]");
    if (!td || event.target === editor) return;
    close(true);
    const { r, c } = place(td);
    drag = true;
    event.preventDefault();
    go(r, c, event.shiftKey);
  });
  table.addEventListener("pointerover", (event) => { const td = drag && event.target.closest("td[role=gridcell]"); if (td) { to = place(td); show(); } });
  addEventListener("pointerup", () => { drag = false; });
  table.addEventListener("dblclick", (event) => { if (event.target.closest("td[role=gridcell]")) edit(); });
  table.addEventListener("focusout", (event) => { if (editor && event.target === editor && !editor.contains(event.relatedTarget)) setTimeout(() => { if (editor && document.activeElement !== editor) close(true); }); });
  table.addEventListener("change", (event) => {
    if (event.target.matches("[data-all]")) rows().forEach((row) => { row.querySelector(".pick input").checked = event.target.checked; });
    tell();
  });
  const here = (event) => !editor && event.target.closest?.("[data-grid] table") && !event.target.matches("input");
  document.addEventListener("copy", (event) => { if (here(event)) { event.preventDefault(); event.clipboardData.setData("text/plain", written(range().map((row) => row.map((td) => td.textContent)))); } });
  document.addEventListener("cut", (event) => { if (here(event)) { event.preventDefault(); event.clipboardData.setData("text/plain", written(range().map((row) => row.map((td) => td.textContent)))); clear(); } });
  document.addEventListener("paste", (event) => { if (here(event)) { event.preventDefault(); paste(event.clipboardData.getData("text/plain")); } });
  root.querySelector("[data-set]").addEventListener("click", () => {
    const c = names.indexOf(root.querySelector("[data-field]").value), text = root.querySelector("[data-value]").value;
    keep(chosen().map((row) => put(cells(row)[c], text)));
  });
  root.querySelector("[data-down]").addEventListener("click", fill);
  store.addEventListener("click", save);
  discard.addEventListener("click", () => { close(false); changed().forEach((td) => { td.textContent = td.dataset.was; mark(td); }); past.length = 0; list(0); tell(); });
  addEventListener("beforeunload", (event) => { if (changed().length) event.preventDefault(); });
  const field = root.querySelector("[data-field]"), value = root.querySelector("[data-value]");
  const offer = () => { const head = heads[names.indexOf(field.value)]; if (head?.dataset.list) value.setAttribute("list", head.dataset.list); else value.removeAttribute("list"); };
  field.addEventListener("change", offer);
  offer();
  spare();
  show();
};

export const grids = () => document.querySelectorAll("[data-grid]").forEach(grid);
