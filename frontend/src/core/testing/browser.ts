/** A browser in a test: tabs that share one database, locks and a channel, and that can be killed at any moment. */

import { Client } from "../client";
import { Device, type Work } from "../device/device";
import type { Database, Step } from "../device/schema";
import type { Channel } from "../tabs";
import type { MemoryConnection } from "./memoryConnection";
import { projectScope, WORKSPACE, type MemoryServer } from "./memoryServer";
import { PROJECT, TestClock } from "./world";

/** What happens to a transaction. `dies-…`: the tab ends there; the others are errors that the tab sees. */
export type Fate = "dies-before" | "dies-after" | "aborts" | "is-full" | "is-lost" | "is-lost-after" | null;

export class TestDevice extends Device {
  /** Says what happens to the next transaction. */
  fate: (work: Work<unknown>) => Fate = () => null;
  onDeath: () => void = () => undefined;
  isDead = false;
  /** How often it was given up. */
  failures = 0;

  constructor(name: string, steps?: readonly Step[]) {
    super(name, { steps });
    this.state.subscribe((state) => (this.failures += Number(state === "broken")));
  }

  protected override async attempt<T>(db: Database, work: Work<T>): Promise<T> {
    const fate = this.isDead ? "dies-before" : this.fate(work as Work<unknown>);
    if (fate === "dies-before") return this.die();
    if (fate === "is-full") throw new DOMException("There is no room.", "QuotaExceededError");
    if (fate === "is-lost") throw new DOMException("Connection to Indexed Database server lost. Refresh the page to try again", "UnknownError");
    if (fate === "aborts") {
      const broken = { ...work, run: (tx: Parameters<Work<T>["run"]>[0]) => work.run(tx).then(() => Promise.reject(new DOMException("Given up.", "AbortError"))) };
      return super.attempt(db, broken as Work<T>);
    }
    const result = await super.attempt(db, work);
    if (fate === "is-lost-after") throw new DOMException("Connection to Indexed Database server lost.", "UnknownError");
    return fate === "dies-after" || this.isDead ? this.die() : result;
  }

  private die(): Promise<never> {
    if (!this.isDead) {
      this.isDead = true;
      this.close();
      this.onDeath();
    }
    return new Promise(() => undefined);
  }
}

export interface Tab {
  client: Client;
  line: MemoryConnection;
  clock: TestClock;
  device: TestDevice;
  isDead: boolean;
  isVisible: boolean;
  kill(): void;
}

export interface Kind {
  member?: string;
  hasLocks?: boolean;
  fate?: TestDevice["fate"];
  makeDevice?: (name: string) => TestDevice;
  isOffline?: boolean;
  wall?: () => number;
  drawn?: () => Promise<void>;
}

export class Browser {
  readonly tabs: Tab[] = [];
  private readonly locks = new Locks();
  private readonly channels = new Set<MemoryChannel>();

  constructor(private readonly server: MemoryServer) {}

  get alive(): Tab[] {
    return this.tabs.filter((tab) => !tab.isDead);
  }

  get leader(): Tab | undefined {
    return this.alive.find((tab) => tab.line.isStreaming);
  }

  /** Opens a tab and does not wait for it. */
  begin({ member = "olga", hasLocks = true, fate, makeDevice = (name) => new TestDevice(name), wall, drawn }: Kind = {}): Tab {
    const line = this.server.connect(member, WORKSPACE, projectScope(PROJECT));
    const clock = new TestClock();
    const device = makeDevice(`pm-suite:w:${member}`);
    if (fate) device.fate = fate;
    const channel = new MemoryChannel(this.channels);
    const agent = {};
    const tab: Tab = {
      client: new Client(line, {
        clock,
        now: () => clock.now,
        wall: wall ?? (() => clock.now),
        device,
        drawn,
        tabs: { locks: hasLocks ? this.locks.of(agent) : undefined, channel, isVisible: () => tab.isVisible },
      }),
      line,
      clock,
      device,
      isDead: false,
      isVisible: true,
      kill: () => {
        tab.isDead = true;
        device.isDead = true;
        device.close();
        line.isDead = true;
        line.cut();
        channel.close();
        this.locks.releaseAll(agent);
      },
    };
    device.onDeath = () => tab.kill();
    this.tabs.push(tab);
    void tab.client.start();
    return tab;
  }

  async open(kind: Kind = {}): Promise<Tab> {
    const tab = this.begin(kind);
    if (kind.isOffline) tab.line.goOffline();
    await calm();
    return tab;
  }

  /** Ends all tabs, as when the computer is switched off. */
  end(): void {
    for (const tab of this.alive) tab.kill();
  }

  /** The network is there for all, everybody tries again, and time goes on. */
  async settle(): Promise<void> {
    for (let turn = 0; turn < 6; turn += 1) {
      for (const { client, line, clock } of this.alive) {
        Object.assign(line, { failure: null, losesDeltas: false, losesNextAnswer: false });
        client.retry();
        clock.wake();
        line.send({ event: "hb", cursor: this.server.cursor });
      }
      await calm();
    }
  }
}

/** Lets databases, channels and promises come to rest; waits of the clock stay. */
export async function calm(turns = 90): Promise<void> {
  for (let turn = 0; turn < turns; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

class MemoryChannel implements Channel {
  onmessage: ((event: MessageEvent) => void) | null = null;

  constructor(private readonly all: Set<MemoryChannel>) {
    all.add(this);
  }

  postMessage(message: unknown): void {
    for (const other of this.all) {
      if (other === this) continue;
      const data: unknown = structuredClone(message);
      queueMicrotask(() => {
        if (this.all.has(other)) other.onmessage?.({ data } as MessageEvent);
      });
    }
  }

  close(): void {
    this.all.delete(this);
  }
}

interface Request {
  agent: object;
  hold: () => unknown;
  resolve: (value: unknown) => void;
  reject: (error: unknown) => void;
}

class Locks {
  private readonly byName = new Map<string, Lock>();

  of(agent: object): LockManager {
    const request = (name: string, options: LockOptions, hold: () => unknown) => {
      const lock = this.byName.get(name) ?? new Lock();
      this.byName.set(name, lock);
      return lock.request(agent, options, hold);
    };
    return { request } as unknown as LockManager;
  }

  releaseAll(agent: object): void {
    for (const lock of this.byName.values()) lock.releaseAll(agent);
  }
}

/** One lock, as the browser has them: in line, stolen, given back by those who die. */
class Lock {
  private held: Request | null = null;
  private line: Request[] = [];

  request(agent: object, options: LockOptions, hold: () => unknown): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const asked = { agent, hold, resolve, reject };
      options.signal?.addEventListener("abort", () => this.leave(asked));
      if (options.steal) this.steal(asked);
      else this.line.push(asked);
      this.next();
    });
  }

  releaseAll(agent: object): void {
    this.line = this.line.filter((one) => one.agent !== agent);
    if (this.held?.agent === agent) this.held = null;
    this.next();
  }

  private leave(asked: Request): void {
    if (!this.line.includes(asked)) return;
    this.line = this.line.filter((one) => one !== asked);
    asked.reject(new DOMException("The request was given up.", "AbortError"));
  }

  private steal(asked: Request): void {
    this.held?.reject(new DOMException("The lock was stolen.", "AbortError"));
    this.held = null;
    this.line.unshift(asked);
  }

  private next(): void {
    if (this.held) return;
    const asked = this.line.shift();
    if (!asked) return;
    this.held = asked;
    void Promise.resolve()
      .then(asked.hold)
      .then((value) => {
        if (this.held !== asked) return;
        this.held = null;
        asked.resolve(value);
        this.next();
      });
  }
}
