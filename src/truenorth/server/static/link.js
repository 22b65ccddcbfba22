// Drag what has no line of sight onto an objective; enlarge the map. The server checks, the page is patched.
const LINKS = /^(objective|goal|program):/;
let drag = null;

const boxAt = (x, y) => {
  const box = document.elementFromPoint(x, y)?.closest?.(".map .bx");
  return box && LINKS.test(box.dataset.r) ? box : null;
};
const clear = () => document.querySelectorAll(".bx.target").forEach((box) => box.classList.remove("target"));

document.addEventListener("pointerdown", (event) => {
  const row = event.target.closest("[data-orphans] [data-ref]");
  if (!row || event.button || event.target.closest("details")) return;
  drag = { row, x: event.clientX, y: event.clientY, ghost: null };
});
document.addEventListener("pointermove", (event) => {
  if (!drag) return;
  if (!drag.ghost && Math.hypot(event.clientX - drag.x, event.clientY - drag.y) > 6) {
    drag.ghost = Object.assign(document.createElement("div"), { className: "dragging", textContent: drag.row.querySelector("a").textContent });
    document.body.append(drag.ghost);
  }
  if (!drag.ghost) return;
  event.preventDefault();
  drag.ghost.style.left = `${event.clientX + 10}px`;
  drag.ghost.style.top = `${event.clientY + 10}px`;
  clear();
  boxAt(event.clientX, event.clientY)?.classList.add("target");
});
const drop = (event) => {
  if (!drag) return;
  const { row, ghost } = drag, box = ghost && event.type === "pointerup" ? boxAt(event.clientX, event.clientY) : null;
  drag = null;
  ghost?.remove();
  clear();
  if (!box) return;
  const map = box.closest("[data-map]");
  htmx.ajax("POST", map.dataset.link, { values: { ref: row.dataset.ref, to: box.dataset.r, query: map.dataset.query }, target: "#main", select: "#main", swap: "outerMorph", source: document.body });
};
document.addEventListener("pointerup", drop);
document.addEventListener("pointercancel", drop);
document.addEventListener("dragstart", (event) => { if (event.target.closest?.("[data-orphans]")) event.preventDefault(); });

let zoom = 1;
document.addEventListener("click", (event) => {
  const by = event.target.closest("[data-zoom]")?.dataset.zoom;
  if (by === undefined) return;
  zoom = by === "0" ? 1 : Math.min(4, Math.max(0.5, zoom * (by === "1" ? 1.25 : 0.8)));
  document.querySelector("[data-map]")?.style.setProperty("--zoom", zoom);
});
