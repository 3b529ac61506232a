import { Dialog } from "../../ui/Dialog";
import { Kbd } from "../../ui/Kbd";

const KEYS: readonly { title: string; keys: readonly (readonly [string, string])[] }[] = [
  {
    title: "On the board",
    keys: [
      ["Go to the next card, or the next column", "↑ ↓ ← →"],
      ["Open the card", "Enter"],
      ["Lift the card, and drop it", "Space"],
      ["Carry a lifted card", "↑ ↓ ← →"],
      ["Put a lifted card back", "Esc"],
      ["Move the card at once", "Shift+↑ ↓ ← →"],
      ["To the column before, or after", "[ or ]"],
      ["Add a card to this column", "N"],
      ["Select the card", "X"],
      ["Select up to this card", "Shift+X"],
      ["Filter", "/"],
    ],
  },
  {
    title: "In an open task",
    keys: [
      ["Take it", "T"],
      ["Start, or pause", "S"],
      ["Hand in", "H"],
      ["Accept", "A"],
      ["Return", "R"],
      ["Hand on", "L"],
      ["Refuse", "J"],
      ["Cancel the task", "C"],
      ["Open again", "O"],
      ["Put away", "Y"],
      ["Urgent, or not", "U"],
      ["Important, or not", "I"],
    ],
  },
  {
    title: "Everywhere",
    keys: [
      ["Undo the last change", "Ctrl+Z"],
      ["Show these keys", "?"],
      ["Close what is open", "Esc"],
    ],
  },
];

export function KeysDialog({ onClose }: { onClose: () => void }) {
  return (
    <Dialog title="Keys" onClose={onClose}>
      <div class="keys-list">
        {KEYS.map((group) => (
          <section key={group.title}>
            <h3>{group.title}</h3>
            <dl>
              {group.keys.map(([what, keys]) => (
                <div key={what} class="keys-row">
                  <dt>{what}</dt>
                  <dd>
                    <Kbd keys={keys} />
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
