import { CircleAlert, CircleCheck, Info, X } from "lucide-react";
import { Toast as Radix } from "radix-ui";
import { createContext, use, useCallback, useState, type ReactNode } from "react";

import { cn } from "@/lib/cn";

interface ToastMessage {
  tone: "info" | "success" | "danger";
  title: string;
  text?: string;
}

const ToastContext = createContext<(message: ToastMessage) => void>(() => undefined);
const SHOWN_MS = 7000;
const KEPT = 3;
const ICONS = { info: Info, success: CircleCheck, danger: CircleAlert };
const ICON_COLOURS = { info: "text-info-text", success: "text-success-text", danger: "text-danger-text" };

/** Shows a short message over the page. What a person must act on belongs into the page itself. */
export function useToast(): (message: ToastMessage) => void {
  return use(ToastContext);
}

export function ToastProvider({ children }: { children: ReactNode }) {
  const [messages, setMessages] = useState<(ToastMessage & { key: number })[]>([]);
  const show = useCallback((message: ToastMessage) => {
    setMessages((shown) => [...shown.slice(1 - KEPT), { ...message, key: (shown.at(-1)?.key ?? 0) + 1 }]);
  }, []);
  const remove = (key: number) => setMessages((shown) => shown.filter((each) => each.key !== key));
  return (
    <ToastContext value={show}>
      <Radix.Provider duration={SHOWN_MS} label="Notice">
        {children}
        {messages.map((message) => (
          <ToastCard key={message.key} message={message} onClose={() => remove(message.key)} />
        ))}
        <Radix.Viewport className="fixed right-3 bottom-3 z-50 flex w-[min(24rem,calc(100vw-1.5rem))] flex-col gap-2" />
      </Radix.Provider>
    </ToastContext>
  );
}

function ToastCard({ message, onClose }: { message: ToastMessage; onClose: () => void }) {
  const Icon = ICONS[message.tone];
  return (
    <Radix.Root
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose();
      }}
      type={message.tone === "danger" ? "foreground" : "background"}
      className="flex animate-rise items-start gap-2.5 rounded-lg border border-line bg-raised p-3 shadow-raised"
    >
      <Icon aria-hidden className={cn("mt-0.5 size-4 shrink-0", ICON_COLOURS[message.tone])} />
      <div className="min-w-0 grow text-sm">
        <Radix.Title className="font-medium break-words">{message.title}</Radix.Title>
        {message.text ? (
          <Radix.Description className="mt-0.5 break-words text-ink-muted">{message.text}</Radix.Description>
        ) : null}
      </div>
      <Radix.Close aria-label="Dismiss" className="rounded-sm text-ink-faint hover:text-ink">
        <X className="size-4" />
      </Radix.Close>
    </Radix.Root>
  );
}
