import type { ComponentType, FunctionComponent } from "preact";
import { useEffect, useState } from "preact/hooks";
import { client } from "./core/client";

/** A component that is loaded when it is first needed; null until it is there. */
export function useLazy<P>(load: () => Promise<ComponentType<P>>, what: string): ComponentType<P> | null {
  const [Loaded, setLoaded] = useState<ComponentType<P> | null>(null);
  useEffect(() => {
    load().then(
      (component) => setLoaded(() => component),
      () => void client().notices.say(`${what} could not be opened: reload the page.`, { tone: "problem" }),
    );
  }, []);
  return Loaded;
}

/** A component whose code is loaded when it is first drawn: what opens on demand. */
export function lazy<P extends object>(load: () => Promise<ComponentType<P>>, what: string): FunctionComponent<P> {
  return function Lazy(props: P) {
    const Loaded = useLazy<P>(load, what);
    return Loaded && <Loaded {...props} />;
  };
}
