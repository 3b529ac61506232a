import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";

interface FieldProps {
  label: string;
  hint?: string;
  /** A sentence on what is wrong; shown and read out beside the field. */
  error?: string;
  name?: string;
  value?: string;
  required?: boolean;
  disabled?: boolean;
  /** Called with the value at each key or choice. */
  onValue?: (value: string) => void;
}

interface TextFieldProps extends FieldProps {
  type?: "text" | "email" | "password" | "url" | "number" | "search";
  placeholder?: string;
  maxLength?: number;
  autoComplete?: string;
}

interface DateFieldProps extends FieldProps {
  /** `YYYY-MM-DD`. */
  min?: string;
  max?: string;
}

interface SelectProps extends FieldProps {
  options: readonly { value: string; label: string }[];
}

function Frame({ id, label, hint, error, children }: FieldProps & { id: string; children: ComponentChildren }) {
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {children}
      {hint && (
        <p class="field-hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {error && (
        <p class="field-error" id={`${id}-error`} role="alert">
          {error}
        </p>
      )}
    </div>
  );
}

function wiring(id: string, props: FieldProps) {
  const said = [props.hint && `${id}-hint`, props.error && `${id}-error`].filter(Boolean).join(" ");
  return {
    id,
    name: props.name,
    value: props.value,
    required: props.required,
    disabled: props.disabled,
    "aria-describedby": said || undefined,
    "aria-invalid": props.error ? ("true" as const) : undefined,
  };
}

function entry(props: TextFieldProps) {
  return {
    // Preact's types tie the allowed roles to one literal type; no role is set here.
    type: (props.type ?? "text") as "text",
    placeholder: props.placeholder,
    maxLength: props.maxLength,
    autoComplete: props.autoComplete,
  };
}

export function TextField(props: TextFieldProps) {
  const id = useId();
  return (
    <Frame {...props} id={id}>
      <input
        {...wiring(id, props)}
        class="input"
        {...entry(props)}
        onInput={(event) => props.onValue?.(event.currentTarget.value)}
      />
    </Frame>
  );
}

/** `value` is `YYYY-MM-DD`, or empty. */
export function DateField(props: DateFieldProps) {
  const id = useId();
  return (
    <Frame {...props} id={id}>
      <input
        {...wiring(id, props)}
        class="input"
        type="date"
        min={props.min}
        max={props.max}
        onInput={(event) => props.onValue?.(event.currentTarget.value)}
      />
    </Frame>
  );
}

export function Select(props: SelectProps) {
  const id = useId();
  return (
    <Frame {...props} id={id}>
      <select {...wiring(id, props)} class="input" onChange={(event) => props.onValue?.(event.currentTarget.value)}>
        {props.options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </Frame>
  );
}
