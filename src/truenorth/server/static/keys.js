// Keys of a page: whatever has data-key is focused or pressed by it. `?` lists them; they can be switched off.
const KEPT = "truenorth-keys-off";
const off = () => { try { return localStorage.getItem(KEPT) === "1"; } catch { return false; } };
const typing = (element) => element.closest?.("input, textarea, select, [contenteditable], [role=grid]");
const says = (element) => element.dataset.says || element.textContent.trim();

const press = (key) => {
  const element = [...document.querySelectorAll(`[data-key="${CSS.escape(key)}"]`)].find((one) => one.offsetParent);
  if (!element) return false;
  if (element.matches("input, textarea, select")) { element.focus(); element.select?.(); } else element.click();
  return true;
};

const list = (dialog) => {
  dialog.querySelector("[data-keys]").replaceChildren(...[...document.querySelectorAll("[data-key]")].map((element) => {
    const row = document.createElement("div"), name = document.createElement("dt"), value = document.createElement("dd"), key = document.createElement("kbd");
    name.textContent = says(element); key.textContent = element.dataset.key;
    value.append(key); row.append(name, value);
    return row;
  }));
};

export const keys = () => {
  const dialog = document.getElementById("keys");
  if (!dialog) return;
  const box = dialog.querySelector("[data-keys-off]");
  box.checked = off();
  box.addEventListener("change", () => { try { localStorage.setItem(KEPT, box.checked ? "1" : "0"); } catch { /* private windows keep nothing */ } });
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || document.querySelector("dialog[open]")) return;
    if (event.key === "?") { event.preventDefault(); list(dialog); dialog.showModal(); } else if (!off() && press(event.key)) event.preventDefault();
  });
};
