// When each bot sat at each seat: from its first `joined` to its goodbye, and over which connection.

/** @typedef {import("./events.mjs").Line} Line */
/** @typedef {{ line: number, t: number, trouble: boolean, resting: boolean }} Goodbye */
/**
 * Line numbers; 0: not yet. `connection` is the `joined` of the connection that stands.
 * @typedef {{ joined: number, joinedLast: number, connection: number, goodbye?: Goodbye, ended: boolean }} Visit
 */

export class Visits {
  /** Room → seat → visit. @type {Map<string, Map<number, Visit>>} */
  #rooms = new Map();
  /** Bot → the visit that it was last given. @type {Map<number, Visit>} */
  #places = new Map();

  /**
   * @param {string} room
   * @param {number} seat
   * @returns {Visit}
   */
  at(room, seat) {
    let seats = this.#rooms.get(room);
    if (seats === undefined) {
      seats = new Map();
      this.#rooms.set(room, seats);
    }
    let visit = seats.get(seat);
    if (visit === undefined) {
      visit = { joined: 0, joinedLast: 0, connection: 0, ended: false };
      seats.set(seat, visit);
    }
    return visit;
  }

  /**
   * @param {Line} line
   * @param {import("./scene.mjs").Scene} scene as it was before this line
   */
  take(line, scene) {
    switch (line.e) {
      case "lost":
      case "reload":
      case "closed": {
        const place = this.#places.get(line.bot);
        if (place !== undefined) place.connection = 0;
        return;
      }
      case "entered":
        return this.#enter(line, scene);
    }
    const seat = line.bot === undefined ? 0 : scene.seatOf(line.room, line.bot);
    if (seat === 0) return;
    const visit = this.at(line.room, seat);
    if (line.e === "joined") {
      if (visit.joined === 0) visit.joined = line.line;
      visit.joinedLast = line.line;
      visit.connection = line.line;
    } else if (line.e === "ended") {
      visit.connection = 0;
      visit.ended = true;
    } else if (line.e === "leave") {
      this.#part(visit, line, scene);
    }
  }

  /**
   * @param {Line} line
   * @param {import("./scene.mjs").Scene} scene
   */
  #enter(line, scene) {
    const room = scene.rooms.get(line.room);
    if (room !== undefined && !room.named) return;
    const before = scene.seatOf(line.room, line.bot);
    if (before !== 0) this.#part(this.at(line.room, before), line, scene);
    if (room?.bots.has(line.seat) || scene.isOutsider(line)) return;
    this.#places.set(line.bot, this.at(line.room, line.seat));
  }

  /**
   * @param {Visit} visit
   * @param {Line} line
   * @param {import("./scene.mjs").Scene} scene
   */
  #part(visit, line, scene) {
    visit.connection = 0;
    visit.goodbye ??= {
      line: line.line,
      t: line.t,
      trouble: scene.inTrouble(line.t),
      resting: scene.isResting,
    };
  }
}
