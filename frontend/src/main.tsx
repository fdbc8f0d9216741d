import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";

import { App } from "@/app/App";
import { Crash } from "@/app/Crash";
import { asServiceError } from "@/connection";
import { followTheme } from "@/lib/theme";
import { ToastProvider, TooltipProvider } from "@/ui";
import "@/ui/tokens.css";

const RETRIES = 2;

const client = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5000,
      // A refusal stays one; only what did not arrive is asked again.
      retry: (count, error) => asServiceError(error).error_code === "E_OFFLINE" && count < RETRIES,
    },
  },
});

followTheme();

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no #root.");
createRoot(root).render(
  <StrictMode>
    <Crash>
      <QueryClientProvider client={client}>
        <TooltipProvider>
          <ToastProvider>
            <App />
          </ToastProvider>
        </TooltipProvider>
      </QueryClientProvider>
    </Crash>
  </StrictMode>,
);
