// Ctrl-K: every item, page and command by a few letters; the server searches, so that nothing unseen is in the page.
export const palette = (theme) => {
  const dialog = document.getElementById("palette");
  if (!dialog) return;
  const input = dialog.querySelector("input"), list = dialog.querySelector("ul");
  let asked = 0;
  const rows = () => [...list.children];
  const mark = (place) => {
    const all = rows(), at = all.length ? (place + all.length) % all.length : -1;
    all.forEach((row, number) => row.setAttribute("aria-selected", String(number === at)));
    all[at]?.scrollIntoView({ block: "nearest" });
  };
  const selected = () => rows().findIndex((row) => row.getAttribute("aria-selected") === "true");
  const search = async () => {
    const mine = ++asked;
    const answer = await fetch(`${dialog.dataset.url}?q=${encodeURIComponent(input.value)}`, { headers: { "HX-Request": "true" } });
    if (mine !== asked || !answer.ok) return;
    list.innerHTML = await answer.text();
    mark(0);
  };
  const go = (row) => {
    if (!row) return;
    dialog.close();
    if (row.dataset.does === "theme") theme();
    else location.href = row.dataset.url;
  };
  const open = () => { input.value = ""; search(); dialog.showModal(); };
  input.addEventListener("input", search);
  dialog.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) { event.preventDefault(); mark(selected() + step); }
    if (event.key === "Enter") { event.preventDefault(); go(rows()[selected()]); }
  });
  dialog.addEventListener("click", (event) => event.target === dialog ? dialog.close() : go(event.target.closest("li")));
  document.addEventListener("click", (event) => { if (event.target.closest("[data-palette]")) open(); });
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") { event.preventDefault(); open(); }
  });
};
