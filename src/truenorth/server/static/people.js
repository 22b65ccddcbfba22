// Small things of the account and members pages: copy a link that is shown once, and the theme one chose for oneself.
import { passkeys } from "./passkey.js";

export const people = () => {
  passkeys();
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    await navigator.clipboard.writeText(button.dataset.copy);
    button.querySelector("span").textContent = "Copied";
  });
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-theme-form]")) return;
    try { localStorage.removeItem("truenorth-theme"); } catch { /* private windows keep nothing */ }
  });
};
