/** How many tabs of one browser hold a stream at once: over HTTP/1.1 it has six connections for all tabs of a server. */

export type Release = () => void;

export interface Slots {
  /** A slot to hold until it is released; null when all are held by other tabs. */
  take(): Promise<Release | null>;
}

export const NO_LIMIT: Slots = { take: () => Promise.resolve(() => undefined) };

const STREAMS = 4;

/** Slots shared by all tabs. A tab that is closed or dies gives its slot back by itself. */
export class SharedSlots implements Slots {
  constructor(private readonly locks: LockManager) {}

  async take(): Promise<Release | null> {
    for (let number = 1; number <= STREAMS; number += 1) {
      const release = await this.takeOne(`pm-suite-stream-${number}`);
      if (release) return release;
    }
    return null;
  }

  private takeOne(name: string): Promise<Release | null> {
    return new Promise((resolve) => {
      const hold = (lock: Lock | null) => {
        if (!lock) return resolve(null);
        return new Promise<void>((release) => resolve(release));
      };
      // Where locks are forbidden, a stream without one is better than none.
      this.locks.request(name, { ifAvailable: true }, hold).catch(() => resolve(() => undefined));
    });
  }
}
