/**
 * Goes through a first deployment in the system's Chromium, as a newcomer would, and keeps a picture of every screen in
 * build/screens, wide and narrow, light and dark: `node scripts/screens.mjs SET_UP_URL`. What axe or the console
 * complain of is printed, and is exit code 1.
 */

import { mkdir, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

import { chromium } from "playwright-core";

const [setUpUrl] = process.argv.slice(2);
const FOLDER = fileURLToPath(new URL("../../build/screens/", import.meta.url));
const AXE = await readFile(new URL("../node_modules/axe-core/axe.min.js", import.meta.url), "utf8");
const WIDE = { width: 1280, height: 800 };
const NARROW = { width: 360, height: 740 };
const PASSWORD = "an example of a password";
const RUN_TIME_MS = 120_000;

const problems = [];
await mkdir(FOLDER, { recursive: true });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"],
});
const context = await browser.newContext({ viewport: WIDE, reducedMotion: "reduce" });
const page = await context.newPage();
page.on("console", (message) => {
  if (message.type() === "error") problems.push(`console: ${message.text()}`);
});
page.on("pageerror", (error) => problems.push(`page: ${error.message}`));

try {
  await journey();
} catch (error) {
  await page.screenshot({ path: `${FOLDER}failed.png` });
  problems.push(String(error));
} finally {
  await browser.close();
}
for (const problem of new Set(problems)) console.log(problem);
process.exitCode = problems.length ? 1 : 0;

async function journey() {
  await page.goto(setUpUrl);
  await page.getByLabel("Your name").waitFor();
  await shoot("01-set-up");
  await page.getByLabel("Your name").fill("ada");
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Create the owner" }).click();
  await page.getByRole("heading", { name: "What shall we deploy?" }).waitFor();
  await shoot("02-empty");
  await page.getByRole("button", { name: "Connect AWS" }).click();
  await page.getByRole("dialog").waitFor();
  await shoot("03-credentials");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Use the sandbox" }).click();
  await page.getByRole("button", { name: "Use the sandbox" }).waitFor({ state: "hidden" });
  await say("deploy examples/hello-fastapi");
  await page.getByRole("button", { name: "Continue to the plan" }).waitFor();
  await shoot("04-form");
  await page.getByLabel("AWS region").fill("us-east-1");
  await page.getByRole("button", { name: "Continue to the plan" }).click();
  await page.getByRole("button", { name: "Reject…" }).waitFor({ timeout: RUN_TIME_MS });
  await shoot("05-plan");
  await approve();
  await page.getByText(/stopping undoes/).waitFor();
  await page.screenshot({ path: `${FOLDER}05b-applying-1280-light.png` });
  await page.getByRole("link", { name: /^http/ }).first().waitFor({ timeout: RUN_TIME_MS });
  await shoot("06-deployed");
  await goTo("Deployments", "07-deployments");
  await page.getByRole("main").getByRole("link", { name: /hello-fastapi/ }).first().click();
  await page.getByRole("heading", { level: 1, name: /hello-fastapi/ }).waitFor();
  await shoot("08-deployment");
  await goTo("Settings", "09-settings");
  await page.getByRole("link", { name: "Manage" }).click();
  await page.getByRole("heading", { level: 1, name: "Credentials" }).waitFor();
  await shoot("10-credentials-page");
  await goTo("Conversation");
  await page.getByRole("button", { name: "New conversation" }).click();
  await page.getByRole("heading", { name: "What shall we deploy?" }).waitFor();
  await say("deploy examples/broken-fastapi to Lambda in us-east-1");
  await page.getByRole("button", { name: "Reject…" }).waitFor({ timeout: RUN_TIME_MS });
  await approve();
  await page.getByText(/E_UNHEALTHY/).first().waitFor({ timeout: RUN_TIME_MS });
  await shoot("11-undone");
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByRole("heading", { name: "Sign in" }).waitFor();
  await shoot("12-sign-in");
}

async function approve() {
  for (const box of await page.getByRole("checkbox").all()) await box.check();
  await page.locator("button:right-of(:text('Reject…'))").first().click();
}

async function goTo(name, shot) {
  await page.getByRole("navigation", { name: "Main", exact: true }).getByRole("link", { name }).first().click();
  if (!shot) return;
  await page.getByRole("heading", { level: 1, name }).waitFor();
  await page.waitForTimeout(500);
  await shoot(shot);
}

async function say(text) {
  const field = page.getByRole("textbox", { name: "Message" });
  await field.fill(text);
  await field.press("Enter");
}

/** The same screen four times; the widest light one is looked at by axe as well. */
async function shoot(name) {
  for (const theme of ["light", "dark"]) {
    await page.evaluate((chosen) => (document.documentElement.dataset.theme = chosen), theme);
    for (const [size, viewport] of Object.entries({ 1280: WIDE, 360: NARROW })) {
      await page.setViewportSize(viewport);
      await page.waitForTimeout(250);
      await page.screenshot({ path: `${FOLDER}${name}-${size}-${theme}.png` });
      await check(`${name} ${size} ${theme}`);
    }
  }
  await page.evaluate(() => (document.documentElement.dataset.theme = "light"));
  await page.setViewportSize(WIDE);
}

async function check(where) {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  if (wide > 0) problems.push(`${where}: ${wide} px wider than the window`);
  await page.evaluate(AXE);
  const found = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
  for (const { id, nodes } of found.violations) {
    for (const node of nodes) problems.push(`${where}: ${id}: ${node.html.slice(0, 160)} ${node.any[0]?.message ?? ""}`);
  }
}
