import axe from "axe-core";

/** What axe finds, as `rule: element`. jsdom draws nothing, so colours are checked in the browser journey. */
export async function violationsIn(element: Element): Promise<string[]> {
  const found = await axe.run(element, {
    resultTypes: ["violations"],
    rules: { "color-contrast": { enabled: false } },
  });
  return found.violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html}`));
}
