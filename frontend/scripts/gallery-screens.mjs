/**
 * Draws every card of the gallery at 1280 and 360 px, light and dark, into build/screens/gallery; fails on an axe
 * violation, on sideways scrolling and on an uncaught error. An argument draws only the scenes with it in their name.
 */

import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

import { chromium } from "playwright-core";
import { createServer } from "vite";

const FRONTEND = fileURLToPath(new URL("..", import.meta.url));
const SCREENS = fileURLToPath(new URL("../../build/screens/gallery/", import.meta.url));
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"];
const WIDTHS = [1280, 360];
const THEMES = ["light", "dark"];
const PORT = 5199;

/** What is done on a card before it is drawn, beyond looking at it. */
const SCENES = {
  "plan-create-opened": ["plan-create", openStep("Create the function")],
  "plan-create-details": ["plan-create", openDetails],
  "plan-create-rejecting": ["plan-create", (page) => page.getByRole("button", { name: "Reject…" }).click()],
  "plan-update-opened": ["plan-update", openStep("settings")],
  "plan-delete-confirming": ["plan-delete", (page) => page.getByRole("button", { name: /^Delete/ }).click()],
  "timeline-done-opened": ["timeline-done", (page) => page.getByText("12 steps applied").click()],
  "result-failed-opened": ["result-failed", (page) => page.getByText("taken back").first().click()],
  "plan-operation-opened": ["plan-operation", openStep("List the objects")],
  "timeline-operation-opened": ["timeline-operation", (page) => page.getByText("2 applied, 1 read").click()],
  "result-deployed-account": ["result-deployed", (page) => page.getByText("differ from before").click()],
  "result-operation-account": ["result-operation", (page) => page.getByText("from before").click()],
  "intake-invalid": ["intake-open", submitInvalidForm],
  "credentials-role": ["credentials-dialog", (page) => page.getByRole("tab", { name: "Role" }).click()],
  "credentials-sandbox": ["credentials-dialog", (page) => page.getByRole("tab", { name: "Sandbox" }).click()],
  "credentials-invalid": [
    "credentials-dialog",
    (page) => page.getByRole("button", { name: "Check and store" }).click(),
  ],
};

function openStep(title) {
  return (page) => page.locator("summary", { hasText: title }).first().click();
}

async function openDetails(page) {
  await page.getByText("What is deployed").click();
  await page.getByText("What permissions this needs").click();
}

async function submitInvalidForm(page) {
  await page.getByLabel("AWS region").fill("the nearest one");
  await page.getByRole("button", { name: "Add a variable" }).click();
  await page.getByLabel("Name of the variable").fill("AWS_SECRET");
  await page.getByRole("button", { name: "Continue to the plan" }).click();
}

async function main() {
  mkdirSync(SCREENS, { recursive: true });
  const only = process.argv[2] ?? "";
  const server = await createServer({
    root: FRONTEND,
    server: { port: PORT, hmr: false },
    logLevel: "error",
  });
  await server.listen();
  const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: FLAGS });
  try {
    const problems = [];
    for (const width of WIDTHS) {
      for (const theme of THEMES) problems.push(...(await drawAll(browser, width, theme, only)));
    }
    for (const problem of problems) console.error(problem);
    process.exitCode = problems.length ? 1 : 0;
  } finally {
    await browser.close();
    await server.close();
  }
}

async function drawAll(browser, width, theme, only) {
  const context = await browser.newContext({ viewport: { width, height: 800 }, colorScheme: theme });
  const page = await context.newPage();
  page.setDefaultTimeout(5000);
  const problems = [];
  page.on("pageerror", (error) => problems.push(`${width} ${theme}: ${error.message}`));
  await answerRequests(page);
  for (const [scene, [card, act]] of Object.entries(await scenes(page))) {
    if (!scene.includes(only)) continue;
    await page.goto(`http://127.0.0.1:${PORT}/gallery.html?card=${card}`);
    await page.waitForSelector("main section > *");
    await page.waitForLoadState("networkidle");
    await act(page);
    await page.waitForTimeout(250);
    await page.screenshot({ path: `${SCREENS}${scene}-${width}-${theme}.png`, fullPage: true });
    problems.push(...(await problemsOf(page)).map((problem) => `${scene} ${width} ${theme}: ${problem}`));
  }
  await context.close();
  return problems;
}

async function scenes(page) {
  await page.goto(`http://127.0.0.1:${PORT}/gallery.html`);
  await page.waitForSelector("main section");
  const names = await page
    .locator("main > section")
    .evaluateAll((all) => all.map((each) => each.getAttribute("aria-label")));
  return { ...Object.fromEntries(names.map((name) => [name, [name, () => undefined]])), ...SCENES };
}

async function problemsOf(page) {
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(() =>
    window.axe.run(document, {
      rules: { region: { enabled: false }, "page-has-heading-one": { enabled: false } },
    }),
  );
  const told = violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join(", ")}`,
  );
  const isWide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
  return isWide ? [...told, "scrolls sideways"] : told;
}

async function answerRequests(page) {
  const fixture = (name) => JSON.parse(readFileSync(`${FRONTEND}src/fixtures/${name}.json`, "utf8"));
  const [deployment] = fixture("deployments");
  const json = (body) => (route) => route.fulfill({ json: body });
  await page.route(
    "**/api/v1/deployments",
    json([
      deployment,
      {
        ...deployment,
        deployment_id: "dep_2",
        status: "torn_down",
        url: null,
        release_count: 0,
        scope: { ...deployment.scope, application_id: "billing-api" },
      },
    ]),
  );
  await page.route("**/api/v1/deployments/*", json(deployment));
  await page.route("**/api/v1/runs", json(fixture("runs")));
  await page.route("**/api/v1/credentials", json(fixture("credentials")));
}

await main();
