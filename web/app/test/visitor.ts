// The page over the test double, and the hands of a visitor: finds by name, clicks, writes, presses keys.
import { render } from "preact";
import { act } from "preact/test-utils";
import { needParts } from "../src/later_parts.tsx";
import { mount } from "../src/mount.tsx";
import en from "../src/strings/en.json";
import { FakeChat, FakeParley } from "./fake_client.ts";

export class Visitor {
  readonly parley = new FakeParley();
  /** When the client library is there. */
  library: Promise<void> = Promise.resolve();
  /** Called when it can't be had. */
  missing: (() => boolean) | undefined;
  readonly fetched: string[] = [];
  private readonly root = document.createElement("div");

  constructor() {
    document.body.replaceChildren(this.root);
  }

  async open(): Promise<void> {
    if (this.parley.restored) sessionStorage.setItem("parley.room", "{}"); // as the library does
    await needParts(); // as if the page had been open for a while
    return act(() =>
      mount(
        this.root,
        async (missing) => {
          this.missing = missing ?? this.missing;
          await this.library;
          return this.parley;
        },
        (code) => this.fetchStrings(code),
      ),
    );
  }
  /** English, whatever is asked for; what is asked for is noted. */
  private async fetchStrings(code: string): Promise<typeof en> {
    this.fetched.push(code);
    return en;
  }
  /** As a tab that is closed. */
  leave(): void {
    render(null, this.root);
  }
  async chatting(chat = new FakeChat()): Promise<FakeChat> {
    this.parley.restored = { kind: "chat", chat };
    await this.open();
    return chat;
  }

  get text(): string {
    return this.root.textContent ?? "";
  }
  has(selector: string): boolean {
    return this.root.querySelector(selector) !== null;
  }
  find<E extends HTMLElement>(selector: string): E {
    const element = this.root.querySelector<E>(selector);
    if (!element) throw new Error(`no ${selector} in ${this.root.innerHTML}`);
    return element;
  }
  button(name: string): HTMLButtonElement {
    const all = [...this.root.querySelectorAll("button")];
    const named = (one: Element) => (one.getAttribute("aria-label") ?? one.textContent)?.trim();
    const found = all.find((one) => named(one) === name);
    if (!found) throw new Error(`no button ${name} in ${all.map(named).join(", ")}`);
    return found;
  }

  async click(name: string): Promise<void> {
    await act(async () => this.button(name).click());
  }
  async write(selector: string, text: string): Promise<void> {
    await act(() => {
      const field = this.find<HTMLInputElement>(selector);
      field.value = text;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    });
  }
  async press(selector: string, init: KeyboardEventInit): Promise<void> {
    const event = new KeyboardEvent("keydown", { bubbles: true, cancelable: true, ...init });
    await act(() => void this.find(selector).dispatchEvent(event));
  }
  async say(text: string): Promise<void> {
    await this.write("textarea", text);
    await this.press("textarea", { key: "Enter" });
  }
  async focus(selector: string): Promise<void> {
    await act(() => {
      this.find(selector).focus();
      this.find(selector).dispatchEvent(new FocusEvent("focusin", { bubbles: true }));
    });
  }
  /** As a browser does with what was chosen. */
  async choose(...files: File[]): Promise<void> {
    await act(async () => {
      const chooser = this.find<HTMLInputElement>("input[type=file]");
      Object.defineProperty(chooser, "files", { value: files, configurable: true });
      chooser.dispatchEvent(new Event("change", { bubbles: true }));
    });
  }
  /** An event that carries files; tells whether the page keeps the browser from what it would do. */
  async give(type: string, target: EventTarget, data: object, key = "dataTransfer") {
    const event = new Event(type, { bubbles: true, cancelable: true });
    await act(async () => void target.dispatchEvent(Object.assign(event, { [key]: data })));
    return event.defaultPrevented;
  }
}
