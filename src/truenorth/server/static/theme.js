try { const kept = localStorage.getItem("truenorth-theme"); if (kept) document.documentElement.dataset.theme = kept; } catch {}
