(() => {
  const root = document.documentElement;
  document.getElementById("theme").addEventListener("click", () => {
    const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
  });
  const map = document.querySelector(".sight svg");
  const ribbons = [...map.querySelectorAll(".rb")];
  const boxes = [...map.querySelectorAll(".bx")];
  const follow = (start, from, to, lit, paths) => {
    const walk = [start];
    while (walk.length) {
      const ref = walk.pop();
      for (const ribbon of ribbons) {
        if (ribbon.dataset[from] !== ref) continue;
        paths.add(ribbon);
        if (!lit.has(ribbon.dataset[to])) { lit.add(ribbon.dataset[to]); walk.push(ribbon.dataset[to]); }
      }
    }
  };
  const light = (box) => {
    const up = new Set([box.dataset.r]), down = new Set([box.dataset.r]), paths = new Set();
    follow(box.dataset.r, "a", "b", up, paths);
    follow(box.dataset.r, "b", "a", down, paths);
    map.classList.add("lit");
    for (const one of boxes) one.classList.toggle("on", up.has(one.dataset.r) || down.has(one.dataset.r));
    for (const one of ribbons) one.classList.toggle("on", paths.has(one));
  };
  const clear = () => map.classList.remove("lit");
  for (const box of boxes) { box.addEventListener("pointerenter", () => light(box)); box.addEventListener("pointerleave", clear); }
})();
