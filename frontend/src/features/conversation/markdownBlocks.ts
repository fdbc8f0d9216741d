/** Markdown cut at blank lines outside code, so that a growing reply renders only its last block again. */
export function markdownBlocks(text: string): string[] {
  const blocks: string[] = [];
  let block: string[] = [];
  let fence: string | null = null;
  for (const line of text.split("\n")) {
    fence = fenceAfter(line, fence);
    const canEnd = fence === null && line.trim() === "" && !isOpenList(block);
    if (canEnd) {
      if (block.length) blocks.push(block.join("\n"));
      block = [];
    } else {
      block.push(line);
    }
  }
  if (block.some((line) => line.trim())) blocks.push(block.join("\n"));
  return blocks;
}

function fenceAfter(line: string, fence: string | null): string | null {
  const mark = /^\s{0,3}(`{3,}|~{3,})/.exec(line)?.[1];
  if (!mark) return fence;
  if (fence === null) return mark;
  return mark.startsWith(fence) ? null : fence;
}

/** A blank line between the items of a list belongs to the list. */
function isOpenList(block: string[]): boolean {
  return /^\s*([-*+]|\d+[.)])\s/.test(block[0] ?? "");
}
