// News: whether the plan, a decision or the engine's answer has moved on since the page was made; it is made again then.
const EVERY = 2000;
const main = () => document.getElementById("main");
const busy = () => main().contains(document.activeElement) && document.activeElement.matches("input:not([type=checkbox], [type=radio]), textarea, select") || main().querySelector("dialog[open], [data-busy]");

export const live = () => {
  let asking = false;
  setInterval(async () => {
    const { live: address, since, fit } = main()?.dataset ?? {};
    if (!address || asking || document.hidden || busy()) return;
    asking = true;
    try {
      const answer = await fetch(`${address}?since=${since}&fit=${encodeURIComponent(fit)}`);
      if (answer.headers.get("HX-Trigger") === "plan-changed") document.body.dispatchEvent(new CustomEvent("plan-changed"));
    } catch { /* the server is away for a moment */ } finally { asking = false; }
  }, EVERY);
};
