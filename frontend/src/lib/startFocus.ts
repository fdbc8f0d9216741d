/**
 * A ref for the element that a modal dialog gives its first focus to: the browser looks for this attribute when the
 * dialog opens, and React never writes it.
 */
export function startFocus(element: HTMLElement | null): void {
  element?.setAttribute("autofocus", "");
}
