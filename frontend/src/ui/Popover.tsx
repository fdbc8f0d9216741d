import { Popover as Radix } from "radix-ui";
import { useContext, type ReactNode } from "react";

import { OverlayContainer } from "@/ui/Tooltip";

/** A note that opens beside its button, by pointer, touch and keyboard. */
export function Popover({
  trigger,
  label,
  children,
}: {
  trigger: ReactNode;
  /** What the note is called for those who hear it. */
  label: string;
  children: ReactNode;
}) {
  const container = useContext(OverlayContainer);
  return (
    <Radix.Root>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal container={container}>
        <Radix.Content
          aria-label={label}
          sideOffset={8}
          collisionPadding={12}
          className="z-50 w-80 max-w-[calc(100vw-1.5rem)] animate-fade rounded-lg border border-line bg-raised p-4 text-sm shadow-raised"
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
