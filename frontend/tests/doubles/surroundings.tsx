/** What every component of the page finds around it, without a session. */

import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, type RenderResult } from "@testing-library/react";
import type { ReactNode } from "react";

import { TooltipProvider } from "@/ui";

export function renderAlone(children: ReactNode): RenderResult {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  return render(children, {
    wrapper: ({ children: inner }: { children: ReactNode }) => (
      <QueryClientProvider client={client}>
        <TooltipProvider>{inner}</TooltipProvider>
      </QueryClientProvider>
    ),
  });
}
