import { render, screen } from "@testing-library/react";
import { describe, expect, it } from "vitest";

import { Markdown } from "@/features/conversation/Markdown";

describe("a reply's text", () => {
  it("holds no markup, no picture of another host, no unsafe link", () => {
    const { container } = render(
      <Markdown text="<img src=x onerror=alert(1)> ![pixel](https://evil.example/p.png) [go](javascript:alert(1))" />,
    );
    expect(container.querySelector("a, img, script")).toBeNull();
    expect(screen.getByText("[picture: pixel]")).toBeTruthy();
    expect(container.textContent).toContain("go");
  });

  it("says of a link where it leads, whatever it is called", () => {
    render(<Markdown text="[approve here](https://evil.example/approve) or https://ok.example/x" />);
    const links = screen.getAllByRole("link", { name: /example/ });
    expect(links.map((link) => link.textContent)).toEqual(["https://evil.example/approve", "https://ok.example/x"]);
    expect(screen.getByText(/approve here/).tagName).not.toBe("A");
  });
});
