import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { expect, it, vi } from "vitest";

import { Button, Dialog, TooltipProvider } from "@/ui";

function Opener() {
  const [open, setOpen] = useState(false);
  return (
    <TooltipProvider>
      <Button onClick={() => setOpen(true)}>Configure</Button>
      <Dialog open={open} onOpenChange={setOpen} title="Settings">
        <p>Inside</p>
      </Dialog>
    </TooltipProvider>
  );
}

it("a busy button takes no press, also where it says that it is not disabled", async () => {
  const press = vi.fn();
  render(
    <Button isBusy disabled={false} onClick={press}>
      Send
    </Button>,
  );
  await userEvent.click(screen.getByRole("button", { name: "Send" }));
  expect(press).not.toHaveBeenCalled();
});

it("a closed dialog gives the focus back, and its hints are drawn inside it", async () => {
  render(<Opener />);
  const opener = screen.getByRole("button", { name: "Configure" });
  await userEvent.click(opener);
  const close = screen.getByRole("button", { name: "Close" });
  close.focus();
  const hint = await screen.findByRole("tooltip");
  expect(screen.getByRole("dialog").contains(hint)).toBe(true);
  await userEvent.click(close);
  expect(screen.queryByRole("dialog")).toBeNull();
  expect(document.activeElement).toBe(opener);
});
