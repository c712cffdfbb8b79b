// The languages that can be chosen for a chat, each by its own name, as the services know them.
export interface Language {
  readonly code: string;
  readonly name: string;
}

export const languages: readonly Language[] = [
  { code: "en", name: "English" },
  { code: "es", name: "Español" },
  { code: "de", name: "Deutsch" },
  { code: "fr", name: "Français" },
  { code: "pt", name: "Português" },
  { code: "ar", name: "العربية" },
];

export const languageName = (code: string): string =>
  languages.find((language) => language.code === code)?.name ?? code;

/** The first of the browser's languages that can be chosen, else English. */
export function preferredLanguage(browser: readonly string[]): string {
  const codes = browser.map((tag) => tag.split("-")[0]?.toLowerCase());
  return codes.find((code) => languages.some((known) => known.code === code)) ?? "en";
}
