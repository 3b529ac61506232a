/** Formats of the reader's language, each made once. */

export const dayFormat = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeZone: "UTC" });
const numbers = new Map<string, Intl.NumberFormat>();

/** Of money in a currency, or of plain numbers. */
export function numberFormat(currency: string): Intl.NumberFormat {
  let format = numbers.get(currency);
  if (!format) {
    const money = { style: "currency", currency, currencyDisplay: "narrowSymbol", trailingZeroDisplay: "stripIfInteger" } as const;
    format = new Intl.NumberFormat(undefined, currency ? (money as Intl.NumberFormatOptions) : { maximumFractionDigits: 4 });
    numbers.set(currency, format);
  }
  return format;
}
