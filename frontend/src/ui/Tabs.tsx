import { Tabs as Radix } from "radix-ui";
import type { ReactNode } from "react";

import { cn } from "@/lib/cn";

interface Tab {
  value: string;
  label: ReactNode;
}

/** Several views of one thing; the panels are its children. */
export function Tabs({
  tabs,
  value,
  onValueChange,
  label,
  className,
  children,
}: {
  tabs: readonly Tab[];
  value: string;
  onValueChange: (value: string) => void;
  /** What the tabs are views of. */
  label: string;
  className?: string;
  children: ReactNode;
}) {
  return (
    <Radix.Root value={value} onValueChange={onValueChange} className={className}>
      <Radix.List aria-label={label} className="flex gap-1 overflow-x-auto border-b border-line">
        {tabs.map((tab) => (
          <Radix.Trigger
            key={tab.value}
            value={tab.value}
            className={cn(
              "-mb-px inline-flex h-9 items-center gap-1.5 border-b-2 border-transparent px-2.5 text-sm font-medium whitespace-nowrap",
              "text-ink-muted transition-colors hover:text-ink -outline-offset-2",
              "data-[state=active]:border-accent data-[state=active]:text-ink",
            )}
          >
            {tab.label}
          </Radix.Trigger>
        ))}
      </Radix.List>
      {children}
    </Radix.Root>
  );
}

export function TabPanel({
  value,
  className,
  children,
}: {
  value: string;
  className?: string;
  children: ReactNode;
}) {
  return (
    <Radix.Content value={value} className={cn("rounded-sm", className)}>
      {children}
    </Radix.Content>
  );
}
