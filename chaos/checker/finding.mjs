// What one property has to say: counts, the first violations in words, reasons for not knowing.

const shown = 20;

export class Finding {
  checked = 0;
  violations = 0;
  /** @type {{ what: string, lines: number[] }[]} */
  first = [];
  /** @type {string[]} */
  reasons = [];
  /** @type {string[]} */
  notes = [];

  /**
   * @param {string} what
   * @param {...(number | undefined)} lines
   */
  violated(what, ...lines) {
    this.violations += 1;
    if (this.first.length >= shown) return;
    const known = lines.filter((line) => line !== undefined).sort((a, b) => a - b);
    this.first.push({ what, lines: known });
  }

  /** @returns {"held" | "violated" | "unknown"} */
  get verdict() {
    if (this.violations > 0) return "violated";
    return this.reasons.length > 0 ? "unknown" : "held";
  }
}

/**
 * A property sees every line, beside the scene of all lines before it, and in the end concludes.
 * @typedef {{ see(line: import("./events.mjs").Line): void, conclude(complete: boolean): Finding }} Property
 */
