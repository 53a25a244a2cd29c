/** Light or dark: as the system says, until the person chooses. */
const KEY = "theme";
const system = matchMedia("(prefers-color-scheme: dark)");

/** @returns {"light" | "dark"} the theme to show now */
function current() {
  const chosen = localStorage.getItem(KEY);
  if (chosen === "light" || chosen === "dark") return chosen;
  return system.matches ? "dark" : "light";
}

function show() {
  document.documentElement.dataset.theme = current();
}

function toggle() {
  const next = current() === "dark" ? "light" : "dark";
  const asSystem = next === (system.matches ? "dark" : "light");
  if (asSystem) localStorage.removeItem(KEY);
  else localStorage.setItem(KEY, next);
  show();
}

show();
system.addEventListener("change", show);
addEventListener("storage", show);
document.getElementById("theme")?.addEventListener("click", toggle);
