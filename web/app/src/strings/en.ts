// Every word the page says, in English. A further language is a file like this one, of the type `Strings`.
import type { ChatEnd, MessageStatus, RefusalName, WaitEnd } from "@parley-chat/client";

const plural = new Intl.PluralRules("en");
const whole = new Intl.NumberFormat("en");
const list = new Intl.ListFormat("en", { type: "disjunction" });
const both = new Intl.ListFormat("en", { type: "conjunction" });

const count = (n: number, one: string, other: string): string =>
  `${whole.format(n)} ${plural.select(n) === "one" ? one : other}`;

/** "3 s", "2 min": for things that are waited for. */
const duration = (seconds: number): string =>
  seconds < 100 ? `${whole.format(seconds)} s` : `${whole.format(Math.round(seconds / 60))} min`;

const tick: Record<MessageStatus, string> = {
  waiting: "Waiting to be sent",
  stored: "Sent",
  delivered: "Delivered",
  received: "",
};

export const en = {
  locale: "en",
  direction: "ltr" as "ltr" | "rtl",
  brand: "Parley",

  title: {
    start: "Parley · talk to a stranger",
    waiting: "Looking for someone · Parley",
    chat: (partner: string, unread: number) =>
      `${unread > 0 ? `(${unread}) ` : ""}${partner} · Parley`,
    away: (partner: string) => `${partner} is reconnecting · Parley`,
    reconnecting: "Reconnecting · Parley",
    ended: "Chat ended · Parley",
  },

  start: {
    headline: "Talk to a stranger.",
    lead: "One person at a time, no account. While you both stay, every word arrives, and our copy is deleted when you part.",
    online: (n: number) => `${count(n, "person is", "people are")} here now`,
    onlineUnknown: "Can’t see right now how many people are here",
    language: "Language",
    interests: "Interests",
    interestsHint: "Optional. Up to 8, and we look for someone who shares one.",
    interestsPlaceholder: "chess, jazz, night trains …",
    interestRemove: (interest: string) => `Remove ${interest}`,
    interestAdded: (interest: string) => `${interest} added`,
    interestRemoved: (interest: string) => `${interest} removed`,
    interestsFull: "That’s 8. Remove one to add another.",
    interestLong: "Up to 30 characters each.",
    name: "Your name here",
    nameHint: "Made up for you. Change it as you like.",
    nameAnother: "Another name",
    go: "Talk to a stranger",
  },

  waiting: {
    heading: "Looking for someone",
    looking: (language: string, interests: readonly string[]) =>
      interests.length > 0
        ? `Someone who speaks ${language} and likes ${list.format(interests)}`
        : `Anyone who speaks ${language}`,
    anyPartner: (language: string) => `Now open to anyone who speaks ${language}`,
    elapsed: (clock: string) => `Waiting for ${clock}`,
    usually: (p50: number, p90: number) =>
      `Usually ${duration(p50)}, nearly always under ${duration(Math.max(p90, p50) + 1)}.`,
    usuallyUnknown: "Too few people have waited lately to say how long it takes.",
    alone: "Nobody else is waiting in this language just now. You’ll be first when someone comes.",
    others: (n: number) => `${count(n, "other person is", "other people are")} waiting too.`,
    noNodes:
      "There’s no room free to talk in right now. You keep your place, and it goes on by itself.",
    storage: "Our storage is away for a moment. You keep your place, and it goes on by itself.",
    found: (partner: string) => `Found ${partner}`,
    opening: "Opening the chat …",
    noShow: "They didn’t come. You’re at the front of the queue now.",
    cancel: "Cancel",
    ended: (end: WaitEnd): string => {
      if (end.reason === "cancelled") return "";
      if (end.reason === "replaced")
        return "You’re looking for someone in another tab, so this one has stopped.";
      if (end.reason === "too_long")
        return "Nobody came in all that time. Try again, maybe with fewer interests.";
      if (end.error === "language_unknown")
        return "That language isn’t offered here. Please choose another.";
      if (end.error === "rate_limited")
        return "That was often in a short time. Please wait a minute and try again.";
      if (end.param === "name") return "That name can’t be used. Please choose another.";
      if (end.param === "interests")
        return "One of those interests can’t be used. Please change it.";
      return "That didn’t work. Reload the page and try again.";
    },
  },

  connection: {
    connecting: "Connecting …",
    connected: "Connected",
    reconnecting: "Connection lost. Reconnecting …",
    offline: "You’re offline. It goes on as soon as you’re back.",
    moved: "Moving to another room server …",
    ended: "Chat ended",
    short: {
      connecting: "Connecting …",
      connected: "Connected",
      reconnecting: "You’re reconnecting …",
      offline: "You’re offline",
      moved: "Moving …",
      ended: "Chat ended",
    },
    kept: "What you write is kept and will arrive.",
  },

  chat: {
    log: "Conversation",
    begun: (partner: string) => `You’re talking with ${partner}`,
    over: (partner: string) => `You talked with ${partner}`,
    shared: (interests: readonly string[]) => `You both like ${both.format(interests)}.`,
    sayHello: "Say hello.",
    here: "Here now",
    typing: "Typing …",
    away: (seconds: number) => `Reconnecting, ${whole.format(seconds)} s left`,
    announceTyping: (partner: string) => `${partner} is typing`,
    announceAway: (partner: string) => `${partner} lost the connection and is reconnecting`,
    announceBack: (partner: string) => `${partner} is here`,
    you: "You",
    says: (who: string) => `${who}:`,
    tick: (status: MessageStatus) => tick[status],
    gap: (n: number) => `${count(n, "message", "messages")} can’t be had any more`,
    newMessages: (n: number) => count(n, "new message", "new messages"),
    toLatest: "To the latest message",
    storageService:
      "Our storage is away. Your messages wait in this tab and go out when it’s back.",
    storageTab: "This tab’s memory is full. Please don’t reload, or the chat is forgotten.",
    message: "Message",
    placeholder: "Write a message",
    send: "Send",
    left: (n: number) => `${count(n, "character", "characters")} left`,
    tooLong: (over: number, limit: number) =>
      `A little too long: ${count(over, "character", "characters")} over ${whole.format(limit)}.`,
    refused: (error: RefusalName): string => {
      if (error === "outbox_full")
        return "Too many messages are still on their way. Try again in a moment.";
      if (error === "too_long") return "That’s too long.";
      if (error === "ended") return "The chat is over.";
      if (error === "invalid") return "That has characters we can’t take.";
      return "";
    },
    leave: "Leave",
    leaveSure: "Sure?",
    leaveHint: "Ends the chat for both of you",
    rename: (name: string) => `You’re ${name}. Change your name`,
    youAre: (name: string) => `You’re ${name}`,
    renameField: "Your name",
    renameSave: "Save",
    renameCancel: "Cancel",
  },

  ended: {
    heading: (end: ChatEnd, partner: string): string => {
      if (end.reason === "left") return end.byMe ? "You left the chat" : `${partner} left the chat`;
      if (end.reason === "gone") return `${partner} didn’t come back`;
      if (end.reason === "expired") return "This chat has run out";
      if (end.reason === "replaced") return "This chat is open in another tab";
      return "This chat can’t go on";
    },
    detail: (end: ChatEnd): string => {
      if (end.reason === "replaced") return "It goes on there. Here you can still read it.";
      if (end.reason === "broken")
        return "The service doesn’t accept it any more. You can still read it here.";
      return "You can still read it here until you start a new one.";
    },
    newChat: "New chat",
    change: "Change what I’m looking for",
  },

  names: {
    first: [
      "Quiet",
      "Brave",
      "Gentle",
      "Curious",
      "Sunny",
      "Wandering",
      "Patient",
      "Clever",
      "Merry",
      "Calm",
      "Bright",
      "Humble",
      "Lucky",
      "Nimble",
      "Kind",
      "Dreamy",
    ],
    second: [
      "Otter",
      "Lynx",
      "Heron",
      "Badger",
      "Wren",
      "Fox",
      "Hare",
      "Owl",
      "Seal",
      "Finch",
      "Moth",
      "Marten",
      "Robin",
      "Beaver",
      "Crane",
      "Newt",
    ],
    join: (first: string, second: string) => `${first} ${second}`,
  },
};
