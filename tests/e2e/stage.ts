// The stage of the end-to-end tests: a whole Parley behind its gateway, and people before headless browsers.
import { cpSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser, BrowserContextOptions } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect } from "vitest";
import { ParleyPage } from "../../web/app/test/page_object.ts";
import { launch, type Visitor, visit } from "../support/browser.ts";
import { Gateway } from "../support/gateway.ts";
import { System, type SystemOptions } from "../support/system.ts";

const dist = fileURLToPath(new URL("../../web/app/dist", import.meta.url));

export const patience = { timeout: 20_000 };

export interface Person {
  readonly at: ParleyPage;
  readonly visitor: Visitor;
}

// Made once in a test file: it starts before the file's first test and ends after its last.
export class Stage {
  readonly system: System;
  // A copy of the built page that a test may change.
  readonly page = mkdtempSync(join(tmpdir(), "parley-page-"));
  private readonly gateway = new Gateway();
  private browser: Browser | undefined;
  private visitors: Visitor[] = [];

  constructor(options: SystemOptions = {}) {
    this.system = new System({ matchmakers: 2, nodes: 2, ...options });
    beforeAll(() => this.start());
    afterAll(() => this.stop());
    afterEach(() => this.clear());
  }

  // `path` may carry `?chaos`; `options` are the visitor's language, screen, fingers.
  async arrive(path = "/", options: BrowserContextOptions = {}): Promise<Person> {
    if (!this.browser) throw new Error("the stage has not started");
    const visitor = await visit(this.browser, this.gateway.url(path), options);
    this.visitors.push(visitor);
    return { at: new ParleyPage(visitor.page), visitor };
  }

  url(path: string): string {
    return this.gateway.url(path);
  }

  async twoWhoTalk(path = "/"): Promise<[Person, Person]> {
    const both: [Person, Person] = [await this.arrive(path), await this.arrive()];
    await both[0].at.seek({ name: "Ada" });
    await both[1].at.seek({ name: "Bob" });
    await Promise.all(both.map(({ at }) => at.box.waitFor(patience)));
    return both;
  }

  // With two people in all, the node that both are at.
  async busiestNode(): Promise<"node-0" | "node-1"> {
    return (await this.system.metric("node-0", "parley_connections")) >= 2 ? "node-0" : "node-1";
  }

  private async start(): Promise<void> {
    if (!existsSync(dist)) throw new Error(`no page in ${dist}: build it first`);
    cpSync(dist, this.page, { recursive: true });
    await this.system.start();
    const at = (id: string) => this.system.address(id);
    await this.gateway.start({
      page: this.page,
      matchmakers: ["matchmaker-0", "matchmaker-1"].map(at),
      nodes: { "node-0": at("node-0"), "node-1": at("node-1") },
    });
    this.browser = await launch();
  }

  private async stop(): Promise<void> {
    await this.browser?.close();
    await this.gateway.stop();
    await this.system.stop();
    rmSync(this.page, { recursive: true, force: true });
  }

  private async clear(): Promise<void> {
    const trouble = this.visitors.flatMap((each) => each.trouble);
    await Promise.all(this.visitors.map((each) => each.context.close()));
    this.visitors = [];
    expect(trouble).toEqual([]);
  }
}

export async function sees(person: Person, ...texts: readonly string[]): Promise<void> {
  await expect.poll(() => person.at.texts(), patience).toEqual(texts);
}

export async function allDelivered(person: Person, ...texts: readonly string[]): Promise<void> {
  for (const text of texts) await person.at.arrived(text).waitFor(patience);
}

// Waits until so many messages stand on the screen.
export async function ordered(person: Person, count: number): Promise<void> {
  await expect.poll(async () => (await person.at.texts()).length, patience).toBe(count);
}

// What the other has said, as it stands on the screen.
export async function heardBy(person: Person): Promise<string[]> {
  const texts = await person.at.texts();
  return texts.filter((text) => text.startsWith("them: ")).map((text) => text.slice(6));
}
