/** Waiting between attempts: doubling, with full jitter, and cut short when there is reason to hope. */

export interface Clock {
  wait(ms: number): Promise<void>;
  /** Ends all waits at once. */
  wake(): void;
  random(): number;
}

const FIRST_MS = 1000;
const LONGEST_MS = 60_000;

export class Backoff {
  attempts = 0;

  constructor(private readonly clock: Clock) {}

  reset(): void {
    this.attempts = 0;
  }

  /** Waits before the next attempt, at least `leastMs`. */
  async wait(leastMs = 0): Promise<void> {
    const ceiling = Math.min(LONGEST_MS, FIRST_MS * 2 ** this.attempts);
    this.attempts += 1;
    await this.clock.wait(Math.max(leastMs, this.clock.random() * ceiling));
  }
}

export class RealClock implements Clock {
  private readonly waiting = new Set<() => void>();

  wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const end = () => {
        clearTimeout(timer);
        this.waiting.delete(end);
        resolve();
      };
      const timer = setTimeout(end, ms);
      this.waiting.add(end);
    });
  }

  wake(): void {
    for (const end of [...this.waiting]) end();
  }

  random(): number {
    return Math.random();
  }
}
