import { cn } from "@/lib/cn";

/** A place that is being filled. Give its surroundings `aria-busy`. */
export function Skeleton({ className }: { className?: string }) {
  return (
    <div
      aria-hidden
      className={cn(
        "h-4 animate-shimmer rounded-sm bg-[length:200%_100%]",
        "bg-linear-to-r from-hover via-line to-hover",
        className,
      )}
    />
  );
}
