/** A shortcut as "Ctrl+Enter"; each key stands for itself. */
export function Kbd({ keys }: { keys: string }) {
  return (
    <span class="keys">
      {keys.split("+").map((key) => (
        <kbd class="kbd" key={key}>
          {key}
        </kbd>
      ))}
    </span>
  );
}
