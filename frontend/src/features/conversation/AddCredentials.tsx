import { KeyRound } from "lucide-react";
import { useState } from "react";

import { CredentialsDialog } from "@/features/credentials";
import { cn } from "@/lib/cn";
import { Button } from "@/ui";

/** The dialog that a reply speaks of, for somebody who has an account already. */
export function AddCredentials({ className }: { className?: string }) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <div className={cn("flex", className)}>
      <Button onClick={() => setIsOpen(true)}>
        <KeyRound aria-hidden /> Add credentials
      </Button>
      <CredentialsDialog open={isOpen} onOpenChange={setIsOpen} />
    </div>
  );
}
