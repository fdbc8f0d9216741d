import { memo } from "react";
import ReactMarkdown, { type Components } from "react-markdown";
import remarkGfm from "remark-gfm";

import { CopyButton } from "@/ui";

import { markdownBlocks } from "./markdownBlocks";

const PLUGINS = [remarkGfm];

const COMPONENTS: Components = {
  a: ({ href, node, children }) => (
    <>
      {textIn(node) === href ? null : <>{children} </>}
      {href ? (
        <a
          href={href}
          target="_blank"
          rel="noopener noreferrer nofollow"
          className="font-medium break-words text-accent-text underline decoration-accent-line underline-offset-2 hover:decoration-current"
        >
          {href}
        </a>
      ) : null}
    </>
  ),
  // A picture would be a request to another host, chosen by whoever wrote the text.
  img: ({ alt }) => <span className="text-ink-muted">[picture: {alt ?? "without a description"}]</span>,
  p: ({ children }) => <p className="my-2 text-pretty break-words first:mt-0 last:mb-0">{children}</p>,
  ul: ({ children }) => <ul className="my-2 list-disc space-y-1 pl-5 marker:text-ink-faint">{children}</ul>,
  ol: ({ children }) => <ol className="my-2 list-decimal space-y-1 pl-5 marker:text-ink-faint">{children}</ol>,
  h1: ({ children }) => <h3 className="mt-4 mb-1.5 text-lg font-semibold first:mt-0">{children}</h3>,
  h2: ({ children }) => <h3 className="mt-4 mb-1.5 font-semibold first:mt-0">{children}</h3>,
  h3: ({ children }) => <h4 className="mt-3 mb-1 font-semibold first:mt-0">{children}</h4>,
  blockquote: ({ children }) => (
    <blockquote className="my-2 border-l-2 border-line-strong pl-3 text-ink-muted">{children}</blockquote>
  ),
  table: ({ children }) => (
    <div className="my-3 overflow-x-auto rounded-md border border-line">
      <table className="w-full text-sm [&_td]:border-t [&_td]:border-line [&_td]:px-3 [&_td]:py-1.5 [&_th]:bg-sunken [&_th]:px-3 [&_th]:py-1.5 [&_th]:text-left [&_th]:font-medium">
        {children}
      </table>
    </div>
  ),
  code: ({ children }) => (
    <code className="rounded-sm border border-line bg-sunken box-decoration-clone px-1 py-px text-[0.88em] break-words">{children}</code>
  ),
  pre: ({ node, children }) => {
    const text = textIn(node);
    return (
      <div className="group/code relative my-3">
        <pre className="overflow-x-auto rounded-md border border-line bg-sunken px-3 py-2.5 text-sm [&_code]:border-0 [&_code]:bg-transparent [&_code]:p-0">
          {children}
        </pre>
        <CopyButton text={text} what="Copy code" className="absolute top-1.5 right-1.5 bg-sunken" />
      </div>
    );
  },
};

/** A reply's text. Markup in it stays text, and a link shows its whole address, whatever it is called. */
export function Markdown({ text }: { text: string }) {
  return markdownBlocks(text).map((block, index) => <Block key={index} text={block} />);
}

const Block = memo(function Block({ text }: { text: string }) {
  return (
    <ReactMarkdown remarkPlugins={PLUGINS} components={COMPONENTS}>
      {text}
    </ReactMarkdown>
  );
});

interface HastNode {
  value?: unknown;
  children?: readonly unknown[];
}

function textIn(node: unknown): string {
  const { value, children } = (node ?? {}) as HastNode;
  if (typeof value === "string") return value;
  return (children ?? []).map(textIn).join("");
}
