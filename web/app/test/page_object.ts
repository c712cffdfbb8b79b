// The page by roles and names, for browser tests: what a visitor can find, never a class or a tag.
import type { Locator, Page } from "playwright-core";

export class ParleyPage {
  readonly start: Locator;
  readonly language: Locator;
  readonly interests: Locator;
  readonly name: Locator;
  readonly waiting: Locator;
  readonly cancel: Locator;
  readonly log: Locator;
  readonly box: Locator;
  /** The button to go on, at its one place: Skip, Sure?, Next. */
  readonly skip: Locator;
  readonly next: Locator;
  readonly more: Locator;
  readonly flag: Locator;
  readonly attach: Locator;
  readonly newMessages: Locator;
  readonly openByName: Locator;
  readonly roomName: Locator;
  readonly roomKey: Locator;
  readonly openRoom: Locator;
  /** Out of a named room, in two steps at one place. */
  readonly leaveRoom: Locator;
  /** Whom one talks with: the heading of the chat. */
  readonly partner: Locator;
  /** "Here now", "Typing …", "Reconnecting, 93 s left", "Chat ended", or one's own connection; in a room "5 people here". */
  readonly state: Locator;

  constructor(readonly page: Page) {
    this.start = page.getByRole("button", { name: "Talk to a stranger" });
    this.language = page.getByLabel("You speak");
    this.interests = page.getByRole("textbox", { name: "Interests" });
    this.name = page.getByLabel("Your name here");
    this.waiting = page.getByRole("heading", { name: /^(Looking for someone|Found )/ });
    this.cancel = page.getByRole("button", { name: "Cancel" });
    this.log = page.getByRole("log", { name: "Conversation" });
    this.box = page.getByRole("textbox", { name: "Message" });
    this.skip = page.getByRole("button", { name: /^(Skip|Sure\?)$/ });
    this.next = page.getByRole("button", { name: "Next", exact: true });
    this.more = page.getByRole("button", { name: "More", exact: true });
    this.flag = page.getByRole("button", { name: "Report or block" });
    this.attach = page.getByRole("button", { name: "Send a picture or file" });
    this.newMessages = page.getByRole("button", { name: /new messages?$/ });
    this.openByName = page.getByRole("button", { name: "Open a room by name" });
    this.roomName = page.getByLabel("Name of the room");
    this.roomKey = page.getByLabel("Key", { exact: true });
    this.openRoom = page.getByRole("button", { name: "Open the room" });
    this.leaveRoom = page.getByRole("button", { name: /^(Leave|Sure\?)$/ });
    this.partner = page.getByRole("banner").getByRole("heading", { level: 1 });
    this.state = page.getByTestId("state");
  }

  /** Chooses and begins to wait. */
  async seek({
    interests = [],
    name,
  }: {
    interests?: readonly string[];
    name?: string;
  } = {}): Promise<void> {
    for (const interest of interests) {
      await this.interests.fill(interest);
      await this.interests.press("Enter");
    }
    if (name !== undefined) await this.name.fill(name);
    await this.start.click();
  }

  /** From the start, or with what an invite link has filled in. */
  async enter({ room, key, name }: { room?: string; key?: string; name: string }): Promise<void> {
    if (room !== undefined) {
      await this.openByName.click();
      await this.roomName.fill(room);
    }
    if (key !== undefined) await this.roomKey.fill(key);
    await this.name.fill(name);
    await this.openRoom.click();
  }

  async send(text: string): Promise<void> {
    await this.box.fill(text);
    await this.box.press("Enter");
  }

  /** One's own or the partner's message with exactly this text. */
  message(text: string | RegExp): Locator {
    return this.log
      .getByTestId("message")
      .filter({ has: this.page.getByText(text, { exact: true }) });
  }

  tick(text: string, status: "Waiting to be sent" | "Sent" | "Delivered" | "Seen"): Locator {
    return this.message(text).getByRole("img", { name: status });
  }

  /** The two ticks of one's own message, whether it was looked at or not. */
  arrived(text: string): Locator {
    return this.message(text).getByRole("img", { name: /^(Delivered|Seen)$/ });
  }

  /** A line of the log about who came or went. */
  line(text: string): Locator {
    return this.log.getByText(text, { exact: true });
  }

  /** Somebody's message as it is read out: with the name of who said it. */
  said(name: string, text: string): Locator {
    return this.message(text).filter({ hasText: `${name}:` });
  }

  /** All texts in order, own ones as "me: …", the partner's as "them: …". */
  async texts(): Promise<string[]> {
    return this.log.getByTestId("message").evaluateAll((bubbles) =>
      bubbles.map((bubble) => {
        const text = bubble.querySelector("[data-testid=text]")?.textContent ?? "";
        return `${bubble.getAttribute("data-mine") === "true" ? "me" : "them"}: ${text}`;
      }),
    );
  }

  async leave(): Promise<void> {
    await this.skip.click();
    await this.skip.click();
  }

  /** The heading that says why it is over, as "Brave Lynx left the chat". */
  ended(words: string | RegExp): Locator {
    return this.page.getByRole("heading", { level: 2, name: words });
  }
}
