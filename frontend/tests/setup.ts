/** What jsdom lacks of a browser, as far as the page uses it. */

import { cleanup } from "@testing-library/react";
import { afterEach } from "vitest";

afterEach(() => {
  cleanup();
  localStorage.clear();
  window.history.replaceState(null, "", "/");
});

const nothing = () => undefined;

window.matchMedia = (query) =>
  ({ matches: false, media: query, addEventListener: nothing, removeEventListener: nothing }) as unknown as MediaQueryList;

// Nothing has a size here, and nothing scrolls.
globalThis.ResizeObserver = class {
  observe = nothing;
  unobserve = nothing;
  disconnect = nothing;
};
Object.assign(Element.prototype, { scrollTo: nothing, scrollIntoView: nothing, hasPointerCapture: () => false });

// jsdom knows dialogs, but not modal ones.
HTMLDialogElement.prototype.showModal = function showModal() {
  this.open = true;
};
HTMLDialogElement.prototype.close = function close() {
  this.open = false;
};
