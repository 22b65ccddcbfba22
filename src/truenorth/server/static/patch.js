// What others changed, put into an open grid: a cell with something unsaved stays, and remembers what it became meanwhile.
const MOST = 100; // rows that are asked for by name
const cells = (row) => [...row.querySelectorAll("td[role=gridcell]")];
const rows = (root) => new Map([...root.querySelectorAll(".sheet tbody tr:not(.is-new)")].map((row) => [row.dataset.row, row]));

const page = async (columns, also) => {
  const query = new URLSearchParams(location.search);
  query.delete("col");
  columns.forEach((name) => query.append("col", name));
  also.forEach((ref) => query.append("also", ref));
  const answer = await fetch(`${location.pathname}?${query}`);
  return new DOMParser().parseFromString(await answer.text(), "text/html");
};

// The page as it is now, with the rows that are shown here though the filter leaves them out by now; and those that are gone.
export const newest = async (root, columns) => {
  const held = [...rows(root).keys()];
  const missing = (from) => held.filter((ref) => !rows(from).has(ref));
  let now = await page(columns, []);
  const asked = missing(now).slice(0, MOST);
  if (asked.length) now = await page(columns, asked);
  return { now, gone: missing(now).filter((ref) => asked.includes(ref)) };
};

const settle = (td, theirs, mark) => {
  const text = theirs.textContent, changed = td.classList.contains("is-changed");
  if (theirs.hasAttribute("aria-readonly")) td.setAttribute("aria-readonly", "true"); else td.removeAttribute("aria-readonly");
  if (text === (td.dataset.was ?? td.textContent)) return;
  td.dataset.was = text;
  if (changed && td.textContent !== text) { td.dataset.clash = text; return; }
  td.textContent = text;
  mark(td);
};

export const patch = (root, { now, gone }, mark) => {
  const held = rows(root), body = root.querySelector(".sheet tbody");
  rows(now).forEach((row, ref) => {
    const mine = held.get(ref);
    if (!mine) { body.insertBefore(document.importNode(row, true), body.querySelector(".is-new")); return; }
    cells(row).forEach((td, c) => settle(cells(mine)[c], td, mark));
    mine.querySelector(".flags").replaceChildren(...row.querySelector(".flags").childNodes);
  });
  gone.map((ref) => held.get(ref)).filter((row) => !row.querySelector(".is-changed")).forEach((row) => row.remove());
};
