// Forms: rows and chips are added and taken out, long lists of names are asked for as they are typed, nothing is lost by leaving.
const blank = (row) => {
  const made = row.cloneNode(true);
  made.querySelectorAll("input, textarea").forEach((field) => { field.value = ""; field.removeAttribute("aria-invalid"); });
  made.querySelectorAll("select").forEach((field) => { field.selectedIndex = 0; });
  made.querySelectorAll(".wrong").forEach((one) => one.remove());
  return made;
};
const add = (rows) => {
  const all = [...rows.querySelectorAll(".cells:not(.heads)")], made = blank(all.at(-1)), number = all.length + 1;
  made.setAttribute("aria-label", made.getAttribute("aria-label").replace(/\d+$/, number));
  made.querySelectorAll("[aria-label]").forEach((one) => one.setAttribute("aria-label", one.getAttribute("aria-label").replace(/row \d+/, `row ${number}`)));
  all.at(-1).after(made);
  made.querySelector("input, select, textarea").focus();
};
const drop = (row) => {
  const rows = row.closest("[data-rows]"), all = rows.querySelectorAll(".cells:not(.heads)");
  if (all.length > 1) row.remove(); else row.replaceWith(blank(row));
  rows.querySelector("input, select, textarea").focus();
  rows.dispatchEvent(new Event("input", { bubbles: true }));
};

const chip = (input) => {
  const text = input.value.trim();
  if (!text) return;
  const made = document.createElement("label"), box = document.createElement("input"), says = document.createElement("span");
  made.className = "chip";
  Object.assign(box, { type: "checkbox", name: input.name, value: text, checked: true });
  says.textContent = text;
  made.append(box, says);
  input.before(made);
  input.value = "";
};

let asked = 0;
const ask = async (input) => {
  const list = input.list;
  if (!list?.dataset.url) return;
  const mine = ++asked;
  const answer = await fetch(list.dataset.url + new URLSearchParams({ q: input.value }));
  if (mine === asked && answer.ok) list.innerHTML = await answer.text();
};

export const forms = () => {
  let changed = false, waiting = 0;
  document.addEventListener("click", (event) => {
    const more = event.target.closest("[data-add-row]"), less = event.target.closest("[data-drop-row]");
    if (more) add(more.closest("[data-rows]"));
    if (less) drop(less.closest(".cells"));
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.matches?.("[data-chips] input[list]") && event.target.value.trim()) { event.preventDefault(); chip(event.target); }
  });
  document.addEventListener("input", (event) => {
    if (event.target.closest("[data-form]")) changed = true;
    if (event.target.list?.dataset.url) { clearTimeout(waiting); waiting = setTimeout(ask, 150, event.target); }
    const chips = event.target.closest?.("[data-chips] input[list]");
    if (chips && event.inputType === "insertReplacementText") chip(chips);
  });
  document.addEventListener("change", (event) => { if (event.target.matches("[data-chips] input[list]")) chip(event.target); });
  document.addEventListener("submit", (event) => { if (event.target.matches("[data-form]")) changed = false; });
  addEventListener("beforeunload", (event) => { if (changed && document.querySelector("[data-form]")) event.preventDefault(); });
  document.querySelectorAll("details:has([aria-invalid])").forEach((one) => { one.open = true; });
  document.querySelector(".wrong-box")?.focus();
};
