// Follows a running import: the bar moves, and the page is loaded again when the run has come to an end.

interface Status {
  state: string;
  progress: number;
  step: string;
  error: string;
}

const MOVING = new Set(["uploaded", "queued", "running"]);
const PAUSE_MS = 1000;

export function watchImport(): void {
  const box = document.querySelector<HTMLElement>("[data-import-status]");
  const url = box?.dataset["importStatus"];
  if (box && url) void follow(box, url);
}

async function follow(box: HTMLElement, url: string): Promise<void> {
  const begun = box.dataset["state"];
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    const status = await ask(url);
    if (!status) continue;
    if (status.state !== begun && !MOVING.has(status.state)) {
      location.reload();
      return;
    }
    show(box, status);
  }
}

async function ask(url: string): Promise<Status | null> {
  try {
    const answer = await fetch(url, { headers: { Accept: "application/json" } });
    return answer.ok ? ((await answer.json()) as Status) : null;
  } catch {
    return null; // away for a moment; the next look may find it
  }
}

function show(box: HTMLElement, status: Status): void {
  const bar = box.querySelector<HTMLElement>(".meter__bar");
  const meter = box.querySelector<HTMLElement>(".meter");
  const step = box.querySelector<HTMLElement>("[data-step]");
  if (bar) bar.style.width = `${status.progress}%`;
  meter?.setAttribute("aria-valuenow", String(status.progress));
  if (step) step.textContent = status.step;
}
