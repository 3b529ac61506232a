import { readdirSync } from "node:fs";
import js from "@eslint/js";
import ts from "typescript-eslint";

const features = readdirSync(new URL("./src/features", import.meta.url), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);

const noDefault = {
  selector: "ExportDefaultDeclaration",
  message: "Export by name: a name that is the same everywhere can be searched for.",
};
const noBarrel = {
  selector: "ExportAllDeclaration",
  message: "Import from the module that defines it.",
};

function forbid(patterns) {
  return { "no-restricted-imports": ["error", { patterns }] };
}

export default ts.config(
  { ignores: ["dist", "node_modules"] },
  js.configs.recommended,
  ...ts.configs.strict,
  {
    files: ["src/**/*.{ts,tsx}"],
    rules: {
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/consistent-type-imports": "error",
      "no-restricted-syntax": ["error", noDefault, noBarrel],
      "no-restricted-globals": [
        "error",
        { name: "fetch", message: "Only core/sync/transport.ts speaks to the server." },
        { name: "XMLHttpRequest", message: "Only core/sync/transport.ts speaks to the server." },
        { name: "EventSource", message: "The stream is read with fetch, so that its status is seen." },
      ],
      "max-lines": ["error", { max: 300 }],
      "max-lines-per-function": ["error", { max: 50, skipBlankLines: true, skipComments: true }],
      eqeqeq: "error",
    },
  },
  {
    files: ["src/core/**/*.ts"],
    rules: forbid([
      { group: ["**/features/**", "**/ui/**"], message: "core knows neither features nor ui." },
      { group: ["preact", "preact/*"], message: "core draws nothing." },
    ]),
  },
  {
    files: ["src/ui/**/*.{ts,tsx}"],
    rules: forbid([{ group: ["**/features/**", "**/core/**"], message: "ui parts know nothing of the product." }]),
  },
  ...features.map((name) => ({
    files: [`src/features/${name}/**/*.{ts,tsx}`],
    rules: forbid([
      {
        group: features.filter((other) => other !== name).map((other) => `**/${other}/**`),
        message: "A feature never imports another: share through core or ui, compose in app.tsx.",
      },
    ]),
  })),
  // The pages that the server draws have no store: what they ask is their own.
  // The worker stands between page and server.
  {
    files: ["src/core/sync/transport.ts", "src/core/sync/files.ts", "src/pages.ts", "src/pages/**", "src/sw.ts"],
    rules: { "no-restricted-globals": "off" },
  },
  {
    files: ["src/**/*.test.{ts,tsx}"],
    rules: {
      "max-lines": ["error", { max: 500 }],
      "max-lines-per-function": "off",
      "@typescript-eslint/no-non-null-assertion": "off",
    },
  },
  { files: ["*.config.ts", "*.config.js"], rules: { "no-restricted-syntax": "off" } },
);
