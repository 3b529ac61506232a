import { signal } from "@preact/signals";

export interface Toast {
  id: number;
  text: string;
  tone: "plain" | "error";
  action?: { label: string; onSelect: () => void };
}

const LIFE_MS = 7000;
const KEPT = 3;

export const toasts = signal<readonly Toast[]>([]);
const timers = new Map<number, ReturnType<typeof setTimeout>>();
let lastId = 0;

/** Shows a sentence for seven seconds, longer while the pointer or focus is on it; an error stays until dismissed. */
export function showToast(text: string, options: Partial<Pick<Toast, "tone" | "action">> = {}): number {
  lastId += 1;
  const toast: Toast = { id: lastId, text, tone: options.tone ?? "plain", action: options.action };
  for (const old of toasts.value.slice(0, -(KEPT - 1))) stopTimer(old.id);
  toasts.value = [...toasts.value.slice(-(KEPT - 1)), toast];
  if (toast.tone !== "error") startTimers();
  return toast.id;
}

export function dismissToast(id: number): void {
  stopTimer(id);
  toasts.value = toasts.value.filter((toast) => toast.id !== id);
}

/** Holds all toasts while somebody reads them. */
export function holdToasts(): void {
  for (const id of [...timers.keys()]) stopTimer(id);
}

/** Counts down again for those that go by themselves. */
export function startTimers(): void {
  for (const toast of toasts.value) {
    if (toast.tone === "error" || timers.has(toast.id)) continue;
    timers.set(toast.id, setTimeout(() => dismissToast(toast.id), LIFE_MS));
  }
}

function stopTimer(id: number): void {
  clearTimeout(timers.get(id));
  timers.delete(id);
}
