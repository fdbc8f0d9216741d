import { screen, waitFor } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";

import { IntakeFormCard } from "@/features/intake";
import { runOf, runUntil } from "@/fixtures/runs";
import type { IntakeRequestState, IntakeValues } from "@/run/types";

import { violationsIn } from "../../doubles/axe";
import { renderAlone } from "../../doubles/surroundings";

const SECRET = "hunter2-FAKE-EXAMPLE";

function requestOf(run = runUntil("intake", "intake_requested")): IntakeRequestState {
  const [request] = run.intakes;
  if (request === undefined) throw new Error("No form was asked for.");
  return request;
}

function submitter() {
  return vi.fn<(values: IntakeValues) => Promise<void>>(() => Promise.resolve());
}

const proceed = () => userEvent.click(screen.getByRole("button", { name: "Continue to the plan" }));

async function addVariable(name: string, value: string): Promise<void> {
  await userEvent.click(screen.getByRole("button", { name: "Add a variable" }));
  await userEvent.type(screen.getByLabelText("Name of the variable"), name);
  await userEvent.type(screen.getByLabelText(`Value of ${name}`), value);
}

describe("the form", () => {
  it("is filled with what is known, says from where, and asks for the rest", async () => {
    const { container } = renderAlone(<IntakeFormCard request={requestOf()} onSubmit={submitter()} />);
    expect(screen.getByLabelText<HTMLInputElement>("Repository or folder").value).toBe(
      "examples/hello-fastapi",
    );
    expect(screen.getAllByText("From what you wrote")).toHaveLength(2);
    expect(screen.getByLabelText<HTMLInputElement>("AWS region").value).toBe("");
    expect(screen.getByText("needed")).toBeDefined();
    expect(screen.getByText("1 value is missing; the rest is filled in.")).toBeDefined();
    expect(await violationsIn(container)).toEqual([]);
  });

  it("does not count what has one choice as missing", () => {
    const request = { ...requestOf(), missing: ["target", "region"] };
    const { unmount } = renderAlone(<IntakeFormCard request={request} onSubmit={submitter()} />);
    expect(screen.getByText("1 value is missing; the rest is filled in.")).toBeDefined();
    unmount();
    renderAlone(<IntakeFormCard request={{ ...request, missing: ["target"] }} onSubmit={submitter()} />);
    expect(screen.getByText("Everything is filled in; change what should be different.")).toBeDefined();
  });

  it("keeps what was typed over a reload, until it was sent, but no secret", async () => {
    const request = requestOf();
    const first = renderAlone(<IntakeFormCard request={request} onSubmit={submitter()} />);
    await userEvent.type(screen.getByLabelText("AWS region"), "us-east-1");
    await addVariable("TOKEN", SECRET);
    expect(JSON.stringify(localStorage)).not.toContain(SECRET);
    first.unmount();

    const again = renderAlone(<IntakeFormCard request={request} onSubmit={submitter()} />);
    expect(screen.getByLabelText<HTMLInputElement>("AWS region").value).toBe("us-east-1");
    await proceed();
    await screen.findByText("Sent. Planning starts.");
    again.unmount();
    renderAlone(<IntakeFormCard request={request} onSubmit={submitter()} />);
    expect(screen.getByLabelText<HTMLInputElement>("AWS region").value).toBe("");
  });

  it("says what is missing beside the field, goes there, and sends nothing", async () => {
    const onSubmit = submitter();
    renderAlone(<IntakeFormCard request={requestOf()} onSubmit={onSubmit} />);
    await proceed();
    const region = screen.getByLabelText("AWS region");
    expect(screen.getByText("AWS region is needed.").id).toBe(region.getAttribute("aria-describedby"));
    expect(document.activeElement).toBe(region);
    expect(onSubmit).not.toHaveBeenCalled();
  });

  it.each([
    ["the nearest one", "This cannot be used. Such as us-east-1."],
    ["US-EAST-1", "This cannot be used. Such as us-east-1."],
  ])("refuses the region %s as the schema does", async (region, message) => {
    const onSubmit = submitter();
    renderAlone(<IntakeFormCard request={requestOf()} onSubmit={onSubmit} />);
    await userEvent.type(screen.getByLabelText("AWS region"), region);
    await proceed();
    expect(screen.getByText(message)).toBeDefined();
    expect(onSubmit).not.toHaveBeenCalled();
  });

  it("sends values of variables apart from the request, and forgets them", async () => {
    const onSubmit = submitter();
    const { container } = renderAlone(<IntakeFormCard request={requestOf()} onSubmit={onSubmit} />);
    await userEvent.type(screen.getByLabelText("AWS region"), "us-east-1");
    await addVariable("DATABASE_URL", SECRET);
    await proceed();
    expect(onSubmit).toHaveBeenCalledExactlyOnceWith({
      request: {
        source: "examples/hello-fastapi",
        target: "lambda",
        region: "us-east-1",
        application_name: "hello-fastapi",
        environment: {},
      },
      environment_values: { DATABASE_URL: SECRET },
    });
    await waitFor(() => expect(screen.getByText("Sent. Planning starts.")).toBeDefined());
    expect(container.innerHTML).not.toContain(SECRET);
    const typed = [...container.querySelectorAll("input")].map(({ value }) => value);
    expect(typed).not.toContain(SECRET);
  });

  it("types secrets as dots, until they are asked to be shown", async () => {
    renderAlone(<IntakeFormCard request={requestOf()} onSubmit={submitter()} />);
    await addVariable("TOKEN", SECRET);
    const value = screen.getByLabelText<HTMLInputElement>("Value of TOKEN");
    expect(value.type).toBe("password");
    await userEvent.click(screen.getByRole("button", { name: "Show the value" }));
    expect(value.type).toBe("text");
  });

  it.each([
    ["AWS_REGION", "AWS keeps names that start with AWS_ for itself."],
    ["1ST", "Use letters, digits and underscores, starting with a letter."],
  ])("refuses the variable %s", async (name, message) => {
    const onSubmit = submitter();
    renderAlone(<IntakeFormCard request={requestOf()} onSubmit={onSubmit} />);
    await userEvent.type(screen.getByLabelText("AWS region"), "us-east-1");
    await addVariable(name, "x");
    await proceed();
    expect(screen.getByText(message)).toBeDefined();
    expect(onSubmit).not.toHaveBeenCalled();
  });

  it("keeps every value when the server refuses", async () => {
    const refusal = Object.assign(new Error("There is no folder."), {
      next_step: "Give another.",
      error_code: "E_X",
    });
    renderAlone(<IntakeFormCard request={requestOf()} onSubmit={() => Promise.reject(refusal)} />);
    await userEvent.type(screen.getByLabelText("AWS region"), "us-east-1");
    await addVariable("TOKEN", SECRET);
    await proceed();
    expect((await screen.findByRole("alert")).textContent).toContain("There is no folder.");
    expect(screen.getByLabelText<HTMLInputElement>("AWS region").value).toBe("us-east-1");
    expect(screen.getByLabelText<HTMLInputElement>("Value of TOKEN").value).toBe(SECRET);
    expect(screen.getByRole<HTMLButtonElement>("button", { name: "Continue to the plan" }).disabled).toBe(
      false,
    );
  });
});

describe("a form that is over", () => {
  it("shows the answer, with the names of variables alone", () => {
    renderAlone(<IntakeFormCard request={requestOf(runOf("intake"))} onSubmit={submitter()} />);
    expect(screen.getByText("us-east-1")).toBeDefined();
    expect(screen.getByText("DATABASE_URL")).toBeDefined();
    expect(screen.queryByRole("button")).toBeNull();
  });

  it("is locked when the run ended", () => {
    const request: IntakeRequestState = { ...requestOf(), state: "closed" };
    renderAlone(<IntakeFormCard request={request} onSubmit={submitter()} />);
    expect(screen.getByText("The run ended before this form was sent")).toBeDefined();
    expect(screen.getByLabelText<HTMLInputElement>("AWS region").disabled).toBe(true);
  });
});
