import { useEffect, useState } from "preact/hooks";
import { client } from "../../core/client";
import { ALL } from "../../core/lists";
import { Button } from "../../ui/Button";
import { bytesWords } from "../../core/bytes";

/** What this device keeps, how safe it is, and whether it is right. */
export function DevicePart() {
  const { device, store } = client();
  const projects = store.ids("projects", ALL).length;
  return (
    <section class="saving-part" aria-labelledby="saving-device">
      <h2 id="saving-device">This device</h2>
      <dl class="saving-facts">
        <Fact name="Works offline">{OFFLINE_WORDS[device?.state.value ?? "none"]}</Fact>
        <Fact name="Projects on this device">{String(projects)}</Fact>
        <Fact name="Space">
          <Space />
        </Fact>
        <Fact name="Kept by the browser">{device?.isPersistent.value ? "Until you delete it" : "As long as there is room"}</Fact>
      </dl>
      <Check />
    </section>
  );
}

const OFFLINE_WORDS = {
  opening: "Opening the device’s copy",
  ready: "Yes: everything you open is kept here",
  broken: "No: the browser lost the device’s copy, so changes are kept in this tab only",
  none: "No: this browser keeps nothing, so changes are kept in this tab only",
} as const;

function Fact({ name, children }: { name: string; children: preact.ComponentChildren }) {
  return (
    <div class="saving-fact">
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Space() {
  const [usage, setUsage] = useState<{ bytes: number; quota: number } | null>(null);
  useEffect(() => {
    void client()
      .device?.usage()
      .then(setUsage, () => setUsage(null));
  }, []);
  if (!usage) return <>Unknown</>;
  return <>{usage.quota > 0 ? `${bytesWords(usage.bytes)} of ${bytesWords(usage.quota)}` : bytesWords(usage.bytes)}</>;
}

/** Compares the copy on this device with the server's rows, model by model. */
function Check() {
  const [isBusy, setBusy] = useState(false);
  const audited = client().audited.value;
  const check = () => {
    setBusy(true);
    void client()
      .audit()
      .finally(() => setBusy(false));
  };
  return (
    <div class="saving-actions">
      <Button size="s" busy={isBusy} onClick={check}>
        Compare with the server
      </Button>
      <span role="status" class="muted">
        {isBusy ? "Comparing …" : audited && CHECK_WORDS[audited.outcome]}
      </span>
    </div>
  );
}

const CHECK_WORDS = {
  same: "This device has exactly what the server has.",
  repaired: "Something differed, so the device’s copy has been loaded anew. Your unsent changes were kept.",
  unknown: "The server could not be asked. Try again when there is a connection.",
} as const;
