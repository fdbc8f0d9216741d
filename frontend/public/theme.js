// Before the first paint: the theme that was chosen, or the system's. src/lib/theme.ts changes it later.
(() => {
  let chosen = "system";
  try {
    chosen = localStorage.getItem("copilot.theme") || "system";
  } catch {
    // Storage may be forbidden; the system's theme is fine.
  }
  const isDark =
    chosen === "dark" || (chosen === "system" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.dataset.theme = isDark ? "dark" : "light";
})();
