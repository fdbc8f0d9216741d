/** Every card in every state, from real runs: for looking at while working. No part of the build. */

import "@/ui/tokens.css";

import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";

import { TooltipProvider } from "@/ui";

import { EXHIBITS } from "./exhibits";

const chosen = new URLSearchParams(window.location.search).get("card");
const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });

createRoot(document.getElementById("root") ?? document.body).render(
  <StrictMode>
    <QueryClientProvider client={client}>
      <TooltipProvider>
        <main className="mx-auto max-w-3xl space-y-8 p-3 sm:p-6">
          {Object.entries(EXHIBITS)
            .filter(([name]) => chosen === null || name === chosen)
            .map(([name, show]) => (
              <section key={name} aria-label={name}>
                {chosen === null && <h2 className="mb-2 font-mono text-xs text-ink-faint">{name}</h2>}
                {show()}
              </section>
            ))}
        </main>
      </TooltipProvider>
    </QueryClientProvider>
  </StrictMode>,
);
