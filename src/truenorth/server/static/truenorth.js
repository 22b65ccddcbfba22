// Theme, toasts, keys, and news of other people's changes. Everything works without it but drags and shortcuts.
import { forms } from "./forms.js";
import { grids } from "./grid.js";
import { keys } from "./keys.js";
import { live } from "./live.js";
import "./link.js";
import { palette } from "./palette.js";
import { sight } from "./sight.js";
import { people } from "./people.js";
import { roadmap } from "./roadmap.js";

const root = document.documentElement;
const dark = () => root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
export const theme = () => {
  root.dataset.theme = dark() ? "light" : "dark";
  try { localStorage.setItem("truenorth-theme", root.dataset.theme); } catch { /* private windows keep nothing */ }
};

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-theme-toggle]")) theme();
  event.target.closest("[data-close]")?.closest(".toast").remove();
});

const typing = (element) => element.closest?.("input, textarea, select, [contenteditable]");
document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || typing(event.target)) return;
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z" && !event.shiftKey) {
    const undo = document.querySelector("[data-undo]");
    if (undo) { event.preventDefault(); undo.click(); }
  }
});

live();
sight();
forms();
grids();
keys();
palette(theme);
people();
roadmap();
