import { Tooltip as Radix } from "radix-ui";
import { createContext, useContext, type ReactNode } from "react";

export function TooltipProvider({ children }: { children: ReactNode }) {
  return <Radix.Provider delayDuration={350}>{children}</Radix.Provider>;
}

/** Where hints are drawn: an open modal dialog hides everything outside itself. */
export const OverlayContainer = createContext<HTMLElement | null>(null);

/** A short hint for one control. What everybody needs to know is written on the page instead. */
export function Tooltip({ text, children }: { text: ReactNode; children: ReactNode }) {
  const container = useContext(OverlayContainer);
  return (
    <Radix.Root>
      <Radix.Trigger asChild>{children}</Radix.Trigger>
      <Radix.Portal container={container}>
        <Radix.Content
          sideOffset={6}
          collisionPadding={8}
          className="z-50 max-w-72 animate-fade rounded-md bg-ink px-2 py-1 text-xs text-canvas shadow-raised"
        >
          {text}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
