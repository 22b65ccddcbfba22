// Pointing at, or stepping onto, a box of the line-of-sight map shows the way to the vision and all that hangs on it.
const follow = (ribbons, start, from, to) => {
  const lit = new Set([start]), paths = new Set(), walk = [start];
  while (walk.length) {
    const ref = walk.pop();
    for (const ribbon of ribbons) {
      if (ribbon.dataset[from] !== ref) continue;
      paths.add(ribbon);
      if (!lit.has(ribbon.dataset[to])) { lit.add(ribbon.dataset[to]); walk.push(ribbon.dataset[to]); }
    }
  }
  return [lit, paths];
};

const light = (map, ref) => {
  const ribbons = [...map.querySelectorAll(".rb")];
  const [up, there] = follow(ribbons, ref, "a", "b"), [down, back] = follow(ribbons, ref, "b", "a");
  map.classList.add("lit");
  for (const box of map.querySelectorAll(".bx")) box.classList.toggle("on", up.has(box.dataset.r) || down.has(box.dataset.r));
  for (const ribbon of ribbons) ribbon.classList.toggle("on", there.has(ribbon) || back.has(ribbon));
};

const boxOf = (event) => event.target.closest?.(".sight .bx");
const show = (event) => { const box = boxOf(event); if (box) light(box.closest("svg"), box.dataset.r); };
const clear = (event) => { if (boxOf(event) && !boxOf(event).contains(event.relatedTarget)) boxOf(event).closest("svg").classList.remove("lit"); };

export const sight = () => {
  for (const name of ["pointerover", "focusin"]) document.addEventListener(name, show);
  for (const name of ["pointerout", "focusout"]) document.addEventListener(name, clear);
};
