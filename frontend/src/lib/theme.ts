/** Light, dark, or what the system says; `public/theme.js` applies the choice before the first paint. */

import { useCallback, useState } from "react";

import { readStored, writeStored } from "@/lib/storage";

export const THEMES = ["system", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

const KEY = "copilot.theme";

/** Keep the page in step with the system, and with what another tab chooses. */
export function followTheme(): void {
  const follow = () => applyTheme(storedTheme());
  darkSystem().addEventListener("change", follow);
  window.addEventListener("storage", follow);
}

export function useTheme(): [Theme, (theme: Theme) => void] {
  const [theme, setTheme] = useState<Theme>(storedTheme);
  const choose = useCallback((next: Theme) => {
    writeStored(KEY, next);
    applyTheme(next);
    setTheme(next);
  }, []);
  return [theme, choose];
}

function applyTheme(theme: Theme): void {
  const isDark = theme === "dark" || (theme === "system" && darkSystem().matches);
  document.documentElement.dataset.theme = isDark ? "dark" : "light";
}

function darkSystem(): MediaQueryList {
  return window.matchMedia("(prefers-color-scheme: dark)");
}

function storedTheme(): Theme {
  const stored = readStored(KEY);
  return THEMES.find((theme) => theme === stored) ?? "system";
}
