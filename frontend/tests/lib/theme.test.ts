import { afterEach, expect, it, vi } from "vitest";

import { followTheme } from "@/lib/theme";
import { writeStored } from "@/lib/storage";

afterEach(() => {
  vi.unstubAllGlobals();
});

it("the page follows the system while it is open, unless a theme was chosen", () => {
  const system = Object.assign(new EventTarget(), { matches: true });
  vi.stubGlobal("matchMedia", () => system);
  followTheme();
  system.dispatchEvent(new Event("change"));
  expect(document.documentElement.dataset.theme).toBe("dark");
  writeStored("copilot.theme", "light");
  system.dispatchEvent(new Event("change"));
  expect(document.documentElement.dataset.theme).toBe("light");
});
