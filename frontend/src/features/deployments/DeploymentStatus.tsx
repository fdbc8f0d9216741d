import { CircleCheck, CircleDashed, CircleSlash } from "lucide-react";

import { humanize } from "@/lib/text";
import { Badge } from "@/ui";

/** Whether it runs, in a word, a symbol and a colour. */
export function DeploymentStatus({ status }: { readonly status: string }) {
  switch (status) {
    case "live":
      return (
        <Badge tone="success" icon={<CircleCheck aria-hidden />}>
          Live
        </Badge>
      );
    case "torn_down":
      return (
        <Badge tone="neutral" icon={<CircleSlash aria-hidden />}>
          Removed
        </Badge>
      );
    default:
      return (
        <Badge tone="info" icon={<CircleDashed aria-hidden />}>
          {humanize(status)}
        </Badge>
      );
  }
}
