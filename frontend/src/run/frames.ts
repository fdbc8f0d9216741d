import { browser } from "@/connection";
import type { StoreSurroundings } from "@/run/sessionStore";

const HIDDEN_MS = 200;

/** The browser: frames are not drawn in a hidden tab, so there a timer takes their place. */
export const browserFrames: StoreSurroundings = {
  ...browser,
  onNextFrame: (action) => {
    if (document.hidden) window.setTimeout(action, HIDDEN_MS);
    else window.requestAnimationFrame(action);
  },
};
