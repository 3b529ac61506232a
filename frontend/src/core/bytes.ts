/** "12 MB", "1.4 GB": in units of a thousand, as browsers and shops count. */
export function bytesWords(bytes: number): string {
  const units = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte"];
  const step = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  const value = bytes / 1000 ** step;
  const digits = value < 10 && step > 0 ? 1 : 0;
  const form = { style: "unit", unit: units[step], unitDisplay: "short", maximumFractionDigits: digits } as const;
  return new Intl.NumberFormat(undefined, form).format(value);
}
